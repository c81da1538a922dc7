"""The strong mark in a name (``S01E02``, a date, ``- 12 [``, a year in brackets): what stands before it is the title.

guessit spends the numbers of a title on episodes (``Show 24 - 01`` becomes episodes 24 and 1). Where the mark is
certain, the title before it is covered with a word that means nothing, guessit reads the rest, and the title is put
back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
    FOLDER = "title of the folder"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the mark stands and what it says. ``simple`` marks name all their numbers themselves.

    ``cut`` is where the title ends: a weaker mark may stand before the strong one (``Show - Season 1 - 1x02``).
    """

    kind: AnchorKind
    start: int
    end: int
    cut: int = 0
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

_RESOLUTIONS = frozenset({"480", "576", "720", "1080", "2160"})

_I = re.IGNORECASE
_SEASON_EPISODE = re.compile(
    r"(?<![A-Za-z0-9])S(?P<season>\d{1,4})[ ._(-]*(?:x?E|Ep)[ ._]?(?P<episode>\d{1,5})(?!\d)", _I
)
_CROSS = re.compile(r"(?<![A-Za-z0-9])(?!16x9|4x3)(?P<season>\d{1,2})[x×](?P<episode>\d{1,3})(?!\d)(?![A-WYZ])", _I)
_MORE = re.compile(
    r"[ ._]*(?:[-+&~,][ ._]*)?(?:E|x|Ep)\d{1,4}"
    r"|(?:[-_]|[ ._]?[+&~,][ ._]?)\d{1,3}(?![\dpixk]|\.\d(?!\d))"
    r"|\.\d\d\.|[ ._]+(?:to|a|and|et)[ ._]+E?\d",
    _I,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?P<one>[ ._-]+)(?:0?[1-9]|1[0-2])(?P=one)(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])(?P<two>[._-])(?:0?[1-9]|[12]\d|3[01])(?P=two)(?:19|20)\d\d"
    r"|20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_DASH = re.compile(
    r"(?:\s-\s+|_-_|\.-\.)(?:Ep?\.?\s?|#)?(?P<episode>\d{2,4})(?:\s?v\d)?(?:\s?(?:END|Fin))?"
    r"(?=[\s._]*\((?!(?:19|20)\d\d\))|(?<=[ ._]0\d)[\s._]*\(|(?<=\d\d\d)[\s._]*\("
    r"|[\s._]*\[|[\s._]+-[\s._]|[\s._]*$|\s+VOST)",
    _I,
)
_EPISODE = re.compile(  # but no initial and a year: "U.N.C.L.E.2015"
    r"(?<![A-Za-z0-9])(?:E(?![ ._](?:19|20)\d\d(?!\d))|Ep\.?|Eps\.?|Episode)[ ._]?#?(?P<episode>\d{1,4})"
    r"(?![0-9A-Za-z])",
    _I,
)
_SEASON = re.compile(
    r"(?<![A-Za-z0-9])"
    r"(?:(?:Seasons?|Saisons?|Staffel|Stagione|Seizoen|(?<!\d )(?<!\d\.)(?:Temporada|Sezon|Сезон))"
    r"[ ._]?(?P<season>\d{1,2})"
    r"|S(?P<short>\d{1,2}))"
    r"(?![0-9A-Za-z])",
    _I,
)
_LEADING_PAIR = re.compile(r"^(?P<first>\d{1,2})-(?P<last>\d{2})(?=[ .]+[^\s\d.-]|\s-\s|\s+\d{4}\b)")
_LEADING_RANGE = re.compile(r"^(?P<first>\d{3})-(?P<last>\d{3})(?=\s+-\s|\.-\.)")
_LEADING = re.compile(r"^(?!(?:19|20)\d\d\s)(?P<episode>\d{2,4})(?=\s+-\s+\S|\.-\.)")
_LEADING_IN_SEASON = re.compile(
    r"^(?P<episode>\d{1,3})(?:(?:\s+-\s+|\.\s*|\s+)(?=[^\W\d]|\d+(?:st|nd|rd|th)\b)|\s+(?=(?P<name>\d{1,4})\s+[^\W\d]))"
)
_BRACKET_YEAR = re.compile(r"[\[(](?P<year>(?:19|20)\d\d)(?:[\])]|(?:-\d{4})?,)")
_YEAR_LAST = re.compile(r"\s-\s(?:19|20)\d\d$")
_BARE_YEAR = re.compile(
    r"(?<=[ ._])(?P<year>(?:19|20)\d\d)"
    r"(?=[ ._](?:\d{3,4}[pi]|4K|UHD|Blu|BDRip|BRRip|WEB|HDTV|DVD|HDRip|REPACK|PROPER)|$)",
    _I,
)

