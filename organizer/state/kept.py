"""The folders of earlier scans: which of them are as they were is seen while they are walked, and costs no decoding."""

from __future__ import annotations

import logging
import os
import pickle
import random
import sqlite3
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from organizer.model import LeftOut
from organizer.state.basis import Basis
from organizer.state.segments import BROKEN, PRINT, Segment, pack, unpack

if TYPE_CHECKING:  # what walks folders is loaded when there is something to walk
    from organizer.discovery import Seen
    from organizer.discovery.found import Before

_LOG = logging.getLogger(__name__)
# Each scan that finds something new leaves a segment of it: many small ones are let go, and become one again.
_SMALL = 256
_MANY_SMALL = 32
_ROWS = 2048  # of a new segment, about: while one is made, each takes 1 kB
_PACKED = 256  # folders of one pack: a millisecond of work

_Place = tuple[Segment, int]
"""Where a folder is kept."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A folder that was handed over: what there is to keep of it when all its ``count`` videos are matched."""

    seen: Seen
    count: int
    left_out: tuple[LeftOut, ...]


class Walks:
    """The walked folders of a scan, in their order, until its end: 70 bytes each instead of 500, as they are packed."""

    def __init__(self, walked: Iterable[Walked] = ()) -> None:
        self._packs: list[bytes] = []
        self._loose = list(walked)

    def __bool__(self) -> bool:
        return bool(self._packs or self._loose)

    def __iter__(self) -> Iterator[Walked]:
        for body in self._packs:
            yield from pickle.loads(zlib.decompress(body))  # noqa: S301 - packed by this object
        yield from self._loose

    def extend(self, walked: Iterable[Walked]) -> None:
        """Take in more."""
        self._loose.extend(walked)
        if len(self._loose) >= _PACKED:
            self._packs.append(zlib.compress(pickle.dumps(self._loose, pickle.HIGHEST_PROTOCOL), 1))
            self._loose = []


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a whole scan says of the segments: which still stand, what is left of others, and what is new."""

    roots: tuple[str, ...]
    standing: frozenset[int]
    rests: tuple[Segment, ...]
    walked: Walks


class Kept:
    """What was kept of some roots; the threads of discovery ask it (``organizer.discovery.Known``).

    ``ready``, ``rest`` and ``renewal`` are the pipeline's.
    """

    def __init__(self, segments: Sequence[Segment], *, let_go: bool = False) -> None:
        self.segments = list(segments)
        self._let_go = let_go
        self._told: set[int] = set()
        self._fresher: set[int] = set()  # whose folders show their next change by another time than before
        now = time.time()
        self._index: dict[str, _Place] = {}
        for segment in self.segments:
            segment.unchanged = bytearray(len(segment.folders))
            holds = (expires > now for expires in segment.expires)
            self._index.update(
                (path, (segment, number))
                for number, (path, still) in enumerate(zip(segment.paths(), holds, strict=True))
                if still
            )

    def same(self, folder: str, root: str, print_: bytes, changed: int) -> bool:
        """Whether the folder is as it was; notes that it was seen, and the time that shows its next change."""
        known = self._index.get(folder)
        if known is None or known[0].root != root:
            return False
        segment, number = known
        if segment.prints[PRINT * number : PRINT * (number + 1)] != print_:
            return False
        segment.unchanged[number] = 1
        if changed and segment.glances[number] and segment.changed[number] != changed:
            segment.changed[number] = changed
            self._fresher.add(segment.place)
        return True

    def identity(self, folder: str) -> tuple[int, int] | None:
        """Device and inode of the folder as it was."""
        known = self._index.get(folder)
        return None if known is None else (known[0].folder_devices[known[1]], known[0].folder_inodes[known[1]])

    def before(self, folder: str, root: str, status: os.stat_result) -> Before | None:
        """What the folder held, if by its own time its entries are the same."""
        known = self._index.get(folder)
        if known is None:
            return None
        segment, number = known
        if (
            segment.changed[number] != status.st_ctime_ns
            or segment.folder_inodes[number] != status.st_ino
            or segment.folder_devices[number] != status.st_dev
            or segment.root != root
        ):
            return None
        below = segment.below[number]
        return segment.media_of(number), segment.glances[number], below.split("/") if below else ()

    def stands(self, folder: str) -> None:
        """Notes that the folder was seen, and is as it was."""
        segment, number = self._index[folder]
        segment.unchanged[number] = 1

    def ready(self) -> list[Segment]:
        """Segments that were seen whole, each once."""
        found = [s for s in self.segments if s.place not in self._told and s.unchanged.count(1) == len(s.folders)]
        self._told.update(segment.place for segment in found)
        return found

    def rest(self) -> list[Segment]:
        """At the end: what was seen of the others."""
        found = []
        for segment in self.segments:
            if segment.place not in self._told:
                part = segment.only([n for n, seen in enumerate(segment.unchanged) if seen])
                if part.folders:
                    found.append(part)
        return found

    def renewal(self, roots: Iterable[str], rests: Sequence[Segment], walked: Walks) -> Renewal | None:
        """What is to be written after a whole scan, ``rests`` being the answer of ``rest``; None when nothing is."""
        standing = self._told - self._fresher
        if not walked and not self._let_go and len(standing) == len(self.segments):
            return None
        fresher = [s for s in self.segments if s.place in self._told and s.place in self._fresher]
        return Renewal(tuple(roots), frozenset(standing), (*rests, *fresher), walked)


def load(connection: sqlite3.Connection, roots: Iterable[str], basis: Basis) -> Kept:
    """What was kept of these roots on this basis. What cannot be read was not kept."""
    found: list[Segment] = []
    try:
        for root in roots:
            rows = connection.execute(
                "SELECT place, body FROM segment WHERE root = ? AND stamp = ?", (os.fsencode(root), basis.stamp)
            )
            for place, body in rows:
                segment = unpack(root, body)
                segment.place = place
                found.append(segment)
    except (sqlite3.Error, *BROKEN) as error:
        _LOG.warning("folders of earlier scans could not be read: %s", error)
        return Kept(())
    small = [segment for segment in found if len(segment.names) < _SMALL]
    if len(small) > _MANY_SMALL:
        gone = {segment.place for segment in small}
        return Kept([segment for segment in found if segment.place not in gone], let_go=True)
    return Kept(found)


def renew(connection: sqlite3.Connection, renewal: Renewal, fresh: Iterable[Segment], basis: Basis) -> None:
    """Write what a scan found new, and drop what no longer stands. Raises ``sqlite3.Error``."""
    with connection:
        for root in renewal.roots:
            key = os.fsencode(root)
            places = connection.execute("SELECT place FROM segment WHERE root = ?", (key,)).fetchall()
            gone = [(key, place) for (place,) in places if place not in renewal.standing]
            connection.executemany("DELETE FROM segment WHERE root = ? AND place = ?", gone)
        for segment in chain(renewal.rests, fresh):  # one at a time: those of 100,000 files take 25 MB
            place = random.getrandbits(62)  # two programs may write at once
            row = (os.fsencode(segment.root), place, basis.stamp, time.time(), pack(segment))
            connection.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?)", row)


def in_pieces(walked: Iterable[Walked]) -> Iterator[list[Walked]]:
    """New folders of one root, sorted by name, in pieces of some thousand rows."""
    pieces: dict[str, list[Walked]] = {}
    rows: Counter[str] = Counter()
    for one in walked:
        root = one.seen.root
        pieces.setdefault(root, []).append(one)
        rows[root] += one.count + 1
        if rows[root] >= _ROWS:
            yield sorted(pieces.pop(root), key=_name_of)
            del rows[root]
    for piece in pieces.values():
        yield sorted(piece, key=_name_of)


def _name_of(walked: Walked) -> str:
    return walked.seen.folder
