"""Extras (trailers, deleted scenes, ...) told by the folder they lie in or by the end of their name.

The kinds and most words are Plex's ("Local Files for Trailers and Extras"); the others are Jellyfin's and Kodi's.
"""

from __future__ import annotations

import re

from organizer.parsing.reject import is_obfuscated
from organizer.parsing.titles import tidy

_FOLDERS = {
    "behindthescenes": "behindthescenes",
    "makingof": "behindthescenes",
    "deletedscenes": "deleted",
    "deleted": "deleted",
    "featurettes": "featurette",
    "featurette": "featurette",
    "interviews": "interview",
    "interview": "interview",
    "scenes": "scene",
    "clips": "scene",
    "shorts": "short",
    "trailers": "trailer",
    "trailer": "trailer",
    "teasers": "trailer",
    "other": "other",
    "others": "other",
    "extras": "other",
    "extra": "other",
    "bonus": "other",
    "specialfeatures": "other",
    "backdrops": "other",
    "ncopncd": "other",
}

_SUFFIXES = {
    "behindthescenes": "behindthescenes",
    "deleted": "deleted",
    "deletedscene": "deleted",
    "featurette": "featurette",
    "interview": "interview",
    "scene": "scene",
    "clip": "scene",
    "short": "short",
    "trailer": "trailer",
    "teaser": "trailer",
    "other": "other",
    "extra": "other",
}

# Plex: a hyphen and no space after it, numbered or not, in lower case ("The-Other" may end a title). ``.trailer`` and
# ``_trailer`` are Jellyfin's: a dot or underscore is taken for the unmistakable words only.
_SUFFIX = re.compile(
    r"(?:(?<=\S)\s*-(?P<any>" + "|".join(sorted(_SUFFIXES, key=len, reverse=True)) + r")"
    r"|[._-](?P<sure>(?i:trailer|deletedscene|behindthescenes|featurette)))[ ._-]?\d{0,2}$"
)
# A whole name that is one: ``Trailer.mkv``, ``teaser 2.mp4``, ``Deleted Scenes.mkv``.
_WHOLE = re.compile(
    r"^(?:(?:official|theatrical|teaser)[ ._-]+)?"
    r"(?P<word>trailer|teaser|featurettes?|deleted[ ._-]scenes?|behind[ ._-]the[ ._-]scenes|making[ ._-]of)"
    r"[ ._-]*#?\d{0,2}$",
    re.IGNORECASE,
)


def folder_extra(folder: str) -> str | None:
    """The kind of the extras that lie in a folder of this name, or None."""
    return _FOLDERS.get(_letters(folder))


def whole_extra(leaf: str) -> str | None:
    """The kind, when the whole name says nothing but that it is an extra."""
    found = _WHOLE.match(leaf)
    if found is None:
        return None
    word = _letters(found["word"])
    return _FOLDERS.get(word) or _FOLDERS.get(f"{word}s") or _SUFFIXES[word]


def own_name(leaf: str, title: str | None) -> str | None:
    """What an extra in a folder of its kind is called (``Making of Heat``), or None when its name says no more than the
    title and the kind: servers show that name.
    """
    kind, rest = take_suffix(leaf)
    if whole_extra(leaf) or is_obfuscated(leaf):
        return None
    name = tidy(rest)
    said = re.sub(r"[\W\d_]+", "", name.lower()).removeprefix(re.sub(r"[\W\d_]+", "", (title or "").lower()))
    return name if said and not (kind and said in _SUFFIXES) else None


# Openings and endings of anime without credits.
_CREDITLESS = re.compile(r"(?<![A-Za-z0-9])(?:NCOP|NCED)\d{0,2}[a-z]?(?:v\d)?(?![A-Za-z0-9])")


def take_suffix(leaf: str) -> tuple[str | None, str]:
    """The kind that the end of a name says, and the name without it."""
    if _CREDITLESS.search(leaf):
        return "other", leaf
    found = _SUFFIX.search(leaf)
    if found is None or found.start() == 0:
        return None, leaf
    return _SUFFIXES[(found["any"] or found["sure"]).lower()], leaf[: found.start()].rstrip(" ._-")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
