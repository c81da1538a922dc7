"""Between columns and segments: rows put in without decoding them, and folders taken out to be kept."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from organizer.hash_index import HashIndex
from organizer.model import Decision
from organizer.state.kept import Walked
from organizer.state.segments import BYTES, NUMBERS, Segment, local
from organizer.store.codes import STATES, Flag, state_code
from organizer.store.columns import Columns

_UNDECIDED = bytes(state_code(STATES[code][0], Decision.PENDING) if code < len(STATES) else 0 for code in range(256))


def put_in(columns: Columns, segment: Segment) -> range:
    """Add the rows of a segment, none of whose folders has rows here yet; answers their ids."""
    first = len(columns)
    numbers = dict(segment.numbers)
    numbers["title"] = _renumbered(numbers["title"], columns.titles.numbers(segment.titles))
    numbers["language"] = _renumbered(numbers["language"], columns.languages.numbers(segment.languages))
    spoken = columns.subtitle_languages.numbers(segment.subtitle_languages)
    numbers["subtitles"] = _renumbered(numbers["subtitles"], spoken)
    numbers["device"] = _renumbered(numbers["device"], [columns.device_number(device) for device in segment.devices])
    for name in NUMBERS:
        getattr(columns, name).extend(numbers[name])
    for name in BYTES:
        getattr(columns, name).extend(segment.codes[name])
    paths = [path for path, count in zip(segment.paths(), segment.counts, strict=True) if count]
    counts = [count for count in segment.counts if count]
    columns.put_in_folders(columns.folders.numbers(paths, segment.root), counts)
    columns.names.extend(segment.names)
    return range(first, len(columns))


def unknown_in(columns: Columns, segment: Segment) -> Segment:
    """The segment without the folders that have rows here."""
    if not len(columns):
        return segment
    fresh = columns.without_rows(segment.paths())
    return segment if len(fresh) == len(segment.folders) else segment.only(fresh)


def taken_out(columns: Columns, pieces: Iterable[Sequence[Walked]], left: Collection[int]) -> Iterator[Segment]:
    """The segments of walked folders all of whose rows are matched for good; ``left`` are rows to keep out."""
    rows_of = _RowsOfFolders(columns)
    for piece in pieces:
        keep = [(one, rows) for one in piece if (rows := _rows_to_keep(columns, one, rows_of, left)) is not None]
        if keep:
            yield _segment(columns, keep)


class _RowsOfFolders:
    """The rows of each folder, in 16 bytes a row and a folder: paths and lists for 50,000 folders take 25 MB."""

    def __init__(self, columns: Columns) -> None:
        of = array("I", columns.folder)  # the interface goes on adding to its own
        self._paths, self._roots = columns.folders.paths, columns.folders.roots
        count = max(of, default=-1) + 1
        self._index = HashIndex(lambda start, end: map(hash, self._paths.between(start, end)))
        self._index.reach(count)
        self._starts = array("I", bytes(4 * (count + 1)))
        for folder in of:
            self._starts[folder + 1] += 1
        self._starts = array("I", accumulate(self._starts))
        self._rows, ends = array("I", of), self._starts[:-1]
        for row, folder in enumerate(of):
            self._rows[ends[folder]] = row
            ends[folder] += 1

    def of(self, root: str, path: str) -> Sequence[int]:
        """The rows in this folder that were found below this root."""
        number = self._index.find(hash(path), lambda n: self._paths[n] == path and self._roots[n] == root)
        return self._rows[self._starts[number] : self._starts[number + 1]] if number >= 0 else ()


def _rows_to_keep(
    columns: Columns, one: Walked, rows_of: _RowsOfFolders, left: Collection[int]
) -> Sequence[int] | None:
    rows = rows_of.of(one.seen.root, one.seen.folder)
    matched = all(columns.flags[row] & Flag.VERDICT and columns.expires[row] and row not in left for row in rows)
    return rows if matched and len(rows) == one.count else None


def _segment(columns: Columns, keep: Sequence[tuple[Walked, Sequence[int]]]) -> Segment:
    rows = [row for _, own in keep for row in own]
    root = keep[0][0].seen.root
    numbers: dict[str, array[Any]] = {}
    for name, kind in NUMBERS.items():
        column = getattr(columns, name)
        numbers[name] = array(kind, [column[row] for row in rows])
    codes = {name: bytes([getattr(columns, name)[row] for row in rows]) for name in BYTES}
    codes["state"] = codes["state"].translate(_UNDECIDED)
    numbers["title"], titles = local(numbers["title"], columns.titles.values.__getitem__)
    language, languages = local(numbers["language"], columns.languages.values.__getitem__)
    subtitles, spoken = local(numbers["subtitles"], columns.subtitle_languages.values.__getitem__)
    device, devices = local(numbers["device"], columns.device_of)
    numbers |= {"language": array("H", language), "subtitles": array("H", subtitles), "device": array("H", device)}
    return Segment(
        root,
        [one.seen.folder[len(root) :].lstrip("/") for one, _ in keep],
        b"".join(one.seen.print for one, _ in keep),
        array("Q", [one.seen.device for one, _ in keep]),
        array("Q", [one.seen.inode for one, _ in keep]),
        array("I", [len(own) for _, own in keep]),
        array("I", [min((columns.expires[row] for row in own), default=2**32 - 1) for _, own in keep]),
        array("q", [one.seen.changed for one, _ in keep]),
        array("q", [one.seen.glance for one, _ in keep]),
        [one.seen.media for one, _ in keep],
        [one.seen.below for one, _ in keep],
        {number: list(one.left_out) for number, (one, _) in enumerate(keep) if one.left_out},
        [columns.names[row] for row in rows],
        numbers,
        codes,
        titles,
        languages,
        spoken,
        devices,
    )


def _renumbered(column: array[Any], numbers: Sequence[int]) -> array[Any]:
    return array(column.typecode, [numbers[own] for own in column])
