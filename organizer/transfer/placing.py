"""A file put at its target: the way each action takes, and what of it the journal shows to be done already."""

from __future__ import annotations

import errno
import os
import stat

from organizer.display import fold
from organizer.model import FileIdentity, SymlinkForm
from organizer.transfer.disk import NOT_SUPPORTED, Disk
from organizer.transfer.folders import Folders
from organizer.transfer.identity import Meta, is_inode, is_one_entry, is_unchanged, look, meta_of
from organizer.transfer.journal import Journal
from organizer.transfer.ledger import Ledger
from organizer.transfer.records import OpState, Phase, Step, StepKind, StepState
from organizer.transfer.refusals import SourceChanged, TargetTaken, shown
from organizer.transfer.steps import Steps
from organizer.transfer.tasks import Task, TaskKind
from organizer.transfer.trash import Trash

PARTIAL, STASHED = "partial", "stashed"
_NEVER_MOVED = frozenset({OpState.PLANNED, OpState.FAILED, OpState.SKIPPED})
_LINK_GONE = "it had further names (hard links); none was found to link it to again, so it came back as its own file"
_NO_LINK = NOT_SUPPORTED | {errno.EPERM, errno.EMLINK, errno.EXDEV}


class Placing:
    """Puts the files of the unit under way at their targets, and knows where they are in the meantime."""

    def __init__(
        self,
        disk: Disk,
        journal: Journal,
        ledger: Ledger,
        steps: Steps,
        folders: Folders,
        trash: Trash,
        symlinks: SymlinkForm,
    ) -> None:
        self._disk = disk
        self._journal = journal
        self._ledger = ledger
        self._steps = steps
        self._folders = folders
        self._trash = trash
        self._symlinks = symlinks
        self.warnings: dict[int, tuple[str, ...]] = {}

    # ------------------------------------------------------------------------------------------- what is so far

    def of(self, task: Task, *kinds: StepKind) -> Step | None:
        """The last live step of these kinds for a task that is done."""
        found = [s for s in self._ledger.live if s.op == task.op and s.kind in kinds and s.state is StepState.DONE]
        return found[-1] if found else None

    def placing(self, task: Task) -> Step | None:
        """The step that has put a file at the target."""
        step = self.of(task, StepKind.RENAME, StepKind.PUBLISH, StepKind.LINK, StepKind.SYMLINK)
        return step if step is not None and step.b == task.target else None

    def is_placed(self, task: Task) -> bool:
        """Whether the target is what it is to be, so that only the source's end is left to come."""
        return task.kind is TaskKind.REMOVE or self.placing(task) is not None

    def made(self, task: Task) -> FileIdentity:
        """What is at the target now."""
        step = self.placing(task)
        return step.subject if step else task.identity

    def where(self, task: Task) -> str:
        """Where the source is now: at its name, or stashed."""
        stash = self.of(task, StepKind.STASH)
        return stash.b if stash else task.source

    def leaves_source(self, task: Task) -> bool:
        """Whether the source still has to go: it was copied, or is to be removed anyway."""
        if task.kind is TaskKind.REMOVE:
            return True
        placing = self.placing(task)
        return task.kind is TaskKind.MOVE and placing is not None and placing.kind is StepKind.PUBLISH

    # ------------------------------------------------------------------------------------------- placing

    def stash(self, task: Task) -> None:
        """Let the source wait under a private name beside its own."""
        self._check_source(task)
        private = self._ledger.private_name(os.path.dirname(task.source), STASHED)
        self._steps.rename(task.op, StepKind.STASH, task.source, private, task.identity)

    def place(self, task: Task) -> None:
        """Put the file at its target; of what is to be removed only make sure what it is."""
        meta = self._check_source(task)
        if self._ledger.phase is Phase.DO:
            self._journal.note_source(task.op, meta)
        if task.kind is TaskKind.REMOVE:
            return
        if task.replaces is not None:
            self._place_instead(task, task.replaces)
            return
        if self._check_target(task):
            self.stash(task)
        self._folders.make_parents(task.op, task.target)
        where = self.where(task)
        if task.kind is TaskKind.MOVE:
            self._move(task, where)
        elif task.kind is TaskKind.HARDLINK:
            private = self._ledger.private_name(os.path.dirname(task.target), PARTIAL)
            self._steps.link(task.op, where, task.target, task.identity, private)
        elif task.kind is TaskKind.SYMLINK:
            private = self._ledger.private_name(os.path.dirname(task.target), PARTIAL)
            self._steps.symlink(task.op, self._link_text(task), task.target, private)
        else:
            self._copy(task, where)

    def _link_text(self, task: Task) -> str:
        """What a link at the target has to read. A relative one counts from where its folder really is."""
        if self._symlinks is SymlinkForm.ABSOLUTE:
            return task.source
        folder, name = os.path.split(task.source)
        source = os.path.join(os.path.realpath(folder), name)
        return os.path.relpath(source, os.path.realpath(os.path.dirname(task.target)))

    # ------------------------------------------------------------------------------------------- replacing

    def _place_instead(self, task: Task, replaced: FileIdentity) -> None:
        """Complete beside the old one first; only then the old one goes into the trash, and the new one is named."""
        standing = self._standing(task, replaced)
        private, identity, kind = self._aside(task)
        self._trash.take(task.op, standing, replaced)
        self._steps.rename(task.op, kind, private, task.target, identity)

    def _standing(self, task: Task, replaced: FileIdentity) -> str:
        """The name that the planned file has at the target, which on a disk that ignores case may be spelled else."""
        status = look(self._disk, task.target)
        folder, name = os.path.split(task.target)
        if status is not None and is_unchanged(status, replaced) and not stat.S_ISDIR(status.st_mode):
            names = self._disk.listdir(folder)
            spelled = [name] if name in names else [entry for entry in names if fold(entry) == fold(name)]
            if len(spelled) == 1:
                return os.path.join(folder, spelled[0])
        raise SourceChanged(f"{shown(task.target)} is not the file any more that was to be replaced", hint="plan again")

    def _aside(self, task: Task) -> tuple[str, FileIdentity, StepKind]:
        """Bring the new file into the target's folder under a private name; how it gets its own name from there."""
        where = self.where(task)
        folder = os.path.dirname(task.target)
        private = self._ledger.private_name(folder, PARTIAL)
        if task.kind is TaskKind.HARDLINK:
            self._steps.link(task.op, where, private, task.identity, "")
            return private, task.identity, StepKind.PUBLISH
        if task.kind is TaskKind.SYMLINK:
            return private, self._steps.symlink(task.op, self._link_text(task), private, ""), StepKind.PUBLISH
        if task.kind is TaskKind.MOVE:
            stashed = self._ledger.private_name(folder, STASHED)
            try:
                self._steps.rename(task.op, StepKind.STASH, where, stashed, task.identity)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
            else:
                return stashed, task.identity, StepKind.RENAME
        return private, self._copied(task, where, private), StepKind.PUBLISH

    # ------------------------------------------------------------------------------------------- checks and copies

    def _check_source(self, task: Task) -> Meta:
        where = self.where(task)
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
        if is_inode(status, task.identity) and is_one_entry(self._disk, task.source, task.target):
            return True
        raise TargetTaken(
            f"{shown(task.target)} exists",
            hint="nothing is overwritten; rename one of the two, or skip this file",
        )

    def _move(self, task: Task, where: str) -> None:
        try:
            self._steps.rename(task.op, StepKind.RENAME, where, task.target, task.identity)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy(task, where)

    def _copy(self, task: Task, where: str) -> None:
        """Copy under a private name, then publish."""
        private = self._ledger.private_name(os.path.dirname(task.target), PARTIAL)
        identity = self._copied(task, where, private)
        self._steps.rename(task.op, StepKind.PUBLISH, private, task.target, identity)

    def _copied(self, task: Task, where: str, private: str) -> FileIdentity:
        """Copy a file under a private name. A hard link of a file moved before is linked, not copied twice."""
        if task.kind is TaskKind.MOVE and task.was_linked and self._ledger.phase is Phase.DO:
            self._note_outside_twins(task)
        identity = self._link_to_twin(task, private)
        if identity is None:
            clone = task.kind is TaskKind.REFLINK
            identity, warnings = self._steps.copy(task.op, where, private, task.identity, task.meta, clone=clone)
            self.warnings[task.op] = (*warnings, *self._lost_link(task))
        return identity

    def _note_outside_twins(self, task: Task) -> None:
        """Remember the other names beside the source that stay: an undo links to them again. Others are not sought.

        Where the looks fail the file stays: moved all the same, it could never be tied to its other names again.
        """
        folder = os.path.dirname(task.source)
        planned = {entry.source for entry in self._journal.twins(self._ledger.run, task.op)} | {task.source}
        own = self._disk.lstat(self.where(task))
        for path in (os.path.join(folder, name) for name in self._disk.listdir(folder)):
            status = look(self._disk, path) if path not in planned else None
            if status is not None and os.path.samestat(status, own):
                self._journal.note_outside_twin(task.op, path)

    def _lost_link(self, task: Task) -> tuple[str, ...]:
        """What to say of a file that is copied back and had names outside the run, which are not to be found."""
        planned = task.operation.identity
        if self._ledger.phase is Phase.DO or task.kind is not TaskKind.MOVE or planned is None:
            return ()
        inside = 1 + len(self._journal.twins(self._ledger.run, task.op))
        return (_LINK_GONE,) if planned.links > inside else ()

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
        planned = task.operation.identity
        outside = [(path, planned) for path in self._journal.outside_twins(task.op)] if planned else []
        stayed = [(entry.source, entry.identity) for entry in entries if entry.state in _NEVER_MOVED]
        return stayed + back + outside