_GROUP = re.compile(r"^(?:\[[^\[\]]*\][ ._-]*)+")
_TRAILING_YEAR = re.compile(r"[ ._-]*[\[(]?(?<!\d)(?P<year>19\d\d|20[0-4]\d)[\])]?$")
_EDGES = " ._-–([{/|"
_DIRECTOR = re.compile(r"\s*\([^()]*\)(?=\s*$)")  # "Название / Title (Director)"
_HALF_NUMBER = re.compile(r"[\s.]-[\s.]\d{1,3}\.5$")  # "- 07.5 - S00E01": the special after episode 7
_STANDARDS = (
    r"\d{3,4}[pi]|[hx]\.?26[45]|HEVC|XviD|DivX|HDTV|WEB-?(?:DL|Rip)|Blu-?Ray|BDRip|BRRip|DVD(?:Rip)?|AAC|AC3|DTS|MULTi"
    r"|VOSTFR|iNTERNAL"
)
_IN_CAPITALS = r"EXTENDED|UNRATED|REMASTERED|UNCUT|IMAX|GERMAN|FRENCH|ITALIAN|SPANISH|COMPLETE|PROPER|LIMITED"
TECHNICAL = re.compile(rf"(?<![A-Za-z0-9])(?:{_STANDARDS}|{_IN_CAPITALS})(?![A-Za-z0-9])")
_STANDARD = re.compile(rf"(?<![A-Za-z0-9])(?:{_STANDARDS})(?![A-Za-z0-9])")
_COMPLETE = re.compile(r"[ ._-]+(?:The[ ._])?(?:Complete|ALL)(?:[ ._](?:Series|Collection|Seasons?))?$")
_COUNTRY = re.compile(r"[ ._]+\(?(?P<country>US|UK|AU|NZ|CA)\)?$")


def find_anchor(text: str, season: int | None = None) -> Anchor | None:
    """The strongest mark in a name. ``season``: of the folder that holds it, so that ``02-05`` are episodes."""
    marks = [mark for find in _FINDERS if (mark := find(text)) is not None]
    if not marks:
        return _leading(text, season) or _year(text)
    strongest = marks[0]
    seasons = strongest.season or next((mark.season for mark in marks if mark.kind is AnchorKind.SEASON), ())
    return replace(strongest, season=seasons, cut=min(mark.start for mark in marks))


def names_episode(text: str) -> bool:
    """Whether a name holds one season and one episode, and says so plainly."""
    mark = _season_and_episode(text) or _crossed(text)
    return mark is not None and mark.simple


def _season_and_episode(text: str) -> Anchor | None:
    return _numbered(_SEASON_EPISODE, AnchorKind.SEASON_EPISODE, text)


def _crossed(text: str) -> Anchor | None:
    return _numbered(_CROSS, AnchorKind.CROSS, text)


def _numbered(pattern: re.Pattern[str], kind: AnchorKind, text: str) -> Anchor | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    first = found[0]
    same = [mark for mark in found if mark["season"] == first["season"]]  # another season's number is in a name
    simple = len(same) == 1 and _MORE.match(text, first.end()) is None
    season, episode = (int(first["season"]),), (int(first["episode"]),)
    return Anchor(kind, first.start(), first.end(), season=season, episode=episode, simple=simple)


def _dated(text: str) -> Anchor | None:
    found = _DATE.search(text)
    return Anchor(AnchorKind.DATE, found.start(), found.end(), simple=False) if found else None


def _dashed(text: str) -> Anchor | None:
    found = next(reversed(list(_DASH.finditer(text))), None)
    if found is None or 1900 <= int(found["episode"]) < 2100 or found["episode"] in _RESOLUTIONS:
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
    if found is None:
        return None
    season = int(found["season"] or found["short"])
    return Anchor(AnchorKind.SEASON, found.start(), found.end(), season=(season,), simple=False)


_FINDERS = (_season_and_episode, _crossed, _dated, _dashed, _worded, _seasonal)


