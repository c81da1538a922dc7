"""In which order files change places, so that chains end free first and swaps go through a private name."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from organizer.knots import knots


@dataclass(frozen=True, slots=True)
class Leg:
    """One file's way. ``key`` is the caller's number for it; ``vacates`` whether its source name becomes free."""

    key: int
    group: int
    source: str
    target: str
    vacates: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A leg's turn: to wait aside under a private name (``stash``), or to take its target."""

    key: int
    stash: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """Legs that succeed or fail as one, in the order of their turns."""

    number: int
    turns: tuple[Turn, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        """The legs, each once, in the order in which they take their targets."""
        return tuple(turn.key for turn in self.turns if not turn.stash)


def schedule(legs: Sequence[Leg]) -> list[Unit]:
    """Units in a safe order, otherwise in the order given. Groups that wait for each other become one unit.

    Cost: linear, but for sorting.
    """
    holder = {leg.source: leg for leg in legs if leg.vacates}
    unit_of = _merge_cycles(legs, holder)
    members: dict[int, list[Leg]] = defaultdict(list)
    for leg in legs:
        members[unit_of[leg.group]].append(leg)
    first = {unit: index for index, unit in enumerate(members)}
    waits = _waits(legs, holder, unit_of)
    order = _stable_order(TopologicalSorter({unit: waits.get(unit, set()) for unit in members}), first)
    return [Unit(number, tuple(_turns(members[unit]))) for number, unit in enumerate(order)]


def _waits(legs: Iterable[Leg], holder: Mapping[str, Leg], unit_of: Mapping[int, int]) -> dict[int, set[int]]:
    """For each unit the other units that must have left a target before."""
    found: dict[int, set[int]] = defaultdict(set)
    for leg in legs:
        other = holder.get(leg.target)
        if other is not None and unit_of[other.group] != unit_of[leg.group]:
            found[unit_of[leg.group]].add(unit_of[other.group])
    return found


def _merge_cycles(legs: Sequence[Leg], holder: Mapping[str, Leg]) -> dict[int, int]:
    """Group -> unit, where groups that wait for each other in a circle share a unit."""
    groups = {leg.group: leg.group for leg in legs}
    waits = _waits(legs, holder, groups)
    circles = knots(groups, {group: waits.get(group, ()) for group in groups})
    return {group: chosen for circle in circles for chosen in (min(circle),) for group in circle}


def _stable_order(sorter: TopologicalSorter[int], rank: Mapping[int, int]) -> list[int]:
    """A topological order that keeps to the given rank wherever it can."""
    sorter.prepare()
    ready: list[tuple[int, int]] = []
    order: list[int] = []
    while sorter.is_active():
        for unit in sorter.get_ready():
            heapq.heappush(ready, (rank[unit], unit))
        unit = heapq.heappop(ready)[1]
        order.append(unit)
        sorter.done(unit)
    return order


def _turns(legs: Sequence[Leg]) -> list[Turn]:
    """The turns within a unit: a leg goes when its target is vacated; where all wait, the first one steps aside."""
    occupied = {leg.source: leg.key for leg in legs if leg.vacates}
    place = {leg.key: number for number, leg in enumerate(legs)}
    wanting: dict[str, list[Leg]] = defaultdict(list)
    for leg in legs:
        wanting[leg.target].append(leg)
    stayed = iter(legs)  # from the first one on that may still have to step aside
    turns: list[Turn] = []
    taken: set[int] = set()

    def leave(leg: Leg) -> list[Leg]:
        """Free the leg's source, if it is still there; answers who has waited for that."""
        if occupied.get(leg.source) != leg.key:
            return []
        del occupied[leg.source]
        return [other for other in wanting[leg.source] if other.key not in taken]

    ready = [leg for leg in legs if occupied.get(leg.target, leg.key) == leg.key]
    while len(taken) < len(legs):
        taken.update(leg.key for leg in ready)
        turns += [Turn(leg.key) for leg in ready]
        freed = [other for leg in ready for other in leave(leg)]
        if not freed and len(taken) < len(legs):
            aside = next(leg for leg in stayed if leg.key not in taken and occupied.get(leg.source) == leg.key)
            turns.append(Turn(aside.key, stash=True))
            freed = leave(aside)
        ready = sorted(freed, key=lambda leg: place[leg.key])
    return turns
