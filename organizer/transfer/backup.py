"""Copies of the journal beside it, one a day, and where to go on when the journal itself cannot be read."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

_LOG = logging.getLogger(__name__)
KEPT = 7
_MAKING = ".new"


def backups(journal: Path) -> list[Path]:
    """The copies of a journal, newest first."""
    return sorted(journal.parent.glob(f"{journal.stem}-????-??-??{journal.suffix}"), reverse=True)


def back_up(connection: sqlite3.Connection, journal: Path) -> None:
    """Copy a sound journal, once a day (UTC), and keep the newest seven copies.

    A copy is complete when it gets its name. Where there is no room for one the journal is used all the same: the
    day's first writer tries again at the next start.
    """
    path = journal.with_name(f"{journal.stem}-{datetime.now(UTC):%Y-%m-%d}{journal.suffix}")
    if path.exists() or connection.execute("SELECT 1 FROM run LIMIT 1").fetchone() is None:
        return
    making = path.with_name(path.name + _MAKING)
    try:
        making.unlink(missing_ok=True)  # of a start that was killed; whoever is here holds the writer's lock
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        connection.execute("VACUUM INTO ?", (str(making),))
        _sync(making)
        making.rename(path)
        _sync(path.parent)
        for old in backups(journal)[KEPT:]:
            old.unlink()
    except (OSError, sqlite3.Error) as error:
        _LOG.warning("the journal could not be backed up: %s", error)
        with contextlib.suppress(OSError):
            making.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
