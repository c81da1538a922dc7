"""The steps of one run and direction that can still be taken back, mirrored in the journal."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace

from organizer.identities import known_time
from organizer.model import FileIdentity
from organizer.transfer.disk import Disk
from organizer.transfer.identity import Meta, look
from organizer.transfer.journal import Journal
from organizer.transfer.records import FolderTimes, How, Phase, Step, StepKind, StepState


def _folders_of(step: Step) -> set[str]:
    """The folders whose times a step changes, as they really are: a library's root may be a symbolic link."""
    found = set()
    if step.b:
        found.add(os.path.dirname(step.b))
    if step.kind.renames or step.kind in {StepKind.RMDIR, StepKind.UNLINK}:
        found.add(os.path.dirname(step.a))
    if step.kind is StepKind.RMDIR:
        found.add(step.a)  # made again on undo, and filled
    return {os.path.realpath(folder) for folder in found}


class Ledger:
    """Announces steps, and keeps those of the unit under way in the order of execution."""

    def __init__(self, disk: Disk, journal: Journal, run: int, phase: Phase) -> None:
        self.journal = journal
        self.run = run
        self.phase = phase
        self.token = journal.token(run)
        self._disk = disk
        self._live: dict[int, Step] = {}
        self._known_folders = {folder.path for folder in journal.folders(run)}
        self._touched: set[str] = set()
        self._privates = 0

    @property
    def live(self) -> list[Step]:
        """The steps of the unit under way that are not reversed, in the order of execution."""
        return list(self._live.values())

    def start_unit(self, steps: list[Step]) -> None:
        """Begin another unit; ``steps`` are what a crash has left of it."""
        self._live = {step.id: step for step in steps}
        for step in steps:
            self._touch(step)

    def private_name(self, folder: str, ending: str) -> str:
        """A hidden name in ``folder`` that nobody else has: no media server and no scan looks at it."""
        self._privates += 1
        unique = f"{self.token}-{os.getpid():x}-{self._privates:x}"
        return os.path.join(folder, f".pmo-{unique}.{ending}")

    def announce(
        self,
        op: int | None,
        kind: StepKind,
        a: str,
        b: str,
        *,
        identity: FileIdentity | None = None,
        meta: Meta | None = None,
        private: str = "",
    ) -> int:
        """Write down a change before it is made; the number of its step."""
        draft = Step(0, self.run, op, self.phase, kind, a, b, StepState.INTENT, How.RENAME, identity, meta, private)
        self._touch(draft)
        step = self.journal.add_step(draft)
        self._live[step.id] = step
        return step.id

    def step(self, number: int) -> Step:
        """A live step."""
        return self._live[number]

    def change(
        self,
        number: int,
        state: StepState | None = None,
        *,
        how: How | None = None,
        identity: FileIdentity | None = None,
        durable: bool = False,
    ) -> Step:
        """Note what became of a step, at once when ``durable``, else with the next commit."""
        step = self._live[number]
        step = replace(step, state=state or step.state, how=how or step.how, identity=identity or step.identity)
        self._live[number] = step
        if step.state is StepState.REVERSED:
            del self._live[number]
        self.journal.note_step(step)
        if durable:
            self.journal.flush()
        return step

    def _touch(self, step: Step) -> None:
        for folder in _folders_of(step):
            self._touched.add(folder)
            if folder in self._known_folders:
                continue
            status = look(self._disk, folder)
            if status is not None:
                self._known_folders.add(folder)
                self.journal.note_folder(
                    self.run, FolderTimes(folder, known_time(status.st_mtime_ns), known_time(status.st_mtime_ns))
                )

    def note_times(self) -> bool:
        """Note the times that our changes have left on the folders of the unit; False while some are owed.

        What a failing disk does not show is asked again with the next unit, and in the end by recovery.
        """
        for folder in list(self._touched):
            with contextlib.suppress(OSError):
                if (status := look(self._disk, folder)) is not None:
                    self.journal.note_folder(
                        self.run, FolderTimes(folder, known_time(status.st_mtime_ns), known_time(status.st_mtime_ns))
                    )
                self._touched.discard(folder)
        return not self._touched
