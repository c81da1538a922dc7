"""Segments: the rows of some hundred folders as the columns hold them, in one piece, to be loaded without decoding.

A segment is a list of parts: the names of its folders, and for each folder its print, its number of rows and when the
first of its verdicts grows old; then the columns, with strings and devices by numbers of the segment's own.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from organizer.model import FileIdentity, LeftOut, LeftOutReason

PRINT = 16
NUMBERS: Mapping[str, str] = {
    "size": "Q", "mtime_ns": "q", "inode": "Q", "device": "H", "links": "I", "confidence": "d", "tmdb_id": "I",
    "identity": "Q", "title": "I", "year": "H", "season": "h", "episode": "i", "language": "H", "subtitles": "H",
    "expires": "I",
}  # fmt: skip
"""The columns of numbers, with their kinds (``array``)."""

BYTES = ("stage", "state", "kind", "flags")
"""The columns of bytes."""

BROKEN = (ValueError, KeyError, TypeError, IndexError, struct.error)
"""What unpacking raises on anything that was not written here."""


@dataclass(slots=True)
class Segment:
    """Folders in the order of the walk, and their rows, folder after folder. Paths are below the root.

    ``counts`` holds the rows of each folder, ``expires`` (seconds since the epoch) until when all of them hold;
    ``changed``, ``glances``, ``media`` and ``below`` are of each folder what they are in ``discovery.Seen``.
    """

    root: str
    folders: list[str]
    prints: bytes
    folder_devices: array[int]
    folder_inodes: array[int]
    counts: array[int]
    expires: array[int]
    changed: array[int]
    glances: array[int]
    media: list[str]
    below: list[str]
    left_out: dict[int, list[LeftOut]]
    names: list[str]
    numbers: dict[str, array[Any]]
    codes: dict[str, bytes]
    titles: list[str]
    languages: list[str]
    subtitle_languages: list[str]
    devices: list[int]
    place: int = -1
    unchanged: bytearray = field(default_factory=bytearray)
    _paths: list[str] = field(default_factory=list, compare=False)
    _starts: array[int] = field(default_factory=lambda: array("I"), compare=False)

    def paths(self) -> list[str]:
        """The whole paths of the folders."""
        if len(self._paths) != len(self.folders):
            above = self.root.rstrip("/") + "/"
            self._paths = [above + below if below else self.root for below in self.folders]
        return self._paths

    def media_of(self, folder: int) -> Sequence[str]:
        """The names of what may be media in a folder."""
        if media := self.media[folder]:
            return media.split("/")
        if not self._starts:
            self._starts = array("I", accumulate(self.counts, initial=0))
        return self.names[self._starts[folder] : self._starts[folder + 1]]

    def only(self, wanted: Sequence[int]) -> Segment:
        """The same with these folders alone."""
        starts = list(accumulate(self.counts, initial=0))
        rows = [row for folder in wanted for row in range(starts[folder], starts[folder + 1])]
        return Segment(
            self.root,
            [self.folders[folder] for folder in wanted],
            b"".join(self.prints[PRINT * folder : PRINT * (folder + 1)] for folder in wanted),
            array("Q", [self.folder_devices[folder] for folder in wanted]),
            array("Q", [self.folder_inodes[folder] for folder in wanted]),
            array("I", [self.counts[folder] for folder in wanted]),
            array("I", [self.expires[folder] for folder in wanted]),
            array("q", [self.changed[folder] for folder in wanted]),
            array("q", [self.glances[folder] for folder in wanted]),
            [self.media[folder] for folder in wanted],
            [self.below[folder] for folder in wanted],
            {place: self.left_out[folder] for place, folder in enumerate(wanted) if folder in self.left_out},
            [self.names[row] for row in rows],
            {name: array(kind, [self.numbers[name][row] for row in rows]) for name, kind in NUMBERS.items()},
            {name: bytes([self.codes[name][row] for row in rows]) for name in BYTES},
            self.titles,
            self.languages,
            self.subtitle_languages,
            self.devices,
        )


def pack(segment: Segment) -> bytes:
    """A segment as bytes."""
    parts = [
        _strings(segment.folders),
        segment.prints,
        segment.folder_devices.tobytes(),
        segment.folder_inodes.tobytes(),
        segment.counts.tobytes(),
        segment.expires.tobytes(),
        segment.changed.tobytes(),
        segment.glances.tobytes(),
        _strings(segment.media),
        _strings(segment.below),
        json.dumps({str(n): [_gone(one) for one in gone] for n, gone in segment.left_out.items()}).encode(),
        _strings(segment.names),
        _strings(segment.titles),
        _strings(segment.languages),
        _strings(segment.subtitle_languages),
        json.dumps(segment.devices).encode(),
        *(segment.numbers[name].tobytes() for name in NUMBERS),
        *(segment.codes[name] for name in BYTES),
    ]
    return b"".join([struct.pack("<I", len(parts)), *(struct.pack("<Q", len(part)) for part in parts), *parts])


def unpack(root: str, body: bytes) -> Segment:
    """The segment that ``pack`` wrote on this machine. Raises one of BROKEN on anything else."""
    (count,) = struct.unpack_from("<I", body)
    sizes = struct.unpack_from(f"<{count}Q", body, 4)
    at = 4 + 8 * count
    parts = []
    for size in sizes:
        parts.append(body[at : at + size])
        at += size
    (
        folders,
        prints,
        own_devices,
        own_inodes,
        counts,
        expires,
        changed,
        glances,
        media,
        below,
        left_out,
        names,
        titles,
        languages,
        subtitles,
        devices,
        *columns,
    ) = parts
    numbers = {name: _numbers(kind, columns[n]) for n, (name, kind) in enumerate(NUMBERS.items())}
    codes = dict(zip(BYTES, columns[len(NUMBERS) :], strict=True))
    found = Segment(
        root,
        _texts(folders),
        prints,
        _numbers("Q", own_devices),
        _numbers("Q", own_inodes),
        _numbers("I", counts),
        _numbers("I", expires),
        _numbers("q", changed),
        _numbers("q", glances),
        _texts(media),
        _texts(below),
        {int(n): [_left_out(one) for one in gone] for n, gone in json.loads(left_out).items()},
        _texts(names),
        numbers,
        codes,
        _texts(titles),
        _texts(languages),
        _texts(subtitles),
        json.loads(devices),
    )
    _check(found)
    return found


def _check(found: Segment) -> None:
    """What fits together can be put into columns without a look at each row."""
    rows, folders = sum(found.counts), len(found.folders)
    lengths = {len(found.names), *map(len, found.numbers.values()), *map(len, found.codes.values())}
    of_folders: Sequence[Sequence[object]] = (
        found.folder_devices, found.folder_inodes, found.expires, found.changed, found.glances, found.media,
        found.below,
    )  # fmt: skip
    own = {len(found.prints) // PRINT, *map(len, of_folders)}
    texts: Mapping[str, Sequence[object]] = {
        "title": found.titles, "language": found.languages, "subtitles": found.subtitle_languages,
        "device": found.devices,
    }  # fmt: skip
    known = all(max(found.numbers[name], default=-1) < len(held) for name, held in texts.items())
    if (
        lengths != {rows}
        or {*own, len(found.counts)} != {folders}
        or not known
        or max(found.left_out, default=0) >= max(folders, 1)
    ):
        raise ValueError("the parts of a segment do not fit together")


def _strings(texts: Iterable[str]) -> bytes:
    return b"".join(text.encode("utf-8", "surrogatepass") + b"\0" for text in texts)


def _texts(held: bytes) -> list[str]:
    return held.decode("utf-8", "surrogatepass").split("\0")[:-1]


def _numbers(kind: str, held: bytes) -> array[Any]:
    found = array(kind)
    found.frombytes(held)
    return found


def _gone(gone: LeftOut) -> list[object]:
    held = gone.identity
    identity = [held.device, held.inode, held.size, held.mtime_ns, held.links] if held else None
    return [gone.path, gone.reason.value, gone.detail, identity]


def _left_out(found: Sequence[Any]) -> LeftOut:
    path, reason, detail, identity = found
    return LeftOut(path, LeftOutReason(reason), detail, FileIdentity(*identity) if identity else None)


def local(column: Sequence[int], text_of: Callable[[int], Any]) -> tuple[array[int], list[Any]]:
    """A column of numbers with numbers of its own, and what these stand for."""
    known: dict[int, int] = {}
    for number in column:
        if number not in known:
            known[number] = len(known)
    return array("I", [known[number] for number in column]), [text_of(number) for number in known]
