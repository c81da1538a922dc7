"""What in a path speaks against the way it was read: none of it settles anything, so a person should look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from organizer.model import MediaType, ParsedName
from organizer.parsing.anchors import TECHNICAL, names_episode
from organizer.parsing.folders import Folder, FolderKind
from organizer.parsing.reject import is_obfuscated
from organizer.parsing.titles import letters, same_title, tidy, without_index

# What is made about a film or an episode, or out of it, is not the film or the episode.
_ABOUT = re.compile(
    r"(?<![^\W_])(?:deleted[\W_]+scenes?|gag[\W_]+reel|bloopers?|outtakes|behind[\W_]+the[\W_]+scenes|making[\W_]+of"
    r"|featurettes?|special[\W_]+features|bonus[\W_]+(?:disc|features?|material)|rifftrax|xxx|fan[\W_]?edit"
    r"|(?:honest|official|teaser)[\W_]+trailers?)(?![^\W_])",
    re.IGNORECASE,
)
# These may be words of an episode's title; behind a film's year they are none of its.
_ABOUT_FILM = re.compile(
    r"(?<![^\W_])(?:parody|bonus|extras|soundtrack|ost|interviews?|reaction|review|recap|trailers?|teasers?|promo"
    r"|sample|trilogy|quadrilogy|anthology)(?![^\W_])",
    re.IGNORECASE,
)
_ABOUT_SERIES = re.compile(r"(?<![^\W_])(?:OVAs?|OADs?)(?![^\W_])")
_MARK = re.compile(r"(?<![A-Za-z0-9])S(?P<season>\d{1,4})[ ._]?E(?P<episode>\d{1,4})(?!\d)", re.IGNORECASE)
# ``S01E05.5`` is a recap between two episodes, ``S01E05b`` the second half of one; ``S01E05.5.1`` says how it sounds.
_HALF = re.compile(
    r"(?:(?<![A-Za-z0-9])S\d{1,4}[ ._]?E|\s-\s)(?P<half>\d{1,4}(?:\.5(?!\d|\.\d(?!\d))|[a-d](?![^\W_])))", re.IGNORECASE
)
_BRACKETED_YEAR = re.compile(r"[\[(]((?:19|20)\d\d)[\])]")
_SEVERAL = re.compile(r"\d{1,2}\s*(?:[-–&+,~]|to|and)\s*(?:S|E|Season\s)?\d{1,2}", re.IGNORECASE)
_YEAR = re.compile(r"(?<![^\W_])(?:19|20)\d\d(?![^\W_])")
_SHORT_NUMBER = re.compile(r"(?<![^\W_])[1-9]\d\d(?![^\W_])")
_PICTURE = frozenset({"264", "265", "360", "480", "540", "576", "720"})

# Said of the reading and not of the name: another reading may have no such gap.
GAP = "its episodes do not follow each other"

Doubt = Callable[[str, tuple[Folder, ...], ParsedName], Iterator[str]]


def doubts(leaf: str, folders: tuple[Folder, ...], parsed: ParsedName, *, stood_in: bool) -> tuple[str, ...]:
    """A sentence for each contradiction. ``leaf`` is the file's own name as it came, ``folders`` the nearest first.

    ``stood_in``: a folder's name was read in the place of the leaf, which says something else or nothing.
    """
    found = [sentence for doubt in _DOUBTS for sentence in doubt(leaf, folders, parsed)]
    if stood_in:
        found.extend(_own_numbers(leaf, folders, parsed))
    return tuple(found)


def _about(leaf: str, _: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    title = tidy(parsed.title or "").casefold()
    if parsed.extra:
        return
    found = _ABOUT.search(leaf)
    if found is None and parsed.type is MediaType.MOVIE and parsed.year:
        before, _year, behind = leaf.rpartition(str(parsed.year))
        found = _ABOUT_FILM.search(behind) if before else None
    if found is None and parsed.type is MediaType.EPISODE and parsed.season != (0,):
        found = _ABOUT_SERIES.search(leaf)
    if found and tidy(found.group()).casefold() not in title:
        yield f"the name says “{tidy(found.group())}”"


def _second_mark(leaf: str, _: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    """``Show.S01E05.S02E05``."""
    for mark in _MARK.finditer(leaf):
        season, episode = int(mark["season"]), int(mark["episode"])
        if parsed.type is MediaType.EPISODE and (season not in parsed.season or episode not in parsed.episode):
            yield f"the name says {mark.group().upper()} too"


def _half(leaf: str, _: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    if parsed.episode and (found := _HALF.search(leaf)):
        yield f"the name says episode {found['half']}, which is no whole one"


def _gap(_: str, __: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    """``S01E01E24``: two episodes that do not follow each other, or a range that was meant otherwise."""
    if any(after != before + 1 for before, after in pairwise(sorted(set(parsed.episode)))):
        yield GAP


def _other_season(_: str, folders: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    """``Season 2/Show.S01E05``. Specials lie anywhere, and a pack of several seasons contradicts none of them."""
    if len(parsed.season) != 1 or parsed.season[0] == 0:
        return
    for folder in folders[:2]:
        says = folder.kind is FolderKind.SEASON or (folder.title and not _SEVERAL.search(folder.name))
        if says and folder.season and folder.season != parsed.season:
            yield f"the folder says “{folder.name}”"
            return
    if folders and names_episode(folders[0].name):
        marks = _MARK.finditer(folders[0].name)
        if any(int(mark["episode"]) not in parsed.episode for mark in marks):
            yield f"the folder says “{folders[0].name}”"


def _other_year(leaf: str, folders: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    """A remake in the folder of the first film; a year off by one is no second film."""
    folder = next((folder for folder in folders if folder.kind is FolderKind.TITLE and folder.year), None)
    if folder is None or not folder.title or not folder.year or not parsed.year or not parsed.title:
        return
    elsewhere = str(parsed.year) in leaf and abs(folder.year - parsed.year) > 1
    if elsewhere and same_title(folder.title, parsed.title) and str(folder.year) not in leaf:
        yield f"the folder says {folder.year}"


def _two_years(leaf: str, folders: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    for name in (leaf, *(folder.name for folder in folders)):
        years = set(_BRACKETED_YEAR.findall(name))
        if parsed.year and str(parsed.year) in years and len(years) > 1:
            yield f"“{name}” holds two years"


def _own_numbers(leaf: str, folders: tuple[Folder, ...], parsed: ParsedName) -> Iterator[str]:
    """``Show.S01E01/Show.1996``, ``Show.S02E05/show.105``."""
    above = " ".join(folder.name for folder in folders)
    years = [year for year in _YEAR.findall(leaf) if year not in above]
    if len(parsed.season) == 1 and parsed.episode:
        numbers = [number for number in _SHORT_NUMBER.findall(leaf) if number not in _PICTURE and number not in above]
        if not any(f"{parsed.season[0]}{episode:02d}" in numbers for episode in parsed.episode):
            years.extend(numbers)
    if years:
        yield f"the file's own name says {years[0]}"


_END_OF_TITLE = re.compile(rf"{TECHNICAL.pattern}|(?<![^\W_])(?:19|20)\d\d(?![^\W_])|[\[({{]")
_GROUPED = re.compile(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")  # "grp-ttl.1080p": abbreviated beside the release's full name
_NAMELESS = frozenset({
    "movie", "film", "video", "title", "track", "disc", "disk", "dvd", "part", "main", "feature", "index", "file",
    "copy", "untitled", "vts",
})  # fmt: skip


def own_title(leaf: str, folders: tuple[Folder, ...]) -> str | None:
    """What the file is called, where that is a title and its folder is called something else."""
    folder = next((folder for folder in folders if folder.kind is FolderKind.TITLE), None)
    if folder is None or is_obfuscated(leaf) or ("-" in leaf and _GROUPED.match(leaf)):
        return None
    end = _END_OF_TITLE.search(leaf, 1)
    title = without_index(tidy(leaf[: end.start()] if end else leaf))
    words = re.findall(r"[^\W\d_]{2,}", title.casefold())
    if not any((word not in _NAMELESS and len(word) > 2) or not word.isascii() for word in words):
        return None
    return None if letters(title) in letters(folder.name) else title


_DOUBTS: tuple[Doubt, ...] = (_about, _second_mark, _half, _gap, _other_season, _other_year, _two_years)
