"""The checks of ``pmo doctor``: each looks at one thing and says what it found and what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from organizer.config.library import library_of
from organizer.config.schema import Settings
from organizer.discovery import check_roots
from organizer.display import human_size
from organizer.errors import ConfigError, OrganizerError
from organizer.locations import Locations
from organizer.model import Action
from organizer.mounts import file_system_of
from organizer.naming import NameStyle, check
from organizer.naming.samples import TEMPLATES
from organizer.transfer.journal import Journal
from tui.commands.context import GET_A_KEY
from tui.commands.terminal import SMALLEST, Terminal
from tui.phrases import counted

# Below this much free space a copy of one film fails.
_LITTLE_SPACE = 10 * 1024**3


class Health(StrEnum):
    """How a thing is. Only a PROBLEM keeps something from working."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. ``advice`` is what to do, empty when nothing is."""

    about: str
    health: Health
    text: str
    advice: str = ""


def check_tmdb(settings: Settings, *, offline: bool) -> Finding:
    """Whether there is a key, and TMDB is there and takes it: one request."""
    if not settings.tmdb.has_credential:
        return Finding("TMDB key", Health.PROBLEM, "none is set", GET_A_KEY)
    kind = "API read access token (v4)" if settings.tmdb.access_token else "API key (v3)"
    if offline:
        return Finding("TMDB key", Health.NOTE, f"an {kind} is set; it was not tried, because of --offline")
    try:
        asyncio.run(_ask(settings))
    except OrganizerError as error:
        return Finding("TMDB", Health.PROBLEM, str(error), error.hint)
    return Finding("TMDB", Health.OK, f"{settings.tmdb.base_url} answers and accepts the {kind}")


async def _ask(settings: Settings) -> None:
    from organizer.tmdb.cache import TmdbCache
    from organizer.tmdb.client import TmdbClient

    impatient = replace(settings.tmdb, retries=min(1, settings.tmdb.retries))
    async with TmdbClient(impatient, TmdbCache(None, impatient)) as client:
        await client.check()


def check_sources(settings: Settings) -> Iterator[Finding]:
    """Whether each source can be read, and emptied where files are moved."""
    if not settings.library.sources:
        yield Finding("sources", Health.NOTE, "none are configured", "name folders on the command line, or set sources")
    for source in settings.library.sources:
        try:
            (path,) = check_roots([source])
        except OrganizerError as error:
            yield Finding("source", Health.PROBLEM, str(error), error.hint)
            continue
        if settings.library.action is Action.MOVE and not _writable(path):
            advice = "change its permissions, or set action to copy or symlink"
            yield Finding("source", Health.PROBLEM, f"{path} cannot be written, so nothing can move from it", advice)
        else:
            yield Finding("source", Health.OK, f"{path} ({_file_system(path)})")


def check_naming(settings: Settings) -> Finding:
    """Whether the templates can be used."""
    own = [setting for setting in TEMPLATES if getattr(settings.naming, setting)]
    try:
        check(NameStyle.of(settings))
    except ConfigError as error:
        return Finding("naming", Health.PROBLEM, str(error), error.hint or "pmo naming tokens lists all words")
    return Finding("naming", Health.OK, ", ".join((settings.library.preset, *own)))


def check_library(settings: Settings) -> Iterator[Finding]:
    """Whether there is a library that can be written, and room in it."""
    library = library_of(settings.library)
    if library is None:
        advice = "set root in the settings file, or name it with --library"
        yield Finding("library", Health.NOTE, "none is set", advice)
        return
    for folder in library.roots:
        yield _check_target(folder)
    if settings.library.action is Action.HARDLINK:
        yield from _check_hardlinks(settings.library.sources, library.roots)


def _check_target(folder: str) -> Finding:
    there = _nearest(folder)
    if not os.path.isdir(there):
        return Finding("library", Health.PROBLEM, f"{there} is no folder", "choose another library, or move it away")
    if not _writable(there):
        return Finding("library", Health.PROBLEM, f"{there} cannot be written", "change its permissions or owner")
    free = shutil.disk_usage(there).free
    text = f"{folder} ({_file_system(there)}, {human_size(free)} free)"
    if there != folder:
        text += "; it will be made"
    if free < _LITTLE_SPACE:
        return Finding("library", Health.NOTE, text, "make room before copying or moving from another disk")
    return Finding("library", Health.OK, text)


def _check_hardlinks(sources: Sequence[str], targets: Sequence[str]) -> Iterator[Finding]:
    for source in sources:
        for target in targets:
            there = _nearest(target)
            if os.path.isdir(source) and os.stat(source).st_dev != os.stat(there).st_dev:
                text = f"{source} and {target} are on different file systems, where no hard link can be made"
                yield Finding("hard links", Health.PROBLEM, text, "use --action copy, move or symlink")


def check_own_folders(places: Locations) -> Iterator[Finding]:
    """Whether settings, state and cache can be kept."""
    for what, folder in (("settings", places.config), ("state", places.data), ("cache", places.cache)):
        there = _nearest(str(folder))
        if os.path.isdir(there) and _writable(there):
            yield Finding(what, Health.OK, str(folder))
        else:
            advice = f"change its permissions, or set PMO_{folder_variable(what)}_DIR"
            yield Finding(what, Health.PROBLEM, f"{folder} cannot be written", advice)


def folder_variable(what: str) -> str:
    """The middle of the environment variable that moves a folder."""
    return {"settings": "CONFIG", "state": "DATA", "cache": "CACHE"}[what]


def check_journal(places: Locations) -> Finding:
    """Whether the journal can be read, and nothing is half done."""
    try:
        with Journal.open(places.journal, write=False) as journal:
            unfinished, runs = journal.unfinished(), len(journal.runs())
    except OrganizerError as error:
        return Finding("journal", Health.PROBLEM, str(error), error.hint)
    if unfinished:
        return Finding("journal", Health.PROBLEM, "a run was interrupted half way", "finish it with: pmo recover")
    return Finding("journal", Health.OK, counted(runs, "run") if runs else "no runs yet")


def check_terminal(found: Terminal) -> Iterator[Finding]:
    """Whether the app can be shown here."""
    if not found.connected:
        yield Finding("terminal", Health.NOTE, "not connected to one; commands work, the app does not")
        return
    if found.term in {"", "dumb"}:
        yield Finding("terminal", Health.PROBLEM, f'TERM is "{found.term}"', "set TERM, for example to xterm-256color")
    elif found.columns < SMALLEST[0] or found.lines < SMALLEST[1]:
        yield Finding(
            "terminal", Health.NOTE, f"{found.columns}x{found.lines} is small", "80x24 or more shows everything"
        )
    else:
        yield Finding("terminal", Health.OK, f"{found.term}, {found.columns}x{found.lines}, {found.colours} colours")
    if not found.unicode:
        advice = "use a UTF-8 locale such as C.UTF-8, or start the app with --ascii"
        yield Finding("characters", Health.NOTE, f"the locale's encoding is {found.encoding}, not UTF-8", advice)


def _writable(path: str) -> bool:
    return os.access(path, os.W_OK | os.X_OK)


def _nearest(path: str) -> str:
    """The path, or the nearest thing above it that exists."""
    while not os.path.lexists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


def _file_system(path: str) -> str:
    return file_system_of(path) or "file system unknown"
