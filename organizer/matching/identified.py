"""An id in a name: it settles which film or series is meant."""

from __future__ import annotations

from dataclasses import replace

from organizer.matching.episodes import resolve
from organizer.matching.scoring import Scored, title_fit
from organizer.matching.weighing import Finding
from organizer.matching.wishes import Wishes
from organizer.model import CandidateType, Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Title

ID_TITLE_FITS = 0.5
CONTRADICTED = 0.9


async def by_id(parse: Parse, lookup: Lookup, wishes: Wishes) -> Finding | None:
    """What an id in the name settles; None without one, or where TMDB does not know it."""
    parsed = parse.parsed
    title = await _titled_by(lookup, parsed, wishes)
    if title is None:
        return None
    known = parsed.tmdb_id or parsed.imdb_id or parsed.tvdb_id
    fit = title_fit(parsed.title or "", title)
    scored = Scored(title, _reading(parse), 1.0, fit.fit, (f"id {known} in the name",))
    if parsed.title and fit.score < ID_TITLE_FITS and not title.detailed:
        title = await lookup.details(title.type, title.id) or title
        fit = title_fit(parsed.title, title)
        scored = replace(scored, title=title, fit=fit.fit)
    if parsed.title and fit.score < ID_TITLE_FITS:
        scored = scored.times(CONTRADICTED, "the title in the name is another one than the id's", cap=True)
    if title.type is CandidateType.MOVIE and abs((parsed.year or title.year or 0) - (title.year or 0)) > 1:
        said = f"the name says {parsed.year}, the id's film is of {title.year}"
        scored = scored.times(CONTRADICTED, said, cap=True)
    return await _finding(scored, lookup)


async def _finding(scored: Scored, lookup: Lookup) -> Finding:
    if scored.title.type is CandidateType.MOVIE:
        return Finding(scored)
    return Finding(scored, await resolve(lookup, scored.title, scored.hypothesis.parsed))


async def _titled_by(lookup: Lookup, parsed: ParsedName, wishes: Wishes) -> Title | None:
    film = CandidateType.MOVIE
    kinds = {MediaType.MOVIE: (film,), MediaType.EPISODE: (CandidateType.TV,)}
    wanted = kinds[parsed.type] if parsed.type else (film, CandidateType.TV)
    if parsed.extra and wanted == (film,):  # one in the folder of a whole series looks like that of a film
        wanted = (film, CandidateType.TV)
    if parsed.tmdb_id:
        known = None
        for kind in wanted:
            title = await _title(lookup, kind, parsed.tmdb_id, parsed, wishes)
            if title and title_fit(parsed.title or "", title).score >= ID_TITLE_FITS:
                return title
            known = known or title
        if known:
            return known
    for external in (parsed.imdb_id, str(parsed.tvdb_id) if parsed.tvdb_id else None):
        for row in await lookup.find(external) if external else ():
            if row.type in wanted:
                return await _title(lookup, row.type, row.id, parsed, wishes)
    return None


async def _title(lookup: Lookup, kind: CandidateType, number: int, parsed: ParsedName, wishes: Wishes) -> Title | None:
    if kind is CandidateType.TV:
        return await lookup.series(number, wishes.of(parsed))
    return await lookup.details(kind, number)


def _reading(parse: Parse) -> Hypothesis:
    return parse.hypotheses[0] if parse.hypotheses else Hypothesis(parse.parsed, Origin.ID, 1.0)
