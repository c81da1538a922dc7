"""The order in which operations are safe: who stands in another's place moves first, groups stay together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    """The items, each after those it needs before it; one link of a cycle is ignored. Stable, and not recursive."""
    done: dict[T, None] = {}
    begun: set[T] = set()
    for item in items:
        stack = [(item, False)]
        while stack:
            current, needs_met = stack.pop()
            if needs_met:
                done[current] = None
            elif current not in begun:
                begun.add(current)
                stack.append((current, True))
                stack += [(other, False) for other in before(current) if other not in begun]
    return list(done)
