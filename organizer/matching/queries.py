"""What a person typed or pasted into the search box: a title, an id, or the address of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from organizer.model import CandidateType

_TMDB_PAGE = re.compile(r"(?:themoviedb\.org/(?:\w+/)?|^/?)(movie|tv)/(\d{1,9})(?!\d)", re.IGNORECASE)
_IMDB = re.compile(r"(?:^|imdb\.com/(?:[a-z]{2}/)?title/|imdb(?:id)?[-=: ]*)(tt\d{6,10})\b", re.IGNORECASE)
_TMDB = re.compile(r"^(?:(movie|tv|film|series)[-=: /]+)?(?:tmdb(?:id)?[-=: ]*)(\d{1,9})$", re.IGNORECASE)
_TVDB = re.compile(
    r"(?:^tvdb(?:id)?[-=: ]*|thetvdb\.com/(?:\S*[?&](?:series)?id=|dereferrer/series/))(\d{1,9})\b", re.IGNORECASE
)
_BARE = re.compile(r"^#?(\d{1,9})$")
_TITLE_YEAR = re.compile(r"^(.+?)[\s(]+((?:18|19|20)\d\d)\)?$")


@dataclass(frozen=True, slots=True)
class Query:
    """Exactly one of: a TMDB id (``kind`` None when it could be either), an outside id, or a title.

    A bare number is both: ``1917`` is a film's title and somebody's id, so both are asked.
    """

    title: str = ""
    year: int | None = None
    tmdb_id: int | None = None
    external_id: str | None = None
    kind: CandidateType | None = None


def read_query(text: str) -> Query:
    """Understand what was typed. Total: anything that is no id or address is a title."""
    text = text.strip().strip("{}[]<>")  # as ids stand in names
    if page := _TMDB_PAGE.search(text):
        return Query(tmdb_id=int(page[2]), kind=CandidateType(page[1].lower()))
    if imdb := _IMDB.search(text):
        return Query(external_id=imdb[1].lower())
    if tvdb := _TVDB.search(text):
        return Query(external_id=tvdb[1])
    if tmdb := _TMDB.match(text):
        kinds = {"movie": CandidateType.MOVIE, "film": CandidateType.MOVIE}
        return Query(tmdb_id=int(tmdb[2]), kind=kinds.get(tmdb[1].lower(), CandidateType.TV) if tmdb[1] else None)
    if bare := _BARE.match(text):
        return Query(title=bare[1], tmdb_id=int(bare[1]))
    if dated := _TITLE_YEAR.match(text):
        return Query(title=dated[1].strip(), year=int(dated[2]))
    return Query(title=text)
