"""A run taken back: every file that still is what the run has made, in an order that works, folders and times too."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass

from organizer.cancellation import CancelToken
from organizer.errors import TransferError, TransferStopped, UsageError
from organizer.model import Action, Outcome, Result
from organizer.transfer.apply import Execution, normal
from organizer.transfer.disk import Disk
from organizer.transfer.identity import is_inode, is_one_entry, is_unchanged, look
from organizer.transfer.journal import Journal
from organizer.transfer.progress import Progress, Silent
from organizer.transfer.records import Entry, OpState, Phase, Status
from organizer.transfer.refusals import Cancelled, explain, shown
from organizer.transfer.room import shortage
from organizer.transfer.schedule import Unit, schedule
from organizer.transfer.selection import select
from organizer.transfer.tasks import Task, backward
from organizer.transfer.units import UnitFailed
from organizer.transfer.workshop import Workshop, set_up

STOPPED = "the undo was stopped before this file"


@dataclass(frozen=True, slots=True)
class UndoCheck:
    """Whether an operation can be taken back now; ``reason`` is the sentence that says why not."""

    source: str
    target: str
    action: Action
    reason: str | None = None

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way."""
        return self.reason is None


def check_undo(
    journal: Journal,
    run_id: str | None = None,
    *,
    only: Collection[str] | None = None,
    disk: Disk | None = None,
) -> list[UndoCheck]:
    """What can be taken back of a run, in its own order; ``run_id`` and ``only`` as for ``undo``. Changes nothing.

    Raises UsageError when there is no such run, or nothing left to take back.
    """
    run, entries = _chosen(journal, run_id, only)
    reasons = _Look(disk or Disk(), journal, run, entries).reasons()
    return [UndoCheck(entry.source, entry.target, entry.action, reasons.get(entry.id)) for entry in entries]


def undo(
    journal: Journal,
    run_id: str | None,
    token: CancelToken,
    progress: Progress | None = None,
    *,
    only: Collection[str] | None = None,
    disk: Disk | None = None,
) -> Execution:
    """Take a run back (the last one with anything left when None): an outcome for each operation that was done.

    ``only`` are old or new names of files, or folders, and what else of the run was done stays: a video brings its
    group along, a companion only itself, a folder all below it. Then None as the run is the newest that holds all of
    them. The rest can be taken back later. What another file of the run stands in the way of is refused, and named.

    A file that was edited, replaced or removed since, one whose old name is taken, and a copy or link whose original
    is gone are left alone, FAILED with the reason; the others go back. Folders that the run removed are made again
    with owner, permissions and times; folders that it made go when they are empty. The same promises hold as for
    ``carry_out``: journal first, nothing overwritten, recovery after any crash. Raises UsageError like ``check_undo``.
    """
    run, entries = _chosen(journal, run_id, only)
    undoing = _Undoing(disk or Disk(), journal, run, entries, token, progress or Silent())
    return Execution(str(run), undoing.outcomes())


def _chosen(journal: Journal, run_id: str | None, only: Collection[str] | None) -> tuple[int, list[Entry]]:
    """The run and those of its operations that are meant."""
    if run_id is not None:
        run = journal.number_of(run_id)
        return run, _selected(run, _finished(journal, run), only)
    runs = journal.undoable()
    if not runs:
        raise UsageError("There is nothing to undo", hint="no run in the journal has changed anything that still is so")
    for run in runs if only is not None else ():
        found, lost = select(_finished(journal, run), only or ())
        if found and not lost:
            return run, found
    return runs[0], _selected(runs[0], _finished(journal, runs[0]), only)


def _selected(run: int, entries: list[Entry], only: Collection[str] | None) -> list[Entry]:
    if only is None:
        return entries
    found, lost = select(entries, only)
    if lost or not found:
        what = f"with {shown(lost[0])}" if lost else "of nothing"
        raise UsageError(
            f"Run {run} has done nothing {what} that could be taken back", hint="name an old or a new name"
        )
    return found


def _finished(journal: Journal, run: int) -> list[Entry]:
    entries = journal.entries(run, [OpState.DONE])
    if entries:
        return entries
    if journal.entries(run, [OpState.UNDONE]):
        raise UsageError(f"There is nothing to undo: run {run} has been undone already")
    raise UsageError(f"There is nothing to undo: run {run} has changed nothing")


