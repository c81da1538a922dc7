"""One unit carried out: every file of it placed, then every source that was copied removed; or all of it taken back."""

from __future__ import annotations

import os
from collections.abc import Mapping

from organizer.cancellation import CancelToken
from organizer.errors import TransferError
from organizer.transfer.disk import Disk
from organizer.transfer.identity import is_inode, is_unchanged, look
from organizer.transfer.journal import Journal
from organizer.transfer.ledger import Ledger
from organizer.transfer.placing import Placing
from organizer.transfer.progress import Progress
from organizer.transfer.records import OpState, Phase, Step, StepKind
from organizer.transfer.refusals import Cancelled, SourceChanged, explain, shown
from organizer.transfer.reversal import Reversal
from organizer.transfer.schedule import Unit
from organizer.transfer.steps import Steps
from organizer.transfer.tasks import Task

PARKED = "parked"
_UNDER_WAY = {Phase.DO: OpState.DOING, Phase.UNDO: OpState.UNDOING}
_FINISHED = {Phase.DO: OpState.DONE, Phase.UNDO: OpState.UNDONE}


class UnitFailed(Exception):
    """A task failed. ``settled`` tells whether all of the unit is back where it was."""

    def __init__(self, task: Task, cause: TransferError, *, settled: bool) -> None:
        super().__init__(str(cause))
        self.task = task
        self.cause = cause
        self.settled = settled


class UnitRunner:
    """Carries units out, one after the other, in one direction of one run."""

    def __init__(
        self,
        disk: Disk,
        journal: Journal,
        ledger: Ledger,
        steps: Steps,
        reversal: Reversal,
        placing: Placing,
        token: CancelToken,
        progress: Progress,
    ) -> None:
        self._disk = disk
        self._journal = journal
        self._ledger = ledger
        self._steps = steps
        self._reversal = reversal
        self._placing = placing
        self._token = token
        self._progress = progress

    # ------------------------------------------------------------------------------------------- a unit

    def run(self, unit: Unit, tasks: Mapping[int, Task]) -> Mapping[int, tuple[str, ...]]:
        """Carry a unit out; warnings by operation. Raises UnitFailed after everything was taken back."""
        self._ledger.start_unit([])
        self._placing.warnings = {}
        members = [tasks[key] for key in unit.keys]
        for task in members:
            self._journal.note_op(task.op, _UNDER_WAY[self._ledger.phase])
        task = members[0]
        try:
            for turn in unit.turns:
                task = tasks[turn.key]
                if self._token.cancelled:
                    raise Cancelled("the run was stopped")
                self._progress.current(task.operation)
                self._placing.stash(task) if turn.stash else self._placing.place(task)
            self._conclude(members)
        except (OSError, TransferError) as error:
            cause = explain(error, task.source) if isinstance(error, OSError) else error
            raise UnitFailed(task, cause, settled=self._take_back(members)) from error
        self._close(members)
        return self._placing.warnings

    def finish(self, members: list[Task], live: list[Step]) -> bool:
        """Bring a unit that a crash cut short to its end, or else take it back; whether it was finished."""
        self._ledger.start_unit(live)
        for step in live:
            self._reversal.settle(step.id)
        if not all(self._placing.is_placed(task) for task in members):
            self._reversal.reverse_all()
            self._reopen(members)
            return False
        try:
            self._conclude(members)
        except (OSError, TransferError):
            self._reversal.reverse_all()
            self._reopen(members)
            return False
        self._close(members)
        return True

    def _conclude(self, members: list[Task]) -> None:
        """All are placed: sources that stay behind step aside, replaced files come back, and last of all they go."""
        for task in members:
            self._park(task)
        for task in members:
            self._give_back(task)
        for task in members:
            self._remove(task)

    def _take_back(self, members: list[Task]) -> bool:
        """Reverse the unit; False when the disk refuses even that, and recovery has to try again."""
        try:
            self._reversal.reverse_all()
            self._reopen(members)
        except (OSError, TransferError):
            self._journal.flush()
            return False
        return True

    def _close(self, members: list[Task]) -> None:
        phase = self._ledger.phase
        for task in members:
            self._journal.note_made(task.op, self._placing.made(task))
            self._journal.note_op(task.op, _FINISHED[phase], None, self._placing.warnings.get(task.op, ()))
        self._ledger.note_times()
        self._journal.flush()

    def _reopen(self, members: list[Task]) -> None:
        """The operations stand where they stood before the unit; the caller says what that means."""
        state = OpState.FAILED if self._ledger.phase is Phase.DO else OpState.DONE
        for task in members:
            self._journal.note_op(task.op, state)
        self._ledger.note_times()
        self._journal.flush()

    # ------------------------------------------------------------------------------------------- removing

    def _park(self, task: Task) -> None:
        if not self._placing.leaves_source(task) or self._placing.of(task, StepKind.PARK):
            return
        where = self._placing.where(task)
        private = self._ledger.private_name(os.path.dirname(where), PARKED)
        self._steps.rename(task.op, StepKind.PARK, where, private, task.identity)

    def _give_back(self, task: Task) -> None:
        """Let the file that was replaced return from the trash."""
        old = task.displaced
        if old is not None and not self._placing.of(task, StepKind.RETURN):
            self._steps.rename(task.op, StepKind.RETURN, old.trash, old.home, old.identity)

    def _remove(self, task: Task) -> None:
        """Unlink what is parked, after a last look at what makes it safe to."""
        park = self._placing.of(task, StepKind.PARK)
        if park is None or self._placing.of(task, StepKind.UNLINK):
            return
        self._check_elsewhere(task)
        self._steps.unlink(task.op, park.b, task.identity)

    def _check_elsewhere(self, task: Task) -> None:
        placing = self._placing.placing(task)
        if placing is not None and not is_unchanged(look(self._disk, task.target), placing.subject):
            raise SourceChanged(f"{shown(task.target)} was changed by somebody else", hint="the source is kept")
        witness = task.witness
        if witness is None:
            return
        status = look(self._disk, witness.path)
        good = is_unchanged(status, witness.identity) if witness.contents else is_inode(status, task.identity)
        if not good:
            raise SourceChanged(
                f"The original {shown(witness.path)} is gone or has changed",
                hint="this may be the last copy, so it is kept",
            )
