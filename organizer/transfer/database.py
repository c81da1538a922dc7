"""The journal's database file: opened, checked, locked, and nothing more.

WAL with ``synchronous=FULL`` is durable at each commit (sqlite.org/wal.html). One process writes at a time: it holds a
``flock`` on a file beside the database, which dies with the process.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sqlite3
from pathlib import Path

from organizer.errors import JournalBusy, JournalDamaged, JournalError
from organizer.mounts import on_network
from organizer.transfer.backup import back_up, backups
from organizer.transfer.refusals import shown

APPLICATION_ID = 0x504D4F4A  # "PMOJ"
VERSION = 2

_SCHEMA = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_ns INTEGER NOT NULL,
    action TEXT NOT NULL,
    status TEXT NOT NULL,
    token TEXT NOT NULL,
    source_roots BLOB NOT NULL,
    library_roots BLOB NOT NULL
);
CREATE TABLE op (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run (id),
    number INTEGER NOT NULL,
    grp INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    source BLOB NOT NULL,
    target BLOB NOT NULL,
    action TEXT NOT NULL,
    companion_of BLOB,
    device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    links INTEGER NOT NULL,
    mode INTEGER, uid INTEGER, gid INTEGER,
    made_device INTEGER, made_inode INTEGER, made_size INTEGER, made_mtime_ns INTEGER, made_links INTEGER,
    state TEXT NOT NULL,
    error TEXT,
    warnings TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX op_of_run ON op (run, state);
CREATE INDEX op_of_file ON op (run, inode);
CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run (id),
    op INTEGER REFERENCES op (id),
    phase TEXT NOT NULL,
    kind TEXT NOT NULL,
    a BLOB NOT NULL,
    b BLOB NOT NULL,
    state TEXT NOT NULL,
    how TEXT NOT NULL,
    private BLOB NOT NULL,
    device INTEGER, inode INTEGER, size INTEGER, mtime_ns INTEGER, links INTEGER,
    mode INTEGER, uid INTEGER, gid INTEGER, meta_mtime_ns INTEGER
);
CREATE INDEX step_of_run ON step (run, state);
CREATE INDEX step_of_op ON step (op);
CREATE TABLE folder (
    run INTEGER NOT NULL REFERENCES run (id),
    path BLOB NOT NULL,
    before_ns INTEGER NOT NULL,
    after_ns INTEGER NOT NULL,
    PRIMARY KEY (run, path)
) WITHOUT ROWID;
"""

# Version 2: further names (hard links) of moved files, outside the plan, to link back to on undo.
_TWINS = """
CREATE TABLE twin (op INTEGER NOT NULL REFERENCES op (id), path BLOB NOT NULL);
CREATE INDEX twin_of_op ON twin (op);
"""

_REPAIR = "nothing is changed without a journal; move it aside to start a new one, and keep it"
_ROOM = "nothing is changed without a journal; make room on its disk"
_DISK = "nothing is changed without a journal; check its disk, and whether there is room on it"
_ACCESS = "check the folder and its permissions, or name another one in PMO_DATA_DIR"
_WAIT = "another program has it open; wait until it has finished"
_RESTORE = (
    "nothing is changed without a journal; to go on, move it aside with the -wal and -shm files beside it, and copy its"
    " last backup {backup} to its place, or start without one"
)


def damaged(path: Path, what: object) -> JournalDamaged:
    """The error of a journal that cannot be read, with the way out."""
    newest = next(iter(backups(path)), None)
    hint = _RESTORE.format(backup=shown(str(newest))) if newest else _REPAIR
    return JournalDamaged(
        f"The journal {shown(str(path))} is damaged and cannot be used ({what})",
        hint=hint,
        backup=str(newest) if newest else None,
    )


def unusable(folder: Path, error: OSError) -> JournalError:
    """The error of a folder that can hold no journal, or of which nobody can say whether it does."""
    hint = _ROOM if error.errno in {errno.ENOSPC, errno.EDQUOT} else _ACCESS
    reason = error.strerror or str(error)
    return JournalError(f"The journal cannot be kept in {shown(str(folder))} ({reason})", hint=hint)


def hint_of(error: sqlite3.Error) -> str:
    """The way out of what SQLite complains of."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the rest tells more of the same
        case sqlite3.SQLITE_FULL:
            return _ROOM
        case sqlite3.SQLITE_IOERR:
            return _DISK
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return _ACCESS
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _WAIT
    return _REPAIR


def take_lock(path: Path) -> int:
    """Take the writer's lock, or raise JournalBusy. Closing the descriptor gives it back."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if not isinstance(error, BlockingIOError):
            raise
        raise JournalBusy(
            "Another instance of the program is changing files",
            hint="wait until it has finished, or close it",
        ) from error
    return descriptor


def size_of(path: Path) -> int | None:
    """Bytes of the journal; None when there is none. JournalError when that cannot be known."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unusable(path.parent, error) from error


def _check_size(path: Path) -> None:
    """Refuse a journal that has become empty. One that is cut short while it is made is empty too, but not copied."""
    if size_of(path) == 0 and backups(path):
        raise damaged(path, "it is empty")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours, from a newer program, or damaged."""
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if identity != APPLICATION_ID:
        raise JournalError(f"{shown(str(path))} is not a journal of this program", hint=_REPAIR)
    if version > VERSION:
        raise JournalError(
            f"The journal {shown(str(path))} was written by a newer version of this program",
            hint="update the program",
        )
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged(path, verdict)


def _create(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"BEGIN IMMEDIATE; {_SCHEMA} {_TWINS} PRAGMA application_id={APPLICATION_ID};"
        f" PRAGMA user_version={VERSION}; COMMIT;"
    )


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring a journal of an older program up to date, in one commit."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {_TWINS} PRAGMA user_version={VERSION}; COMMIT;")


def _sync_folder(path: Path) -> None:
    """Make the new file's name durable; a file system that cannot sync a folder needs no help."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    with contextlib.suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)


def _writable(path: Path) -> sqlite3.Connection:
    _check_size(path)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        mode = "DELETE" if on_network(str(path)) else "WAL"
        fresh = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if not fresh:
            _check(connection, path)
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if not fresh:
            back_up(connection, path)
            _migrate(connection)
        if fresh:
            _create(connection)
            path.chmod(0o600)
            _sync_folder(path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


def _readable(path: Path) -> sqlite3.Connection:
    _check_size(path)
    if not size_of(path):
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        _create(connection)  # a history without a run, and nothing made on the disk for a mere look
        return connection
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        _check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the database, making it where it is missing and may be written. JournalError says what is wrong with it."""
    try:
        return _writable(path) if write else _readable(path)
    except sqlite3.OperationalError as error:  # no permission, no room, a reader of a journal in use elsewhere
        raise JournalError(f"The journal {shown(str(path))} cannot be used ({error})", hint=hint_of(error)) from error
    except sqlite3.DatabaseError as error:
        raise damaged(path, error) from error
