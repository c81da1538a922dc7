"""What a crash has left half done is finished or taken back, before anything else is changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from organizer.cancellation import CancelToken
from organizer.errors import TransferError
from organizer.transfer.apply import STOPPED, normal
from organizer.transfer.disk import Disk
from organizer.transfer.journal import Journal
from organizer.transfer.progress import Silent
from organizer.transfer.records import Entry, OpState, Phase, Status, Step, StepKind, StepState
from organizer.transfer.refusals import explain, shown
from organizer.transfer.tasks import backward, forward
from organizer.transfer.undo import status_after_undo
from organizer.transfer.workshop import Workshop, set_up

_OPEN = (StepState.INTENT, StepState.DONE, StepState.REVERSING)
_CUT_SHORT = (StepState.INTENT, StepState.REVERSING)
_PHASE = {OpState.DOING: Phase.DO, OpState.UNDOING: Phase.UNDO}


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """Sentences for a person: what was brought to its end, what was taken back, and what fits nothing we know.

    What is ``reported`` was left exactly as it is, and is looked at again at the next recovery.
    """

    finished: tuple[str, ...] = ()
    rolled_back: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.finished or self.rolled_back or self.reported)


@dataclass(slots=True)
class _Notes:
    finished: list[str] = field(default_factory=list)
    rolled_back: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)


def recover(journal: Journal, *, disk: Disk | None = None) -> RecoveryReport:
    """Settle every run that was cut short. Idempotent; may itself be killed at any point and called again.

    Needs the journal open for writing, so that no other process is in the middle of a run. Judges by the identity of
    what is on the disk alone: a file that is neither where it was nor where it was going is reported, not repaired.
    """
    notes = _Notes()
    for run in journal.unfinished():
        _Recovery(disk or Disk(), journal, run, notes).recover()
    return RecoveryReport(tuple(notes.finished), tuple(notes.rolled_back), tuple(notes.reported))


class _Recovery:
    """The recovery of one run."""

    def __init__(self, disk: Disk, journal: Journal, run: int, notes: _Notes) -> None:
        self._disk = disk
        self._journal = journal
        self._run = run
        self._notes = notes
        self._displacing = journal.displacing(run)
        self._was_undoing = journal.status(run) is Status.UNDOING
        self._sources, self._library = (normal(roots) for roots in journal.roots(run))

    def recover(self) -> None:
        """Units first, the newest first, then what belongs to none; then folders and times."""
        before = len(self._notes.reported)
        shops = {phase: self._set_up(phase) for phase in Phase}
        for phase, members in self._cut_short():
            self._settle_unit(shops[phase], phase, members)
        self._settle_strays(shops)
        if len(self._notes.reported) > before:
            self._journal.flush()
            return
        self._close(shops[Phase.UNDO if self._was_undoing else Phase.DO])

    def _set_up(self, phase: Phase) -> Workshop:
        roots = self._library if phase is Phase.DO else self._sources
        return set_up(self._disk, self._journal, self._run, phase, roots, CancelToken(), Silent())

    def _cut_short(self) -> list[tuple[Phase, list[Entry]]]:
        """The units that were under way: in a run one, in an undo the files that had to go together."""
        units: dict[tuple[Phase, int], list[Entry]] = defaultdict(list)
        for entry in self._journal.entries(self._run, list(_PHASE)):
            phase = _PHASE[entry.state]
            units[phase, entry.unit if phase is Phase.DO else 0].append(entry)
        return [(phase, members) for (phase, _), members in units.items()]

    def _settle_unit(self, shop: Workshop, phase: Phase, members: list[Entry]) -> None:
        numbers = {entry.id for entry in members}
        live = [s for s in self._journal.steps(self._run, _OPEN) if s.op in numbers and s.phase is phase]
        tasks = [
            forward(entry) if phase is Phase.DO else backward(entry, self._displacing.get(entry.id))
            for entry in members
        ]
        names = ", ".join(shown(entry.source) for entry in members)
        try:
            finished = shop.units.finish(tasks, live)
        except (OSError, TransferError) as error:
            self._report(error, members[0].source)
            return
        what = "move" if phase is Phase.DO else "undo"
        if finished:
            self._notes.finished.append(f"{names}: the {what} was brought to its end")
        else:
            self._notes.rolled_back.append(f"{names}: the {what} was taken back")

    def _settle_strays(self, shops: dict[Phase, Workshop]) -> None:
        """Steps of no unit: probes are taken back, folders settled."""
        for step in reversed(self._journal.steps(self._run, _CUT_SHORT)):
            self._settle_stray(shops[step.phase], step)
        probes = (StepKind.LINK, StepKind.SYMLINK, StepKind.COPY)
        for step in self._journal.steps(self._run, [StepState.DONE], probes):
            if step.op is None:
                self._settle_stray(shops[step.phase], step)

    def _settle_stray(self, shop: Workshop, step: Step) -> None:
        if step.op is not None and step.op in self._under_way():
            return  # its unit has been reported
        shop.ledger.start_unit([step])
        try:
            if step.kind is StepKind.RMDIR and step.state is StepState.INTENT:
                shop.reversal.settle(step.id)
            else:
                shop.reversal.reverse_all()
        except (OSError, TransferError) as error:
            self._report(error, step.a or step.b)
        shop.ledger.note_times()
        self._journal.flush()

    def _under_way(self) -> set[int]:
        return {entry.id for entry in self._journal.entries(self._run, list(_PHASE))}

    def _report(self, error: OSError | TransferError, path: str) -> None:
        cause = explain(error, path) if isinstance(error, OSError) else error
        self._notes.reported.append(cause.sentence())

    def _close(self, shop: Workshop) -> None:
        for entry in self._journal.entries(self._run, [OpState.PLANNED]):
            self._journal.note_op(entry.id, OpState.SKIPPED, STOPPED)
        self._journal.flush()
        try:
            shop.folders.accept_times()
            shop.folders.tidy()
        except (OSError, TransferError) as error:
            self._report(error, "")
            return
        undone = self._was_undoing and status_after_undo(self._journal, self._run)
        self._journal.note_status(self._run, undone or Status.INTERRUPTED)
        self._journal.flush()
