"""Keeping ids sorted while more of them come, without making the keys of all of them each time."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

# Finding one place takes about 17 keys among 100,000; sorting all takes one for each, and holds them all at once.
SHARE = 24


def placed_among(ordered: array[int], fresh: Iterable[int], key: Callable[[int], Any]) -> array[int]:
    """All of them by their keys; of equal ones those that are ``ordered`` already come first."""
    placed, start = array("I"), 0
    for one in sorted(fresh, key=key):
        end = bisect_right(ordered, key(one), start, key=key)
        placed.extend(ordered[start:end])
        placed.append(one)
        start = end
    placed.extend(ordered[start:])
    return placed


def with_more(
    ordered: array[int], count: int, key: Callable[[int], str], keys: Callable[[], Sequence[str]]
) -> array[int]:
    """The numbers below ``count`` by their keys, equal ones in their own order; ``ordered`` has the first of them so.

    ``keys`` gives the keys of all numbers, for when most of them are new.
    """
    known = len(ordered)
    if (count - known) * SHARE > count:
        every = keys()
        return array("I", sorted(chain(ordered, range(known, count)), key=every.__getitem__))
    return placed_among(ordered, range(known, count), key)
