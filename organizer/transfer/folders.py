"""Folders: made when a target needs them, removed when the run has emptied them, their times put back at the end."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from organizer.errors import TransferError, TransferStopped
from organizer.identities import known_time
from organizer.transfer.disk import Disk
from organizer.transfer.identity import look
from organizer.transfer.journal import Journal
from organizer.transfer.ledger import Ledger
from organizer.transfer.records import Entry, FolderTimes, OpState, Phase, StepKind, StepState
from organizer.transfer.refusals import explain, shown
from organizer.transfer.reversal import Reversal
from organizer.transfer.steps import Steps

_LOG = logging.getLogger(__name__)
_FOLDER_KINDS = (StepKind.MKDIR, StepKind.RMDIR)
_LIVE = frozenset({OpState.DONE, OpState.DOING, OpState.UNDOING})


def is_below(path: str, root: str) -> bool:
    """Whether a path lies below a root, and is not the root itself. Names only; the disk is not asked."""
    return path != root and os.path.commonpath([path, root]) == root


def ancestors(path: str) -> list[str]:
    """The folders above a path, the nearest first."""
    found = []
    while (parent := os.path.dirname(path)) != path:
        found.append(parent)
        path = parent
    return found


def _holding(roots: Iterable[str]) -> list[str]:
    """The roots and the folders that hold them: one of these is where a disk is mounted."""
    return list(dict.fromkeys(folder for root in roots for folder in (root, os.path.dirname(root))))


class Folders:
    """Makes and removes folders for one run. ``roots`` are the library's (or on undo the sources') folders."""

    def __init__(
        self,
        disk: Disk,
        journal: Journal,
        ledger: Ledger,
        steps: Steps,
        reversal: Reversal,
        roots: Sequence[str],
        may_make: Collection[str] = (),
    ) -> None:
        self._disk = disk
        self._journal = journal
        self._ledger = ledger
        self._steps = steps
        self._reversal = reversal
        self._roots = roots
        self._may_make = may_make
        self._devices = {folder: device for folder in _holding(roots) if (device := self._device(folder)) is not None}

    def make_parents(self, op: int, path: str) -> None:
        """Make the missing folders above a path, the outermost first.

        A root itself is made when the folder that holds it is there; what is above that never is: a missing one
        means that the disk is not mounted. Only what was named as new (``may_make``) is an exception.

        Raises TransferStopped, too, when another disk has come under the root since the run began: its own was
        unmounted, and what is written now would vanish under it when it comes back.
        """
        for folder in _holding([root for root in self._roots if is_below(path, root)]):
            known, now = self._devices.get(folder), self._device(folder)
            if known is not None and now is not None and known != now:
                raise TransferStopped(f"The disk of {shown(folder)} is not there any more", hint="mount it again")
        missing = []
        for folder in ancestors(path):
            if look(self._disk, folder) is not None:
                break
            if folder not in self._may_make and any(is_below(root, folder) for root in self._roots):
                raise TransferStopped(f"The folder {shown(folder)} is not there", hint="is its disk mounted?")
            missing.append(folder)
        for folder in reversed(missing):
            self._steps.make_folder(op, folder)

    def _device(self, folder: str) -> int | None:
        """The device of a folder; None where that cannot be known."""
        try:
            status = look(self._disk, os.path.realpath(folder))
        except OSError:
            return None
        return status.st_dev if status else None

    # ------------------------------------------------------------------------------------------- emptied ones

    def prune(self, entries: Iterable[Entry], roots: Collection[str], kept: Collection[str]) -> None:
        """Remove the source folders that moves have emptied, upwards below ``roots``. What will not go stays.

        Never a root, never one of ``kept``, never a mount point, never a folder with anything in it.
        """
        starts = {os.path.dirname(entry.source) for entry in entries}
        for start in sorted(starts, key=lambda path: path.count("/"), reverse=True):
            for folder in (start, *ancestors(start)):
                try:
                    if not self._may_go(folder, roots, kept):
                        break
                    self._remove(folder)
                except (OSError, TransferError) as error:
                    cause = explain(error, folder) if isinstance(error, OSError) else error
                    _LOG.warning("an emptied folder stays: %s", cause.sentence())
                    break
        self._journal.flush()

    def _remove(self, folder: str) -> None:
        if look(self._disk, folder) is None:
            return  # gone with an earlier start
        self._ledger.start_unit([])
        self._steps.remove_folder(folder)
        self._ledger.note_times()

    def _may_go(self, folder: str, roots: Collection[str], kept: Collection[str]) -> bool:
        if not any(is_below(folder, root) for root in roots) or folder in roots:
            return False
        if any(folder == root or is_below(root, folder) for root in kept):
            return False
        if look(self._disk, folder) is None:
            return True  # what is above it may be empty now
        return not self._disk.is_mount(folder) and not self._disk.listdir(folder)

    def remake(self, paths: Iterable[str]) -> None:
        """Make the folders again that the run has removed and that these paths need."""
        needed = {folder for path in paths for folder in ancestors(path)}
        gone = self._journal.steps(self._ledger.run, [StepState.DONE, StepState.REVERSING], [StepKind.RMDIR])
        for step in reversed([step for step in gone if step.a in needed]):
            self._ledger.start_unit([step])
            self._reversal.reverse_all()
            self._ledger.note_times()
        self._journal.flush()

    # ------------------------------------------------------------------------------------------- the end

    def tidy(self) -> None:
        """At the end of a run, an undo or a recovery: made folders that nothing of the run is in go, times come back.

        A folder's time is put back only while it is the one that our last change has left.
        """
        live = self._journal.entries(self._ledger.run, _LIVE)
        self._unmake({folder for entry in live for folder in ancestors(entry.target)})
        if not self._ledger.note_times():
            raise TransferError("The times of some folders cannot be read", hint="they are put back at the next start")
        kept = [self._journal.steps(self._ledger.run, [StepState.DONE], [kind]) for kind in _FOLDER_KINDS]
        used = {os.path.dirname(step.b or step.a) for steps in kept for step in steps}
        used |= {os.path.dirname(path) for entry in live for path in (entry.source, entry.target)}
        used = {os.path.realpath(folder) for folder in used}
        removed = {os.path.realpath(step.a) for steps in kept for step in steps if step.kind is StepKind.RMDIR}
        for folder in self._journal.folders(self._ledger.run):
            if folder.path not in used and folder.path not in removed:
                self._restore_times(folder)
        self._journal.flush()

    def _unmake(self, used: Collection[str]) -> None:
        states = [StepState.DONE, StepState.REVERSING]
        made = self._journal.steps(self._ledger.run, states, [StepKind.MKDIR])
        for step in reversed(made):
            if step.b not in used and step.phase is Phase.DO:
                self._ledger.start_unit([step])
                self._reversal.reverse_all()
                self._ledger.note_times()
        self._journal.flush()

    def _restore_times(self, folder: FolderTimes) -> None:
        status = look(self._disk, folder.path)
        if status is not None and known_time(status.st_mtime_ns) == folder.after_ns != folder.before_ns:
            try:
                self._disk.set_times(folder.path, status.st_atime_ns, folder.before_ns)
            except OSError as error:
                if error.errno != errno.EPERM:  # only its owner may set a folder's time
                    raise
        self._journal.forget_folder(self._ledger.run, folder.path)

    def accept_times(self) -> None:
        """After a crash: what the folders' times are now is what our last change has left."""
        for folder in self._journal.folders(self._ledger.run):
            status = look(self._disk, folder.path)
            if status is not None:
                self._journal.note_folder(self._ledger.run, replace(folder, after_ns=known_time(status.st_mtime_ns)))
        self._journal.flush()

    def rebase_times(self) -> None:
        """Before an undo: a folder that somebody changed since keeps the time that they gave it."""
        for folder in self._journal.folders(self._ledger.run):
            status = look(self._disk, folder.path)
            if status is not None and known_time(status.st_mtime_ns) != folder.after_ns:
                now = known_time(status.st_mtime_ns)
                self._journal.forget_folder(self._ledger.run, folder.path)
                self._journal.note_folder(self._ledger.run, FolderTimes(folder.path, now, now))
        self._journal.flush()
