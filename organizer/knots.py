"""Knots: things each of which needs each other one, by whatever way."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def knots(items: Iterable[T], needs: Mapping[T, Collection[T]]) -> Iterator[list[T]]:
    """The strongly connected parts of these items, each once, one that needs another behind it. Linear (Tarjan's)."""
    among = dict.fromkeys(items)
    lowest: dict[T, int] = {}
    numbers: dict[T, int] = {}
    untried: dict[T, Iterator[T]] = {}
    open_ones: list[T] = []
    closed: set[T] = set()
    for first in among:
        path = [] if first in numbers else [first]
        while path:
            item = path[-1]
            if item not in numbers:
                numbers[item] = lowest[item] = len(numbers)
                open_ones.append(item)
                untried[item] = iter(needs[item])
            fresh = next((other for other in untried[item] if other in among and other not in numbers), None)
            if fresh is not None:
                path.append(fresh)
                continue
            path.pop()
            known = (lowest[other] for other in needs[item] if other in among and other not in closed)
            lowest[item] = min(lowest[item], min(known, default=lowest[item]))
            if lowest[item] == numbers[item]:
                start = len(open_ones) - 1
                while open_ones[start] != item:
                    start -= 1
                members = open_ones[start:]
                del open_ones[start:]
                closed.update(members)
                yield members
