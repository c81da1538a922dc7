"""Decisions that outlive a start: kept on disk as they are made, by path, size and time of the file."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from organizer.model import Decision, FileIdentity, Match, MediaFile
from organizer.state.codec import BROKEN, match_from_text, match_to_text
from organizer.store.columns import identity_hash
from organizer.store.view import ViewState, roots_key

_LOG = logging.getLogger(__name__)
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS decision (
        path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        decision TEXT NOT NULL, match TEXT, inode TEXT, identity INTEGER, target TEXT
    ) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS view (roots TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID",
)
_LATER = {"inode": "TEXT", "identity": "INTEGER", "target": "TEXT"}  # columns that the first databases did not have


_ALL = "SELECT path, size, mtime_ns, inode, decision, match, identity, target FROM decision"
_UNREADABLE = (sqlite3.Error, *BROKEN)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A decision from earlier.

    ``identity`` is the ``identity_hash`` of the match that was approved; ``match`` the one that the person chose.
    ``moved_from`` is where the file was then, when that is not where it is now. ``target`` is the name that the person
    wrote for the match of that identity.
    """

    decision: Decision
    match: Match | None = None
    identity: int = 0
    moved_from: str | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision to keep: ``match`` for one that the person chose, ``identity`` for any that was approved.

    ``target`` is a name written by hand, ``identity`` then that of the match it was written for.
    """

    path: str
    file: FileIdentity
    decision: Decision
    match: Match | None = None
    identity: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    path: str
    size: int
    mtime_ns: int
    inode: int
    decision: str
    match: str | None
    identity: int | None
    target: str

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> _Kept:
        path, size, mtime_ns, inode, decision, match, identity, target = row
        return cls(os.fsdecode(path), size, mtime_ns, int(inode or 0), decision, match, identity, target or "")

    def is_of(self, identity: FileIdentity) -> bool:
        return (self.size, self.mtime_ns) == (identity.size, identity.mtime_ns)

    def remembered(self, moved_from: str | None = None) -> Remembered:
        decision = Decision(self.decision)
        match = match_from_text(self.match) if self.match else None
        identity = self.identity or (identity_hash(match) if match else 0)
        return Remembered(decision, match if decision is Decision.FIXED else None, identity, moved_from, self.target)


class DecisionMemory:
    """Decisions and views in SQLite. A file that changed since (size or time) is not recognised: it is asked again.

    A file that was moved or renamed is recognised by inode, size and time, when nothing is at its old place any more.

    Losing this memory costs the person time but no file, so a database that cannot be opened or written is
    reported once in the log and the review goes on without it.
    """

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        self._by_path: dict[str, _Kept] | None = None
        self._by_inode: dict[int, _Kept] = {}
        self._saved = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            _prepare(self._connection)
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def recall(self, file: MediaFile) -> Remembered | None:
        """What was decided for this very file, or None. What was kept is read once; then this costs about 1 µs."""
        if self._connection is None:
            return None
        try:
            return self._recall(file.path, file.identity)
        except _UNREADABLE as error:
            _LOG.warning("a remembered decision could not be read: %s", error)
            return None

    @property
    def remembered(self) -> list[str]:
        """The paths of all files that something is remembered of, as they were at the first look."""
        if self._connection is None:
            return []
        try:
            return list(self._loaded(self._connection))
        except _UNREADABLE as error:
            _LOG.warning("remembered decisions could not be read: %s", error)
            return []

    def save(self, decided: Iterable[Decided]) -> None:
        """Keep decisions, all or none; PENDING without a name forgets.

        Durable against a killed process, not against power loss.
        """
        if self._connection is None:
            return
        keep, forget = [], []
        for one in decided:
            key = os.fsencode(one.path)
            if one.decision is Decision.PENDING and not one.target:
                forget.append((key,))
            else:
                text = match_to_text(one.match) if one.match else None
                file = one.file
                keep.append(
                    (
                        key,
                        file.size,
                        file.mtime_ns,
                        one.decision.value,
                        text,
                        str(file.inode),
                        one.identity or None,
                        one.target or None,
                    )
                )
        try:
            with self._connection as connection:
                connection.executemany("DELETE FROM decision WHERE path = ?", forget)
                connection.executemany("INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)", keep)
            self._saved = True
        except sqlite3.Error as error:
            self._give_up(error)

    def view(self, roots: Iterable[str]) -> ViewState | None:
        """How these roots were looked at last, or None."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT state FROM view WHERE roots = ?", (roots_key(roots),)).fetchone()
            return ViewState.from_text(row[0]) if row else None
        except _UNREADABLE as error:
            _LOG.warning("the view of the last time could not be read: %s", error)
            return None

    def keep_view(self, roots: Iterable[str], view: ViewState) -> None:
        """Keep how these roots are looked at."""
        if self._connection is None:
            return
        try:
            with self._connection as connection:
                connection.execute("INSERT OR REPLACE INTO view VALUES (?, ?)", (roots_key(roots), view.to_text()))
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Close the database."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # -- inside

    def _recall(self, path: str, identity: FileIdentity) -> Remembered | None:
        if self._connection is None:
            return None
        if self._saved:  # what was read at the first look is old
            row = self._connection.execute(f"{_ALL} WHERE path = ?", (os.fsencode(path),)).fetchone()
            kept = _Kept.of(row) if row else None
        else:
            kept = self._loaded(self._connection).get(path)
        if kept is not None:
            return kept.remembered() if kept.is_of(identity) else None
        moved = self._by_inode.get(identity.inode)
        if moved is None or not moved.is_of(identity) or os.path.lexists(moved.path):
            return None
        return moved.remembered(moved.path)

    def _loaded(self, connection: sqlite3.Connection) -> dict[str, _Kept]:
        if self._by_path is None:
            self._by_path = {}
            for row in connection.execute(_ALL):
                kept = _Kept.of(row)
                self._by_path[kept.path] = kept
                if kept.inode:
                    self._by_inode[kept.inode] = kept
        return self._by_path

    def _give_up(self, error: Exception) -> None:
        _LOG.warning("decisions are not remembered: %s", error)
        self.close()


def _prepare(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")  # two starts at once: one of them adds the columns
        for statement in _SCHEMA:
            connection.execute(statement)
        known = {row[1] for row in connection.execute("PRAGMA table_info(decision)")}
        for name, type_name in _LATER.items():
            if name not in known:
                connection.execute(f"ALTER TABLE decision ADD COLUMN {name} {type_name}")
