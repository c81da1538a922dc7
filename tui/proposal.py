"""Where a row's file would go, in a line: what the detail pane shows before there is a plan."""

from __future__ import annotations

import os
from dataclasses import replace

from organizer.config.schema import Settings
from organizer.errors import ConfigError, NamingError
from organizer.model import Library, MediaType, ReviewRow


def target_below(row: ReviewRow, settings: Settings, library: Library | None) -> str | None:
    """The path below the library, with the folder of films or series; None when there is nothing to propose.

    The plan has the last word: it knows which other files want the same name.
    """
    if row.parse is None or row.verdict is None or row.verdict.match is None:
        return None
    from organizer.naming import NameStyle, target  # no row has a match before the first frame
    from organizer.planning.routing import shelf_of

    match, parsed = row.verdict.match, replace(row.parse.parsed, path=row.file.path)
    try:
        place = target(match, parsed, NameStyle.of(settings))
    except (NamingError, ConfigError):  # the plan says what is wrong
        return None
    root = library.root(match.type, shelf_of(match, parsed, library, row.file.path)) if library else ""
    folder = os.path.basename(root.rstrip(os.sep)) or ("Movies" if place.type is MediaType.MOVIE else "TV Shows")
    return f"{folder}/{place.path}"
