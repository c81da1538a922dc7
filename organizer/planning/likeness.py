"""Whether two files hold the same, as far as a plan may spend time on it."""

from __future__ import annotations

import os
from enum import Enum, auto
from typing import BinaryIO

_END = 1 << 20  # bytes looked at first at both ends
_WHOLE = 64 << 20  # bytes of a file that is read as a whole
_BUDGET = 512 << 20  # bytes read for one plan: some seconds on a slow disk
_CHUNK = 1 << 20


class Likeness(Enum):
    """What comparing two files of one size came to. PROBABLE: both ends are equal, the middle was not read."""

    SAME = auto()
    PROBABLE = auto()
    DIFFERENT = auto()
    UNKNOWN = auto()


SAME = frozenset({Likeness.SAME, Likeness.PROBABLE})


class Comparison:
    """Compares files of one plan until its budget is spent; after that all is UNKNOWN."""

    def __init__(self, budget: int = _BUDGET) -> None:
        self._left = budget

    def of(self, one: str, other: str) -> Likeness:
        """Compare two regular files of equal size: their first and last MiB, and small ones as a whole."""
        try:
            with open(one, "rb", buffering=0) as first, open(other, "rb", buffering=0) as second:
                return self._compare(first, second, os.fstat(first.fileno()).st_size)
        except (OSError, ValueError):
            return Likeness.UNKNOWN

    def _compare(self, first: BinaryIO, second: BinaryIO, size: int) -> Likeness:
        whole = size <= _WHOLE
        ranges = [(0, _END), (max(0, size - _END), _END)]
        if whole:
            ranges.append((_END, size - 2 * _END))
        for start, length in ranges:
            if 2 * min(length, size) > self._left:
                return Likeness.UNKNOWN
            if not self._equal(first, second, start, length):
                return Likeness.DIFFERENT
        return Likeness.SAME if whole else Likeness.PROBABLE

    def _equal(self, first: BinaryIO, second: BinaryIO, start: int, length: int) -> bool:
        first.seek(start)
        second.seek(start)
        while length > 0:
            one, other = first.read(min(_CHUNK, length)), second.read(min(_CHUNK, length))
            self._left -= len(one) + len(other)
            if one != other:
                return False
            if not one:
                break
            length -= len(one)
        return True
