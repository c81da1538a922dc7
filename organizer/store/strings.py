"""Strings kept once: titles, languages and the like, which many rows share, known to the rows by a number."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import count

from organizer.buffered import MANY, Buffered, Made
from organizer.display import fold
from organizer.hash_index import HashIndex
from organizer.store.placing import with_more


class Strings:
    """Number 0 is the empty string. ``folded`` holds each string as it is compared; numbers never change."""

    def __init__(self) -> None:
        self.values = Buffered([""])
        self.folded = _Folded(self.values)
        self._index = HashIndex(lambda start, end: map(hash, self.values.between(start, end)))
        self._sorted = array("I", [0])
        self._ranks = array("I", [0])

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, number: int) -> str:
        return self.values[number]

    def number(self, text: str) -> int:
        """The number of a string, new or known."""
        return self.numbers((text.replace("\0", ""),))[0]  # which separates strings on the disk

    def numbers(self, texts: Sequence[str]) -> Sequence[int]:
        """The numbers of strings that differ from each other; each costs some 2 µs."""
        self._index.reach(len(self.values))
        found = self._index.places(texts, self.values)
        fresh = [text for text, number in zip(texts, found, strict=True) if number < 0]
        more = count(len(self.values))
        self.values.extend(fresh)
        return [number if number >= 0 else next(more) for number in found]

    def ranks(self) -> Sequence[int]:
        """The place of each string in the order of their folded forms; equal forms have the same place."""
        known = len(self._sorted)
        if known < len(self.values):
            self._sorted = with_more(self._sorted, len(self.values), self.folded.__getitem__, lambda: list(self.folded))
            self._ranks = self._ranked()
        return self._ranks

    def _ranked(self) -> array[int]:
        ranks = array("I", bytes(4 * len(self._sorted)))
        before, rank = "", 0
        for number, folded in zip(self._sorted, self.folded.of(self._sorted), strict=True):
            if folded != before:
                rank += 1
                before = folded
            ranks[number] = rank
        return ranks

    def holding(self, word: str) -> list[bool]:
        """For each string whether its folded form holds the folded ``word``."""
        return [word in text for text in self.folded]


class _Folded(Made[str]):
    """Strings as they are compared, made anew whenever they are asked for: many in a row in a tenth of a µs each."""

    _at_once = MANY

    def __init__(self, values: Buffered) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def _at(self, number: int) -> str:
        return fold(self._values[number])

    def _some(self, wanted: slice) -> list[str]:
        return _all_folded(self._values[wanted])

    def of(self, numbers: array[int]) -> Iterator[str]:
        """Those with these numbers, of which only some are there at a time."""
        for start in range(0, len(numbers), MANY):
            yield from _all_folded([self._values[number] for number in numbers[start : start + MANY]])


def _all_folded(texts: Sequence[str]) -> list[str]:
    return fold("\0".join(texts)).split("\0") if texts else []
