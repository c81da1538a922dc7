"""Which parts of a path a reading of it was made from: where in the text its values stand.

Nothing is read again here: each value of the reading is looked for in the name, then in the folders above it, and
claims the place where it stands. What no value claims stays unmarked, so a mark never says more than the reading does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from organizer.model import ParsedName
from organizer.parsing.anchors import TECHNICAL


class PartKind(StrEnum):
    """What a part of a name was taken for."""

    TITLE = "title"
    YEAR = "year"
    EPISODE = "episode"
    EPISODE_TITLE = "episode title"
    EDITION = "edition"
    QUALITY = "quality"
    GROUP = "group"
    ID = "id"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Part:
    """The text from ``start`` to ``end`` (characters) was taken for this."""

    start: int
    end: int
    kind: PartKind


_I = re.IGNORECASE
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’`´]")
_EDGE, _NO_MORE = r"(?<![^\W_])", r"(?![^\W_])"
# guessit's words for a source or a codec, as releases write them; any other value is looked for as it is.
_SPELLINGS = {
    "web": r"WEB(?:[ ._-]?(?:DL|Rip|Cap))?",
    "blu-ray": r"Blu[ ._-]?Ray|BD(?:Rip|Remux|MV|25|50)?|BR[ ._-]?Rip",
    "ultra hd blu-ray": r"(?:UHD|Ultra[ ._-]?HD|4K)[ ._-]*(?:Blu[ ._-]?Ray|BD(?:Rip|Remux)?)|(?:Blu[ ._-]?Ray|BD)",
    "dvd": r"DVD(?:[ ._-]?(?:Rip|R|[59]|Remux))?|PAL|NTSC",
    "hdtv": r"HDTV(?:[ ._-]?Rip)?|HD[ ._-]?Rip",
    "tv": r"TV(?:[ ._-]?Rip)?|PDTV|SDTV|DSR(?:ip)?",
    "h.264": r"[hx][ .]?264|AVC",
    "h.265": r"[hx][ .]?265|HEVC",
    "mpeg-2": r"MPEG[ .-]?2",
    "2160p": r"2160[pi]|4K|UHD",
    "vhs": r"VHS(?:[ ._-]?Rip)?",
}
_NUMBERED = re.compile(
    rf"{_EDGE}(?:S\d{{1,4}}[ ._(-]*(?:x?E|Ep)[ ._]?\d{{1,5}}|\d{{1,2}}[x×]\d{{1,3}})"
    r"(?:[ ._]?(?:[-+&~,][ ._]?)?(?:E|x|Ep)\d{1,4}|-\d{1,3}(?![\dpixk]))*",
    _I,
)
_SEASON_WORD = (
    r"(?:Seasons?|Series|Saisons?|Staffel|Stagione|Seizoen|Temporada|Sezon|Сезон|S)[ ._]?0*{}" + _NO_MORE
    + r"|0*{}(?:st|nd|rd|th)[ ._]Season|第\s*0*{}\s*[季期]"
)  # fmt: skip
_EPISODE_WORD = (
    r"(?:Episodes?|Epis[oó]dio|Folge|Eps?\.?|E|#|Серия)[ ._]?0*{}(?:[ ._]?v\d)?" + _NO_MORE + r"|第\s*0*{}\s*[话話集回]"
)


def understood(path: str, parsed: ParsedName) -> tuple[Part, ...]:
    """The parts of ``path`` (components joined by ``/``) that the reading was made from.

    In the order of the text, within it, not empty and never over each other. Total. A value that stands in the file's
    name is not looked for in the folders.
    """
    claims = _Claims(path)
    for place in (_ids, _numbers, _dates, _titles, _years, _rest):
        place(claims, parsed)
    _ignored(claims)
    return claims.parts()


class _Claims:
    """What of a path is taken already."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._taken: list[Part] = []
        ends = [found.start() for found in re.finditer("/", path)] + [len(path)]
        starts = [0, *(end + 1 for end in ends[:-1])]
        self.components = tuple(reversed(list(zip(starts, ends, strict=True))))

    def parts(self) -> tuple[Part, ...]:
        return tuple(sorted(self._taken, key=lambda part: part.start))

    def claim(self, start: int, end: int, kind: PartKind) -> bool:
        """Take a place, if it is free."""
        if start >= end or any(part.start < end and start < part.end for part in self._taken):
            return False
        self._taken.append(Part(start, end, kind))
        return True

    def first(self, pattern: str, kind: PartKind, *, last: bool = False) -> bool:
        """Take the first free place that the pattern fits, in the nearest component that has one."""
        for start, end in self.components:
            places = list(re.compile(pattern, _I).finditer(self.path, start, end))
            for found in reversed(places) if last else places:
                if self.claim(*found.span(), kind):
                    return True
        return False

    def words(self, text: str | None, kind: PartKind, *, last: bool = False) -> bool:
        """Take the first free place where these words stand, whatever separates them."""
        wanted = "".join(_plain(word) for word in _words(text or ""))
        if not wanted:
            return bool(text) and self.first(re.escape(text or ""), kind)
        for start, end in self.components:
            runs = list(_runs(self.path, start, end, wanted))
            if any(self.claim(*run, kind) for run in (reversed(runs) if last else runs)):
                return True
        return False


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHES.sub("", text))


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _runs(text: str, start: int, end: int, wanted: str) -> Iterator[tuple[int, int]]:
    """Where whole words in a row are the wanted letters."""
    tokens = [(found.start(), found.end(), _plain(found.group())) for found in _WORD.finditer(text, start, end)]
    for first, (begin, _, _) in enumerate(tokens):
        rest = wanted
        for _, stop, letters in tokens[first:]:
            if not rest.startswith(letters):
                break
            rest = rest[len(letters) :]
            if not rest:
                yield begin, stop
                break


