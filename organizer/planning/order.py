"""The order in which operations are safe: who stands in another's place moves first, groups stay together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from typing import Generic, TypeVar

from organizer.knots import knots
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
    return _Ordering(list(items), before).ordered


class _Ordering(Generic[T]):
    """One item after the other: the first that is free, else the first of a knot that needs nobody outside it.

    A knot are items each of which needs each other one, by whatever way; what is left of one is looked at again.
    """

    def __init__(self, given: list[T], before: Callable[[T], Iterable[T]]) -> None:
        self.ordered: list[T] = []
        self._place = {item: number for number, item in enumerate(given)}
        self._needs: dict[T, dict[T, None]] = {
            item: {other: None for other in before(item) if other != item and other in self._place} for item in given
        }
        self._needed_by: dict[T, list[T]] = {item: [] for item in given}
        for item, others in self._needs.items():
            for other in others:
                self._needed_by[other].append(item)
        self._free = [self._place[item] for item in given if not self._needs[item]]  # sorted, and so a heap
        self._knots: dict[int, list[T]] = {}
        self._knot_of: dict[T, int] = {}
        self._outside: list[int] = []  # for each knot how many needs of its items are not of its own
        self._loose: list[tuple[int, int]] = []  # a heap of knots without such needs, by the place of their first item
        self._look_for_knots(given)
        while len(self.ordered) < len(given):
            if self._free:
                self._take(given[heappop(self._free)])
            else:
                _, knot = heappop(self._loose)
                first, *rest = sorted(self._knots.pop(knot), key=self._place.__getitem__)
                self._take(first)
                self._look_for_knots([item for item in rest if self._needs[item]])

    def _take(self, item: T) -> None:
        self.ordered.append(item)
        self._needs[item].clear()
        for other in self._needed_by[item]:
            if item not in self._needs[other]:
                continue
            del self._needs[other][item]
            if not self._needs[other]:
                heappush(self._free, self._place[other])
            elif self._knot_of[other] != self._knot_of[item]:
                self._count(self._knot_of[other], -1)

    def _look_for_knots(self, items: Iterable[T]) -> None:
        for members in knots(items, self._needs):
            knot = len(self._outside)
            self._outside.append(0)
            self._knot_of.update(dict.fromkeys(members, knot))
            if len(members) > 1:
                self._knots[knot] = members
                inside = set(members)
                self._count(knot, sum(other not in inside for item in members for other in self._needs[item]))

    def _count(self, knot: int, more: int) -> None:
        self._outside[knot] += more
        if not self._outside[knot] and knot in self._knots:
            heappush(self._loose, (min(map(self._place.__getitem__, self._knots[knot])), knot))
