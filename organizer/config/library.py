"""The library's folders, from the settings."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from typing import Any

from organizer.config.schema import LibrarySettings
from organizer.model import Library

_FOLDERS = tuple(field.name for field in fields(Library))


def below_root(settings: LibrarySettings, root: str) -> LibrarySettings:
    """The settings with this root and no folder anywhere else."""
    bare: Any = dict.fromkeys(_FOLDERS, "")
    return replace(settings, root=root, **bare)


def library_of(settings: LibrarySettings) -> Library | None:
    """Where films and series go: ``Movies`` and ``TV Shows`` below root (the names of Plex's own guide), unless
    a folder of their own is set; None when either is not known. All other folders are optional.
    """
    movies = settings.movies or (os.path.join(settings.root, "Movies") if settings.root else "")
    tv = settings.tv or (os.path.join(settings.root, "TV Shows") if settings.root else "")
    if not movies or not tv:
        return None
    shelves = {name: getattr(settings, name) for name in _FOLDERS if name not in {"movies", "tv"}}
    return Library(movies, tv, **shelves)
