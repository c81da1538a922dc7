"""One unit carried out: every file of it placed, then every source that was copied removed; or all of it taken back."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping

from organizer.cancellation import CancelToken
from organizer.display import fold
from organizer.errors import TransferError
from organizer.model import FileIdentity
from organizer.transfer.disk import NOT_SUPPORTED, Disk
from organizer.transfer.folders import Folders
from organizer.transfer.identity import Meta, identity_of, is_inode, is_unchanged, look, meta_of
from organizer.transfer.journal import Journal
from organizer.transfer.ledger import Ledger
from organizer.transfer.progress import Progress
from organizer.transfer.records import OpState, Phase, Step, StepKind, StepState
from organizer.transfer.refusals import Cancelled, SourceChanged, TargetTaken, explain, shown
from organizer.transfer.reversal import Reversal
from organizer.transfer.schedule import Unit
from organizer.transfer.steps import Steps
from organizer.transfer.tasks import Task, TaskKind

PARTIAL, STASHED, PARKED = "partial", "stashed", "parked"
_UNDER_WAY = {Phase.DO: OpState.DOING, Phase.UNDO: OpState.UNDOING}
_NEVER_MOVED = frozenset({OpState.PLANNED, OpState.FAILED, OpState.SKIPPED})
_NO_LINK = NOT_SUPPORTED | {errno.EPERM, errno.EMLINK, errno.EXDEV}
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
        folders: Folders,
        token: CancelToken,
        progress: Progress,
    ) -> None:
        self._disk = disk
        self._journal = journal
        self._ledger = ledger
        self._steps = steps
        self._reversal = reversal
        self._folders = folders
        self._token = token
        self._progress = progress
        self._warnings: dict[int, tuple[str, ...]] = {}

    # ------------------------------------------------------------------------------------------- a unit

    def run(self, unit: Unit, tasks: Mapping[int, Task]) -> Mapping[int, tuple[str, ...]]:
        """Carry a unit out; warnings by operation. Raises UnitFailed after everything was taken back."""
        self._ledger.start_unit([])
        self._warnings = {}
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
                self._stash(task) if turn.stash else self._place(task)
            for task in members:
                self._park(task)
            for task in members:
                self._remove(task)
        except (OSError, TransferError) as error:
            cause = explain(error, task.source) if isinstance(error, OSError) else error
            raise UnitFailed(task, cause, settled=self._take_back(members)) from error
        self._close(members)
        return self._warnings

    def finish(self, members: list[Task], live: list[Step]) -> bool:
        """Bring a unit that a crash cut short to its end, or else take it back; whether it was finished."""
        self._ledger.start_unit(live)
        for step in live:
            self._reversal.settle(step.id)
        if not all(self._is_placed(task) for task in members):
            self._reversal.reverse_all()
            self._reopen(members)
            return False
        try:
            for task in members:
                self._park(task)
            for task in members:
                self._remove(task)
        except (OSError, TransferError):
            self._reversal.reverse_all()
            self._reopen(members)
            return False
        self._close(members)
        return True

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
            self._journal.note_made(task.op, self._made(task))
            self._journal.note_op(task.op, _FINISHED[phase], None, self._warnings.get(task.op, ()))
        self._ledger.note_times()
        self._journal.flush()

    def _reopen(self, members: list[Task]) -> None:
        """The operations stand where they stood before the unit; the caller says what that means."""
        state = OpState.FAILED if self._ledger.phase is Phase.DO else OpState.DONE
        for task in members:
            self._journal.note_op(task.op, state)
        self._ledger.note_times()
        self._journal.flush()

    # ------------------------------------------------------------------------------------------- what is so far

    def _of(self, task: Task, *kinds: StepKind) -> Step | None:
        """The last live step of these kinds for a task that is done."""
        found = [s for s in self._ledger.live if s.op == task.op and s.kind in kinds and s.state is StepState.DONE]
        return found[-1] if found else None

    def _placing(self, task: Task) -> Step | None:
        """The step that has put a file at the target."""
        step = self._of(task, StepKind.RENAME, StepKind.PUBLISH, StepKind.LINK, StepKind.SYMLINK)
        return step if step is not None and step.b == task.target else None

    def _is_placed(self, task: Task) -> bool:
        return task.kind is TaskKind.REMOVE or self._placing(task) is not None

    def _made(self, task: Task) -> FileIdentity:
        step = self._placing(task)
        return step.subject if step else task.identity

    def _where(self, task: Task) -> str:
        """Where the source is now: at its name, or stashed."""
        stash = self._of(task, StepKind.STASH)
        return stash.b if stash else task.source

    def _leaves_source(self, task: Task) -> bool:
        """Whether the source still has to go: it was copied, or is to be removed anyway."""
        if task.kind is TaskKind.REMOVE:
            return True
        placing = self._placing(task)
        return task.kind is TaskKind.MOVE and placing is not None and placing.kind is StepKind.PUBLISH

    # ------------------------------------------------------------------------------------------- placing

    def _stash(self, task: Task) -> None:
        self._check_source(task)
        private = self._ledger.private_name(os.path.dirname(task.source), STASHED)
        self._steps.rename(task.op, StepKind.STASH, task.source, private, task.identity)

    def _place(self, task: Task) -> None:
        meta = self._check_source(task)
        if self._ledger.phase is Phase.DO:
            self._journal.note_source(task.op, meta)
        if task.kind is TaskKind.REMOVE:
            return
        if self._check_target(task):
            self._stash(task)
        self._folders.make_parents(task.op, task.target)
        where = self._where(task)
        if task.kind is TaskKind.MOVE:
            self._move(task, where)
        elif task.kind is TaskKind.HARDLINK:
            private = self._ledger.private_name(os.path.dirname(task.target), PARTIAL)
            self._steps.link(task.op, where, task.target, task.identity, private)
        elif task.kind is TaskKind.SYMLINK:
            private = self._ledger.private_name(os.path.dirname(task.target), PARTIAL)
            self._steps.symlink(task.op, where, task.target, private)
        else:
            self._copy(task, where)

    def _check_source(self, task: Task) -> Meta:
        where = self._where(task)
        status = look(self._disk, where)
        if status is None:
            raise SourceChanged(f"{shown(where)} is not there any more", hint="plan again")
        if not is_unchanged(status, task.identity):
            raise SourceChanged(f"{shown(where)} has changed since it was planned", hint="plan again")
        if not stat.S_ISREG(status.st_mode) and task.kind is not TaskKind.REMOVE:
            raise SourceChanged(f"{shown(where)} is not a regular file", hint="leave it out")
        return meta_of(status)

    def _check_target(self, task: Task) -> bool:
        """Refuse a target that exists; True when it is the source itself under a name that differs in case only."""
        status = look(self._disk, task.target)
        if status is None:
            return False
        if is_inode(status, task.identity) and self._is_same_entry(task, status):
            return True
        raise TargetTaken(
            f"{shown(task.target)} exists",
            hint="nothing is overwritten; rename one of the two, or skip this file",
        )

    def _is_same_entry(self, task: Task, status: os.stat_result) -> bool:
        """On a disk that ignores case both names show the one entry; two hard links would be two entries."""
        folder, name = os.path.split(task.target)
        source_folder, source_name = os.path.split(task.source)
        if folder != source_folder or fold(name) != fold(source_name):
            return False
        entries = [entry for entry in self._disk.listdir(folder) if fold(entry) == fold(name)]
        return len(entries) == 1 and identity_of(status).device == self._disk.lstat(task.source).st_dev

    def _move(self, task: Task, where: str) -> None:
        try:
            self._steps.rename(task.op, StepKind.RENAME, where, task.target, task.identity)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy(task, where)

    def _copy(self, task: Task, where: str) -> None:
        """Copy under a private name, then publish. A hard link of a file moved before is linked, not copied twice."""
        private = self._ledger.private_name(os.path.dirname(task.target), PARTIAL)
        identity = self._link_to_twin(task, private)
        if identity is None:
            clone = task.kind is TaskKind.REFLINK
            identity, warnings = self._steps.copy(task.op, where, private, task.identity, task.meta, clone=clone)
            self._warnings[task.op] = warnings
        self._steps.rename(task.op, StepKind.PUBLISH, private, task.target, identity)

    def _link_to_twin(self, task: Task, private: str) -> FileIdentity | None:
        """Link to another name of the same file where the run has put that one (or put it back), where that works."""
        if task.kind is not TaskKind.MOVE or not task.was_linked:
            return None
        for path, identity in self._twins(task):
            if not is_unchanged(look(self._disk, path), identity):
                continue
            try:
                self._steps.link(task.op, path, private, identity, "")
            except OSError as error:
                if error.errno not in _NO_LINK:
                    raise
            else:
                return identity
        return None

    def _twins(self, task: Task) -> list[tuple[str, FileIdentity]]:
        """Other names of a hard-linked file on the side it goes to, with what is to be found there."""
        entries = self._journal.twins(self._ledger.run, task.op)
        if self._ledger.phase is Phase.DO:
            return [(entry.target, entry.made) for entry in entries if entry.state is OpState.DONE and entry.made]
        back = [(entry.source, entry.made) for entry in entries if entry.state is OpState.UNDONE and entry.made]
        stayed = [(entry.source, entry.identity) for entry in entries if entry.state in _NEVER_MOVED]
        return stayed + back

    # ------------------------------------------------------------------------------------------- removing

    def _park(self, task: Task) -> None:
        if not self._leaves_source(task) or self._of(task, StepKind.PARK):
            return
        where = self._where(task)
        private = self._ledger.private_name(os.path.dirname(where), PARKED)
        self._steps.rename(task.op, StepKind.PARK, where, private, task.identity)

    def _remove(self, task: Task) -> None:
        """Unlink what is parked, after a last look at what makes it safe to."""
        park = self._of(task, StepKind.PARK)
        if park is None or self._of(task, StepKind.UNLINK):
            return
        self._check_elsewhere(task)
        self._steps.unlink(task.op, park.b, task.identity)

    def _check_elsewhere(self, task: Task) -> None:
        placing = self._placing(task)
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
