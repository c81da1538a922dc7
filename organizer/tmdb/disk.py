"""The cache file: rows of text in SQLite, never a reason to stop.

A file that is damaged is put aside and begun anew; one that cannot be written or opened is done without. Either way
``warning`` then holds a sentence. Another process may use the same file: a moment's lock is waited for, a longer one
makes a miss or loses a row, silently, since the answer can be had again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from organizer.display import safe_text

T = TypeVar("T")

SCHEMA = 1
BUSY_SECONDS = 0.25  # the thread whose loop asks stands still meanwhile
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
_CACHE_KILOBYTES = 256  # of pages: an answer is read once, from the disk's own cache; SQLite would keep 2 MB
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_CREATE = (
    "DROP TABLE IF EXISTS answers",
    "DROP TABLE IF EXISTS counts",
    """CREATE TABLE answers (question TEXT PRIMARY KEY, stored REAL NOT NULL, lifetime TEXT NOT NULL,
    answer TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX answers_stored ON answers (stored)",
    "CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    f"PRAGMA user_version = {SCHEMA}",
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One answer as text. ``stored`` is seconds since the epoch; ``lifetime`` names how long it is good for."""

    stored: float
    lifetime: str
    text: str


class CacheFile:
    """Opened at the first use. Every method works whatever the disk does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._given_up = False
        self._lock = threading.Lock()
        self.warning = ""

    def read(self, question: str) -> StoredRow | None:
        """The row of the question."""
        found = self._do(
            lambda c: c.execute(
                "SELECT stored, lifetime, answer FROM answers WHERE question = ?", (question,)
            ).fetchone(),
            None,
        )
        return StoredRow(*found) if found else None

    def write(self, question: str, row: StoredRow) -> None:
        """Put the row in the place of an older one."""
        values = (question, row.stored, row.lifetime, row.text)
        self._do(lambda c: c.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", values), None)

    def remove_older(self, stored: float) -> int:
        """Remove what was stored before; how many."""
        return self._do(lambda c: c.execute("DELETE FROM answers WHERE stored < ?", (stored,)).rowcount, 0)

    def clear(self) -> int:
        """Remove everything and give the space back; how many answers there were."""
        removed = self._do(_clear, 0)
        self._do(lambda c: c.execute("VACUUM"), None)
        self._do(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall(), None)
        return removed

    def questions(self) -> list[tuple[str, float]]:
        """Every question, and when its answer was stored."""
        return self._do(lambda c: c.execute("SELECT question, stored FROM answers").fetchall(), [])

    def size(self) -> int:
        """Bytes on disk, with what SQLite has not yet merged."""
        return sum(os.path.getsize(name) for name in self._files() if os.path.exists(name))

    def add_counts(self, **counts: int) -> None:
        """Add to the counts that outlive the process."""
        self._do(lambda c: _add_counts(c, counts), None)

    def counts(self) -> dict[str, int]:
        """Those counts."""
        return dict(self._do(lambda c: c.execute("SELECT name, value FROM counts").fetchall(), []))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._disconnect()

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        with self._lock:
            for _ in range(2):  # a damaged file is put aside; then once more with the new one
                if self._given_up:
                    return otherwise
                try:
                    return work(self._open())
                except (sqlite3.Error, OSError) as error:
                    if not self._mended(error):
                        return otherwise
        return otherwise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = _connect(self._path)
        return self._connection

    def _mended(self, error: sqlite3.Error | OSError) -> bool:
        """Whether it is worth another try. Sets the warning where a person should know."""
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _BUSY:
            return False
        self._disconnect()
        if code in _DAMAGED and self._put_aside():
            self._warn("was damaged and has been begun anew; the old one lies beside it as .damaged")
            return True
        self._given_up = True
        self._warn(f"cannot be used ({safe_text(str(error))}): answers of TMDB are kept in memory alone")
        return False

    def _warn(self, what: str) -> None:
        if not self.warning:
            self.warning = f"The cache file {safe_text(str(self._path))} {what}"
            log.warning("%s", self.warning)

    def _put_aside(self) -> bool:
        main, *parts = self._files()
        try:
            os.replace(main, f"{main}.damaged")
            for part in parts:
                if os.path.exists(part):
                    os.remove(part)
        except OSError:
            return False
        return True

    def _files(self) -> tuple[str, str, str]:
        main = os.fspath(self._path)
        return main, f"{main}-wal", f"{main}-shm"

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect(path: Path) -> sqlite3.Connection:
    # The lock of the class lets one thread in at a time: the one that closes may be another than the one that used it.
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing or of another version: nothing in them is worth a migration."""
    if _version(connection) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _version(connection) != SCHEMA:  # another process may have been first
        for statement in _CREATE:
            connection.execute(statement)
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _clear(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM counts")
    return connection.execute("DELETE FROM answers").rowcount


def _add_counts(connection: sqlite3.Connection, counts: dict[str, int]) -> None:
    statement = "INSERT INTO counts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"
    connection.executemany(statement, list(counts.items()))
