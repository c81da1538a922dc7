"""Where a row's file would go, in a line: what the screens show before there is a plan."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from organizer.config.schema import Settings
from organizer.errors import ConfigError, NamingError
from organizer.model import Library, MediaType, ReviewRow

if TYPE_CHECKING:
    from organizer.naming import RelativeTarget


def target_below(row: ReviewRow, settings: Settings, library: Library | None) -> str | None:
    """The path below the library, with the folder of films or series; None when there is nothing to propose.

    The plan has the last word: it knows which other files want the same name.
    """
    place = written(row) or proposed(row, settings)
    if place is None:
        return None
    folder = os.path.basename(root_of(row, library)) or _folder_word(place.type)
    return f"{folder}/{place.path}"


def proposed(row: ReviewRow, settings: Settings) -> RelativeTarget | None:
    """The name that the settings make of the match, whatever a person has written; None when they make none."""
    if row.verdict is None or row.verdict.match is None or row.parse is None:
        return None
    from organizer.naming import NameStyle, target  # no row has a match before the first frame

    try:
        return target(row.verdict.match, replace(row.parse.parsed, path=row.file.path), NameStyle.of(settings))
    except (NamingError, ConfigError):  # the plan says what is wrong
        return None


def written(row: ReviewRow) -> RelativeTarget | None:
    """The name that the person has written; None where there is none."""
    if not row.written or row.verdict is None or row.verdict.match is None:
        return None
    from organizer.naming import by_hand

    try:
        return by_hand(row.written, row.verdict.match.type, row.file.path)
    except NamingError:  # the rules were others when it was written: the plan says so
        return None


def root_of(row: ReviewRow, library: Library | None) -> str:
    """The library folder that a row with a match goes to; empty where there is no library yet."""
    match = row.verdict.match if row.verdict else None
    if match is None or row.parse is None or library is None:
        return ""
    from organizer.planning.routing import shelf_of

    return library.root(match.type, shelf_of(match, row.parse.parsed, library, row.file.path)).rstrip(os.sep)


def _folder_word(kind: MediaType) -> str:
    return "Movies" if kind is MediaType.MOVIE else "TV Shows"
