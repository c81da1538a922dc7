"""Promises that hold for every plan: the order of turns, and the way back over trees that nobody thought of."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import organizer
from organizer.cancellation import CancelToken
from organizer.model import Action
from organizer.transfer.apply import carry_out
from organizer.transfer.schedule import Leg, Turn, Unit, schedule
from organizer.transfer.undo import undo
from tests.engine.transfer_support import BadDisk, Quirks, age, new_stage, snapshot, write

PLACES = "abcdefgh"


def legs(*ways: str, groups: Sequence[int] = ()) -> list[Leg]:
    """``ab`` goes from a to b."""
    return [Leg(i, groups[i] if groups else i, way[0], way[1], vacates=True) for i, way in enumerate(ways)]


def test_what_does_not_touch_keeps_its_order() -> None:
    assert [unit.keys for unit in schedule(legs("ax", "by", "cz"))] == [(0,), (1,), (2,)]


def test_a_chain_starts_at_its_free_end() -> None:
    assert [unit.keys for unit in schedule(legs("ab", "bc", "cd"))] == [(2,), (1,), (0,)]


def test_a_swap_is_one_unit_with_one_stash() -> None:
    assert schedule(legs("ab", "ba")) == [Unit(0, (Turn(0, stash=True), Turn(1), Turn(0)))]


def test_a_group_stays_together_behind_the_one_it_waits_for() -> None:
    units = schedule(legs("ab", "xy", "bc", groups=[1, 1, 2]))
    assert [set(unit.keys) for unit in units] == [{2}, {0, 1}]


def test_groups_that_wait_for_each_other_become_one_unit() -> None:
    (unit,) = schedule(legs("ab", "cd", "bc", "da", groups=[1, 1, 2, 2]))
    assert sorted(unit.keys) == [0, 1, 2, 3]


@pytest.mark.parametrize("apart", [2, 1_000_000], ids=["pairs", "one circle"])
def test_thousands_that_change_places_take_time_for_each_and_no_more(apart: int) -> None:
    """CPU time, the best of three: ten times the files may take thirty times as long, not a hundred times."""

    def cost(count: int) -> float:
        ring = min(apart, count)
        ways = [(i, i - i % ring + (i + 1) % ring) for i in range(count)]
        circling = [Leg(i, i, f"{here}", f"{there}", vacates=True) for i, (here, there) in enumerate(ways)]
        found = []
        for _ in range(3):
            started = time.process_time()
            units = schedule(circling)
            found.append(time.process_time() - started)
        assert sum(len(unit.keys) for unit in units) == count
        return min(found)

    assert cost(5_000) < 30 * cost(500)


@st.composite
def permutations(draw: st.DrawFn) -> list[Leg]:
    """Files that change places in any way: each source once, each target once."""
    sources = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=8))
    targets = draw(st.permutations(PLACES + "ijklmnop"))
    groups = draw(st.lists(st.integers(0, 3), min_size=len(sources), max_size=len(sources)))
    return [
        Leg(i, groups[i], source, targets[i], vacates=True) for i, source in enumerate(sources) if targets[i] != source
    ]


@given(permutations())
def test_no_turn_takes_a_place_that_is_held(ways: list[Leg]) -> None:
    by_key = {leg.key: leg for leg in ways}
    held = {leg.source for leg in ways}
    stashed: set[int] = set()
    taken: list[int] = []
    for unit in schedule(ways):
        for turn in unit.turns:
            leg = by_key[turn.key]
            if turn.stash:
                held.remove(leg.source)
                stashed.add(leg.key)
                continue
            assert leg.target not in held
            if leg.key not in stashed:
                held.remove(leg.source)
            held.add(leg.target)
            taken.append(leg.key)
    assert sorted(taken) == sorted(by_key)


@given(permutations())
def test_a_group_is_never_split(ways: list[Leg]) -> None:
    unit_of = {key: unit.number for unit in schedule(ways) for key in unit.keys}
    for leg in ways:
        assert {unit_of[other.key] for other in ways if other.group == leg.group} == {unit_of[leg.key]}


NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: b"/" not in name and b"\0" not in name)
FOLDERS = st.lists(NAMES.filter(lambda name: name not in {b".", b".."}), max_size=2)


@settings(max_examples=40, deadline=None)
@given(
    ways=permutations(),
    spread=st.lists(FOLDERS, min_size=8, max_size=8),
    action=st.sampled_from([Action.MOVE, Action.MOVE, Action.COPY, Action.SYMLINK]),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_any_plan_goes_there_and_back(
    ways: list[Leg], spread: list[list[bytes]], action: Action, flags: tuple[bool, bool, bool]
) -> None:
    two_disks, no_noreplace, no_links = flags
    with new_stage() as stage:

        def path(place: str) -> str:
            if place in PLACES[:4]:
                folders = [os.fsdecode(b"_" + name) for name in spread[PLACES.index(place)]]
                return stage.target("Movies", *folders, place)
            if place in PLACES:
                folders = [os.fsdecode(b"_" + name) for name in spread[PLACES.index(place)]]
                return stage.source(*folders, place)
            return stage.target("Movies", f"new {place}", place)

        held = {leg.source for leg in ways}
        plan_ways = [
            (path(leg.source), path(leg.target), leg.group)
            for leg in ways
            if leg.target not in PLACES[4:] and (action is Action.MOVE or leg.target not in held)
        ]
        for leg in ways:
            write(path(leg.source), leg.source.encode() * 100)
        age(stage.tree)
        before = snapshot(stage.tree)
        quirks = Quirks(stage.source() if two_disks else "", no_noreplace, no_links)
        with stage.journal() as journal:
            outcomes = list(carry_out(stage.plan(plan_ways, action), journal, CancelToken(), disk=BadDisk(quirks)))
            if journal.undoable():
                back = list(undo(journal, None, CancelToken(), disk=BadDisk(quirks)))
                assert {outcome.result.value for outcome in back} == {"done"}
        assert len(outcomes) == len(plan_ways)
        assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- one place for changes

CHANGING = {
    "os": {"rename", "renames", "replace", "remove", "unlink", "rmdir", "removedirs", "link", "symlink", "truncate"},
    "shutil": {"move", "rmtree", "copy", "copy2", "copyfile", "copytree"},
}


def test_only_the_disk_changes_files() -> None:
    """What the engine keeps for itself (caches, settings, the demo's own tree) is not a person's file."""
    root = Path(organizer.__file__).parent
    found = []
    for path in sorted((root / "transfer").rglob("*.py")):
        nodes = [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)
        ]
        for node in nodes:
            module = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in CHANGING.get(module, set()):
                found.append((path.name, f"{module}.{node.attr}"))
    assert sorted(found) == [("disk.py", f"os.{name}") for name in ("link", "rename", "rmdir", "symlink", "unlink")]
