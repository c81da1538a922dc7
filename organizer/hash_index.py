"""A hash index over things that are stored elsewhere: four bytes a slot, where a dict takes a hundred an entry."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial

_SMALLEST = 6  # bits of a slot's number
_WIDTH = 32  # bits of what is in a slot
_ALL = 2**64 - 1


class HashIndex:
    """The numbers of things, from 0 on, by their hashes. ``hashes`` gives those of the things from a number to another.

    Open addressing, at most half full. Nothing is ever taken out. Of things with one hash the first one is found first.
    A slot holds the number, and in the bits that this leaves a part of the hash: hardly ever is a wrong thing asked.
    """

    def __init__(self, hashes: Callable[[int, int], Iterable[int]]) -> None:
        self._hashes = hashes
        self._bits = _SMALLEST
        self._slots = array("I", bytes(4 << _SMALLEST))
        self._count = 0

    def reach(self, count: int) -> None:
        """Take in all things below a number: half a µs each."""
        if count <= self._count:
            return
        start = self._count
        if 2 * count >= 1 << self._bits:
            start = 0
            self._bits = count.bit_length() + 1
            self._slots = array("I", bytes(4 << self._bits))
        self._count = count
        slots, bits = self._slots, self._bits
        mask, part = (1 << bits) - 1, (1 << (_WIDTH - bits)) - 1
        for number, its_hash in zip(range(start + 1, count + 1), self._hashes(start, count), strict=True):
            slot = its_hash & mask
            while slots[slot]:
                slot = (slot + 1) & mask
            slots[slot] = (its_hash >> bits & part) << bits | number

    def find(self, wanted: int, same: Callable[[int], bool]) -> int:
        """The first of the things taken in that has this hash and of which ``same`` says yes, or -1."""
        slots, bits = self._slots, self._bits
        mask, part = (1 << bits) - 1, wanted >> bits & (1 << (_WIDTH - bits)) - 1
        slot = wanted & mask
        while held := slots[slot]:
            if held >> bits == part and same((held & mask) - 1):
                return (held & mask) - 1
            slot = (slot + 1) & mask
        return -1

    def places(self, wanted: Iterable[str], things: Sequence[str]) -> list[int]:
        """The number of the first of the things that equals each of these texts, or -1."""
        return [self.find(hash(text), partial(_is, things, text)) for text in wanted]


class Numbers:
    """A set of numbers of eight bytes, in 16 to 32 bytes each, where Python's takes a hundred."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 << _SMALLEST))  # 0 for nothing: the number 0 is held apart
        self._count = 0
        self._nought = False

    def __len__(self) -> int:
        return self._count + self._nought

    def add(self, number: int) -> bool:
        """Take in a number from 0 to 2**64 - 1, in about half a µs; whether it is a new one."""
        if not number:
            first, self._nought = not self._nought, True
            return first
        slots = self._slots
        slot = self._slot(number)
        if slots[slot]:
            return False
        slots[slot] = number
        self._count += 1
        if 2 * self._count > len(slots):
            self._slots = array("Q", bytes(2 * 8 * len(slots)))
            for known in slots:
                if known:
                    self._slots[self._slot(known)] = known
        return True

    def _slot(self, number: int) -> int:
        """Where a number is, or belongs. Multiplicative hashing (Knuth, 6.4): inodes often differ by some thousand."""
        slots = self._slots
        mask = len(slots) - 1
        slot = (number * 0x9E3779B97F4A7C15 & _ALL) * len(slots) >> 64
        while slots[slot] not in (0, number):
            slot = (slot + 1) & mask
        return slot


def _is(things: Sequence[str], text: str, number: int) -> bool:
    return things[number] == text
