"""The library's folders, from the settings."""

from __future__ import annotations

import os

from organizer.config.schema import LibrarySettings
from organizer.model import Library


def library_of(settings: LibrarySettings) -> Library | None:
    """Where films and series go: ``Movies`` and ``TV Shows`` below root (the names of Plex's own guide), unless
    a folder of their own is set; None when either is not known. All other folders are optional.
    """
    movies = settings.movies or (os.path.join(settings.root, "Movies") if settings.root else "")
    tv = settings.tv or (os.path.join(settings.root, "TV Shows") if settings.root else "")
    if not movies or not tv:
        return None
    return Library(
        movies,
        tv,
        anime_movies=settings.anime_movies,
        anime_tv=settings.anime_tv,
        kids_movies=settings.kids_movies,
        kids_tv=settings.kids_tv,
        uhd_movies=settings.uhd_movies,
        uhd_tv=settings.uhd_tv,
    )