def _ids(claims: _Claims, parsed: ParsedName) -> None:
    for number in (parsed.tmdb_id, parsed.tvdb_id):
        if number is not None:
            claims.first(rf"[\[({{]?(?:tmdb|tvdb)(?:id)?[ =:_-]*{number}(?!\d)[\])}}]?", PartKind.ID)
    if parsed.imdb_id:
        claims.first(rf"[\[({{]?(?:imdb(?:id)?[ =:_-]*)?{re.escape(parsed.imdb_id)}(?!\d)[\])}}]?", PartKind.ID)


def _numbers(claims: _Claims, parsed: ParsedName) -> None:
    """``S01E02``, ``1x02``, or else season and episode each for itself."""
    if parsed.season and parsed.episode and _marked(claims, {*parsed.season[:1], *parsed.episode[:1]}):
        return
    numbers = parsed.episode or (() if parsed.absolute_episode is None else (parsed.absolute_episode,))
    found = [number for number in numbers if claims.first(_spelt(_EPISODE_WORD, number), PartKind.EPISODE)]
    if parsed.season and numbers and not found:  # "105"
        compact = f"{parsed.season[0]}{numbers[0]:02d}"
        if claims.first(rf"{_EDGE}0?{compact}(?!\d)", PartKind.EPISODE):
            return
    seasons = [claims.first(_spelt(_SEASON_WORD, number), PartKind.EPISODE) for number in parsed.season]
    if 0 in parsed.season and not any(seasons):
        claims.first(rf"{_EDGE}Specials?{_NO_MORE}", PartKind.EPISODE)
    if numbers and not found:
        # A number alone: the last one, since titles come first; at the start of the name it is the first.
        bare = rf"{_EDGE}0*{numbers[0]}(?:[ ._]?v\d)?(?!\w)"
        claims.first(rf"{bare}(?:[ ]?[-~+&][ ]?0*{numbers[-1]}(?!\w))?", PartKind.EPISODE, last=True)


def _spelt(pattern: str, number: int) -> str:
    return _EDGE + "(?:" + pattern.replace("{}", str(number)) + ")"


def _marked(claims: _Claims, wanted: set[int]) -> bool:
    for start, end in claims.components:
        for found in _NUMBERED.finditer(claims.path, start, end):
            if wanted <= {int(number) for number in re.findall(r"\d+", found.group())}:
                return claims.claim(*found.span(), PartKind.EPISODE)
    return False


def _dates(claims: _Claims, parsed: ParsedName) -> None:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", parsed.date or "")
    if found:
        year, month, day = (str(int(number)) for number in found.groups())
        short, gap = rf"(?:{year[:2]})?{year[2:]}", r"\D{0,3}"
        orders = ((short, month, day), (day, month, short), (month, day, short))
        spelt = ("0*" + f"{gap}0*".join(order) for order in orders)
        claims.first(rf"{_EDGE}(?:{'|'.join(spelt)})(?!\d)", PartKind.EPISODE)


def _titles(claims: _Claims, parsed: ParsedName) -> None:
    claims.words(parsed.title, PartKind.TITLE)
    if parsed.alternative_title:
        claims.words(parsed.alternative_title, PartKind.TITLE)
    if parsed.episode_title:
        claims.words(parsed.episode_title, PartKind.EPISODE_TITLE)


def _years(claims: _Claims, parsed: ParsedName) -> None:
    if parsed.year is not None:
        claims.first(rf"(?<!\d){parsed.year}(?!\d)", PartKind.YEAR, last=True)


def _rest(claims: _Claims, parsed: ParsedName) -> None:
    """The edition and what only says how the file was made; the group stands last, or first in brackets."""
    for value in (parsed.source, parsed.screen_size, parsed.video_codec):
        if value:
            spelt = _SPELLINGS.get(value.casefold(), re.escape(value))
            if not claims.first(rf"{_EDGE}(?:{spelt}){_NO_MORE}", PartKind.QUALITY):
                claims.words(value, PartKind.QUALITY)
    claims.words(parsed.edition, PartKind.EDITION)
    if parsed.part is not None:
        claims.first(rf"{_EDGE}(?:Part|Pt|CD|Disc|Disk|Teil)[ ._]?0*{parsed.part}(?!\d)", PartKind.EDITION)
    claims.words(parsed.extra, PartKind.EDITION)
    claims.words(parsed.release_group, PartKind.GROUP, last=True)


def _ignored(claims: _Claims) -> None:
    """Words of releases that every reading passes over, and the file's ending."""
    start, end = claims.components[0]
    ending = re.compile(r"\.[A-Za-z0-9]{2,4}$").search(claims.path, start + 1, end)
    if ending:
        claims.claim(*ending.span(), PartKind.IGNORED)
    for begin, stop in claims.components:
        for found in TECHNICAL.finditer(claims.path, begin, stop):
            claims.claim(*found.span(), PartKind.IGNORED)


def only_in_folders(path: str, parts: Sequence[Part]) -> tuple[PartKind, ...]:
    """What the file's own name does not say, but a folder above it does; in the order of the text."""
    leaf = path.rfind("/") + 1
    own = {part.kind for part in parts if part.start >= leaf}
    above: Iterable[PartKind] = (part.kind for part in parts if part.start < leaf and part.kind not in own)
    telling = {PartKind.TITLE, PartKind.YEAR, PartKind.EPISODE, PartKind.ID}
    return tuple(dict.fromkeys(kind for kind in above if kind in telling))
