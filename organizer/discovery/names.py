"""What the name of a file or folder says before anything is opened: video, sample, unfinished, system, disc."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from organizer.config.schema import DiscoverySettings
from organizer.discovery.languages import tags_of_folder
from organizer.display import fold
from organizer.model import TRASH_FOLDER, CompanionKind, LeftOutReason

_SYSTEM = frozenset({
    "@eadir", "@tmp", "@sharebin", "@recycle", "@recently-snapshot", "@database", "@__thumb", ".@__thumb", "#recycle",
    "#snapshot", ".snapshot", ".snapshots", ".zfs", "lost+found", "lost.dir", "found.000", "$recycle.bin", "recycler",
    "recycled", ".recycle", ".recycle.bin", "system volume information", ".appledouble", ".spotlight-v100",
    ".fseventsd", ".temporaryitems", ".documentrevisions-v100", "__macosx", ".stfolder", ".stversions",
})  # fmt: skip
_DISC = frozenset({"video_ts", "audio_ts", "bdmv", "hvdvd_ts"})
# What folders of subtitles are called, alone or beside a language (``English Subs``).
_SUBTITLE_FOLDERS = frozenset({
    "subs", "sub", "subtitle", "subtitles", "vobsub", "vobsubs", "srt", "srts", "untertitel", "legendas", "subtitulos",
    "subtítulos", "sottotitoli", "ondertitels", "undertexter", "undertekster", "napisy", "titulky", "feliratok",
    "soustitres", "субтитры", "字幕",
})  # fmt: skip
# Pictures and music of a whole film or show in a folder of their own (Kodi, Emby, Jellyfin).
_PICTURE_FOLDERS = frozenset({"extrafanart", "extrathumbs", "theme-music"})
_UNFINISHED = (
    ".part", ".partial", ".!qb", ".!ut", ".!bt", ".bc!", ".crdownload", ".opdownload", ".download", ".aria2", ".tmp",
    ".temp", ".filepart", ".unfinished", ".incomplete", ".dctmp", ".xltd", ".td.cfg",
)  # fmt: skip
_UNFINISHED_FOLDERS = ("_unpack_", "_failed_", "__admin__")
_ARTWORK = frozenset({"jpg", "jpeg", "png", "tbn", "webp", "gif", "bmp", "avif"})
_ARCHIVE = re.compile(r"\.(?:rar|r\d\d|s\d\d|zip|7z|z\d\d|7z\.\d{3}|\d{3})$", re.IGNORECASE)
_DISC_IMAGE = re.compile(r"\.(?:iso|img|mdf|nrg)$", re.IGNORECASE)
_SAMPLE = re.compile(r"(?:^samples?\d?(?=$|[\W_]))|(?:(?:^|[\W_])samples?\d?[\])}]*$)", re.IGNORECASE)
_EXTRA = re.compile(
    r"[-._ ](?:trailer|teaser|behind-?the-?scenes|deleted(?:-?scene)?|featurette|interview|scene|short|other)s?\d*$"
    r"|^(?:trailer|teaser)\d*$",
    re.IGNORECASE,
)
_PART = re.compile(r"[\W_]*(?<![a-z])(?:cd|dis[ck]|dvd|part|pt)[ ._-]?(\d|[a-d](?![a-z]))", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_EPISODE = re.compile(r"(?<![a-z0-9])(?:s(\d{1,4})[ ._-]?e(\d{1,4})|(\d{1,2})x(\d{2,3}))(?!\d)", re.IGNORECASE)
_SEASON_FOLDER = re.compile(
    r"^(?:season|series|staffel|saison|temporada|stagione|s)[ ._-]?\d+$|^specials$", re.IGNORECASE
)


class Ending(Enum):
    """What a file is by its ending."""

    VIDEO = auto()
    COMPANION = auto()
    OTHER = auto()


class Named(NamedTuple):
    """A file's name taken apart. ``kind`` is set for companions only."""

    ending: Ending
    stem: str
    kind: CompanionKind | None = None


class Endings:
    """The configured endings, compared without case; an ending may hold a dot (``txt.sub``)."""

    __slots__ = ("_compound", "_kinds", "last_parts")

    def __init__(self, settings: DiscoverySettings) -> None:
        table: dict[str, tuple[Ending, CompanionKind | None]] = {}
        for ending in settings.companion_extensions:
            table[_clean(ending)] = (Ending.COMPANION, _companion_kind(_clean(ending)))
        for ending in settings.subtitle_extensions:
            table[_clean(ending)] = (Ending.COMPANION, CompanionKind.SUBTITLE)
        for ending in settings.video_extensions:
            table[_clean(ending)] = (Ending.VIDEO, None)
        table.pop("", None)
        self._kinds = table
        self.last_parts = frozenset(ending.rpartition(".")[2] for ending in table)
        self._compound = tuple(sorted((f".{e}" for e in table if "." in e), key=len, reverse=True))

    def read(self, name: str) -> Named:
        """The name without its ending, and what the ending says."""
        lower = name.lower()
        if lower.endswith(self._compound):
            return self._named(name, next(e for e in self._compound if lower.endswith(e))[1:])
        stem, dot, last = lower.rpartition(".")
        return self._named(name, last) if stem and dot and last in self._kinds else Named(Ending.OTHER, name)

    def _named(self, name: str, ending: str) -> Named:
        what, kind = self._kinds[ending]
        return Named(what, name[: -len(ending) - 1], kind)


