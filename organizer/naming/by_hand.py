"""A name that a person wrote: taken as it stands where every disk and server can bear it, else refused with why."""

from __future__ import annotations

import os
import unicodedata

from organizer.config.schema import VIDEO_EXTENSIONS
from organizer.display import safe_text
from organizer.errors import NamingError
from organizer.model import MediaType
from organizer.naming.characters import NAME_LIMIT, component
from organizer.naming.targets import COMPANION_ROOM, RelativeTarget, ending_of


def by_hand(text: str, kind: MediaType, source: str, *, limit: int = NAME_LIMIT) -> RelativeTarget:
    """The place that ``text`` names: a path below the library's folder for ``kind``, its ending written or not.

    The ending stays that of ``source``. Blanks at the ends of names and double ones do not count. ``limit`` is the
    disk's limit for a name in bytes; the file's stem leaves room for its companions.

    Raises ``NamingError`` for a whole path, for one that leaves the library, for another ending, and for names that
    are too long or that some disk would not take as they are.
    """
    if text.lstrip().startswith("/"):
        raise NamingError("That is a whole path", hint="write what comes below the library's folder")
    pieces = [" ".join(piece.split()) for piece in unicodedata.normalize("NFC", text).split("/")]
    if not all(piece.strip(".") for piece in pieces):
        raise NamingError("A part of the path is empty or of dots", hint="write folder/name")
    ending = ending_of(source)
    *folders, name = pieces
    stem = _without(name, ending)
    for piece in (*folders, stem):
        _check(piece, limit)
    if len(stem.encode()) > limit - COMPANION_ROOM:
        raise NamingError(
            f"The name is {len(stem.encode()) - limit + COMPANION_ROOM} bytes too long",
            hint="subtitles and pictures need room after it",
        )
    return RelativeTarget(kind, tuple(folders), stem, ending)


def _without(name: str, ending: str) -> str:
    """The name without the file's own ending."""
    stem, other = os.path.splitext(name)
    if other.lower() == ending:
        return stem.rstrip()
    if other[1:].lower() in VIDEO_EXTENSIONS:
        raise NamingError(f"The ending stays {ending or 'away'}", hint="another one would not change what is inside")
    return name


def _check(piece: str, limit: int) -> None:
    if len(piece.encode()) > limit:
        raise NamingError(f"A folder's name has more than {limit} bytes", hint="shorten it")
    allowed = component(piece, limit)
    if allowed != piece:
        if refused := next((c for c in piece if component(f"a{c}a") != f"a{c}a"), ""):
            raise NamingError(f"“{safe_text(refused)}” cannot stand in a name", hint="some disks refuse it")
        shown, better = safe_text(piece), safe_text(allowed)
        raise NamingError(f"“{shown}” is no name that every disk takes", hint=f"“{better}” is one")
