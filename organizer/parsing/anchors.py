"""The strong mark in a name (``S01E02``, a date, ``- 12 [``, a year in brackets): what stands before it is the title.

guessit spends the numbers of a title on episodes (``Show 24 - 01`` becomes episodes 24 and 1). Where the mark is certain,
the title before it is covered with a word that means nothing, guessit reads the rest, and the title is put back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from organizer.parsing.facts import span


class AnchorKind(StrEnum):
    """What the mark is, the strongest first."""

    SEASON_EPISODE = "S01E02"
    CROSS = "1x02"
    DATE = "date"
    DASH = "- 12 ["
    EPISODE = "Ep 12"
    SEASON = "Season 1"
    LEADING = "12 - at the start"
    YEAR = "(1999)"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the mark stands and what it says. ``simple`` marks name all their numbers themselves."""

    kind: AnchorKind
    start: int
    end: int
    season: tuple[int, ...] = ()
    episode: tuple[int, ...] = ()
    simple: bool = True


@dataclass(frozen=True, slots=True)
class RawTitle:
    """The text before the mark: the group in front, the title itself, and the year behind it."""

    group: str
    title: str
    year: str


COVER = "Zqtitle"

_I = re.IGNORECASE
_SEASON_EPISODE = re.compile(
    r"(?<![A-Za-z0-9])S(?P<season>\d{1,4})[ ._-]*(?:x?E|Ep)[ ._]?(?P<episode>\d{1,5})(?!\d)", _I
)
_CROSS = re.compile(r"(?<![\w.])(?P<season>\d{1,2})[x×](?P<episode>\d{2,3})(?![\dx×]|[A-Za-z])", _I)
_MORE = re.compile(
    r"[ ._]*(?:[-+&~,][ ._]*)?(?:E|x|Ep)\d{1,4}|[ ._]?[-+&~_][ ._]?\d{1,3}(?![\dpixk.])|[ ._]+(?:to|a|and|et)[ ._]+E?\d",
    _I,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[ ._-]+(?:0?[1-9]|1[0-2])[ ._-]+(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[._-](?:0?[1-9]|[12]\d|3[01])[._-](?:19|20)\d\d)(?!\d)"
)
_DASH = re.compile(
    r"(?:\s-\s+|_-_|\.-\.)(?:Ep?\.?\s?|#)?(?P<episode>\d{2,4})(?:\s?v\d)?(?:\s?(?:END|Fin))?"
    r"(?=\s*\((?!(?:19|20)\d\d\))|[\s._]*\[|[\s._]+-[\s._]|[\s._]*$|\s+VOST)",
    _I,
)
_EPISODE = re.compile(r"(?<![A-Za-z0-9])(?:E|Ep\.?|Eps\.?|Episode)[ ._]?#?(?P<episode>\d{1,4})(?![0-9A-Za-z])", _I)
_SEASON = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:Season|Saison|Staffel|Temporada|Stagione|Seizoen|Sezon|Сезон)[ ._]?(?P<season>\d{1,2})|S(?P<short>\d{2}))"
    r"(?![0-9A-Za-z])",
    _I,
)
_LEADING_PAIR = re.compile(r"^(?P<first>\d{1,2})-(?P<last>\d{2})(?=[ .]+[^\s\d.-]|\s-\s|\s+\d{4}\b)")
_LEADING_RANGE = re.compile(r"^(?P<first>\d{3})-(?P<last>\d{3})(?=\s+-\s)")
_LEADING = re.compile(r"^(?P<episode>\d{2,4})(?=\s+-\s+\S)")
_BRACKET_YEAR = re.compile(r"[\[(](?P<year>(?:19|20)\d\d)[\])]")
_BARE_YEAR = re.compile(
    r"(?<=[ ._])(?P<year>(?:19|20)\d\d)(?=[ ._](?:\d{3,4}[pi]|4K|UHD|Blu|BDRip|BRRip|WEB|HDTV|DVD|HDRip|REPACK|PROPER)|$)",
    _I,
)

_GROUP = re.compile(r"^(?:\[[^\[\]]*\][ ._-]*)+")
_TRAILING_YEAR = re.compile(r"[ ._-]*[\[(]?(?<!\d)(?P<year>19\d\d|20[0-4]\d)[\])]?$")
_EDGES = " ._-–([{"
TECHNICAL = re.compile(
    r"(?<![A-Za-z0-9])(?:\d{3,4}[pi]|[hx]\.?26[45]|HEVC|XviD|DivX|HDTV|WEB-?(?:DL|Rip)|Blu-?Ray|BDRip|BRRip|DVD(?:Rip)?|AAC|AC3|DTS"
    r"|EXTENDED|UNRATED|REMASTERED|UNCUT|IMAX|GERMAN|FRENCH|ITALIAN|SPANISH|MULTi|VOSTFR|COMPLETE|iNTERNAL|PROPER|LIMITED)(?![A-Za-z0-9])"
)


