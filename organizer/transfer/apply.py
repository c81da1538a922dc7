"""A plan carried out: journal first, unit by unit, each whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from organizer.cancellation import CancelToken
from organizer.errors import TransferError, TransferStopped
from organizer.identities import identity_of
from organizer.model import Action, FileIdentity, Operation, Outcome, Plan, Result, SymlinkForm
from organizer.transfer.disk import Disk
from organizer.transfer.identity import look
from organizer.transfer.journal import Journal
from organizer.transfer.preflight import Preflight
from organizer.transfer.progress import Progress, Silent
from organizer.transfer.records import Entry, OpState, Phase, Status
from organizer.transfer.refusals import Cancelled, shown
from organizer.transfer.room import shortage
from organizer.transfer.schedule import Leg, Unit, schedule
from organizer.transfer.tasks import forward
from organizer.transfer.units import UnitFailed
from organizer.transfer.workshop import Workshop, set_up

_NOBODY = FileIdentity(-1, -1, -1, -1, -1)
STOPPED = "the run was stopped before this file"


@dataclass(frozen=True, slots=True)
class Execution:
    """A run under way. Iterate once: each outcome comes when its unit is finished, and nothing happens in between.

    Abandoning it (``outcomes.close()``) leaves the rest of the plan undone and the run marked as interrupted.
    """

    run_id: str
    outcomes: Generator[Outcome, None, None]

    def __iter__(self) -> Iterator[Outcome]:
        return self.outcomes


def carry_out(
    plan: Plan,
    journal: Journal,
    token: CancelToken,
    progress: Progress | None = None,
    *,
    disk: Disk | None = None,
    remove_empty_folders: bool = True,
    symlinks: SymlinkForm = SymlinkForm.ABSOLUTE,
    new_folders: Collection[str] = (),
) -> Execution:
    """Carry out what is READY in a plan; an outcome for each of those operations, whatever became of it.

    The run and all its operations are in the journal when this returns, so ``run_id`` is good at once; the first file
    is touched when the first outcome is asked for. Groups succeed or fail as one. A file that was changed since it was
    planned is left alone, and nothing is ever overwritten: a file that an operation ``replaces`` goes into the trash
    of its library folder, once the new one is complete beside it. The folders that hold the library have to be there
    (else its disk is not mounted), but for ``new_folders``, absolute: these are made by the run, and go with its undo.
    A failing disk (full, read-only, gone) or the token
    ends the run; what was under way is taken back. Raises JournalError when the journal cannot be written: then
    nothing more is changed, and ``recover`` settles the rest at the next start.
    """
    disk = disk or Disk()
    ready = [_identified(disk, operation) for operation in plan.ready]
    legs = [_leg(number, operation) for number, operation in enumerate(ready)]
    units = schedule(legs)
    unit_of = {key: unit.number for unit in units for key in unit.keys}
    run = journal.begin(plan, [(operation, unit_of[number]) for number, operation in enumerate(ready)])
    roots = normal(plan.roots)
    shop = set_up(
        disk,
        journal,
        run,
        Phase.DO,
        roots,
        token,
        progress or Silent(),
        symlinks=symlinks,
        may_make=normal(tuple(new_folders)),
    )
    replaces = {number: operation.replaces for number, operation in enumerate(ready)}
    performance = _Application(disk, journal, run, units, token, shop, replaces, prune=remove_empty_folders)
    return Execution(str(run), performance.outcomes())


def _identified(disk: Disk, operation: Operation) -> Operation:
    """An operation that nobody looked at when it was planned is taken as it is now."""
    if operation.identity is not None:
        return operation
    status = look(disk, operation.source)
    return replace(operation, identity=identity_of(status) if status else _NOBODY)


def _leg(number: int, operation: Operation) -> Leg:
    return Leg(number, operation.group, operation.source, operation.target or "", operation.action is Action.MOVE)


def normal(paths: Sequence[str]) -> tuple[str, ...]:
    """Roots as they can be compared with paths."""
    return tuple(os.path.abspath(path) for path in paths)


class _Application:
    """One run of ``carry_out``."""

    def __init__(
        self,
        disk: Disk,
        journal: Journal,
        run: int,
        units: Sequence[Unit],
        token: CancelToken,
        shop: Workshop,
        replaces: Mapping[int, FileIdentity | None],
        *,
        prune: bool,
    ) -> None:
        self._disk = disk
        self._journal = journal
        self._run = run
        self._token = token
        self._prune = prune
        sources, library = journal.roots(run)
        self._source_roots, self._library = normal(sources), normal(library)
        self._shop = shop
        self._entries = {entry.number: entry for entry in journal.entries(run)}
        self._tasks = {number: forward(entry, replaces[number]) for number, entry in self._entries.items()}
        self._units = units
        self._halt = ""
        self._settled = True

    def outcomes(self) -> Generator[Outcome, None, None]:
        """Carry the units out; see ``carry_out``."""
        try:
            refused = self._look_first()
            for unit in self._units:
                yield from self._unit(unit, refused)
        except GeneratorExit:
            self._end(Status.INTERRUPTED)
            raise
        if self._prune and self._settled:
            self._remove_emptied()
        self._end(self._verdict())

    def _look_first(self) -> Mapping[int, str]:
        preflight = Preflight(self._disk, self._shop, self._library)
        try:
            tasks = [self._tasks[number] for number in sorted(self._tasks)]
            refused = preflight.refusals(tasks)
            if short := shortage(self._disk, (task for task in tasks if task.op not in refused)):
                self._halt = f"nothing was changed, because {short}"
        except (OSError, TransferError) as error:
            self._settled = False
            self._halt = f"nothing was changed: {error}"
            return {}
        return refused

    def _unit(self, unit: Unit, refused: Mapping[int, str]) -> list[Outcome]:
        members = [self._entries[key] for key in sorted(unit.keys)]
        if self._token.cancelled and not self._halt:
            self._halt = STOPPED
        if self._halt:
            return [self._skip(entry, self._halt) for entry in members]
        bad = [entry for entry in members if entry.id in refused]
        if bad:
            return self._refuse(members, bad[0], {entry.id: refused[entry.id] for entry in bad})
        try:
            warnings = self._shop.units.run(unit, self._tasks)
        except UnitFailed as failure:
            return self._failed(members, failure)
        return [entry.outcome(Result.DONE, warnings=warnings.get(entry.id, ())) for entry in members]

    def _failed(self, members: list[Entry], failure: UnitFailed) -> list[Outcome]:
        reason = failure.cause.sentence()
        if not failure.settled:
            self._settled = False
            self._halt = "the run was stopped, because a file before this one could not be taken back"
            later = f"{reason}; it could not be taken back now, the next start of the program settles it"
            return [entry.outcome(Result.FAILED, later) for entry in members]
        if isinstance(failure.cause, Cancelled):
            self._halt = STOPPED
            return [self._skip(entry, self._halt) for entry in members]
        if isinstance(failure.cause, TransferStopped):
            self._halt = f"the run was stopped: {reason}"
        culprit = next(entry for entry in members if entry.id == failure.task.op)
        return self._refuse(members, culprit, {culprit.id: reason})

    def _refuse(self, members: list[Entry], culprit: Entry, reasons: Mapping[int, str]) -> list[Outcome]:
        """The culprits have failed; what belongs to them stays where it is too."""
        why = f"it belongs to {shown(os.path.basename(culprit.source))}, which stays where it is"
        found = []
        for entry in members:
            if entry.id not in reasons:
                found.append(self._skip(entry, why))
                continue
            self._journal.note_op(entry.id, OpState.FAILED, reasons[entry.id])
            found.append(entry.outcome(Result.FAILED, reasons[entry.id]))
        self._journal.flush()
        return found

    def _skip(self, entry: Entry, reason: str) -> Outcome:
        self._journal.note_op(entry.id, OpState.SKIPPED, reason)
        return entry.outcome(Result.SKIPPED, reason)

    # ------------------------------------------------------------------------------------------- the end

    def _remove_emptied(self) -> None:
        moved = self._journal.entries(self._run, [OpState.DONE])
        moved = [entry for entry in moved if self._tasks[entry.number].leg.vacates]
        self._shop.folders.prune(moved, self._source_roots, self._library)

    def _verdict(self) -> Status:
        states = {entry.state for entry in self._journal.entries(self._run)}
        if self._halt == STOPPED or not self._settled:
            return Status.INTERRUPTED
        return Status.COMPLETE if states <= {OpState.DONE} else Status.PARTIAL

    def _end(self, status: Status) -> None:
        """Close the run in the journal; one that the disk did not let us tidy stays open for recovery."""
        for entry in self._journal.entries(self._run, [OpState.PLANNED]):
            self._journal.note_op(entry.id, OpState.SKIPPED, STOPPED)
        if self._settled and self._shop.ledger.note_times():
            with contextlib.suppress(OSError, TransferError):
                self._shop.folders.tidy()
                self._journal.note_status(self._run, status)
        self._journal.flush()
