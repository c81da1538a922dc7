"""What the folders above a file say: season folders in many languages, extras, shelves that are no titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from organizer.parsing.extras import folder_extra
from organizer.parsing.ids import NO_IDS, Ids, take_ids
from organizer.parsing.numerals import in_digits
from organizer.parsing.reject import is_obfuscated
from organizer.parsing.titles import tidy, without_index

_SEASON_WORDS = (
    r"seasons?|saisons?|seizoen|staffel|temporadas?|stagion[ei]|sezonul|sezona?|sezóna|seasong|säsong|sesong|sæson"
    r"|kausi|évad|сезон|series|시즌|シーズン|第"
)
_SEASON = re.compile(
    rf"^(?:(?:{_SEASON_WORDS})[ ._-]*0*(?P<number>\d{{1,4}})|s0*(?P<short>\d{{1,3}})"
    rf"|0*(?P<first>\d{{1,3}})[.ªº]?[ ._-]*(?:{_SEASON_WORDS}|[季期シ]))"
    r"(?P<rest>(?:季|期)?(?:[ ._-]*[\[(].*|\s+-\s+.*|[ ._]+(?:complete|\d{3,4}p).*)?)$",
    re.IGNORECASE,
)
_NAMED_SEASON = re.compile(
    rf"^(?P<title>.+?)[ ._-]+(?:\(|\[)?(?:(?:{_SEASON_WORDS})[ ._]*0*(?P<number>\d{{1,2}})|s(?P<short>\d{{1,2}}))"
    r"(?![\da-z])",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^0*(\d{1,2})$")
_SPECIALS = re.compile(
    r"^(?:specials?|season[ ._-]*0+|s0{1,2}|extras|ovas?|oads?|spezial|especiales|speciali|特典|sps?)$", re.IGNORECASE
)
_DISC = re.compile(
    r"^(?:cd|dvd|disc|disk|disque|part)[ ._-]?\d{1,2}$|^(?:video_ts|bdmv|stream|subs?|subtitles?)$", re.IGNORECASE
)
_YEARED = re.compile(
    r"^(?P<title>[^\[\]]*?[^\[\](\s._-])[\s._-]*[\[(](?P<year>(?:19|20)\d\d)(?:\s?[-–]\s?(?:\d{4})?)?[\])](?P<rest>.*)$"
)

# Names of shelves: never the title of what lies in them.
_SHELVES = frozenset({
    "movies", "movie", "films", "film", "tv", "shows", "tvshows", "tvseries", "series", "anime", "cartoons", "kids",
    "documentaries", "documentary", "media", "video", "videos", "downloads", "download", "complete", "completed",
    "incomplete", "unsorted", "new", "done", "torrents", "usenet", "data", "mnt", "share", "shares", "volumes",
    "volume1", "home", "root", "drive", "server", "folder", "tvdrop", "inbox", "incoming", "sorted", "library",
    "libraries", "plex", "jellyfin", "kodi", "hdtv", "bluray", "temp", "tmp", "misc", "filme", "filmes", "filmy",
    "filmer", "filmler", "películas", "peliculas", "elokuvat", "фильмы", "serien", "séries", "serie", "seriale",
    "serier", "sarjat", "diziler", "сериалы",
})  # fmt: skip


_SERIES_SHELVES = frozenset({
    "tv", "shows", "tvshows", "tvseries", "series", "serien", "séries", "serie", "seriale", "serier", "sarjat",
    "diziler", "сериалы",
})  # fmt: skip
# What stands beside such a word: "My Movies", "4K Films", "TV & Movies".
_BESIDE_SHELVES = frozenset({"my", "all", "old", "other", "hd", "sd", "uhd", "4k", "3d", "and"})


class FolderKind(StrEnum):
    """What a folder is to the files in it."""

    SEASON = "season"
    EXTRAS = "extras"
    DISC = "disc"
    SHELF = "shelf"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder's own name says, without guessit. ``title`` is set only where the name leaves no doubt."""

    name: str
    kind: FolderKind
    title: str | None = None
    year: int | None = None
    season: tuple[int, ...] = ()
    extra: str | None = None
    ids: Ids = NO_IDS