def find_anchor(text: str, *, in_season: bool = False) -> Anchor | None:
    """The strongest mark in a name. ``in_season``: a season's folder holds it, so that ``02-05`` are episodes."""
    return (
        _numbered(_SEASON_EPISODE, AnchorKind.SEASON_EPISODE, text)
        or _numbered(_CROSS, AnchorKind.CROSS, text)
        or _dated(text)
        or _dashed(text)
        or _worded(text)
        or _seasonal(text)
        or _leading(text, in_season=in_season)
        or _year(text)
    )


def _numbered(pattern: re.Pattern[str], kind: AnchorKind, text: str) -> Anchor | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    first = found[0]
    simple = len(found) == 1 and _MORE.match(text, first.end()) is None
    return Anchor(kind, first.start(), first.end(), (int(first["season"]),), (int(first["episode"]),), simple)


def _dated(text: str) -> Anchor | None:
    found = _DATE.search(text)
    return Anchor(AnchorKind.DATE, found.start(), found.end(), simple=False) if found else None


def _dashed(text: str) -> Anchor | None:
    found = None
    for found in _DASH.finditer(text):
        pass
    if found is None or 1900 <= int(found["episode"]) < 2100:
        return None
    return Anchor(AnchorKind.DASH, found.start(), found.end(), episode=(int(found["episode"]),))


def _worded(text: str) -> Anchor | None:
    found = _EPISODE.search(text)
    if found is None:
        return None
    simple = _MORE.match(text, found.end()) is None
    return Anchor(AnchorKind.EPISODE, found.start(), found.end(), episode=(int(found["episode"]),), simple=simple)


def _seasonal(text: str) -> Anchor | None:
    found = _SEASON.search(text)
    return Anchor(AnchorKind.SEASON, found.start(), found.end(), simple=False) if found else None


def _leading(text: str, *, in_season: bool) -> Anchor | None:
    if (_BRACKET_YEAR.search(text)) and not in_season:
        return None
    if found := _LEADING_RANGE.match(text):
        episode = span(int(found["first"]), int(found["last"]))
        return Anchor(AnchorKind.LEADING, 0, found.end(), episode=episode)
    if found := _LEADING_PAIR.match(text):
        first, last = int(found["first"]), int(found["last"])
        if in_season:
            return Anchor(AnchorKind.LEADING, 0, found.end(), episode=span(first, last))
        return Anchor(AnchorKind.LEADING, 0, found.end(), season=(first,), episode=(last,))
    if found := _LEADING.match(text):
        return Anchor(AnchorKind.LEADING, 0, found.end(), episode=(int(found["episode"]),))
    return None


def _year(text: str) -> Anchor | None:
    found = None
    for found in _BRACKET_YEAR.finditer(text):
        pass
    found = found or _BARE_YEAR.search(text)
    return Anchor(AnchorKind.YEAR, found.start(), found.end(), simple=False) if found and found.start() else None


def raw_title(text: str, anchor: Anchor) -> RawTitle:
    """The text before the mark, taken apart. A year is the title when there is nothing else."""
    before = text[: anchor.start]
    group = found.group() if (found := _GROUP.match(before)) else ""
    title = before[len(group) :].strip().rstrip(_EDGES).lstrip(" ._-")
    year = ""
    if anchor.kind is not AnchorKind.YEAR and (found := _TRAILING_YEAR.search(title)) and found.start() > 0:
        title, year = title[: found.start()].rstrip(_EDGES), found["year"]
    return RawTitle(group, title, year)


_PLAIN_BRACKETS = re.compile(r"[\[\](){}]")
_NUMBERED_PART = re.compile(r"(?<![A-Za-z])(?:Part|Parte|Vol|Volume|Chapter)(?![A-Za-z])", _I)


def is_certain(raw: RawTitle) -> bool:
    """Whether the text before the mark is a title and nothing else."""
    inside = raw.title[raw.title.index(")") + 1 :] if re.match(r"^\(\d+\)", raw.title) else raw.title
    return bool(raw.title) and not TECHNICAL.search(inside) and not _PLAIN_BRACKETS.search(inside)


def needs_cover(raw: RawTitle) -> bool:
    """Whether guessit might spend words of the title on something else: numbers and parts."""
    return is_certain(raw) and (any(map(str.isdigit, raw.title)) or _NUMBERED_PART.search(raw.title) is not None)


def cover(text: str, anchor: Anchor, raw: RawTitle) -> str:
    """The name with a meaningless word for its title."""
    year = f"({raw.year}) " if raw.year else ""
    return f"{raw.group}{COVER} {year}{text[anchor.start :].lstrip(' ._')}"


_ACRONYM = re.compile(r"(?:(?<=[ ._])|^)(?:[A-Za-z]\.){2,}(?:[A-Za-z](?=\s|$))?")
_SPACES = re.compile(r"\s+")


def tidy(raw: str) -> str:
    """A raw title as a person would write it: separators become spaces, initials keep their dots."""
    text = raw.replace("_", " ")
    if " " not in text.strip():
        kept = [(found.start(), found.end()) for found in _ACRONYM.finditer(text)]
        text = "".join(
            " " if letter == "." and not any(start <= index < end for start, end in kept) else letter
            for index, letter in enumerate(text)
        )
    return _SPACES.sub(" ", text).strip(" -–_.([{") if text.strip(" -–_.([{") else ""
