"""Keeping numbers sorted while more of them come, without making the texts of all of them each time."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence

# Finding one place takes about 17 keys among 100,000; sorting all takes one for each, and holds them all at once.
_SHARE = 24


def with_more(
    ordered: array[int], count: int, key: Callable[[int], str], keys: Callable[[], Sequence[str]]
) -> array[int]:
    """The numbers below ``count`` by their keys, equal ones in their own order; ``ordered`` has the first of them so.

    ``keys`` gives the keys of all numbers, for when most of them are new.
    """
    known = len(ordered)
    if (count - known) * _SHARE > count:
        every = keys()
        return array("I", sorted((*ordered, *range(known, count)), key=every.__getitem__))
    placed, start = array("I"), 0
    for number in sorted(range(known, count), key=key):
        end = bisect_right(ordered, key(number), start, key=key)
        placed.extend(ordered[start:end])
        placed.append(number)
        start = end
    placed.extend(ordered[start:])
    return placed