def _clean(ending: str) -> str:
    return ending.strip().lstrip(".").lower()


def _companion_kind(ending: str) -> CompanionKind:
    if ending == "nfo":
        return CompanionKind.NFO
    return CompanionKind.ARTWORK if ending in _ARTWORK else CompanionKind.OTHER


def folder_left_out(name: str) -> tuple[LeftOutReason, str] | None:
    """Why a folder of that name is not entered, or None when it is."""
    lower = name.lower()
    if lower == TRASH_FOLDER:
        return LeftOutReason.SYSTEM_FOLDER, "what earlier runs put away; delete it when nothing is to come back"
    if lower in _SYSTEM or lower.startswith(".trash"):
        return LeftOutReason.SYSTEM_FOLDER, ""
    if name.startswith("."):
        return LeftOutReason.HIDDEN, ""
    if lower.startswith(_UNFINISHED_FOLDERS):
        return LeftOutReason.UNFINISHED, "still being unpacked, or failed to"
    if lower in _DISC:  # taken apart it would play no more, and Plex does not read it (scanner article)
        return LeftOutReason.NOT_MEDIA, "a disc structure, left as it is: convert it to one video first"
    return None


def unfinished_names(names: Iterable[str]) -> set[str]:
    """Those of a folder's names that are unfinished downloads, and the names that these will have.

    ``a.mkv.part`` and ``a.mkv``: some programs make both at once.
    """
    found = set()
    for name in names:
        if (lower := name.lower()).endswith(_UNFINISHED):
            found.add(name)
            found.add(next(name[: -len(ending)] for ending in _UNFINISHED if lower.endswith(ending)))
    return found


def why_not_media(name: str) -> str:
    """A word on a file that is neither video nor companion."""
    if _ARCHIVE.search(name):
        return "an archive: unpack it first"
    if _DISC_IMAGE.search(name):
        return "a disc image: convert it to a video first"
    return ""


@lru_cache(maxsize=256)
def is_subtitle_folder(name: str) -> bool:
    """Whether its files belong to the videos of the folder above: ``Subs``, ``English Subs``."""
    words = re.findall(r"[^\W_]+", name.lower())
    if "".join(words) in _SUBTITLE_FOLDERS:
        return True
    if _SUBTITLE_FOLDERS.isdisjoint(words):
        return False
    return tags_of_folder(" ".join(word for word in words if word not in _SUBTITLE_FOLDERS)).known


def is_picture_folder(name: str) -> bool:
    """Whether what lies in it belongs to the film or show of the folder above."""
    return name.lower() in _PICTURE_FOLDERS


def is_sample_folder(name: str) -> bool:
    """``Sample`` or ``Samples``."""
    return name.lower() in {"sample", "samples"}


def is_sample(stem: str) -> bool:
    """Whether the name begins or ends with the word sample."""
    return "ample" in stem.lower() and _SAMPLE.search(stem) is not None


def is_extra(stem: str) -> bool:
    """Whether the name ends like an extra of a film (Plex's inline forms and their common spellings)."""
    return _EXTRA.search(stem) is not None


def is_season_folder(name: str) -> bool:
    """``Season 01``, ``S01``, ``Specials``: artwork there is of the season."""
    return _SEASON_FOLDER.match(name) is not None


def without_part(stem: str) -> str:
    """The stem without its first ``cd1``, ``part 2``: equal for all parts of one film."""
    return _PART.sub("", stem, count=1)


def part_of(stem: str) -> int | None:
    """The number of the part of a film that the name gives (``cd2``, ``part b``), or None."""
    found = _PART.search(stem)
    if found is None:
        return None
    mark = found[1].lower()
    return int(mark) if mark.isdecimal() else 1 + "abcd".index(mark)


def years_in(text: str) -> frozenset[int]:
    """All that may be years in a name."""
    return frozenset(int(found[1]) for found in _YEAR.finditer(text))


@lru_cache(maxsize=512)
def title_and_year(stem: str) -> tuple[str, int | None]:
    """The words before the last year of a name, joined by blanks and folded, and that year; all words where none is.

    A name that begins with its only year (``1917``) has it as a title.
    """
    years = [found for found in _YEAR.finditer(stem) if found.start()]
    title = stem[: years[-1].start()] if years else stem
    return fold(" ".join(re.findall(r"[^\W_]+", title))), int(years[-1][1]) if years else None


@lru_cache(maxsize=512)
def episode_key(stem: str) -> tuple[int, int] | None:
    """Season and first episode that the name gives, or None."""
    found = _EPISODE.search(stem)
    if not found:
        return None
    season, episode = found.group(1) or found.group(3), found.group(2) or found.group(4)
    return int(season), int(episode)
