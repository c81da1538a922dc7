"""The names of files that belong to a whole film, show or season: posters, ``tvshow.nfo``, theme music.

Sources: Plex's articles on local media assets for movies and TV shows; Jellyfin's documentation on local metadata and
external images; the Kodi wiki on movie and TV show artwork.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from organizer.model import Preset

_OWN = re.compile(
    r"(?P<word>poster|folder|cover|default|movie|show|fanart|art|background|backdrop|banner|clearlogo|clearart|logo"
    r"|landscape|thumb|dis[ck](?:art)?|keyart|characterart|theme|tvshow)(?P<number>[-_ ]?\d*)$|season$",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"season[-_ ]?(?:(?P<number>\d{1,4})|-?(?P<specials>specials)|-?(?P<all>all))"
    r"(?P<rest>[a-z]?|[-_ .](?P<word>poster|fanart|banner|landscape|thumb|clearlogo|clearart)(?:[-_ ]?\d*|[a-z]))$",
    re.IGNORECASE,
)
_POSTERS = frozenset({"poster", "folder", "cover", "default", "movie", "show", "season"})
_BACKGROUNDS = frozenset({"fanart", "art", "background", "backdrop"})
_IN_SEASON = frozenset({Preset.JELLYFIN, Preset.EMBY})  # they read poster.jpg in the folder of a season


class Level(Enum):
    """What a file belongs to, and so in which folder it lies: that of the film or show, or that of one season."""

    TITLE = auto()
    SEASON = auto()


@dataclass(frozen=True, slots=True)
class FolderFile:
    """Such a name read. ``season`` is what the name itself says: a number (0: specials), or None.

    ``word`` is what the file shows or holds (``poster``, ``tvshow``, ``theme``), ``rest`` what follows it.
    """

    stem: str
    word: str
    rest: str = ""
    season: int | None = None


def read_folder_file(stem: str) -> FolderFile | None:
    """What the name of a file without its ending says, or None when it is no name of this kind."""
    if found := _OWN.match(stem):
        return FolderFile(stem, (found["word"] or stem).lower(), found["number"] or "")
    found = _SEASON.match(stem)
    if found is None:
        return None
    word = (found["word"] or "poster").lower()
    if found["all"]:
        return FolderFile(stem, word)
    return FolderFile(stem, word, found["rest"].lower(), int(found["number"]) if found["number"] else 0)


def folder_file_name(file: FolderFile, season: int | None, ending: str, preset: Preset) -> tuple[Level, str]:
    """In which folder the file belongs and how it is called there; ``ending`` without the dot.

    ``season`` is the one whose folder holds it now, None for a file of a whole film or show; what the name itself says
    goes before it. A name that the server reads as it is stays.
    """
    of_season = file.season if file.season is not None else season
    own = f"{file.stem.lower()}.{ending}"
    if of_season is None:
        return Level.TITLE, f"movie.{ending}" if ending == "nfo" and file.word not in {"tvshow", "season"} else own
    if ending == "nfo" or file.word in {"theme", "tvshow"}:
        return (Level.TITLE if file.word == "tvshow" else Level.SEASON), own
    if preset in _IN_SEASON and file.season is None:
        return Level.SEASON, own
    word = _word(file.word)
    if preset is Preset.PLEX:
        return Level.SEASON, f"{_plex_season(of_season, word, file)}.{ending}"
    return Level.TITLE, f"season{'-specials' if of_season == 0 else f'{of_season:02d}'}-{word}.{ending}"


def _word(word: str) -> str:
    if word in _POSTERS:
        return "poster"
    return "fanart" if word in _BACKGROUNDS else word


def _plex_season(season: int, word: str, file: FolderFile) -> str:
    """``Season01``, ``Season01-banner``, ``season-specials-poster``; a letter behind it is a further picture."""
    letter = file.rest[-1] if file.season is not None and len(file.rest) == 1 else ""
    if season == 0:
        return f"season-specials-{word}"
    return f"Season{season:02d}{letter}" if word == "poster" else f"Season{season:02d}-{word}"
