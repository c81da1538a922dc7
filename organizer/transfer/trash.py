"""The trash: where a replaced file waits for an undo, hidden in the library, on the file system it was on."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence

from organizer.errors import TransferError
from organizer.model import TRASH_FOLDER, FileIdentity
from organizer.transfer.disk import Disk
from organizer.transfer.folders import Folders, is_below
from organizer.transfer.identity import look
from organizer.transfer.ledger import Ledger
from organizer.transfer.records import StepKind
from organizer.transfer.refusals import shown
from organizer.transfer.steps import Steps

TRASH = TRASH_FOLDER


def root_of(path: str, roots: Sequence[str]) -> str:
    """The innermost library folder that holds a path; its own folder when none does."""
    return max((root for root in roots if is_below(path, root)), key=len, default=os.path.dirname(path))


class Trash:
    """Puts files of one run into ``<library folder>/.pmo-trash/<run>-<token>``, under their old relative paths."""

    def __init__(self, disk: Disk, ledger: Ledger, steps: Steps, folders: Folders, roots: Sequence[str]) -> None:
        self._disk = disk
        self._ledger = ledger
        self._steps = steps
        self._folders = folders
        self._roots = roots

    def take(self, op: int, path: str, identity: FileIdentity) -> None:
        """Carry a file into the trash by renaming it: never by a copy, so it is the very file that comes back.

        Where the folder lies on another file system than the library folder (a mount, a branch of a pool), the trash
        is made in that folder. OSError and SourceChanged as for every renaming.
        """
        holders = dict.fromkeys((root_of(path, self._roots), os.path.dirname(path)))
        for holder, place in self._places(path, list(holders)):
            self._check(os.path.join(holder, TRASH))
            self._folders.make_parents(op, place)
            try:
                self._steps.rename(op, StepKind.DISPLACE, path, place, identity)
            except OSError as error:
                if error.errno != errno.EXDEV or holder == list(holders)[-1]:
                    raise
            else:
                return

    def _places(self, path: str, holders: Sequence[str]) -> Iterator[tuple[str, str]]:
        label = f"{self._ledger.run}-{self._ledger.token}"
        for holder in holders:
            yield holder, os.path.join(holder, TRASH, label, os.path.relpath(path, holder))

    def _check(self, folder: str) -> None:
        """A link in its place could lead anywhere."""
        status = look(self._disk, folder)
        if status is not None and not stat.S_ISDIR(status.st_mode):
            raise TransferError(f"{shown(folder)} is not a folder", hint="replaced files go there; move it away first")
