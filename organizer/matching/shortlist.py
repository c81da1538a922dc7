"""The shortlist: which titles of TMDB one reading of a name could mean, for as few questions as possible."""

from __future__ import annotations

from dataclasses import replace

from organizer.matching.scoring import Scored, score
from organizer.matching.similarity import Fit, country_suffix
from organizer.model import CandidateType, Hypothesis, MediaType
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Title

# Search also finds by alternative titles, which a search row does not show: when no row's own title fits, this many of
# the first rows are asked for all their titles.
LOOK_CLOSER = 3


def kind_of(hypothesis: Hypothesis) -> CandidateType:
    """Where a reading is searched."""
    return CandidateType.TV if hypothesis.parsed.type is MediaType.EPISODE else CandidateType.MOVIE


async def shortlist(lookup: Lookup, hypothesis: Hypothesis, *, default: bool) -> list[Scored]:
    """Titles with their scores against this reading, best first. One request as a rule, five at the most."""
    parsed, kind = hypothesis.parsed, kind_of(hypothesis)
    if not parsed.title:
        return []
    # A film is asked for with its year first, so that remakes of other years stay away. A series is not: the year in a
    # release name is often that of the season, and one question then serves all its files.
    first_year = parsed.year if kind is CandidateType.MOVIE else None
    found = _scored(await lookup.search(kind, parsed.title, first_year), hypothesis, default=default)
    if not _fits(found) and first_year is not None:
        found = _merged(found, _scored(await lookup.search(kind, parsed.title), hypothesis, default=default))
    if not _fits(found) and (country := country_suffix(parsed.title)):
        found = _merged(found, _scored(await lookup.search(kind, country[0]), hypothesis, default=default))
    if not _fits(found):
        found = await _closer(lookup, found, default=default)
    return _ordered(found)


async def shorter(lookup: Lookup, hypothesis: Hypothesis) -> list[Scored]:
    """A last try when no reading found anything: the title without its last word, once or twice.

    Release names end in words that are no title (parsing calls them noise only when it knows them). What is found is
    still scored against the whole title, so it never looks certain.
    """
    words = (hypothesis.parsed.title or "").split()
    for count in range(len(words) - 1, max(1, len(words) - 3), -1):
        rows = await lookup.search(kind_of(hypothesis), " ".join(words[:count]))
        if rows:
            return _ordered(_scored(rows, hypothesis, default=False))
    return []


async def _closer(lookup: Lookup, found: list[Scored], *, default: bool) -> list[Scored]:
    """The same list with all titles of the first rows, in TMDB's order, and of the best one by score."""
    chosen = dict.fromkeys(s.title.id for s in (*found[:LOOK_CLOSER], *_ordered(found)[:1]))
    result = []
    for scored in found:
        title = scored.title
        if title.id in chosen:
            title = await lookup.details(title.type, title.id) or title
        result.append(score(title, scored.hypothesis, default=default))
    return result


def _scored(rows: tuple[Title, ...], hypothesis: Hypothesis, *, default: bool) -> list[Scored]:
    return [score(row, hypothesis, default=default) for row in rows]


def _fits(found: list[Scored]) -> bool:
    return any(s.fit is not Fit.ALIKE for s in found)


def _merged(first: list[Scored], second: list[Scored]) -> list[Scored]:
    seen = {s.title.id for s in first}
    return first + [s for s in second if s.title.id not in seen]


def _ordered(found: list[Scored]) -> list[Scored]:
    return sorted(found, key=lambda s: (-s.score, -s.title.votes, -s.title.popularity, s.title.id))


def detailed(scored: Scored, title: Title, *, default: bool) -> Scored:
    """The score again, now that all titles are known; never worse than before."""
    again = score(title, scored.hypothesis, default=default)
    return again if again.score >= scored.score else replace(scored, title=title)
