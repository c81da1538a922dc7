"""Aliases that outlive a start: what a person taught about titles and release names, asked for every file."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from pathlib import Path

from organizer.config.schema import VIDEO_EXTENSIONS
from organizer.errors import OrganizerError
from organizer.matching.similarity import normal
from organizer.model import Alias, AliasScope, Candidate, CandidateType, MediaType, Parse, ParsedName

_LOG = logging.getLogger(__name__)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS alias (
    scope TEXT NOT NULL, key BLOB NOT NULL, type TEXT NOT NULL, tmdb_id INTEGER NOT NULL,
    title TEXT NOT NULL, year INTEGER, show_order TEXT, PRIMARY KEY (scope, key)
) WITHOUT ROWID
"""
_KIND_WORDS = {MediaType.MOVIE: "film", MediaType.EPISODE: "series"}

_Key = tuple[AliasScope, str]


class AliasBook:
    """All aliases, in memory over SQLite. Threads may share it.

    Losing this memory costs the person time but no file, so a database that cannot be opened is reported in the log
    and the book stays empty; ``add`` and ``remove`` then raise. ``path`` None keeps aliases for this sitting only.
    """

    def __init__(self, path: Path | None) -> None:
        self._guard = threading.Lock()
        self._known: dict[_Key, Alias] = {}
        self._connection: sqlite3.Connection | None = None
        self._lost = ""
        if path is not None:
            self._open(path)

    def find(self, parse: Parse) -> Alias | None:
        """What was taught for this release name, else for its title. An id in the name says more than a title does."""
        if not self._known:
            return None
        release = self._known.get((AliasScope.RELEASE, release_of(parse)))
        parsed = parse.parsed
        if release or parsed.tmdb_id or parsed.imdb_id or parsed.tvdb_id:
            return release
        key = title_key(parsed)
        return self._known.get((AliasScope.TITLE, key)) if key else None

    def all(self) -> list[Alias]:
        """Every alias, by scope and key."""
        with self._guard:
            return [self._known[key] for key in sorted(self._known)]

    def add(self, alias: Alias) -> None:
        """Keep it, in place of an earlier one for the same names. Raises OrganizerError when it cannot be kept."""
        row = (
            alias.scope.value,
            os.fsencode(alias.key),
            alias.type.value,
            alias.tmdb_id,
            alias.title.encode("utf-8", "replace").decode(),
            alias.year,
            alias.order,
        )
        self._write("INSERT OR REPLACE INTO alias VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        with self._guard:
            self._known[alias.scope, alias.key] = alias

    def remove(self, alias: Alias) -> bool:
        """Forget it; whether it was there. Raises OrganizerError when the file cannot be written."""
        self._write("DELETE FROM alias WHERE scope = ? AND key = ?", (alias.scope.value, os.fsencode(alias.key)))
        with self._guard:
            return self._known.pop((alias.scope, alias.key), None) is not None

    def close(self) -> None:
        """Close the file; what was kept stays known."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA cache_size=-128")  # kilobytes: all rows are in memory already
            connection.execute(_SCHEMA)
            connection.commit()
            rows = connection.execute("SELECT * FROM alias").fetchall()
        except (OSError, sqlite3.Error) as error:
            self._lost = str(error)
            _LOG.warning("aliases are not remembered: %s", error)
            return
        self._connection = connection
        for row in rows:
            try:
                alias = _alias(row)
            except (ValueError, TypeError) as error:
                _LOG.warning("a remembered alias could not be read: %s", error)
            else:
                self._known[alias.scope, alias.key] = alias

    def _write(self, statement: str, row: tuple[object, ...]) -> None:
        with self._guard:
            if self._lost:
                raise OrganizerError(f"Aliases cannot be kept ({self._lost})", hint="check the data folder: pmo doctor")
            if self._connection is None:
                return
            try:
                with self._connection as connection:
                    connection.execute(statement, row)
            except sqlite3.Error as error:
                raise OrganizerError(
                    f"Aliases cannot be kept ({error})", hint="check the data folder: pmo doctor"
                ) from error


def title_key(parsed: ParsedName) -> str:
    """What names of one title share: ``series lantern village``, ``film heat (1995)``; empty without a title.

    The year is part of it where the name has one: a remake of another year is another film.
    """
    words = normal(parsed.title or "")
    if not words or parsed.type is None:
        return ""
    return f"{_KIND_WORDS[parsed.type]} {words}" + (f" ({parsed.year})" if parsed.year else "")


def title_key_of(kind: CandidateType, title: str, year: int | None) -> str:
    """The key for a title that a person has typed."""
    media = MediaType.MOVIE if kind is CandidateType.MOVIE else MediaType.EPISODE
    return title_key(ParsedName("", media, title, year))


def release_of(parse: Parse) -> str:
    """The release name: the last part of the path without its ending."""
    return release_key(os.path.basename(parse.parsed.path))


def release_key(name: str) -> str:
    """A file's name, or the name of a release, without the ending of a file."""
    stem, ending = os.path.splitext(name)
    return stem if ending[1:].lower() in VIDEO_EXTENSIONS else name


def alias_for(parse: Parse, candidate: Candidate, order: str | None = None) -> Alias:
    """The alias that a choice for this name is remembered by: for its title, else for its release name alone.

    A film taken for a name that looks like an episode is remembered for that name only: the next episode is not it.
    """
    film_for_episode = candidate.type is CandidateType.MOVIE and parse.parsed.type is MediaType.EPISODE
    key = "" if film_for_episode else title_key(parse.parsed)
    scope = AliasScope.TITLE if key else AliasScope.RELEASE
    return Alias(
        scope, key or release_of(parse), candidate.type, candidate.tmdb_id, candidate.title, candidate.year, order
    )


def _alias(row: tuple[object, ...]) -> Alias:
    scope, key, kind, tmdb_id, title, year, order = row
    if not isinstance(key, bytes) or not isinstance(tmdb_id, int) or not isinstance(title, str):
        raise TypeError("a column of a wrong type")
    if not isinstance(year, int | None) or not isinstance(order, str | None):
        raise TypeError("a column of a wrong type")
    return Alias(AliasScope(str(scope)), os.fsdecode(key), CandidateType(str(kind)), tmdb_id, title, year, order)
