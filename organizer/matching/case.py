"""One name before the judge: what its readings find at TMDB, asked until it is settled."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from organizer.config.schema import MatchingSettings
from organizer.display import safe_text
from organizer.matching.episodes import Resolved, numbers_of, resolve
from organizer.matching.inquiry import Inquiry
from organizer.matching.judging import judge
from organizer.matching.scoring import Scored, known_titles, score, title_fit
from organizer.matching.shortlist import detailed, fuller, respelt, shortlist
from organizer.matching.similarity import Fit, compare, is_aka, normal, shares_words
from organizer.matching.weighing import Finding, outvoted_by_far, title_agrees, weigh
from organizer.matching.wishes import Wishes
from organizer.model import CandidateType, Hypothesis, MediaType, Parse, ParsedName, Tier, Verdict
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Title

# Readings beyond these have never been the right one; each may cost a request.
READINGS = 5
# Series whose episodes are looked at: those whose title is about as good as the best one's.
CLOSE = 0.15
SERIES_LOOKED_AT = 3
OWN_TITLE_FITS = 0.75
NOT_LOOKED_AT = 0.5
SECOND_LOOK = 0.60  # a title less alike than this is not worth reading the name again with it

Key = tuple[CandidateType, int]


class Rereader(Protocol):
    """Whoever reads a name again when its title is known: the pool of processes, or a test."""

    async def again(self, path: str, titles: Sequence[str], kind: MediaType | None) -> Parse:
        """The second reading."""
        ...


class Case:
    """The findings of one name, the best reading of each film and series."""

    def __init__(
        self, parse: Parse, lookup: Lookup, settings: MatchingSettings, wishes: Wishes, inquiry: Inquiry,
        reader: Rereader | None = None,
    ) -> None:  # fmt: skip
        self._parse = parse
        self._lookup = lookup
        self._settings = settings
        self._wishes = wishes
        self._reader = reader
        self._inquiry = inquiry
        self._found: dict[Key, Finding] = {}
        self._readings = _readings(parse)

    async def decide(self) -> Verdict:
        """Ask what has to be asked, and judge."""
        undated = all(reading.parsed.year is None for reading in self._parse.hypotheses)
        for place, hypothesis in enumerate(self._readings):
            if self._settled(self._readings[place:]):
                break
            default = hypothesis is self._parse.hypotheses[0]
            found = await shortlist(
                self._inquiry, hypothesis, default=default, undated=undated, found_before=self._stands()
            )
            await self._take(found, default=default)
        if not self._found:
            await self._take(await respelt(self._inquiry, self._parse.hypotheses[0]), default=False)
        await self._read_again()
        await self._count_otherwise()
        doubts = (*self._parse.doubts, *await self._called_otherwise(), *await self._left_unsaid())
        await self._localise()
        return judge(self._found.values(), replace(self._parse, doubts=doubts), self._settings)

    def _stands(self) -> bool:
        """Whether a title was found as it stands in the name, of its year."""
        return any(finding.scored.fits and not finding.scored.year_differs for finding in self._found.values())

    def _best(self) -> Finding | None:
        return next(iter(weigh(list(self._found.values()), self._parse)), None)

    def _settled(self, left: Iterable[Hypothesis]) -> bool:
        """Whether no other reading needs to be asked: a title fits as it stands, and what is missing (a year, a
        certain number) is missing in every reading. One that takes more words for the title is always asked.
        """
        best = self._best()
        if best is None or any(_holds_more(reading, best.scored.hypothesis) for reading in left):
            return False
        if not best.scored.fits or not best.exists:
            return False
        tier = judge(self._found.values(), self._parse, self._settings).tier
        return tier in {Tier.SURE, Tier.LIKELY} or not best.scored.year_differs

    # -- what a reading found

    async def _take(self, titles: list[Scored], *, default: bool) -> None:
        """Add what a reading found; of two findings of the same entry the better one stays."""
        series = [scored for scored in titles if scored.title.type is CandidateType.TV]
        findings = [Finding(scored) for scored in titles if scored.title.type is CandidateType.MOVIE]
        for finding in (*findings, *await self._series(series, default=default)):
            earlier = self._found.get(finding.key)
            if earlier is None or finding.score > earlier.score:
                self._found[finding.key] = finding

    async def _series(self, titles: list[Scored], *, default: bool) -> list[Finding]:
        """Series with their episodes, as far as they have to be looked at to tell which one it is."""
        found: list[Finding] = []
        best = titles[0].score if titles else 0.0
        for place, scored in enumerate(titles):
            near = place < SERIES_LOOKED_AT and scored.score >= max(best - CLOSE, self._settings.none_score)
            if near and not self._decided(found, scored):
                found.append(await self._with_episodes(scored, default=default))
                continue
            namesake = near and scored.fits
            unseen = Resolved(
                None, (), exists=namesake, factor=1.0 if namesake else NOT_LOOKED_AT,
                reason="its episodes were not looked at", certain=False,
            )  # fmt: skip
            found.append(Finding(scored, unseen))
        return found

    def _decided(self, found: list[Finding], other: Scored) -> bool:
        """Whether a series before ``other`` is the one, whatever episodes ``other`` has."""
        for finding in found:
            if finding.scored.fits and finding.exists and finding.places:
                told = finding.scored.told_apart or title_agrees(finding, self._parse)
                if told or not other.fits or outvoted_by_far(other.title, finding.scored.title):
                    return True
        return False

    async def _with_episodes(self, scored: Scored, *, default: bool) -> Finding:
        title = scored.title
        if not title.seasons:
            wanted = self._wishes.of(scored.hypothesis.parsed)
            if scored.fits:
                title = replace(await self._lookup.series(title.id, wanted) or title, votes=title.votes)
            else:
                title = await self._inquiry.details(title, scored.hypothesis.parsed)
            scored = detailed(scored, title, default=default)
        return Finding(scored, await resolve(self._lookup, title, scored.hypothesis.parsed))

    # -- second thoughts

    async def _read_again(self) -> None:
        """Let the name be read with the title now known, where the first reading does not account for all of it."""
        best = self._best()
        if self._reader is None or best is None or best.scored.score < SECOND_LOOK:
            return
        if best.scored.fits and best.exists and (best.resolved is None or best.resolved.certain):
            return
        title = best.scored.title
        kind = MediaType.MOVIE if title.type is CandidateType.MOVIE else MediaType.EPISODE
        again = await self._reader.again(self._parse.parsed.path, list(known_titles(title)[:3]), kind)
        for hypothesis in again.hypotheses[:READINGS]:
            if hypothesis.parsed.type is not kind or hypothesis.parsed == best.scored.hypothesis.parsed:
                continue
            finding = Finding(score(title, hypothesis, default=False))
            if title.type is CandidateType.TV:
                finding = Finding(finding.scored, await resolve(self._lookup, title, hypothesis.parsed))
            if finding.score > best.score:
                self._found[best.key] = best = finding

    async def _count_otherwise(self) -> None:
        """Make the best series' episodes uncertain, where another reading of the numbers finds others that exist.

        ``105`` is the hundred and fifth episode or the fifth of season 1, ``04.05.2014`` in April or in May.
        """
        best = self._best()
        if best is None or best.resolved is None or not best.exists or not best.resolved.certain:
            return
        taken = best.scored.hypothesis.parsed
        for hypothesis in self._parse.hypotheses[:READINGS]:
            parsed = hypothesis.parsed
            if parsed.type is not MediaType.EPISODE or numbers_of(parsed) == numbers_of(taken):
                continue
            if parsed.title != taken.title:  # "Harbour - Lights - 202": what is read as a title may be more or less
                if not _same_digits(parsed, taken):
                    continue
                parsed = replace(taken, season=parsed.season, episode=parsed.episode)
            other = await resolve(self._lookup, best.scored.title, parsed)
            if other.exists and other.places and other.places != best.resolved.places:
                if _titled(parsed, other) and not _titled(taken, best.resolved):  # "Episode 8 - 9 Lives"
                    scored = replace(best.scored, hypothesis=replace(hypothesis, parsed=parsed))
                    self._found[best.key] = Finding(scored, other)
                    return
                self._found[best.key] = replace(self._found[best.key], resolved=best.resolved.doubted(other.reason))
                return

    async def _called_otherwise(self) -> tuple[str, ...]:
        """A film that only its folder is named after may be another one, or no film at all. At most one request."""
        best, own = self._best(), self._parse.own_title
        if own is None or best is None or best.key[0] is not CandidateType.MOVIE or self._parse.parsed.extra:
            return ()
        if shares_words(own, best.scored.hypothesis.parsed.title or ""):
            return ()
        title = await self._lookup.details(*best.key) or best.scored.title
        return () if title_fit(own, title).score >= OWN_TITLE_FITS else (f"the file calls itself “{safe_text(own)}”",)

    async def _left_unsaid(self) -> tuple[str, ...]:
        """``The Harbour - Night Watch (2004)`` is hardly *The Harbour*, unless that is called so elsewhere."""
        best = self._best()
        if best is None or best.resolved is not None or best.score < self._settings.likely_score:
            return ()
        other = best.scored.hypothesis.parsed.alternative_title
        if not other or _behind_the_year(other, best.scored.hypothesis.parsed):
            return ()
        title = best.scored.title
        if not _says(title, other):
            title = await self._lookup.details(*best.key) or title
        return () if _says(title, other) else (f"the name also says “{safe_text(other)}”",)

    async def _localise(self) -> None:
        """The best one's title as the person wants it: a search row may show the original although a translation
        into the fall-back language exists. At most one request, and none as a rule.
        """
        best = self._best()
        if best is not None and best.exists:
            title = await self._lookup.localised(best.scored.title)
            found = self._found[best.key]
            self._found[best.key] = replace(found, scored=replace(found.scored, title=title))


def _says(title: Title, words: str) -> bool:
    """Whether a film is called that, or that is a part of its title; a release group may stand behind a dash."""
    inside = [f" {normal(part)} " for part in words.split(" - ")]
    held = any(part in f" {normal(known)} " for part in inside for known in known_titles(title))
    return held or title_fit(words, title).score >= OWN_TITLE_FITS


def _titled(parsed: ParsedName, resolved: Resolved) -> bool:
    """Whether a reading holds the title of an episode that it means."""
    title = parsed.episode_title
    return bool(title) and any(compare(title, e.title)[1] is not Fit.ALIKE for e in resolved.episodes if title)


def _same_digits(one: ParsedName, other: ParsedName) -> bool:
    """Whether both read one number, as ``202`` and as season 2, episode 2."""
    written = [
        f"{parsed.season[0] if parsed.season else ''}{parsed.episode[0]:0{2 if parsed.season else 1}d}"
        for parsed in (one, other)
        if len(parsed.episode) == 1 and len(parsed.season) <= 1
    ]
    return len(written) == 2 and written[0] == written[1]


def _behind_the_year(words: str, parsed: ParsedName) -> bool:
    """``Harbour.1999.Diamond.Edition``: what stands behind the year is of the release, not of the title."""
    leaf = os.path.basename(parsed.path)
    _, year, behind = leaf.rpartition(str(parsed.year)) if parsed.year else ("", "", "")
    return bool(year) and normal(words) in normal(behind)


def _dates(reading: Hypothesis, other: Hypothesis) -> bool:
    """Whether a reading takes the number at the end of the other's title for the year."""
    parsed = reading.parsed
    return parsed.year is not None and normal(f"{parsed.title} {parsed.year}") == normal(other.parsed.title or "")


