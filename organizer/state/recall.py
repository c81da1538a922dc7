"""Recalling what an earlier scan found of files: parses, and verdicts that still hold."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from organizer.model import CompanionKind, MediaFile, Parse, Verdict
from organizer.state.basis import Basis
from organizer.state.codec import BROKEN, companions_from_text, parse_from_text, verdict_from_text
from organizer.state.database import open_state
from organizer.state.details import key_of, read_candidates
from organizer.state.kept import Kept, load
from organizer.state.writing import inode_to_blob

_LOG = logging.getLogger(__name__)
_FIELDS = "path, size, mtime_ns, inode, companions, parse, parse_stamp, verdict, verdict_stamp, checked"
_PART = 400


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of a file. ``verdict`` is None when it has to be asked for again.

    ``moved`` says that the file was elsewhere then, so that ``parse`` is of another path. ``expires`` is until when
    the verdict holds, in seconds since the epoch.
    """

    parse: Parse
    verdict: Verdict | None
    moved: bool = False
    expires: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    path: bytes
    size: int
    mtime_ns: int
    inode: bytes
    companions: str | None
    parse: str | None
    parse_stamp: str | None
    verdict: str | None
    verdict_stamp: str | None
    checked: float | None

    def is_of(self, file: MediaFile) -> bool:
        held = file.identity
        return (self.size, self.mtime_ns, self.inode) == (held.size, held.mtime_ns, inode_to_blob(held.inode))


class Recall:
    """Reads the state over a connection of its own, on one thread at a time. What cannot be read is not recalled."""

    def __init__(self, path: Path, basis: Callable[[], Basis]) -> None:
        self._basis_of = basis
        self._connection = open_state(path)
        self._basis = Basis()
        self._any = self._connection.execute("SELECT 1 FROM detail LIMIT 1").fetchone() is not None

    def files(self, files: Sequence[MediaFile]) -> dict[str, Recalled]:
        """What is known of these files, by path. About 100 µs a file; nothing for what was never seen.

        A verdict is about a file as it was, and about the NFO beside it; it has a lifetime. A file that was moved or
        renamed is known by inode, size and time, when nothing is at its old place any more.
        """
        if not self._any:
            return {}
        self._basis = self._basis_of()
        try:
            return self._files(files)
        except sqlite3.Error as error:
            _LOG.warning("what earlier scans found is not used: %s", error)
            self._any = False
            return {}

    def kept(self, roots: Sequence[str]) -> Kept:
        """The folders of earlier scans of these roots. About 20 ms for 10,000 files."""
        self._basis = self._basis_of()
        return load(self._connection, roots, self._basis)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _files(self, files: Sequence[MediaFile]) -> dict[str, Recalled]:
        found: dict[str, Recalled] = {}
        for start in range(0, len(files), _PART):
            part = files[start : start + _PART]
            known = self._rows("key", [key_of(file.path) for file in part])
            by_path = {row.path: row for row in known}
            for file in part:
                row = by_path.get(os.fsencode(file.path))
                recalled = self._recalled(file, row) if row else self._moved(file)
                if recalled:
                    found[file.path] = recalled
        return found

    def _rows(self, column: str, values: Sequence[object]) -> list[_Row]:
        marks = ",".join("?" * len(values))
        statement = f"SELECT {_FIELDS} FROM detail WHERE {column} IN ({marks})"  # noqa: S608
        return [_Row(*row) for row in self._connection.execute(statement, values)]

    def _recalled(self, file: MediaFile, row: _Row, *, moved: bool = False) -> Recalled | None:
        if row.parse is None or row.parse_stamp != self._basis.parse:
            return None
        try:
            if not moved and not _same_nfo(file, row):
                return None
            verdict = self._verdict(row) if row.is_of(file) else None
            expires = self._basis.expires(verdict.tier, row.checked) if verdict and row.checked else 0
            return Recalled(parse_from_text(row.parse), verdict, moved, expires)
        except BROKEN as error:
            _LOG.warning("what an earlier scan found of a file could not be read: %s", error)
            return None

    def _verdict(self, row: _Row) -> Verdict | None:
        if row.verdict is None or row.verdict_stamp != self._basis.verdict or row.checked is None:
            return None
        verdict = verdict_from_text(row.verdict, read_candidates(self._connection, [row.verdict]))
        age = time.time() - row.checked
        return verdict if 0 <= age < self._basis.lifetime(verdict.tier) else None

    def _moved(self, file: MediaFile) -> Recalled | None:
        if not file.identity.inode or any(companion.kind is CompanionKind.NFO for companion in file.companions):
            return None
        for row in self._rows("inode", [inode_to_blob(file.identity.inode)]):
            if row.is_of(file) and not os.path.lexists(os.fsdecode(row.path)):
                return self._recalled(file, row, moved=True)
        return None


def _same_nfo(file: MediaFile, row: _Row) -> bool:
    """An NFO may hold the ids that the parse was made with."""
    before = companions_from_text(row.companions) if row.companions else ()
    nfo = [companion for companion in file.companions if companion.kind is CompanionKind.NFO]
    return nfo == [companion for companion in before if companion.kind is CompanionKind.NFO]
