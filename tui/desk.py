"""Desk: what the screens of one sitting share; made once by the app, which hands it to the screens it opens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from organizer.config.library import library_of
from organizer.config.load import Origin
from organizer.config.schema import Settings
from organizer.locations import Locations
from organizer.model import ConflictChoice, Decision, EarlierRuns, Library, ReviewRow
from organizer.store.aliases import AliasBook
from organizer.store.review import ReviewStore
from tui.bridge import EngineBridge
from tui.glyphs import Glyphs


@dataclass(slots=True)
class Desk:
    """Settings, places, the store, what was taught, the engine, and which rows were carried away in this sitting.

    ``choices`` say what to do with a video whose target is taken, by its path; ``warnings`` are about the settings (a
    key that others can read) and stay on the screen; ``origins`` say where each setting came from, and ``config_file``
    is the person's settings file (None: the usual place).

    ``new_folders`` are those of a library named in this sitting that were not there: a run makes them.

    ``make_bridge`` makes a bridge to an engine with these settings, offline or not: a key may be typed in, or done
    without. ``demo`` keeps settings out of the person's file.
    """

    settings: Settings
    places: Locations
    roots: tuple[str, ...]
    library: Library | None
    store: ReviewStore
    glyphs: Glyphs
    make_bridge: Callable[[Settings, bool], EngineBridge]
    offline: bool = False
    demo: bool = False
    aliases: AliasBook = field(default_factory=lambda: AliasBook(None))
    before: EarlierRuns | None = None
    done: set[int] = field(default_factory=set)
    choices: dict[str, ConflictChoice] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    config_file: Path | None = None
    new_folders: tuple[str, ...] = ()
    bridge: EngineBridge = field(init=False)

    def __post_init__(self) -> None:
        self.bridge = self.make_bridge(self.settings, self.offline)

    def use_credential(self, text: str) -> None:
        """Go on with this key or token; takes up to a second. Raises ConfigError when it is neither."""
        from organizer.config.write import read_credential

        name, value = read_credential(text)
        token, key = (value, "") if name == "tmdb.access_token" else ("", value)
        tmdb = replace(self.settings.tmdb, access_token=token, api_key=key)
        self.settings = replace(self.settings, tmdb=tmdb)
        self._other_bridge()

    def go_offline(self) -> None:
        """Go on with what the cache knows; takes up to a second."""
        self.offline = True
        self._other_bridge()

    def keep_credential(self, text: str) -> None:
        """Store a key or token that TMDB has taken, readable by its owner only. Raises ConfigError."""
        from organizer.config.write import store_credential

        if not self.demo:
            store_credential(self.settings_file, text)

    def use_library(self, root: str) -> None:
        """Take this folder for the library from now on, and remember it. Raises ConfigError."""
        from organizer.config.write import store_value

        self.settings = replace(self.settings, library=replace(self.settings.library, root=root, movies="", tv=""))
        self.library = library_of(self.settings.library)
        self.new_folders = _missing(root)
        if not self.demo:
            store_value(self.settings_file, "library.root", root)

    @property
    def settings_file(self) -> Path:
        """Where settings are kept."""
        return self.config_file or self.places.config_file

    def keep_settings(self, changed: Mapping[str, Any]) -> None:
        """Store these settings by name, with everything else of the file as it was. Raises ConfigError."""
        from organizer.config.write import store_values

        if not self.demo:
            store_values(self.settings_file, dict(changed))

    def use_settings(self, settings: Settings, *, reconnect: bool) -> None:
        """Go on with these; with ``reconnect`` the engine is started again, which takes up to a second."""
        if self.roots == self.settings.library.sources:
            self.roots = settings.library.sources
        self.settings = settings
        self.library = library_of(settings.library)
        if reconnect:
            self._other_bridge()

    def carried(self, sources: Iterable[str]) -> None:
        """The files with these paths are no longer there: their rows are done."""
        paths = set(sources)
        self.done |= {row_id for path in paths if (row_id := self.store.find(path)) is not None}
        self.store.forget(paths)

    def brought_back(self, sources: Iterable[str]) -> None:
        """The files with these paths are where they were: their rows can be decided again."""
        ids = [row_id for path in sources if (row_id := self.store.find(path)) is not None]
        self.store.decide([i for i in ids if self.store.decision(i) is Decision.DONE], Decision.PENDING, "open again")
        self.done.difference_update(ids)

    def _other_bridge(self) -> None:
        self.bridge.close()
        self.bridge = self.make_bridge(self.settings, self.offline)
        self.bridge.start()

    def planned_rows(self) -> list[ReviewRow]:
        """What a plan is made of: every row that is not done yet."""
        return [row for row in self.store if row.id not in self.done]


def _missing(path: str) -> tuple[str, ...]:
    """The folder and those above it that are not there."""
    found = []
    while not os.path.lexists(path):
        found.append(path)
        path = os.path.dirname(path)
    return tuple(found)
