"""The forms that Plex documents and this program writes, read exactly and without guessit.

``Title (Year) - pt1``, ``Title (Year) - s01e01-e02 - Title``, ``Title (Year) - 2011-11-15 - Title``: what lies in good
order is read in microseconds, and a title in it is taken as it stands, whatever words are in it.
"""

from __future__ import annotations

import re
from datetime import date

from organizer.model import MediaType, ParsedName
from organizer.parsing.anchors import TECHNICAL, AnchorKind, find_anchor
from organizer.parsing.facts import span
from organizer.parsing.titles import without_index

_PIECE = r"(?:pt|cd|disc|disk|dvd|part)[1-9]$"
_SIZE = r"\d{3,4}p"  # told apart by it, where there are several qualities of one episode
_PART = r"(?:(?: - (?:pt|cd|disc|disk|dvd|part)|-part)(?P<part>[1-9]))?"  # -part1 is how Kodi has it
# The editions that guessit knows by a word: what this program writes after a film where servers have no tag for it.
_EDITION = (
    r"(?:Special|Extended|Theatrical|Ultimate|Uncut|Unrated|Uncensored|Remastered|Restored|Anniversary|Collector"
    r"|Criterion|Deluxe|Limited|Festival|IMAX|Fan)"
)
_LABEL = (
    r"(?: - (?:(?P<size>\d{3,4}p)"
    rf"|(?P<edition>[^-]*(?:Cut|Edition|Version|Remastered)|{_EDITION}(?: {_EDITION})*)))?"
)
_MOVIE = re.compile(rf"^(?P<title>\S.*?) \((?P<year>(?:18[89]|19\d|20\d)\d)\){_LABEL}{_PART}$")
_EDITION_AT_END = re.compile(r"\b(?:Cut|Edition|Version|Remastered)$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\[[^\[\]]+\]$")  # a film called "[REC]"; a group alone is no title
_EPISODE = re.compile(
    r"^(?P<title>\S.*?)(?: \((?P<year>(?:19|20)\d\d)\))?"
    r" - [sS](?P<season>\d{2,4})[eE](?P<first>\d{2,4})(?:-[eE](?P<last>\d{2,4}))?"
    rf"(?: - (?!{_PIECE}|{_SIZE}$)(?P<name>\S.*?))?(?: - (?P<size>{_SIZE}))?{_PART}$"
)
_DAY = re.compile(
    r"^(?P<title>\S.*?)(?: \((?P<year>(?:19|20)\d\d)\))? - (?P<date>(?:19|20)\d\d-\d\d-\d\d)"
    rf"(?: - (?!{_PIECE}|{_SIZE}$)(?P<name>\S.*?))?(?: - (?P<size>{_SIZE}))?{_PART}$"
)
_FOREIGN = re.compile(r"[\[\]{}_]|^\(|\b(?:aka|a\.k\.a)\b", re.IGNORECASE)
_MARKS = frozenset(
    {AnchorKind.SEASON_EPISODE, AnchorKind.CROSS, AnchorKind.DASH, AnchorKind.EPISODE, AnchorKind.SEASON}
)


def read_canonical(path: str, leaf: str, *, trusted: bool = False) -> ParsedName | None:
    """The reading of a name in one of the forms, or None. ``trusted``: it has an id, so it is a form of ours."""
    return (
        _episode(path, leaf, trusted=trusted)
        or _day(path, leaf, trusted=trusted)
        or _movie(path, leaf, trusted=trusted)
    )


def _episode(path: str, leaf: str, *, trusted: bool) -> ParsedName | None:
    found = _EPISODE.match(leaf)
    if found is None or not (trusted or (_is_plain(found["title"]) and _is_name(found["name"]))):
        return None
    first = int(found["first"])
    return ParsedName(
        path,
        MediaType.EPISODE,
        found["title"],
        _number(found["year"]),
        season=(int(found["season"]),),
        episode=span(first, int(found["last"] or first)),
        episode_title=found["name"],
        part=_number(found["part"]),
        screen_size=found["size"],
    )


def _day(path: str, leaf: str, *, trusted: bool) -> ParsedName | None:
    found = _DAY.match(leaf)
    if found is None or not (trusted or (_is_plain(found["title"]) and _is_name(found["name"]))):
        return None
    try:
        day = date.fromisoformat(found["date"]).isoformat()
    except ValueError:
        return None
    return ParsedName(
        path,
        MediaType.EPISODE,
        found["title"],
        _number(found["year"]),
        date=day,
        episode_title=found["name"],
        part=_number(found["part"]),
        screen_size=found["size"],
    )


def _movie(path: str, leaf: str, *, trusted: bool) -> ParsedName | None:
    found = _MOVIE.match(leaf)
    if found is None or not (trusted or _is_plain(found["title"]) or _IN_BRACKETS.match(found["title"])):
        return None
    return ParsedName(
        path,
        MediaType.MOVIE,
        found["title"],
        int(found["year"]),
        part=_number(found["part"]),
        edition=found["edition"],
        screen_size=found["size"],
    )


def _is_plain(title: str) -> bool:
    """No brackets, no technical words, no number of an episode, and spaces rather than dots between the words."""
    if _FOREIGN.search(title) or TECHNICAL.search(title) or (" " not in title and "." in title):
        return False
    if without_index(title) != title or _EDITION_AT_END.search(title):
        return False
    mark = find_anchor(title)
    return mark is None or mark.kind not in _MARKS


def _is_name(name: str | None) -> bool:
    return name is None or not (TECHNICAL.search(name) or re.search(r"[\[\]{}]|\d\.\d|[sS]\d+[eE]\d|\d[xX]\d", name))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
