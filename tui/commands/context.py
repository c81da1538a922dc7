"""What a command is given: its arguments, the settings, the folders and the way to speak."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from organizer.cancellation import CancelToken
from organizer.config.fields import setting_fields
from organizer.config.library import library_of
from organizer.config.load import Loaded, OriginKind, load
from organizer.config.schema import Settings
from organizer.display import safe_text
from organizer.errors import ConfigError, TmdbRefused, UsageError
from organizer.locations import Locations, locations
from organizer.model import Library
from tui.commands.logs import Redactor
from tui.commands.output import Output

if TYPE_CHECKING:
    from organizer.store.aliases import AliasBook
    from organizer.transfer.carried import CarriedBefore
    from tui.commands.scanning import Scanner
    from tui.keymap import Keymap

LIBRARY_SETTINGS = ("library.root", "library.movies", "library.tv")
GET_A_KEY = (
    "get one free of charge at https://www.themoviedb.org/settings/api and set TMDB_ACCESS_TOKEN, or start pmo and "
    "paste it there; pmo demo shows everything without one"
)


class Context:
    """One call of the command line. Settings are read when they are first asked for: ``config init`` needs none."""

    def __init__(self, arguments: Namespace, environ: Mapping[str, str] | None = None) -> None:
        self.arguments = arguments
        self.environ = os.environ if environ is None else environ
        self.places: Locations = locations(self.environ)
        self.redact = Redactor()
        self.redact.learn(*(self.environ.get(f.env or "", "") for f in setting_fields().values() if f.secret))
        self.token = CancelToken()
        self._stack = ExitStack()
        self.out = Output(as_json=arguments.json, quiet=arguments.quiet, verbose=arguments.verbose, redact=self.redact)

    @property
    def config_file(self) -> Path:
        """The settings file, there or not."""
        given = self.arguments.config
        return Path(given).expanduser().absolute() if given else self.places.config_file

    @cached_property
    def loaded(self) -> Loaded:
        """The settings with where each came from. Raises ConfigError."""
        flags = {name: getattr(self.arguments, name) for name, f in setting_fields().items() if f.flag}
        found = load(self.config_file, self.environ, flags, required=bool(self.arguments.config))
        self.redact.learn(found.settings.tmdb.access_token, found.settings.tmdb.api_key)
        for warning in found.warnings:
            self.out.say(warning)
        return found

    @property
    def settings(self) -> Settings:
        """The settings in force. Raises ConfigError."""
        return self.loaded.settings

    @property
    def keymap(self) -> Keymap:
        """The keys of the app in force. Raises ConfigError."""
        from tui.keymap import keymap_of  # only the app and what speaks of its keys need the table

        return keymap_of(self.settings.keys)

    def roots(self) -> tuple[str, ...]:
        """The folders of the command line, or else the configured sources, checked. Raises UsageError."""
        from organizer.discovery import check_roots

        if "" in self.arguments.words:  # an unset variable in a script; the current folder is "."
            raise UsageError("One of the folders named is an empty text", hint='the current folder is "."')
        words = tuple(os.path.abspath(os.path.expanduser(word)) for word in self.arguments.words)
        roots = words or self.settings.library.sources
        if not roots:
            raise UsageError(
                "No folder was named and no sources are configured",
                hint="name one on the command line, or set sources in the settings file",
            )
        return check_roots(roots)

    def library(self) -> Library:
        """The library. Raises ConfigError when none is known."""
        found = library_of(self.settings.library)
        if found is None:
            raise ConfigError(
                "No library is set, so there is nowhere to put files",
                hint="name the folder that holds Movies and TV Shows with --library, or set root in the settings file",
            )
        return found

    def check_naming(self) -> None:
        """Raises TemplateError, a ConfigError, when a template of the settings cannot be used."""
        from organizer.naming import NameStyle, check  # only what makes names pays

        check(NameStyle.of(self.settings))

    def new_folders(self, library: Library) -> tuple[str, ...]:
        """The folder that is to hold the library, if it was named just now and is not there: the run makes it.

        One from the settings file has to be there: when it is not, its disk is most likely not mounted, and what is
        written in its place would vanish under the mount. Raises UsageError.
        """
        found = []
        for holder in dict.fromkeys(os.path.dirname(root) for root in library.roots):
            if os.path.isdir(holder):
                continue
            shown, above = safe_text(holder), os.path.dirname(holder)
            if not any(self.loaded.origins[name].kind is OriginKind.FLAG for name in LIBRARY_SETTINGS):
                raise UsageError(
                    f"The folder {shown} is not there",
                    hint="is its disk mounted? If it is new, make it, or name it with --library",
                )
            if os.path.lexists(holder) or not os.path.isdir(above) or not os.access(above, os.W_OK | os.X_OK):
                why = "something else has its name" if os.path.lexists(holder) else f"{safe_text(above)} takes none"
                raise UsageError(f"The folder {shown} cannot be made ({why})", hint="check --library")
            found.append(holder)
        return tuple(found)

    def require_credential(self) -> None:
        """Raises TmdbRefused when TMDB would have to be asked without a key."""
        if not self.settings.tmdb.has_credential and not self.arguments.offline:
            raise TmdbRefused("No TMDB key is set", hint=GET_A_KEY)

    def scanner(self) -> Scanner:
        """What scans with this call's settings."""
        from tui.commands.scanning import Scanner  # asyncio and the session: only a command that scans pays

        return Scanner(
            self.settings,
            self.places.tmdb_cache,
            self.out,
            self.token,
            self.arguments.offline,
            aliases=self.aliases(),
            before=self._before().of,
            state=self.places.state,
        )

    def _before(self) -> CarriedBefore:
        from organizer.transfer.carried import CarriedBefore

        before = CarriedBefore(self.places.journal)
        self._stack.callback(before.close)
        return before

    def close(self) -> None:
        """The command has ended: close what it has opened for reading."""
        self._stack.close()

    def aliases(self, *, write: bool = False) -> AliasBook:
        """What the person taught; a command that only reads makes no file for it."""
        from organizer.store.aliases import AliasBook

        path = self.places.aliases
        return AliasBook(path if write or path.exists() else None)

    @property
    def interactive(self) -> bool:
        """Whether there is a person to ask."""
        return sys.stdin is not None and sys.stdin.isatty()
