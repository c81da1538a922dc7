"""The state database: opened, checked, and moved aside when it is broken or not ours."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from pathlib import Path

from organizer.errors import OrganizerError

_LOG = logging.getLogger(__name__)

APPLICATION = 0x504D4F53  # "PMOS"
VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS detail (
    key INTEGER PRIMARY KEY, path BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode BLOB NOT NULL,
    companions TEXT, parse TEXT, parse_stamp TEXT, verdict TEXT, verdict_stamp TEXT, checked REAL
);
CREATE INDEX IF NOT EXISTS detail_inode ON detail (inode);
CREATE TABLE IF NOT EXISTS candidate (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS segment (
    root BLOB NOT NULL, place INTEGER NOT NULL, stamp TEXT NOT NULL, saved REAL NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (root, place)
);
"""
_CACHE_KILOBYTES = 256  # of pages, for each connection: rows are read once or twice, from the disk's own cache


def open_state(path: Path | None) -> sqlite3.Connection:
    """A connection to the state at ``path``, or to a private one on disk that goes when it is closed.

    A database that is broken, of another program or of another version is moved aside (``state.db.old-1``), which the
    log says once, and a new one is begun: what is lost is time. When the folder cannot be written to, the state is a
    private one. The connection may be used by several threads, one at a time.
    """
    if path is None:
        return _private()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return _opened(path)
        except sqlite3.OperationalError:
            raise
        except (sqlite3.DatabaseError, _Foreign) as error:
            aside = _move_aside(path)
            _LOG.warning("the state of earlier scans could not be used (%s): moved to %s", error, aside.name)
            return _opened(path)
    except (OSError, sqlite3.Error, _Foreign) as error:
        _LOG.warning("nothing of this scan is kept for the next one: %s", error)
        return _private()


def is_private(connection: sqlite3.Connection) -> bool:
    """Whether what is written over this connection can be read over no other."""
    return not connection.execute("PRAGMA database_list").fetchone()[2]


def forget_verdicts(path: Path) -> int:
    """Let the next scan ask about every file again, and answer how many there are; what names say is kept.

    Decisions are kept elsewhere. Raises OrganizerError when another process writes for longer than five seconds.
    """
    if not path.exists():
        return 0
    with contextlib.closing(open_state(path)) as connection:
        try:
            with connection:
                connection.execute("DELETE FROM segment")
                statement = "UPDATE detail SET verdict_stamp = NULL WHERE verdict_stamp IS NOT NULL"
                return connection.execute(statement).rowcount
        except sqlite3.Error as error:
            raise OrganizerError(
                f"What earlier scans found could not be forgotten ({error})",
                hint="end the other pmo that is scanning, and try again",
            ) from error


class _Foreign(Exception):
    """A database, but not one of this program and version."""


def _private() -> sqlite3.Connection:
    connection = sqlite3.connect("", check_same_thread=False)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    _prepare(connection)
    return connection


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        _check(connection)
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    os.chmod(path, 0o600)  # names of files are nobody else's business
    return connection


def _check(connection: sqlite3.Connection) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and (application, version) != (APPLICATION, VERSION):
        raise _Foreign("it is of another program or version")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KILOBYTES}")
    connection.executescript(f"PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}; {_SCHEMA}")


def _move_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.old-{number}")).exists():
        number += 1
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink()
    return aside
