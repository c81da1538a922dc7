"""Extras (trailers, deleted scenes, ...) told by the folder they lie in or by the end of their name.

The kinds and most words are Plex's ("Local Files for Trailers and Extras"); the others are Jellyfin's and Kodi's.
"""

from __future__ import annotations

import re

from organizer.parsing.anchors import TECHNICAL
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
    "behindthescene": "behindthescenes",
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


# ``Film (1995) Trailer 2``, ``Film Official Trailer``, ``Making of Film``: kind words beside a title that is known.
_KIND_WORDS = (
    r"(?:(?:official|theatrical|teaser|final|full|first|new|international|red[ ._-]band)[ ._-]+)*"
    r"(?P<word>trailer|teaser|featurette|deleted[ ._-]scene|behind[ ._-]the[ ._-]scene|making[ ._-]of)s?"
    r"[ ._-]*#?\d{0,2}"
)
_AFTER_YEAR = re.compile(
    rf"^(?P<title>\S.*?[ ._-][(\[]?(?:19|20)\d\d[)\]]?)[ ._-]+{_KIND_WORDS}(?P<rest>$|[ ._-]*[\[(].*|[ ._-]+.*)$",
    re.IGNORECASE,
)
_KIND_ALONE = re.compile(rf"^[\W_]*{_KIND_WORDS}[\W_]*$", re.IGNORECASE)
_YEAR_IN_FRONT = re.compile(r"^[\W_]*(?:19|20)\d\d(?!\d)")
_MADE = re.compile(r"^(?:the[ ._-]+)?making[ ._-]of[ ._-]+", re.IGNORECASE)


def folder_extra(folder: str) -> str | None:
    """The kind of the extras that lie in a folder of this name, or None."""
    return _FOLDERS.get(_letters(folder))


def whole_extra(leaf: str) -> str | None:
    """The kind, when the whole name says nothing but that it is an extra."""
    found = _WHOLE.match(leaf)
    if found is None:
        return None
    return _kind(found["word"])


def own_name(leaf: str, title: str | None, kind: str) -> str | None:
    """What an extra in a folder is called (``Making of Heat``, ``Teaser``), or None when its name says no more than the
    title and its kind: servers show that name.
    """
    if is_obfuscated(leaf) or (kind != "trailer" and whole_extra(leaf) == "trailer"):
        return None  # a trailer by its name is one to Kodi, wherever it lies
    suffix, rest = take_suffix(leaf)
    name = tidy(rest)
    said = re.sub(r"[\W\d_]+", "", name.lower()).removeprefix(re.sub(r"[\W\d_]+", "", (title or "").lower()))
    words = {word for word, meant in _SUFFIXES.items() if suffix or (meant == kind and word != "teaser")}
    return name if said and said not in words and said.removesuffix("s") not in words else None


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


def beside_title(leaf: str, title: str | None) -> tuple[str | None, str]:
    """The kind that words beside the title say, and the name without them.

    They count behind a year, where what follows is technical or nothing, and beside ``title``, that of the folder.
    """
    if (found := _AFTER_YEAR.match(leaf)) and _is_technical(found["rest"]):
        return _kind(found["word"]), f"{found['title']}{found['rest']}"
    words = re.findall(r"[^\W_]+", title or "")
    if not words or _KIND_ALONE.match(title or ""):
        return None, leaf
    whole = re.compile(r"[\W_]*" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])", re.IGNORECASE)
    if (made := _MADE.match(leaf)) and (named := whole.match(leaf, made.end())) and named.end() == len(leaf):
        return "behindthescenes", leaf[made.end() :]
    named = whole.match(leaf)
    found = _KIND_ALONE.match(_YEAR_IN_FRONT.sub("", leaf[named.end() :])) if named else None
    return (_kind(found["word"]), leaf[: named.end()]) if named and found else (None, leaf)


def _is_technical(rest: str) -> bool:
    text = rest.strip(" ._-[(")
    return not text or re.match(r"\d{3,4}[pi](?![a-z])", text, re.IGNORECASE) is not None or bool(TECHNICAL.match(text))


def _kind(word: str) -> str:
    letters = _letters(word)
    return _SUFFIXES.get(letters) or _FOLDERS.get(letters) or _FOLDERS[f"{letters}s"]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
