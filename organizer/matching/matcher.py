"""The matcher: asks TMDB what the readings of a name propose, and says what the file is and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from organizer.config.schema import MatchingSettings
from organizer.display import safe_text
from organizer.matching.episodes import NOT_THERE, Resolved, numbers_of, resolve
from organizer.matching.numbering import OrderChoice, numbers_in
from organizer.matching.orders import Filed, OrderFit, Orders
from organizer.matching.queries import Query, read_query
from organizer.matching.remembered import Aliases, verdict_of
from organizer.matching.scoring import Scored, score, title_fit
from organizer.matching.shortlist import detailed, shorter, shortlist
from organizer.matching.similarity import Fit, shares_words
from organizer.matching.tiers import tier_of
from organizer.matching.weighing import Finding, weigh
from organizer.model import (
    Candidate,
    CandidateType,
    Hypothesis,
    Match,
    MediaType,
    Origin,
    Parse,
    ParsedName,
    Tier,
    Verdict,
)
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Title

# Readings beyond these have never been the right one; each may cost a request.
READINGS = 5
# Series whose episodes are looked at: those whose title is about as good as the best one's.
CLOSE = 0.15
SERIES_LOOKED_AT = 4
ID_TITLE_FITS = 0.5
OWN_TITLE_FITS = 0.75


def match_of(title: Title, resolved: Resolved | None) -> Match | None:
    """A film; or a series with the episodes found, None when there are none to name a file by."""
    if title.type is CandidateType.MOVIE:
        return Match(
            MediaType.MOVIE,
            title.id,
            title.title,
            title.original_title,
            title.year,
            genres=title.genres,
            original_language=title.original_language,
            countries=title.countries,
        )
    if resolved is None or not (resolved.episodes or resolved.exists):
        return None
    return Match(
        MediaType.EPISODE,
        title.id,
        title.title,
        title.original_title,
        title.year,
        season=resolved.season,
        episodes=resolved.episodes,
        order=resolved.order,
        date_based=resolved.date_based,
        genres=title.genres,
        original_language=title.original_language,
        countries=title.countries,
    )


class Matcher:
    """Matches one parse at a time; files of one series share its questions through the lookup.

    All methods raise TmdbError when nobody could be asked; that TMDB knows nothing is an answer.
    """

    def __init__(self, lookup: Lookup, settings: MatchingSettings, *, aliases: Aliases | None = None) -> None:
        self._lookup = lookup
        self._settings = settings
        self._aliases = aliases
        self._orders = Orders(lookup, settings)

    async def match(self, parse: Parse) -> Verdict:
        """The verdict on a file."""
        if taught := await self._by_alias(parse):
            return taught
        if settled := await self._by_id(parse):
            return settled
        if parse.parsed.type is None or not parse.hypotheses:
            return Verdict(Tier.NONE, reasons=("the name says neither a film nor an episode",))
        found: dict[tuple[CandidateType, int], Finding] = {}
        for place, hypothesis in enumerate(parse.hypotheses[:READINGS]):
            titles = await shortlist(self._lookup, hypothesis, default=place == 0)
            await self._take(found, titles, default=place == 0)
            if self._settled(found, parse):
                break
        if not found:
            await self._take(found, await shorter(self._lookup, parse.hypotheses[0]), default=False)
        await self._count_otherwise(found, parse)
        doubts = (*parse.doubts, *await self._called_otherwise(found, parse))
        await self._localise(found, parse)
        return self._verdict(found, replace(parse, doubts=doubts))

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

    def _settled(self, found: dict[tuple[CandidateType, int], Finding], parse: Parse) -> bool:
        """Whether no other reading needs to be asked: a title fits as it stands, and what is missing (a year, a
        certain number) is missing in every reading. Saves a third of the questions on names without a year.
        """
        tier = self._verdict(found, parse).tier
        exact = any(f.scored.fit is not Fit.ALIKE for f in found.values())
        return tier is Tier.SURE or (tier is Tier.LIKELY and exact)

    # -- by id

    async def _by_id(self, parse: Parse) -> Verdict | None:
        """The verdict that an id in the name settles, or None."""
        parsed = parse.parsed
        title = await self._titled_by(parsed)
        if title is None:
            return None
        known = parsed.tmdb_id or parsed.imdb_id or parsed.tvdb_id
        hypothesis = parse.hypotheses[0] if parse.hypotheses else Hypothesis(parsed, Origin.ID, 1.0)
        scored = Scored(title, hypothesis, 1.0, title_fit(parsed.title or "", title).fit, (f"id {known} in the name",))
        if parsed.title and title_fit(parsed.title, title).score < ID_TITLE_FITS:
            scored = scored.times(0.9, "the title in the name is another one than the id's", cap=True)
        if title.type is CandidateType.MOVIE and abs((parsed.year or title.year or 0) - (title.year or 0)) > 1:
            scored = scored.times(0.9, f"the name says {parsed.year}, the id's film is of {title.year}", cap=True)
        return self._verdict({(title.type, title.id): await self._with_episodes(scored)}, parse)

    async def _titled_by(self, parsed: ParsedName) -> Title | None:
        film = CandidateType.MOVIE
        kinds = {MediaType.MOVIE: (film,), MediaType.EPISODE: (CandidateType.TV,)}
        wanted = kinds[parsed.type] if parsed.type else (film, CandidateType.TV)
        if parsed.tmdb_id:
            for kind in wanted:
                if title := await self._lookup.details(kind, parsed.tmdb_id):
                    return title
        for external in (parsed.imdb_id, str(parsed.tvdb_id) if parsed.tvdb_id else None):
            for row in await self._lookup.find(external) if external else ():
                if row.type in wanted:
                    return await self._lookup.details(row.type, row.id)
        return None

    # -- by title

    async def _take(
        self, found: dict[tuple[CandidateType, int], Finding], titles: list[Scored], *, default: bool
    ) -> None:
        """Add what a reading found; of two findings of the same entry the better one stays."""
        best = titles[0].score if titles else 0.0
        for place, scored in enumerate(titles):
            finding = Finding(scored)
            if scored.title.type is CandidateType.TV:
                near = place < SERIES_LOOKED_AT and scored.score >= best - CLOSE
                if not near or scored.score < self._settings.none_score:
                    finding = Finding(scored, Resolved(None, (), False, 0.5, "its episodes were not looked at"))
                else:
                    finding = await self._with_episodes(scored, default=default)
            earlier = found.get(finding.key)
            if earlier is None or finding.score > earlier.score:
                found[finding.key] = finding

    async def _with_episodes(self, scored: Scored, *, default: bool = True) -> Finding:
        title = scored.title
        if title.type is not CandidateType.TV:
            return Finding(scored)
        seasons = scored.hypothesis.parsed.season
        if not title.detailed:
            title = await self._lookup.details(title.type, title.id, with_seasons=seasons) or title
            scored = detailed(scored, title, default=default)
        return Finding(scored, await resolve(self._lookup, title, scored.hypothesis.parsed))

    async def _count_otherwise(self, found: dict[tuple[CandidateType, int], Finding], parse: Parse) -> None:
        """Make the best series' episodes uncertain, where another reading of the numbers finds others that exist.

        ``105`` is the hundred and fifth episode or the fifth of season 1, ``04.05.2014`` in April or in May.
        """
        best = next(iter(weigh(list(found.values()), parse)), None)
        if best is None or best.resolved is None or not best.exists or not best.resolved.certain:
            return
        taken = best.scored.hypothesis.parsed
        for hypothesis in parse.hypotheses[:READINGS]:
            parsed = hypothesis.parsed
            if (
                parsed.type is not MediaType.EPISODE
                or parsed.title != taken.title
                or numbers_of(parsed) == numbers_of(taken)
            ):
                continue
            other = await resolve(self._lookup, best.scored.title, parsed)
            if other.exists and other.places and other.places != best.resolved.places:
                found[best.key] = replace(found[best.key], resolved=best.resolved.doubted(other.reason))
                return

    async def _called_otherwise(self, found: dict[tuple[CandidateType, int], Finding], parse: Parse) -> tuple[str, ...]:
        """A film that only its folder is named after may be another one, or no film at all. At most one request."""
        best = next(iter(weigh(list(found.values()), parse)), None)
        own = parse.own_title
        if own is None or best is None or best.key[0] is not CandidateType.MOVIE or parse.parsed.extra:
            return ()
        if shares_words(own, best.scored.hypothesis.parsed.title or ""):
            return ()
        title = await self._lookup.details(*best.key) or best.scored.title
        return () if title_fit(own, title).score >= OWN_TITLE_FITS else (f"the file calls itself “{safe_text(own)}”",)

    async def _localise(self, found: dict[tuple[CandidateType, int], Finding], parse: Parse) -> None:
        """The best one's title as the person wants it: a search row may show the original although a translation
        into the fall-back language exists. At most one request, and none as a rule.
        """
        best = next(iter(weigh(list(found.values()), parse)), None)
        if best is not None and best.exists:
            title = await self._lookup.localised(best.scored.title)
            found[best.key] = replace(found[best.key], scored=replace(found[best.key].scored, title=title))

    def _verdict(self, found: dict[tuple[CandidateType, int], Finding], parse: Parse) -> Verdict:
        ranked = weigh(list(found.values()), parse)
        candidates = tuple(f.candidate() for f in ranked[: self._settings.candidates])
        if not ranked:
            return Verdict(Tier.NONE, reasons=("TMDB knows nothing of that name",))
        best = ranked[0]
        gap = best.score - ranked[1].score if len(ranked) > 1 else 1.0
        doubts = (*parse.doubts, *_read_otherwise(best, parse))
        capped = bool(best.capped or doubts)
        tier = tier_of(best.score, gap, capped=capped, exists=best.exists, settings=self._settings)
        match = match_of(best.scored.title, best.resolved)
        if match is None or tier is Tier.NONE:
            reason = best.reasons if best.score >= self._settings.none_score else ("nothing at TMDB is like it",)
            return Verdict(Tier.NONE, None, best.score, gap, reason, candidates)
        return Verdict(tier, match, best.score, gap, (*best.reasons, *doubts, *_runner_up(ranked, gap)), candidates)

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


def _read_otherwise(best: Finding, parse: Parse) -> tuple[str, ...]:
    """A film for a name with an episode's number in it: the number may be the film's, or the film the wrong one."""
    film = best.scored.title.type is CandidateType.MOVIE
    return ("the name looks like an episode's",) if film and parse.parsed.type is MediaType.EPISODE else ()


def _runner_up(ranked: list[Finding], gap: float) -> tuple[str, ...]:
    if len(ranked) < 2 or gap > 0.5:
        return ()
    second = ranked[1].scored.title
    named = f"{second.title} ({second.year})" if second.year else second.title
    kind = "series" if second.type is CandidateType.TV else "film"
    return (f"runner-up: the {kind} {named}, {gap:.2f} behind",)
