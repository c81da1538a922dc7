"""The single changes that operations are made of: announced, made, made durable, noted."""

from __future__ import annotations

import os

from organizer.errors import TransferError
from organizer.identities import identity_of
from organizer.model import FileIdentity
from organizer.transfer.copying import Copier
from organizer.transfer.disk import Disk
from organizer.transfer.identity import Meta, is_inode, is_unchanged, look, meta_of
from organizer.transfer.ledger import Ledger
from organizer.transfer.records import StepKind, StepState
from organizer.transfer.refusals import SourceChanged, shown
from organizer.transfer.renames import Renames
from organizer.transfer.reversal import Reversal


class Steps:
    """Makes changes forward. When one raises, its step is INTENT or DONE, and ``Reversal`` can take it from there."""

    def __init__(self, disk: Disk, ledger: Ledger, renames: Renames, reversal: Reversal, copier: Copier) -> None:
        self._disk = disk
        self._ledger = ledger
        self._renames = renames
        self._reversal = reversal
        self._copier = copier

    def rename(self, op: int, kind: StepKind, a: str, b: str, identity: FileIdentity) -> None:
        """Give a file another name, and look whether it was the right one: SourceChanged when it was not.

        Where the call fails after all was done (a lost answer of a network disk), that counts as done.
        """
        number = self._ledger.announce(op, kind, a, b, identity=identity)
        try:
            self._renames.shift(number, a, b)
        except OSError:
            if self._reversal.settle(number) is not StepState.DONE:
                raise
        if not is_unchanged(look(self._disk, b), identity):
            self._return_stranger(number, a, b)
            raise SourceChanged(f"{shown(a)} has changed since it was planned", hint="plan again")
        for folder in {os.path.dirname(a), os.path.dirname(b)}:
            self._disk.sync_folder(folder)
        self._ledger.change(number, StepState.DONE)

    def _return_stranger(self, number: int, a: str, b: str) -> None:
        """What was renamed is another file that took the name at that moment: it goes back at once."""
        status = look(self._disk, b)
        if status is not None and not is_inode(status, self._ledger.step(number).subject):
            self._renames.shift(number, b, a)
            self._ledger.change(number, StepState.REVERSED)

    def copy(
        self, op: int | None, a: str, private: str, identity: FileIdentity, meta: Meta | None, *, clone: bool
    ) -> tuple[FileIdentity, tuple[str, ...]]:
        """Copy a file under a private name; what the copy is, and warnings."""
        number = self._ledger.announce(op, StepKind.COPY, a, private, identity=identity)
        copied = self._copier.copy(a, private, identity, meta, clone=clone)
        self._ledger.change(number, StepState.DONE, identity=copied.identity)
        return copied.identity, copied.warnings

    def link(self, op: int | None, a: str, b: str, identity: FileIdentity, private: str) -> None:
        """Give a file a second name."""
        number = self._ledger.announce(op, StepKind.LINK, a, b, identity=identity, private=private)
        try:
            self._disk.link(a, b)
        except OSError:
            if self._reversal.settle(number) is not StepState.DONE:
                raise
        if not is_unchanged(look(self._disk, b), identity):
            raise SourceChanged(f"{shown(a)} has changed since it was planned", hint="plan again")
        self._disk.sync_folder(os.path.dirname(b))
        self._ledger.change(number, StepState.DONE)

    def symlink(self, op: int | None, text: str, b: str, private: str) -> FileIdentity:
        """Make a symbolic link at ``b``; what it is."""
        number = self._ledger.announce(op, StepKind.SYMLINK, text, b, private=private)
        try:
            self._disk.symlink(text, b)
        except OSError:
            if self._reversal.settle(number) is not StepState.DONE:
                raise
        identity = identity_of(self._disk.lstat(b))
        self._disk.sync_folder(os.path.dirname(b))
        self._ledger.change(number, StepState.DONE, identity=identity)
        return identity

    def unlink(self, op: int, private: str, identity: FileIdentity) -> None:
        """Take a parked file away for good: the caller has proved that its content is elsewhere."""
        number = self._ledger.announce(op, StepKind.UNLINK, private, "", identity=identity)
        if not is_unchanged(look(self._disk, private), identity):
            raise SourceChanged(f"{shown(private)} was changed by somebody else", hint="it is kept")
        self._disk.unlink(private)
        self._disk.sync_folder(os.path.dirname(private))
        self._ledger.change(number, StepState.DONE)

    def make_folder(self, op: int, path: str) -> None:
        """Make a folder; one that appears at this moment is somebody else's."""
        number = self._ledger.announce(op, StepKind.MKDIR, "", path)
        try:
            self._disk.mkdir(path)
        except FileExistsError:
            self._ledger.change(number, StepState.REVERSED)
            return
        status = self._disk.lstat(path)
        self._ledger.change(number, StepState.DONE, identity=identity_of(status))
        self._disk.sync_folder(os.path.dirname(path))

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder. Its owner and permissions are kept for undo."""
        meta = meta_of(self._disk.lstat(path))
        number = self._ledger.announce(None, StepKind.RMDIR, path, "", meta=meta)
        try:
            self._disk.rmdir(path)
        except OSError as error:
            if self._reversal.settle(number) is not StepState.DONE:
                raise TransferError(f"{shown(path)} could not be removed ({error.strerror})") from error
        self._ledger.change(number, StepState.DONE)
        self._disk.sync_folder(os.path.dirname(path))
