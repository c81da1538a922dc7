"""A hash index over things that are stored elsewhere: four bytes a slot, where a dict takes a hundred an entry."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from itertools import chain

_SMALLEST = 64


class HashIndex:
    """Ids by a hash. ``hash_of`` gives the hash of an id that is in the index; it is asked when the index grows.

    Open addressing, at most half full. Nothing is ever taken out. Of ids with one hash the first that came is found
    first, however often the index grew.
    """

    def __init__(self, hash_of: Callable[[int], int]) -> None:
        self._hash_of = hash_of
        self._slots = array("I", bytes(4 * _SMALLEST))
        self._mask = _SMALLEST - 1
        self._used = 0

    def find(self, wanted: int, same: Callable[[int], bool]) -> int:
        """The id with this hash for which ``same`` says yes, or -1."""
        slots, mask = self._slots, self._mask
        slot = wanted & mask
        while found := slots[slot]:
            if same(found - 1):
                return found - 1
            slot = (slot + 1) & mask
        return -1

    def add(self, ids: range, hashes: Iterable[int]) -> None:
        """Take in many ids that are not in the index yet: a quarter of a µs each."""
        self._used += len(ids)
        if 2 * self._used > self._mask:
            self._grow()
        self._fill(zip(ids, hashes, strict=True))

    def _fill(self, ids: Iterable[tuple[int, int]]) -> None:
        slots, mask = self._slots, self._mask
        for new_id, its_hash in ids:
            slot = its_hash & mask
            while slots[slot]:
                slot = (slot + 1) & mask
            slots[slot] = new_id + 1

    def _grow(self) -> None:
        before, size = self._slots, self._mask + 1
        while 2 * self._used > size - 1:
            size *= 2
        self._slots = array("I", bytes(4 * size))
        self._mask = size - 1
        start = before.index(0)  # from a free place on, those with one hash lie in the order in which they came
        ids = (known - 1 for known in chain(before[start:], before[:start]) if known)
        self._fill((known, self._hash_of(known)) for known in ids)


class Numbers:
    """A set of numbers of eight bytes, in 24 bytes each, where Python's takes a hundred."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._index = HashIndex(lambda place: _spread(self._numbers[place]))

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int) -> bool:
        """Take in a number from 0 to 2**64 - 1; whether it is a new one."""
        numbers, spread = self._numbers, _spread(number)
        if self._index.find(spread, lambda place: numbers[place] == number) >= 0:
            return False
        numbers.append(number)
        self._index.add(range(len(numbers) - 1, len(numbers)), (spread,))
        return True


def _spread(number: int) -> int:
    """Multiplicative hashing (Knuth, 6.4): inodes of folders often differ by multiples of some thousand."""
    return (number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 20
