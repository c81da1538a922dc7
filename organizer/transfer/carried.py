"""What earlier runs carried out and left at its source: copies, links and reflinks, recognised in a later scan."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from organizer.errors import JournalError
from organizer.model import CarriedOut, FileIdentity

if TYPE_CHECKING:
    from organizer.transfer.journal import Journal

_LOG = logging.getLogger(__name__)


class CarriedBefore:
    """Answers from the journal, read once at the first question; a missing or damaged one knows of nothing.

    Takes some 100 bytes for each file that was copied or linked, and a look at the target for each that is recognised.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal: Journal | None = None
        self._known: dict[int, int] | None = None

    def of(self, path: str, identity: FileIdentity) -> CarriedOut | None:
        """What became of this very file; None when it was never carried, was moved, was taken back, has changed since,
        or when the target is gone.

        A file that was moved or renamed since is the same one while nothing is at its old place.
        """
        known = self._index()
        entry = known.get(_key(identity.inode, identity.size, identity.mtime_ns)) if known else None
        if entry is None or self._journal is None:
            return None
        done = self._journal.entry(entry)
        from organizer.transfer.records import OpState

        if done.state is not OpState.DONE:  # taken back since
            return None
        if not done.identity.same_file(identity) or path == done.target or not os.path.exists(done.target):
            return None
        if path != done.source and os.path.lexists(done.source):
            return None
        started = datetime.fromtimestamp(self._journal.started_ns(done.run) / 1e9, UTC)
        return CarriedOut(done.action, done.target, started)

    def close(self) -> None:
        """Close the journal."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
            self._known = {}

    def _index(self) -> dict[int, int]:
        if self._known is None:
            self._known = {}
            if not self._path.exists():
                return self._known
            from organizer.transfer.journal import Journal  # not before the first file is found: the first frame waits

            try:
                self._journal = Journal.open(self._path, write=False)
                for entry, inode, size, mtime_ns in self._journal.left_behind():
                    self._known[_key(inode, size, mtime_ns)] = entry
            except JournalError as error:
                _LOG.warning("earlier runs are not recognised: %s", error)
        return self._known


def _key(inode: int, size: int, mtime_ns: int) -> int:
    return hash((inode, size, mtime_ns))
