"""The library's folders, from root, movies and tv."""

from __future__ import annotations

import os

from organizer.config.schema import LibrarySettings
from organizer.model import Library


def library_of(settings: LibrarySettings) -> Library | None:
    """Where films and series go: ``Movies`` and ``TV Shows`` below root (the names of Plex's own guide), unless
    a folder of their own is set; None when either is not known.
    """
    movies = settings.movies or (os.path.join(settings.root, "Movies") if settings.root else "")
    tv = settings.tv or (os.path.join(settings.root, "TV Shows") if settings.root else "")
    return Library(movies, tv) if movies and tv else None