def read_folders(names: tuple[str, ...]) -> tuple[Folder, ...]:
    """What the folders of a file say, the nearest first. A bare number is a season only below a title."""
    above = tuple(read_folder(name, nearest=False) for name in names[1:])
    if not names:
        return ()
    lone = all(folder.kind is FolderKind.SHELF for folder in above)
    return (read_folder(names[0], nearest=not (lone and _BARE_NUMBER.match(names[0]))), *above)


def read_folder(name: str, *, nearest: bool = True) -> Folder:
    """What a folder says. ``nearest``: it holds the file itself; extras and bare season numbers count only there."""
    ids, rest = take_ids(name)
    if ids is not NO_IDS:  # only titles have ids: a film may well be called "Season 12" or "Extras"
        return _titled(name, rest, ids, nearest=False)
    if nearest and (extra := folder_extra(rest)):
        return Folder(name, FolderKind.EXTRAS, extra=extra)
    if (season := season_number(rest)) is not None:
        return Folder(name, FolderKind.SEASON, season=(season,))
    if _DISC.match(rest):
        return Folder(name, FolderKind.DISC)
    if _is_shelf(rest):
        return Folder(name, FolderKind.SHELF)
    return _titled(name, rest, ids, nearest=nearest)


def _is_shelf(name: str) -> bool:
    words = re.findall(r"[^\W_]+", name.casefold())
    known = [word for word in words if word not in _BESIDE_SHELVES]
    return "".join(words) in _SHELVES or (bool(known) and _SHELVES.issuperset(known))


_TWO_WORDS = re.compile(r"[^\W_][ .][^\W_]")


def is_of_a_place(name: str) -> bool:
    """A word alone in lower case, or no word at all: how people and programs call a place (``in``, ``scan7``)."""
    return not re.search(r"[^\W\d_]", name) or (name.islower() and not _TWO_WORDS.search(name))


def names_title(name: str, inside: str) -> bool:
    """Whether a folder that was chosen for a scan is named after a title. ``inside``: the path of a file from there.

    A season's folder in it says so, or an id, a year or a season in its name; else it needs a capital or two words.
    """
    folder = read_folder(name)
    if folder.kind is not FolderKind.TITLE:
        return False
    first, *below = inside.split("/", 1)
    told = folder.title or folder.ids is not NO_IDS or (below and read_folder(first).kind is FolderKind.SEASON)
    return bool(told) or (not is_of_a_place(name) and not is_obfuscated(name))


def is_of_series(folders: tuple[Folder, ...]) -> bool:
    """Whether the nearest shelf above is one for series."""
    shelf = next((folder for folder in folders if folder.kind is FolderKind.SHELF), None)
    return shelf is not None and not _SERIES_SHELVES.isdisjoint(re.findall(r"[^\W_]+", shelf.name.casefold()))


def _titled(name: str, rest: str, ids: Ids, *, nearest: bool) -> Folder:
    if nearest and (bare := _BARE_NUMBER.match(rest)):
        return Folder(name, FolderKind.TITLE, season=(int(bare[1]),), ids=ids)
    named = _NAMED_SEASON.match(rest)
    season = (int(named["number"] or named["short"]),) if named else ()
    if yeared := _YEARED.match(rest):
        title = without_index(tidy(yeared["title"]))
        if title and not named:
            return Folder(name, FolderKind.TITLE, title, int(yeared["year"]), season, ids=ids)
    title = tidy(re.sub(r"^\[[^\[\]]*\]\s*", "", named["title"])) if named else ""
    return Folder(name, FolderKind.TITLE, title or None, season=season, ids=ids)


def season_number(name: str, *, whole: bool = False) -> int | None:
    """The season that a folder of this name holds: 0 for specials, None when it is no season's folder.

    ``whole``: no more than a year may follow the number.
    """
    if _SPECIALS.match(name):
        return 0
    found = _SEASON.match(in_digits(name))
    if found is None or (whole and re.search(r"[^\W\d]", found["rest"])):
        return None
    return int(found["number"] or found["short"] or found["first"])