def _holds_more(reading: Hypothesis, taken: Hypothesis) -> bool:
    """Whether a reading takes more words for the title, and from where a title stands."""
    if not fuller(reading, taken) or is_aka(reading.parsed.title or ""):
        return False
    more = normal(reading.parsed.title or "").split()[len(normal(taken.parsed.title or "").split()) :]
    return not _behind_the_year(" ".join(more), reading.parsed)


def _tells_part(parsed: ParsedName) -> bool:
    """Whether the part may be one of the story: discs are of the file, and so is what stands behind the year."""
    leaf = normal(os.path.splitext(os.path.basename(parsed.path))[0])
    said = re.search(rf"\b(?:part|pt) ?0?{parsed.part}\b", leaf)
    return said is not None and not (parsed.year and str(parsed.year) in leaf[: said.start()])


def _readings(parse: Parse) -> list[Hypothesis]:
    """Those to be asked, in order.

    Of two that differ in the length of the title the longer goes first: what has all words is found by one question,
    and a dash in a name mostly stands for a colon. Two titles in one go last: no title holds both.
    """
    chosen = list(parse.hypotheses[:READINGS])
    first = [reading for reading in chosen[1:] if _holds_more(reading, chosen[0])]
    if chosen[0].parsed.type is MediaType.EPISODE:  # "Harbour 2004": what "Harbour" finds holds "Harbour 2004" too
        first += [reading for reading in chosen[1:] if _dates(reading, chosen[0])]
    ordered = [*first, *(reading for reading in chosen if reading not in first)]
    parsed = chosen[0].parsed
    if parsed.type is MediaType.MOVIE and parsed.part and parsed.title and _tells_part(parsed):
        ordered.append(
            replace(chosen[0], parsed=replace(parsed, title=f"{parsed.title} Part {parsed.part}", part=None))
        )
    return sorted(ordered, key=lambda hypothesis: is_aka(hypothesis.parsed.title or ""))
