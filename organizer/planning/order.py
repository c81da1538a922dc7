"""The order in which operations are safe: who stands in another's place moves first, groups stay together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import TypeVar

from organizer.planning.draft import Draft

T = TypeVar("T")


def order(drafts: Sequence[Draft]) -> list[Draft]:
    """Chains (a to b, b to c) run from their free end; in a cycle somebody has to be parked, which is transfer's part.

    Groups are consecutive, the video first; apart from that the order given is kept.
    """
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.group, []).append(draft)

    def groups_before(group: int) -> list[int]:
        return [other.group for draft in groups[group] if draft.ready for other in draft.waits_for if other.ready]

    ordered: list[Draft] = []
    for group in _after(groups, groups_before):
        members = sorted(groups[group], key=lambda draft: draft.companion_of is not None)
        ordered += _after(members, lambda draft: [d for d in draft.waits_for if d.group == draft.group and d.ready])
    return ordered


def _after(items: Iterable[T], before: Callable[[T], Iterable[T]]) -> list[T]:
    """The items, each after those it needs before it. Stable: what is in such an order already stays as it is.

    Where items need each other in a circle, the first of them goes first, as if it needed nothing.
    """
    given = list(items)
    place = {item: number for number, item in enumerate(given)}
    needs = {item: {other: None for other in before(item) if other != item and other in place} for item in given}
    needed_by: dict[T, list[T]] = {item: [] for item in given}
    for item, others in needs.items():
        for other in others:
            needed_by[other].append(item)
    free = [place[item] for item in given if not needs[item]]  # sorted, and so a heap
    ordered: list[T] = []
    while needs:
        item = given[heappop(free)] if free else min(_circle(next(iter(needs)), needs), key=place.__getitem__)
        del needs[item]
        ordered.append(item)
        for other in needed_by[item]:
            if other in needs:
                needs[other].pop(item, None)
                if not needs[other]:
                    heappush(free, place[other])
    return ordered


def _circle(first: T, needs: Mapping[T, Collection[T]]) -> list[T]:
    """Some that all need each other and nobody else, among those that ``first`` needs. Tarjan's, without recursion."""
    lowest: dict[T, int] = {first: 0}
    numbers = dict(lowest)
    path, open_ones = [(first, iter(needs[first]))], [first]
    while True:
        item, left = path[-1]
        other = next((other for other in left if other not in numbers), None)
        if other is not None:
            numbers[other] = lowest[other] = len(numbers)
            path.append((other, iter(needs[other])))
            open_ones.append(other)
            continue
        lowest[item] = min(lowest[item], *(lowest[other] for other in needs[item]))
        if lowest[item] == numbers[item]:
            return open_ones[open_ones.index(item) :]
        path.pop()
