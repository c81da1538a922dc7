"""Rows of the journal's tables turned into records, and back: paths as bytes, numbers as SQLite can hold them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from typing import Any

from organizer.model import Action, FileIdentity
from organizer.transfer.identity import Meta
from organizer.transfer.records import Entry, FolderTimes, How, OpState, Phase, Step, StepKind, StepState

_WRAP = 1 << 64
_HALF = 1 << 63


def signed(number: int) -> int:
    """An unsigned 64-bit number (inode numbers of pools use all bits) as SQLite's signed one."""
    return number - _WRAP if number >= _HALF else number


def unsigned(number: int) -> int:
    """The way back."""
    return number + _WRAP if number < 0 else number


def pack_paths(paths: Iterable[str]) -> bytes:
    """Several paths as one value; no path holds a NUL."""
    return b"\0".join(os.fsencode(path) for path in paths)


def unpack_paths(value: bytes) -> tuple[str, ...]:
    """The way back."""
    return tuple(os.fsdecode(path) for path in value.split(b"\0") if path)


def identity_columns(identity: FileIdentity | None) -> tuple[int | None, ...]:
    """Device, inode, size, mtime_ns, links."""
    if identity is None:
        return (None,) * 5
    return (signed(identity.device), signed(identity.inode), identity.size, identity.mtime_ns, identity.links)


def meta_columns(meta: Meta | None) -> tuple[int | None, ...]:
    """Mode, uid, gid, mtime_ns."""
    return (meta.mode, meta.uid, meta.gid, meta.mtime_ns) if meta else (None,) * 4


def _identity(row: sqlite3.Row, prefix: str = "") -> FileIdentity | None:
    if row[f"{prefix}inode"] is None:
        return None
    return FileIdentity(
        unsigned(row[f"{prefix}device"]),
        unsigned(row[f"{prefix}inode"]),
        row[f"{prefix}size"],
        row[f"{prefix}mtime_ns"],
        row[f"{prefix}links"],
    )


def _meta(row: sqlite3.Row, mtime: str) -> Meta | None:
    return None if row["mode"] is None else Meta(row["mode"], row["uid"], row["gid"], row[mtime])


def _path(value: Any) -> str | None:
    return None if value is None else os.fsdecode(value)


def step_of(row: sqlite3.Row) -> Step:
    """A row of ``step``."""
    return Step(
        id=row["id"],
        run=row["run"],
        op=row["op"],
        phase=Phase(row["phase"]),
        kind=StepKind(row["kind"]),
        a=os.fsdecode(row["a"]),
        b=os.fsdecode(row["b"]),
        state=StepState(row["state"]),
        how=How(row["how"]),
        identity=_identity(row),
        meta=_meta(row, "meta_mtime_ns"),
        private=os.fsdecode(row["private"]),
    )


def entry_of(row: sqlite3.Row) -> Entry:
    """A row of ``op``."""
    identity = _identity(row)
    assert identity is not None  # the columns are NOT NULL
    return Entry(
        id=row["id"],
        run=row["run"],
        number=row["number"],
        group=row["grp"],
        unit=row["unit"],
        source=os.fsdecode(row["source"]),
        target=os.fsdecode(row["target"]),
        action=Action(row["action"]),
        companion_of=_path(row["companion_of"]),
        identity=identity,
        meta=_meta(row, "mtime_ns"),
        made=_identity(row, "made_"),
        state=OpState(row["state"]),
        error=row["error"],
        warnings=tuple(json.loads(row["warnings"])),
    )


def folder_of(row: sqlite3.Row) -> FolderTimes:
    """A row of ``folder``."""
    return FolderTimes(os.fsdecode(row["path"]), row["before_ns"], row["after_ns"])
