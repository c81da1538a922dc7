"""Giving a file another name without ever replacing one, on file systems that make that easy and on those that do not.

The ways, in order: ``RENAME_NOREPLACE``; a hard link and an unlink (NFS, mergerfs, ntfs-3g); an empty file made with
``O_EXCL`` and a rename onto it (exFAT). The way taken is in the journal before it is used.
"""

from __future__ import annotations

import errno
import os

from organizer.transfer.disk import NOT_SUPPORTED, Disk
from organizer.transfer.identity import is_inode, look
from organizer.transfer.ledger import Ledger
from organizer.transfer.records import How
from organizer.transfer.refusals import SourceChanged, shown

_WAYS = (How.RENAME, How.LINK, How.RESERVE)
_IMPOSSIBLE = {
    How.RENAME: NOT_SUPPORTED,
    How.LINK: NOT_SUPPORTED | {errno.EPERM, errno.EMLINK},
    How.RESERVE: frozenset[int](),
}


class Renames:
    """Knows for each folder which way works there."""

    def __init__(self, disk: Disk, ledger: Ledger) -> None:
        self._disk = disk
        self._ledger = ledger
        self._first: dict[str, int] = {}

    def shift(self, number: int, a: str, b: str) -> None:
        """Let the file of a step change its name from ``a`` to ``b``, by the first way that works.

        OSError is raised as it comes, EEXIST when the name is taken; what is on the disk then is for ``settle`` to say.
        """
        folder = os.path.dirname(b)
        for index in range(self._first.get(folder, 0), len(_WAYS)):
            how = _WAYS[index]
            if how is not self._ledger.step(number).how:
                self._ledger.change(number, how=how, durable=True)
            try:
                self._go(how, number, a, b)
            except OSError as error:
                if error.errno not in _IMPOSSIBLE[how] or self._has_begun(how, b):
                    raise
                self._first[folder] = index + 1
            else:
                return

    def _has_begun(self, how: How, b: str) -> bool:
        """Whether the way failed after its first half: a second name is there already."""
        return how is How.LINK and look(self._disk, b) is not None

    def _go(self, how: How, number: int, a: str, b: str) -> None:
        if how is How.RENAME:
            self._disk.rename_noreplace(a, b)
            return
        identity = self._ledger.step(number).subject
        if how is How.LINK:
            self._disk.link(a, b)
            if is_inode(look(self._disk, a), identity):
                self._disk.unlink(a)
            return
        self._disk.reserve(b)
        reserved = look(self._disk, b)
        if reserved is None or reserved.st_size or not is_inode(look(self._disk, a), identity):
            raise SourceChanged(f"{shown(a)} was changed by somebody else at this moment", hint="plan again")
        self._disk.rename_onto_reservation(a, b)