def _leading(text: str, folder: int | None) -> Anchor | None:
    if folder is None and (_BRACKET_YEAR.search(text) or _YEAR_LAST.search(text)):
        return None
    if found := _LEADING_RANGE.match(text):
        first, last = int(found["first"]), int(found["last"])
        hundred = first // 100 == last // 100 == folder  # "101-102 Name" in the folder of season 1
        episode = span(first % 100, last % 100) if hundred else span(first, last)
        return Anchor(AnchorKind.LEADING, 0, found.end(), episode=episode)
    if found := _LEADING_PAIR.match(text):
        first, last = int(found["first"]), int(found["last"])
        if folder is not None:
            return Anchor(AnchorKind.LEADING, 0, found.end(), episode=span(first, last))
        return Anchor(AnchorKind.LEADING, 0, found.end(), season=(first,), episode=(last,))
    if found := _LEADING.match(text) or (_LEADING_IN_SEASON.match(text) if folder is not None else None):
        number = int(found["episode"])
        if "name" in found.re.groupindex and found["name"] and int(found["name"]) == number + 1:
            return None  # "01 02 Title": two episodes
        hundred = number // 100 == folder and number > 100  # "101 Name" in the folder of season 1
        return Anchor(AnchorKind.LEADING, 0, found.end(), episode=(number % 100 if hundred else number,))
    return None


def _year(text: str) -> Anchor | None:
    found = next(reversed(list(_BRACKET_YEAR.finditer(text))), None) or _BARE_YEAR.search(text)
    if found is None or not found.start():
        return None
    return Anchor(AnchorKind.YEAR, found.start(), found.end(), cut=found.start(), simple=False)


def raw_title(text: str, anchor: Anchor) -> RawTitle:
    """The text before the mark, taken apart. A year is the title when there is nothing else."""
    before = text[: anchor.cut]
    group = found.group() if (found := _GROUP.match(before)) else ""
    title = before[len(group) :].strip().rstrip(_EDGES).lstrip(" ._-")
    title, year = _HALF_NUMBER.sub("", title), ""
    if anchor.kind is not AnchorKind.YEAR and (found := _COMPLETE.search(title)) and found.start() > 0:
        title = title[: found.start()].rstrip(_EDGES)
    if " / " in title:
        title = _DIRECTOR.sub("", title)
    if anchor.kind is not AnchorKind.YEAR and (found := _TRAILING_YEAR.search(title)) and found.start() > 0:
        title, year = title[: found.start()].rstrip(_EDGES), found["year"]
    return RawTitle(group, title, year)


_BRACKETS = re.compile(r"[\[\](){}]")
_NUMBER_IN_FRONT = re.compile(r"^\(\d+\)")
_NUMBERED_PART = re.compile(r"(?<![A-Za-z])(?:Part|Parte|Vol|Volume|Chapter)(?![A-Za-z])", _I)
_MONTH = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?[ ._](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", _I)
_DATE_IN_FRONT = re.compile(r"^\d\d([ ._-])\d\d\1\d\d[ ._]")
_NUMBER_IN_THE_MIDDLE = re.compile(r"[A-Za-z][ ._]\d{3}[ ._][A-Za-z]")
_TWO_SCRIPTS = re.compile(r"[\uac00-\ud7af].*[A-Za-z]|[A-Za-z].*[\uac00-\ud7af]|\s[/|]\s")


def is_certain(raw: RawTitle) -> bool:
    """Whether the text before the mark is a title and nothing else."""
    title = _NUMBER_IN_FRONT.sub("", raw.title)
    technical = _STANDARD if title.isupper() else TECHNICAL  # all in capitals, FRENCH may be a word like any other
    return bool(raw.title) and not technical.search(title) and not _BRACKETS.search(title)


def needs_cover(raw: RawTitle, anchor: Anchor) -> bool:
    """Whether guessit might spend words of the title on something else: numbers, parts, a second script."""
    if not is_certain(raw) or _MONTH.search(raw.title) or _DATE_IN_FRONT.match(raw.title):
        return False
    if anchor.kind is AnchorKind.DATE and _NUMBER_IN_THE_MIDDLE.search(raw.title):
        return False  # "Show 101 Event 2010-11-23": the number may well be the episode
    numbered = any(map(str.isdigit, raw.title)) or _NUMBERED_PART.search(raw.title)
    return bool(numbered or _TWO_SCRIPTS.search(raw.title))


def cover(text: str, anchor: Anchor, raw: RawTitle) -> str:
    """The name with a meaningless word for its title; a country behind the title is left to guessit."""
    year = f"({raw.year}) " if raw.year else ""
    country = f"{found['country']} " if (found := _COUNTRY.search(raw.title)) and found.start() > 0 else ""
    return f"{raw.group}{COVER} {country}{year}{text[anchor.cut :].lstrip(' ._')}"


def without_country(title: str) -> str:
    """The title of a series without the country that tells it from another one."""
    found = _COUNTRY.search(title)
    return title[: found.start()] if found and found.start() > 0 else title
