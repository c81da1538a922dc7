"""What became of a step that was cut short, and the way back: by what is on the disk, never by what should be there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable

from organizer.identities import identity_of
from organizer.transfer.disk import Disk
from organizer.transfer.identity import is_inode, is_unchanged, look
from organizer.transfer.ledger import Ledger
from organizer.transfer.records import How, Step, StepKind, StepState
from organizer.transfer.refusals import Unsettled, shown
from organizer.transfer.renames import Renames

_HALF_MADE = 0o700  # what a folder has between being made again and getting its own permissions
_KEEPS_FOLDER = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EPERM})


def _is_reservation(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) and status.st_size == 0 and status.st_nlink == 1


class Reversal:
    """Settles steps and takes them back. Everything here may be killed and begun anew."""

    def __init__(self, disk: Disk, ledger: Ledger, renames: Renames) -> None:
        self._disk = disk
        self._ledger = ledger
        self._renames = renames

    # ------------------------------------------------------------------------------------------- settling

    def settle(self, number: int) -> StepState:
        """Decide whether a step that was cut short counts as DONE or REVERSED, and note it.

        Half-made private files go; half-made renames become whole, one way or the other. Raises Unsettled when the
        disk shows something that neither we nor the plan can have made.
        """
        step = self._ledger.step(number)
        if step.state is StepState.DONE:
            return step.state
        if step.kind.renames:
            state = self._settle_rename(step)
        else:
            state = {
                StepKind.MKDIR: self._settle_mkdir,
                StepKind.RMDIR: self._settle_rmdir,
                StepKind.COPY: self._settle_copy,
                StepKind.LINK: self._settle_link,
                StepKind.SYMLINK: self._settle_symlink,
                StepKind.UNLINK: self._settle_unlink,
            }[step.kind](step)
        self._ledger.change(number, state)
        return state

    def _settle_rename(self, step: Step) -> StepState:
        at_a, at_b = look(self._disk, step.a), look(self._disk, step.b)
        here_a, here_b = is_inode(at_a, step.subject), is_inode(at_b, step.subject)
        if here_a and here_b and at_a and at_b and at_a.st_dev == at_b.st_dev and step.how is How.LINK:
            return self._drop_second_name(step)
        if here_a or here_b:
            goal, there = (step.b, at_b) if step.state is StepState.INTENT else (step.a, at_a)
            begun = here_a if step.state is StepState.INTENT else here_b
            if step.how is How.RESERVE and begun and here_a != here_b and there is not None and _is_reservation(there):
                self._disk.unlink(goal)
            return StepState.REVERSED if here_a else StepState.DONE
        if step.kind is StepKind.PUBLISH and at_a is None:
            return StepState.REVERSED  # somebody took the copy away; the source is still whole
        if step.kind is StepKind.DISPLACE and step.state is StepState.INTENT and at_b is None:
            return StepState.REVERSED  # what was to be replaced was gone before we touched it
        raise Unsettled(f"{shown(step.a)} is neither there nor at {shown(step.b)}", hint="look for it before going on")

    def _drop_second_name(self, step: Step) -> StepState:
        """A link was made and the unlink did not follow: the private name goes, or else the one we made."""
        if step.kind is StepKind.PUBLISH:
            self._disk.unlink(step.a)
            return StepState.DONE
        self._disk.unlink(step.b)
        return StepState.REVERSED

    def _settle_copy(self, step: Step) -> StepState:
        status = look(self._disk, step.b)
        if status is not None:
            if step.state is StepState.REVERSING and not is_unchanged(status, step.subject):
                raise Unsettled(f"{shown(step.b)} was changed by somebody else", hint="it is left as it is")
            self._disk.unlink(step.b)
        return StepState.REVERSED

    def _settle_link(self, step: Step) -> StepState:
        if step.state is StepState.REVERSING:
            return self._discard(step)
        return StepState.DONE if is_inode(look(self._disk, step.b), step.subject) else StepState.REVERSED

    def _settle_symlink(self, step: Step) -> StepState:
        if step.state is StepState.REVERSING:
            return self._discard(step)
        status = look(self._disk, step.b)
        if status is None or not stat.S_ISLNK(status.st_mode) or self._disk.readlink(step.b) != step.a:
            return StepState.REVERSED
        self._ledger.change(step.id, identity=identity_of(status))
        return StepState.DONE

    def _settle_unlink(self, step: Step) -> StepState:
        return StepState.DONE if look(self._disk, step.a) is None else StepState.REVERSED

    def _settle_mkdir(self, step: Step) -> StepState:
        status = look(self._disk, step.b)
        if status is None or not stat.S_ISDIR(status.st_mode):
            return StepState.REVERSED
        if step.identity is None:
            self._ledger.change(step.id, identity=identity_of(status))
            return StepState.DONE
        return StepState.DONE if is_inode(status, step.identity) else StepState.REVERSED

    def _settle_rmdir(self, step: Step) -> StepState:
        status = look(self._disk, step.a)
        if status is None:
            return StepState.DONE
        if step.state is StepState.REVERSING and stat.S_IMODE(status.st_mode) == _HALF_MADE:
            self._dress_folder(step)
        return StepState.REVERSED

    # ------------------------------------------------------------------------------------------- the way back

    def reverse_all(self) -> None:
        """Take back every live step of the unit, the last one first."""
        self.reverse_steps(reversed(self._ledger.live))

    def reverse_steps(self, steps: Iterable[Step]) -> None:
        """Take back steps, in the order given. A made folder that others use by now stays, and stays ours."""
        for step in steps:
            if self.settle(step.id) is StepState.DONE:
                self.reverse(step.id)

    def reverse(self, number: int) -> None:
        """Take back one finished step, announced like every change."""
        step = self._ledger.step(number)
        if step.kind is StepKind.UNLINK:
            raise Unsettled(f"{shown(step.a)} has been removed already", hint="its content is at the target")
        if step.kind is StepKind.MKDIR and not self._can_go(step):
            return
        if step.kind is StepKind.PUBLISH and not is_unchanged(look(self._disk, step.b), step.subject):
            self._ledger.change(number, StepState.REVERSED)  # somebody's now: kept beside the source
            return
        step = self._ledger.change(number, StepState.REVERSING, durable=True)
        if step.kind is StepKind.MKDIR:
            self._ledger.change(number, self._unmake_folder(step))
        elif step.kind is StepKind.RMDIR:
            self._remake_folder(step)
            self._ledger.change(number, StepState.REVERSED)
        elif step.kind.renames:
            self._shift_back(step)
        else:
            self.settle(number)

    def _shift_back(self, step: Step) -> None:
        """Give a file its old name back, unless it is no file of ours that has the new one."""
        try:
            self._renames.shift(step.id, step.b, step.a)
        except OSError:
            if self.settle(step.id) is not StepState.REVERSED:
                raise
            return
        status = look(self._disk, step.a)
        if not is_inode(status, step.subject):
            self._renames.shift(step.id, step.a, step.b)
            raise Unsettled(f"{shown(step.b)} was replaced by somebody else", hint="it is left as it is")
        self._sync(step)
        self._ledger.change(step.id, StepState.REVERSED)

    def _sync(self, step: Step) -> None:
        for folder in {os.path.dirname(step.a), os.path.dirname(step.b)}:
            self._disk.sync_folder(folder)

    def _discard(self, step: Step) -> StepState:
        """Take away a link that we made: aside under the private name first, looked at, and only then for good.

        A link that has no private name beside it bears one itself.
        """
        subject = step.subject
        if not step.private:
            if is_inode(look(self._disk, step.b), subject):
                self._disk.unlink(step.b)
            return StepState.REVERSED
        aside = look(self._disk, step.private)
        if aside is not None and not is_inode(aside, subject) and _is_reservation(aside):
            self._disk.unlink(step.private)
            aside = None
        if is_inode(look(self._disk, step.b), subject):
            if aside is not None:
                self._disk.unlink(step.private)
            self._renames.shift(step.id, step.b, step.private)
            aside = look(self._disk, step.private)
        if is_inode(aside, subject):
            self._disk.unlink(step.private)
            self._disk.sync_folder(os.path.dirname(step.b))
        elif aside is not None:
            self._renames.shift(step.id, step.private, step.b)
            raise Unsettled(f"{shown(step.b)} was replaced by somebody else", hint="it is left as it is")
        return StepState.REVERSED

    # ------------------------------------------------------------------------------------------- folders

    def _can_go(self, step: Step) -> bool:
        """Whether a folder that we made is empty; one that is gone or another one by now is forgotten."""
        status = look(self._disk, step.b)
        if status is None or not is_inode(status, step.subject):
            self._ledger.change(step.id, StepState.REVERSED)
            return False
        return not self._disk.listdir(step.b)

    def _unmake_folder(self, step: Step) -> StepState:
        try:
            self._disk.rmdir(step.b)
        except OSError as error:
            if error.errno in _KEEPS_FOLDER:
                return StepState.DONE
            if error.errno != errno.ENOENT:
                raise
        return StepState.REVERSED

    def _remake_folder(self, step: Step) -> None:
        try:
            self._disk.mkdir(step.a, _HALF_MADE)
        except FileExistsError:
            return  # somebody made one: it is theirs
        self._dress_folder(step)
        self._disk.sync_folder(os.path.dirname(step.a))

    def _dress_folder(self, step: Step) -> None:
        """Owner first: a change of owner clears the setuid and setgid bits."""
        meta = step.meta
        if meta is None:
            return
        status = self._disk.lstat(step.a)
        if (status.st_uid, status.st_gid) != (meta.uid, meta.gid):
            with contextlib.suppress(PermissionError):  # only root gives folders away; all else about it is right
                self._disk.set_owner(step.a, meta.uid, meta.gid)
        self._disk.set_mode(step.a, meta.mode)