class _Look:
    """Looks at what a run has made, before anything is changed."""

    def __init__(self, disk: Disk, journal: Journal, run: int, entries: Sequence[Entry]) -> None:
        self._disk = disk
        self._entries = entries
        self._displacing = journal.displacing(run)
        self._placed = {entry.target for entry in journal.entries(run, [OpState.DONE])}
        self._leaving = {entry.target for entry in entries}

    def reasons(self) -> dict[int, str]:
        """The sentence for each operation that cannot be taken back."""
        found = {}
        for entry in self._entries:
            try:
                reason = self._reason(backward(entry, self._displacing.get(entry.id)))
            except OSError as error:
                reason = explain(error, entry.target).sentence()
            if reason:
                found[entry.id] = reason
        return found

    def _reason(self, task: Task) -> str:
        status = look(self._disk, task.source)
        if status is None:
            return f"{shown(task.source)} is not there any more: it was moved, renamed or deleted since"
        if not is_unchanged(status, task.identity):
            return f"{shown(task.source)} was changed since: it is left as it is"
        if task.target and task.target not in self._leaving:
            taken = look(self._disk, task.target)
            if taken is not None and not is_one_entry(self._disk, task.source, task.target):
                if task.target in self._placed:
                    return f"the run gave the old name {shown(task.target)} to another file: take that one back with it"
                return f"the old name {shown(task.target)} is taken: move that file away first"
        return self._reason_of_trash(task) or self._reason_of_witness(task)

    def _reason_of_trash(self, task: Task) -> str:
        old = task.displaced
        if old is None or is_unchanged(look(self._disk, old.trash), old.identity):
            return ""
        return f"the file that it replaced is not in the trash any more: {shown(old.trash)} is gone or was changed"

    def _reason_of_witness(self, task: Task) -> str:
        witness = task.witness
        if witness is None:
            return ""
        status = look(self._disk, witness.path)
        if status is None:
            return f"the original {shown(witness.path)} is gone: this may be the last copy, so it is kept"
        good = is_unchanged(status, witness.identity) if witness.contents else is_inode(status, task.identity)
        return "" if good else f"the original {shown(witness.path)} was changed since: this copy of it is kept"


class _Undoing:
    """One undo of one run."""

    def __init__(
        self,
        disk: Disk,
        journal: Journal,
        run: int,
        entries: Sequence[Entry],
        token: CancelToken,
        progress: Progress,
    ) -> None:
        self._disk = disk
        self._entries = entries
        self._journal = journal
        self._run = run
        self._token = token
        roots, _ = journal.roots(run)
        self._shop: Workshop = set_up(disk, journal, run, Phase.UNDO, normal(roots), token, progress)
        self._halt = ""
        self._settled = True

    def outcomes(self) -> Generator[Outcome, None, None]:
        """Take the operations back; see ``undo``."""
        entries = {entry.id: entry for entry in self._entries}
        displacing = self._journal.displacing(self._run)
        refused = _Look(self._disk, self._journal, self._run, self._entries).reasons()
        tasks = {
            entry.id: backward(entry, displacing.get(entry.id))
            for entry in reversed(entries.values())
            if entry.id not in refused
        }
        if self._has_room(tasks):
            self._begin(tasks)
        try:
            for entry in entries.values():
                if entry.id in refused:
                    yield entry.outcome(Result.FAILED, refused[entry.id])
            for unit in schedule([task.leg for task in tasks.values()]):
                yield from self._unit(unit, tasks, entries)
        except GeneratorExit:
            self._end()
            raise
        self._end()

    def _has_room(self, tasks: dict[int, Task]) -> bool:
        """Whether what has to be copied back fits; if not, nothing is changed and the run stays what it was."""
        try:
            short = shortage(self._disk, tasks.values())
        except OSError as error:
            short = f"a folder cannot be looked at ({error.strerror})"
        if short:
            self._halt = f"nothing was changed, because {short}"
            self._settled = False
        return not short

    def _begin(self, tasks: dict[int, Task]) -> None:
        self._journal.note_status(self._run, Status.UNDOING)
        self._journal.flush()
        try:
            self._shop.folders.rebase_times()
            self._shop.folders.remake(task.target for task in tasks.values() if task.target)
        except (OSError, TransferError) as error:
            self._settled = False
            self._halt = f"the undo was stopped: {error}"

    def _unit(self, unit: Unit, tasks: dict[int, Task], entries: dict[int, Entry]) -> list[Outcome]:
        members = [entries[key] for key in unit.keys]
        if self._token.cancelled and not self._halt:
            self._halt = STOPPED
        if self._halt:
            return [entry.outcome(Result.SKIPPED, self._halt) for entry in members]
        try:
            warnings = self._shop.units.run(unit, tasks)
        except UnitFailed as failure:
            return self._failed(members, failure)
        return [entry.outcome(Result.DONE, warnings=warnings.get(entry.id, ())) for entry in members]

    def _failed(self, members: list[Entry], failure: UnitFailed) -> list[Outcome]:
        reason = failure.cause.sentence()
        if not failure.settled:
            self._settled = False
            self._halt = "the undo was stopped, because a file before this one could not be settled"
            reason = f"{reason}; the next start of the program settles it"
        elif isinstance(failure.cause, Cancelled):
            self._halt = STOPPED
            return [entry.outcome(Result.SKIPPED, STOPPED) for entry in members]
        elif isinstance(failure.cause, TransferStopped):
            self._halt = f"the undo was stopped: {reason}"
        return [entry.outcome(Result.FAILED, reason) for entry in members]

    def _end(self) -> None:
        """Close the undo in the journal; one that the disk did not let us tidy stays open for recovery."""
        if self._settled and self._shop.ledger.note_times():
            with contextlib.suppress(OSError, TransferError):
                self._shop.folders.tidy()
                self._journal.note_status(self._run, status_after_undo(self._journal, self._run))
        self._journal.flush()


def status_after_undo(journal: Journal, run: int) -> Status:
    """UNDONE when nothing of the run is left, else PARTIAL."""
    return Status.PARTIAL if journal.entries(run, [OpState.DONE]) else Status.UNDONE
