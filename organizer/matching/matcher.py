"""The matcher: asks TMDB what the readings of a name propose, and says what the file is and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from organizer.config.schema import MatchingSettings
from organizer.matching.about import About, about
from organizer.matching.asked import Asked
from organizer.matching.case import Case, Rereader
from organizer.matching.episodes import NOT_THERE, Resolved, resolve
from organizer.matching.identified import by_id
from organizer.matching.inquiry import Inquiry
from organizer.matching.judging import judge, match_of
from organizer.matching.numbering import OrderChoice, numbers_in
from organizer.matching.orders import Filed, OrderFit, Orders
from organizer.matching.queries import Query, read_query
from organizer.matching.remembered import Aliases, verdict_of
from organizer.matching.scoring import score
from organizer.matching.vocabulary import Vocabulary
from organizer.matching.wishes import Wishes
from organizer.model import Candidate, CandidateType, Hypothesis, Origin, Parse, ParsedName, Tier, Verdict
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Title


class Matcher:
    """Matches one parse at a time; files of one series share its questions through the lookup.

    ``reader`` reads a name a second time when its title is known; ``aliases`` knows what a person chose before.
    All methods raise TmdbError when nobody could be asked; that TMDB knows nothing is an answer.
    """

    def __init__(
        self,
        lookup: Lookup,
        settings: MatchingSettings,
        *,
        reader: Rereader | None = None,
        aliases: Aliases | None = None,
    ) -> None:
        self._lookup = lookup
        self._settings = settings
        self._reader = reader
        self._aliases = aliases
        self._wishes = Wishes()
        self._vocabulary = Vocabulary()
        self._asked = Asked()
        self._orders = Orders(lookup, settings)

    async def match(self, parse: Parse) -> Verdict:
        """The verdict on a file."""
        self._wishes.note(hypothesis.parsed for hypothesis in parse.hypotheses)
        if taught := await self._by_alias(parse):
            return taught
        if identified := await by_id(parse, self._lookup, self._wishes):
            return judge([identified], parse, self._settings)
        if parse.parsed.type is None or not parse.hypotheses:
            return Verdict(Tier.NONE, reasons=("the name says neither a film nor an episode",))
        inquiry = Inquiry(self._lookup, self._vocabulary, self._asked, self._wishes)
        case = Case(parse, self._lookup, self._settings, self._wishes, inquiry, self._reader)
        return await case.decide()

    async def search(
        self, text: str, kind: CandidateType | None = None, year: int | None = None
    ) -> tuple[Candidate, ...]:
        """Candidates for what a person typed, best first: a title, a TMDB or IMDb id, or a pasted address.

        ``kind`` None asks for films and series. Scores are those of the typed title and year. Where nothing has that
        year, all years are searched: the year often comes from the name, and the name is what is being mended.
        """
        query = read_query(text)
        titles = await self._by_query(query, query.kind or kind, year or query.year)
        if not titles and (year or query.year):
            titles = await self._by_query(query, query.kind or kind, None)
        parsed = ParsedName(path=text, title=query.title or None, year=year or query.year)
        asked = Hypothesis(parsed, Origin.VARIANT, 1.0)
        scored = [score(title, asked, default=True) for title in titles]
        if query.title:
            scored.sort(key=lambda s: (-round(s.score, 2), -s.title.votes, -s.title.popularity))
        return tuple(s.candidate() for s in scored)

    async def about(self, candidate: Candidate) -> About | None:
        """What else TMDB says of a candidate; None when it has no such entry any more."""
        title = await self._lookup.details(candidate.type, candidate.tmdb_id)
        return about(title) if title else None

    async def choose(self, parse: Parse, candidate: Candidate) -> Verdict:
        """The verdict when a person says that it is this candidate; its episodes are looked up.

        The match is None only when a series was chosen for a name that says no episode; ``reasons`` say so.
        An episode that TMDB does not have is taken by its number, without a title, and ``reasons`` say that.
        """
        title = await self._lookup.details(candidate.type, candidate.tmdb_id)
        if title is None:
            return Verdict(Tier.NONE, reasons=("TMDB has no such entry any more",), candidates=(candidate,))
        if title.type is CandidateType.MOVIE:
            return Verdict(Tier.SURE, match_of(title, None), 1.0, candidates=(candidate,))
        best = await self._any_reading(title, parse)
        match = match_of(title, best)
        return Verdict(
            Tier.SURE if match else Tier.NONE, match, 1.0 if match else 0.0, 1.0, (best.reason,), (candidate,)
        )

    # -- episode orders

    async def settle(self, files: Sequence[Filed]) -> Mapping[str, Verdict]:
        """The changed verdicts of a series' files where another order than the aired one explains them, by path.

        To be called once all its files are matched; usually {} and no question. Never raises for what TMDB lacks or
        cannot answer. An order that the person chose before stays.
        """
        return await self._orders.settle([file for file in files if not self._ordered(file[1])])

    async def in_order(self, parses: Sequence[Parse], show_id: int, order: str) -> list[Verdict]:
        """The verdicts when a person says that the numbers in these names are of that order (see ``Match.order``)."""
        return await self._orders.read(parses, show_id, order)

    async def orders_of(self, show_id: int) -> tuple[OrderChoice, ...]:
        """Every order of a series that a person may choose."""
        return await self._orders.choices(show_id)

    async def order_fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        """How well each order fits these files of a series, the best first."""
        return await self._orders.fits(show_id, files)

    def _ordered(self, parse: Parse) -> bool:
        alias = self._aliases.find(parse) if self._aliases else None
        return alias is not None and alias.order is not None

    # -- what a person taught

    async def _by_alias(self, parse: Parse) -> Verdict | None:
        """The verdict that an earlier choice of the person settles, or None."""
        alias = self._aliases.find(parse) if self._aliases else None
        title = await self._lookup.details(alias.type, alias.tmdb_id) if alias else None
        if alias is None or title is None:
            return None
        resolved = None
        if title.type is CandidateType.TV:
            resolved = await self._orders.resolve(title, parse, alias.order) if alias.order else None
            if resolved is None:
                resolved = await self._any_reading(title, parse)
                if alias.order and numbers_in(parse.parsed):  # what the person chose does not hold this number
                    reason = f"not in the order you chose for the series; {resolved.reason}"
                    resolved = replace(resolved, exists=False, factor=NOT_THERE, reason=reason)
        return verdict_of(alias, parse, match_of(title, resolved), title, resolved)

    async def _any_reading(self, title: Title, parse: Parse) -> Resolved:
        """The episodes of the first reading that TMDB has, else of the first that names any."""
        best = await resolve(self._lookup, title, parse.parsed)
        for parsed in (h.parsed for h in parse.hypotheses):
            if best.exists:
                break
            resolved = await resolve(self._lookup, title, parsed)
            if resolved.exists or (resolved.episodes and not best.episodes):
                best = resolved
        return best

    async def _by_query(self, query: Query, kind: CandidateType | None, year: int | None) -> list[Title]:
        kinds = (kind,) if kind else (CandidateType.MOVIE, CandidateType.TV)
        found: list[Title] = []
        if query.external_id:
            found.extend(await self._lookup.find(query.external_id))
        if query.tmdb_id:
            titles = [await self._lookup.details(k, query.tmdb_id) for k in kinds]
            found.extend(t for t in titles if t)
        if query.title:
            for k in kinds:
                found.extend(await self._lookup.search(k, query.title, year))
        return list({(t.type, t.id): t for t in found}.values())
