"""Where a row's file would go, in a line: what the detail pane shows before there is a plan."""

from __future__ import annotations

import os

from organizer.config.schema import LibrarySettings
from organizer.errors import NamingError
from organizer.model import MediaType, ReviewRow
from organizer.naming.targets import target


def target_below(row: ReviewRow, settings: LibrarySettings) -> str | None:
    """The path below the library, with the folder of films or series; None when there is nothing to propose.

    The plan has the last word: it knows which other files want the same name.
    """
    if row.parse is None or row.verdict is None or row.verdict.match is None:
        return None
    extension = os.path.splitext(row.file.path)[1]
    try:
        place = target(row.verdict.match, row.parse.parsed, settings.preset, ids=settings.ids, extension=extension)
    except NamingError:
        return None
    own = settings.movies if place.type is MediaType.MOVIE else settings.tv
    folder = os.path.basename(own.rstrip(os.sep)) or ("Movies" if place.type is MediaType.MOVIE else "TV Shows")
    return f"{folder}/{place.path}"
