"""The journal: what was intended, what was done, and what is needed to take it back. Written before each change."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from organizer.errors import JournalDamaged, JournalError, UsageError
from organizer.model import Action, FileIdentity, Operation, Plan, Run, RunState
from organizer.transfer.backup import backups
from organizer.transfer.database import connect, hint_of, take_lock, unusable
from organizer.transfer.identity import Meta
from organizer.transfer.records import (
    Entry,
    FolderTimes,
    OpState,
    Status,
    Step,
    StepKind,
    StepState,
)
from organizer.transfer.rows import (
    entry_of,
    folder_of,
    identity_columns,
    meta_columns,
    pack_paths,
    step_of,
    unpack_paths,
    unsigned,
)

_SHOWN = {
    Status.APPLYING: RunState.INTERRUPTED,  # whoever can read this has no writer beside him, or sees it finish soon
    Status.UNDOING: RunState.INTERRUPTED,
    Status.COMPLETE: RunState.COMPLETE,
    Status.PARTIAL: RunState.PARTIAL,
    Status.INTERRUPTED: RunState.INTERRUPTED,
    Status.UNDONE: RunState.UNDONE,
}
_UNSET = FileIdentity(-1, -1, -1, -1, -1)
_INSERT_RUN = (
    "INSERT INTO run (started_ns, action, status, token, source_roots, library_roots) VALUES (?, ?, ?, ?, ?, ?)"
)
_INSERT_OP = (
    "INSERT INTO op (run, number, grp, unit, source, target, action, companion_of,"
    " device, inode, size, mtime_ns, links, state)"
    " VALUES ((SELECT max(id) FROM run), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_STEP = (
    "INSERT INTO step (run, op, phase, kind, a, b, state, how, private,"
    " device, inode, size, mtime_ns, links, mode, uid, gid, meta_mtime_ns)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Journal:
    """A connection to the journal. Opened for writing it holds the lock: there is one writer at a time.

    Changes of state are gathered and written with the next intent, in one durable commit; ``flush`` writes them at
    once. What could not be written stays gathered, and nothing new is announced before it is. Threads may share it.
    """

    def __init__(self, connection: sqlite3.Connection, lock: int | None) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection
        self._lock = lock
        self._guard = threading.RLock()  # the screen may ask for the history while a worker carries a run out
        self._pending: list[tuple[str, tuple[Any, ...]]] = []

    @classmethod
    def open(cls, path: Path, *, write: bool) -> Self:
        """Open the journal at ``path``, made where it is missing and ``write`` is set.

        Raises JournalBusy when another process writes, JournalError when the file is damaged, foreign, from a newer
        program or cannot be written. Without ``write`` a missing journal is an empty history.
        """
        if not write:
            return cls(connect(path, write=False), None)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = take_lock(path.with_name(path.name + ".lock"))
        except OSError as error:
            raise unusable(path.parent, error) from error
        try:
            return cls(connect(path, write=True), lock)
        except BaseException:
            os.close(lock)
            raise

    @classmethod
    def read(cls, path: Path) -> tuple[Self, JournalDamaged | None]:
        """The journal for looking only; of a damaged one its newest backup that can be read, with the damage.

        Raises JournalDamaged when there is no such backup, JournalError as ``open`` does.
        """
        try:
            return cls.open(path, write=False), None
        except JournalDamaged as damage:
            for backup in backups(path):
                with contextlib.suppress(JournalError):
                    return cls.open(backup, write=False), damage
            raise

    def close(self) -> None:
        """Write what is left and give the lock back."""
        try:
            if self._lock is not None:
                self.flush()
        finally:
            self._connection.close()
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------- writing

    def flush(self) -> None:
        """Make everything noted so far durable, in one commit."""
        if self._pending:
            self._commit(())

    def _commit(self, more: Iterable[tuple[str, tuple[Any, ...]]]) -> int:
        """Commit what is pending and ``more``; the id of the last row inserted."""
        last = 0
        with self._guard:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                for statement, values in (*self._pending, *more):
                    last = self._connection.execute(statement, values).lastrowid or 0
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                if self._connection.in_transaction:
                    self._connection.rollback()
                raise JournalError(f"The journal cannot be written ({error})", hint=hint_of(error)) from error
            self._pending.clear()
            return last

    def _note(self, statement: str, *values: Any) -> None:
        with self._guard:
            self._pending.append((statement, values))

    def begin(self, plan: Plan, operations: Sequence[tuple[Operation, int]]) -> int:
        """Write a run with all its operations (each with its unit), before anything is changed; its number."""
        statements: list[tuple[str, tuple[Any, ...]]] = [
            (
                _INSERT_RUN,
                (
                    time.time_ns(),
                    plan.action.value,
                    Status.APPLYING.value,
                    secrets.token_hex(4),
                    pack_paths(plan.source_roots),
                    pack_paths(plan.roots),
                ),
            )
        ]
        statements += [
            (
                _INSERT_OP,
                (
                    number,
                    operation.group,
                    unit,
                    os.fsencode(operation.source),
                    os.fsencode(operation.target or ""),
                    operation.action.value,
                    None if operation.companion_of is None else os.fsencode(operation.companion_of),
                    *identity_columns(operation.identity or _UNSET),
                    OpState.PLANNED.value,
                ),
            )
            for number, (operation, unit) in enumerate(operations)
        ]
        self._commit(statements)
        return int(self._select("SELECT max(id) AS id FROM run")[0]["id"])

    def add_step(self, step: Step) -> Step:
        """Announce a change: durable when this returns, with its number in place of the draft's."""
        values = (
            *(step.run, step.op, step.phase.value, step.kind.value, os.fsencode(step.a), os.fsencode(step.b)),
            *(step.state.value, step.how.value, os.fsencode(step.private)),
            *identity_columns(step.identity),
            *meta_columns(step.meta),
        )
        return replace(step, id=self._commit([(_INSERT_STEP, values)]))

    def note_step(self, step: Step) -> None:
        """Note a step's new state, way and identity for the next commit."""
        self._note(
            "UPDATE step SET state=?, how=?, device=?, inode=?, size=?, mtime_ns=?, links=? WHERE id=?",
            *(step.state.value, step.how.value, *identity_columns(step.identity), step.id),
        )

    def note_op(self, op: int, state: OpState, error: str | None = None, warnings: Sequence[str] = ()) -> None:
        """Note an operation's new state for the next commit; warnings given earlier stay when there are no new ones."""
        told = json.dumps(list(warnings)) if warnings else None
        self._note(
            "UPDATE op SET state=?, error=?, warnings=coalesce(?, warnings) WHERE id=?", state.value, error, told, op
        )

    def note_source(self, op: int, meta: Meta) -> None:
        """Note what else the source had besides its identity, to give it back on undo."""
        self._note("UPDATE op SET mode=?, uid=?, gid=? WHERE id=?", meta.mode, meta.uid, meta.gid, op)

    def note_outside_twin(self, op: int, path: str) -> None:
        """Note another name of an operation's source, which the run leaves where it is."""
        self._note("INSERT INTO twin (op, path) VALUES (?, ?)", op, os.fsencode(path))

    def note_made(self, op: int, made: FileIdentity) -> None:
        """Note what now is at the target, or after an undo at the source again: nothing else is ever taken back."""
        self._note(
            "UPDATE op SET made_device=?, made_inode=?, made_size=?, made_mtime_ns=?, made_links=? WHERE id=?",
            *(*identity_columns(made), op),
        )

    def note_folder(self, run: int, folder: FolderTimes) -> None:
        """Note a folder's times before the run and after our last change; the first ``before`` stays."""
        self._note(
            "INSERT INTO folder (run, path, before_ns, after_ns) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (run, path) DO UPDATE SET after_ns=excluded.after_ns",
            *(run, os.fsencode(folder.path), folder.before_ns, folder.after_ns),
        )

    def forget_folder(self, run: int, path: str) -> None:
        """Note that a folder's times are settled, or not ours to settle any more."""
        self._note("DELETE FROM folder WHERE run=? AND path=?", run, os.fsencode(path))

    def note_status(self, run: int, status: Status) -> None:
        """Note where a run stands."""
        self._note("UPDATE run SET status=? WHERE id=?", status.value, run)

    # ------------------------------------------------------------------------------------------- reading

    def _select(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        try:
            with self._guard:
                self.flush()  # what is noted is what is so
                return list(self._connection.execute(statement, values))
        except sqlite3.Error as error:
            raise JournalError(
                f"The journal cannot be read ({error})", hint="it may be damaged; move it aside and keep it"
            ) from error

    def entries(self, run: int, states: Collection[OpState] = ()) -> list[Entry]:
        """The operations of a run in the order of its plan, all or those in ``states``."""
        rows = self._select("SELECT * FROM op WHERE run=? ORDER BY number", run)
        return [entry for entry in map(entry_of, rows) if not states or entry.state in states]

    def left_behind(self) -> Iterator[tuple[int, int, int, int]]:
        """Every operation that is done and left its source: its id, and the source's inode, size and mtime_ns."""
        statement = "SELECT id, inode, size, mtime_ns FROM op WHERE state='done' AND action<>'move' ORDER BY id"
        for row in self._select(statement):
            yield row["id"], unsigned(row["inode"]), row["size"], row["mtime_ns"]

    def entry(self, op: int) -> Entry:
        """One operation."""
        return entry_of(self._select("SELECT * FROM op WHERE id=?", op)[0])

    def started_ns(self, run: int) -> int:
        """When the run began, in nanoseconds since the epoch."""
        return int(self._select("SELECT started_ns FROM run WHERE id=?", run)[0]["started_ns"])

    def twins(self, run: int, op: int) -> list[Entry]:
        """The other operations of a run whose source was a hard link of the same file."""
        rows = self._select(
            "SELECT other.* FROM op JOIN op AS other ON other.run=op.run AND other.inode=op.inode"
            " AND other.device=op.device AND other.id<>op.id WHERE op.id=? AND op.run=? AND op.inode<>0"
            " ORDER BY other.number",
            *(op, run),
        )
        return [entry_of(row) for row in rows]

    def outside_twins(self, op: int) -> list[str]:
        """Names that an operation's source had besides, outside the run, when it was moved to another disk."""
        return [os.fsdecode(row["path"]) for row in self._select("SELECT path FROM twin WHERE op=?", op)]

    def steps(self, run: int, states: Collection[StepState], kinds: Collection[StepKind] = ()) -> list[Step]:
        """The steps of a run in these states, in the order of execution."""
        marks = ",".join("?" * len(states))
        statement = f"SELECT * FROM step WHERE run=? AND state IN ({marks}) ORDER BY id"  # noqa: S608
        found = map(step_of, self._select(statement, run, *(state.value for state in states)))
        return [step for step in found if not kinds or step.kind in kinds]

    def displacing(self, run: int) -> dict[int, Step]:
        """The steps by which a run put files into the trash, by operation."""
        found = self.steps(run, [StepState.DONE], [StepKind.DISPLACE])
        return {step.op: step for step in found if step.op is not None}

    def folders(self, run: int) -> list[FolderTimes]:
        """The folders whose times the run has touched, deepest first."""
        found = map(folder_of, self._select("SELECT * FROM folder WHERE run=?", run))
        return sorted(found, key=lambda folder: folder.path.count("/"), reverse=True)

    def status(self, run: int) -> Status:
        """Where a run stands."""
        return Status(self._select("SELECT status FROM run WHERE id=?", run)[0]["status"])

    def token(self, run: int) -> str:
        """The part of every private name of a run that is its own."""
        return str(self._select("SELECT token FROM run WHERE id=?", run)[0]["token"])

    def roots(self, run: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The source roots and the library roots of a run."""
        row = self._select("SELECT source_roots, library_roots FROM run WHERE id=?", run)[0]
        return unpack_paths(row["source_roots"]), unpack_paths(row["library_roots"])

    def unfinished(self) -> list[int]:
        """Runs that a crash left behind, oldest first."""
        rows = self._select(
            "SELECT id FROM run WHERE status IN ('applying', 'undoing')"
            " OR id IN (SELECT run FROM op WHERE state IN ('doing', 'undoing'))"
            " OR id IN (SELECT run FROM step WHERE state IN ('intent', 'reversing')) ORDER BY id"
        )
        return [row["id"] for row in rows]

    def number_of(self, run_id: str) -> int:
        """The number of a run that a person named; UsageError when there is none."""
        if run_id.isdecimal() and len(run_id) < 19 and self._select("SELECT 1 FROM run WHERE id=?", int(run_id)):
            return int(run_id)
        raise UsageError(f"There is no run {run_id!r} in the journal", hint="the history lists them")

    def undoable(self) -> list[int]:
        """The runs that still have something to take back, newest first."""
        return [row["run"] for row in self._select("SELECT DISTINCT run FROM op WHERE state='done' ORDER BY run DESC")]

    def runs(self) -> list[Run]:
        """The runs, newest first."""
        counts: Counter[tuple[int, str]] = Counter()
        sizes: Counter[int] = Counter()
        for row in self._select("SELECT run, state, count(*) AS n, sum(size) AS bytes FROM op GROUP BY run, state"):
            counts[row["run"], row["state"]] = row["n"]
            if row["state"] in {OpState.DONE, OpState.UNDONE}:
                sizes[row["run"]] += row["bytes"]
        return [
            Run(
                id=str(row["id"]),
                started=datetime.fromtimestamp(row["started_ns"] / 1e9, UTC),
                action=Action(row["action"]),
                operations=sum(counts[row["id"], state] for state in OpState),
                done=counts[row["id"], OpState.DONE],
                failed=counts[row["id"], OpState.FAILED],
                undone=counts[row["id"], OpState.UNDONE],
                bytes=sizes[row["id"]],
                state=_SHOWN[Status(row["status"])],
                roots=unpack_paths(row["source_roots"]),
            )
            for row in self._select("SELECT * FROM run ORDER BY id DESC")
        ]
