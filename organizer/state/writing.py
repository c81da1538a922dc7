"""Writing details to the state: many files in one transaction, and a candidate once for all files that name it."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from organizer.model import Candidate, Companion, FileIdentity, Parse, Verdict
from organizer.state.basis import Basis
from organizer.state.codec import candidate_to_text, companions_to_text, parse_to_text, verdict_to_text
from organizer.state.kept import Renewal, renew
from organizer.state.segments import Segment

_LOG = logging.getLogger(__name__)
_MOST = 1000  # files of one transaction: whoever else writes never waits long
_SEEN = 1024  # candidates known to be on the disk already
# A verdict is about a file; a parse is about a path, and outlives another file of the same name.
_KEEP = """
INSERT INTO detail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    verdict = CASE WHEN excluded.verdict IS NOT NULL THEN excluded.verdict
        WHEN path = excluded.path AND size = excluded.size AND mtime_ns = excluded.mtime_ns AND inode = excluded.inode
        THEN verdict END,
    verdict_stamp = coalesce(excluded.verdict_stamp, verdict_stamp),
    checked = coalesce(excluded.checked, checked),
    parse = coalesce(excluded.parse, CASE WHEN path = excluded.path THEN parse END),
    parse_stamp = coalesce(excluded.parse_stamp, parse_stamp),
    companions = coalesce(excluded.companions, companions),
    path = excluded.path, size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode
"""


class Draft:
    """What is to be written of one file. None: stays as it is."""

    __slots__ = ("checked", "companions", "identity", "parse", "parse_stamp", "path", "verdict", "verdict_stamp")

    def __init__(self, path: str, identity: FileIdentity) -> None:
        self.path = path
        self.identity = identity
        self.parse: Parse | None = None
        self.parse_stamp: str | None = None
        self.verdict: Verdict | None = None
        self.verdict_stamp: str | None = None
        self.checked: float | None = None
        self.companions: Sequence[Companion] | None = None

    def take(
        self,
        parse_stamp: str,
        verdict_stamp: str,
        parse: Parse | None,
        verdict: Verdict | None,
        companions: Sequence[Companion] | None,
    ) -> None:
        """Add what is given."""
        if parse is not None:
            self.parse, self.parse_stamp = parse, parse_stamp
        if verdict is not None:
            self.verdict, self.verdict_stamp, self.checked = verdict, verdict_stamp, time.time()
        if companions is not None:
            self.companions = companions

    def over(self, older: Draft) -> Draft:
        """This draft, with what it does not say taken from an older one of the same file."""
        for name in self.__slots__:
            if getattr(self, name) is None:
                setattr(self, name, getattr(older, name))
        return self


class Writer:
    """Writes drafts over one connection, which is its own. A failure is said once in the log, and ends the writing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._seen: OrderedDict[int, None] = OrderedDict()
        self.broken = False

    def write(self, drafts: Mapping[int, Draft]) -> None:
        """Write all of them, in transactions of some hundred. ``broken`` says afterwards whether some are missing."""
        if self.broken:
            return
        items = iter(drafts.items())
        try:
            while part := list(islice(items, _MOST)):
                with self._connection:
                    self._connection.executemany(_KEEP, self._rows(part))
        except sqlite3.Error as error:
            self.broken = True
            _LOG.warning("the rest of this scan is not kept for the next one: %s", error)

    def renew(self, renewal: Renewal, fresh: Iterable[Segment], basis: Basis) -> None:
        """Keep the folders of a whole scan."""
        if self.broken:
            return
        try:
            renew(self._connection, renewal, fresh, basis)
        except sqlite3.Error as error:
            _LOG.warning("the folders of this scan are not kept for the next one: %s", error)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _rows(self, part: Sequence[tuple[int, Draft]]) -> Iterator[tuple[object, ...]]:
        for key, draft in part:
            identity = draft.identity
            yield (
                key,
                os.fsencode(draft.path),
                identity.size,
                identity.mtime_ns,
                inode_to_blob(identity.inode),
                None if draft.companions is None else companions_to_text(draft.companions),
                None if draft.parse is None else parse_to_text(draft.parse),
                draft.parse_stamp,
                None if draft.verdict is None else self._verdict(draft.verdict),
                draft.verdict_stamp,
                draft.checked,
            )

    def _verdict(self, verdict: Verdict) -> str:
        return verdict_to_text(verdict, [self._candidate(candidate) for candidate in verdict.candidates])

    def _candidate(self, candidate: Candidate) -> int:
        """Keep a candidate and answer its key: a hash of what it says, so that one show is kept once."""
        body = candidate_to_text(candidate)
        key = int.from_bytes(blake2b(body.encode(), digest_size=8).digest(), "big") >> 1
        if key not in self._seen:
            self._connection.execute("INSERT OR IGNORE INTO candidate VALUES (?, ?)", (key, body))
            self._seen[key] = None
            if len(self._seen) > _SEEN:
                self._seen.popitem(last=False)
        return key


def inode_to_blob(inode: int) -> bytes:
    """An inode as eight bytes: some are beyond SQLite's numbers."""
    return inode.to_bytes(8, "big")
