"""Names written by hand in a plan: kept to the letter, companions follow, collisions are conflicts."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from organizer.model import CompanionKind, ConflictChoice, Match, OperationStatus
from tests.engine.test_planning import World, episode, film

READY, UNCHANGED, CONFLICT = OperationStatus.READY, OperationStatus.UNCHANGED, OperationStatus.CONFLICT
SRT, ART = CompanionKind.SUBTITLE, CompanionKind.ARTWORK


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def name(world: World, row: int, target: str) -> None:
    world.rows[row] = replace(world.rows[row], written=target)


def test_the_file_goes_where_the_person_wrote_and_its_companions_follow(world: World) -> None:
    world.add("in/a.mkv", film(), ("in/a.en.srt", SRT, "en"), ("in/a-poster.jpg", ART, "-poster"))
    name(world, 0, "Harbours/The Quiet One.mkv")
    assert world.told(world.plan()) == [
        ("in/a.mkv", "lib/Movies/Harbours/The Quiet One.mkv", READY),
        ("in/a.en.srt", "lib/Movies/Harbours/The Quiet One.en.srt", READY),
        ("in/a-poster.jpg", "lib/Movies/Harbours/The Quiet One-poster.jpg", READY),
    ]


def test_an_episode_goes_below_the_series(world: World) -> None:
    world.add("in/a.mkv", episode(1))
    name(world, 0, "Tides/Extra Long Pilot.mkv")
    assert world.told(world.plan()) == [("in/a.mkv", "lib/TV Shows/Tides/Extra Long Pilot.mkv", READY)]


@pytest.mark.parametrize("choice", [ConflictChoice.SKIP, ConflictChoice.KEEP_BOTH])
@pytest.mark.parametrize("other", [film(), film("Loud Harbour", 99)], ids=["a version", "another film"])
def test_two_files_of_one_written_name_are_a_conflict(world: World, choice: ConflictChoice, other: Match) -> None:
    world.content = ""
    world.add("in/a.mkv", film(), screen_size="720p")
    world.add("in/b.mkv", other, screen_size="1080p")
    name(world, 0, "Harbours.mkv")
    name(world, 1, "Harbours.mkv")
    plan = world.plan(default_choice=choice)
    assert [op.status for op in plan.operations] == [CONFLICT, CONFLICT]


def test_a_written_name_beside_a_proposed_one_is_no_version_of_it(world: World) -> None:
    world.content = ""
    world.add("in/a.mkv", film(), screen_size="720p")
    world.add("in/b.mkv", film(), screen_size="1080p")
    name(world, 1, "Quiet Harbour (1995)/Another Cut.mkv")
    assert [target for _, target, _ in world.told(world.plan())] == [
        "lib/Movies/Quiet Harbour (1995)/Quiet Harbour (1995).mkv",
        "lib/Movies/Quiet Harbour (1995)/Another Cut.mkv",
    ]


def test_a_name_that_is_taken_is_a_conflict_and_one_that_it_has_is_unchanged(world: World) -> None:
    world.put("lib/Movies/Mine.mkv", "another")
    world.add("in/a.mkv", film())
    world.add("lib/Movies/Own/Name.mkv", film("Own", 5))
    name(world, 0, "Mine.mkv")
    name(world, 1, "Own/Name.mkv")
    assert [op.status for op in world.plan().operations] == [CONFLICT, UNCHANGED]


def test_a_folder_that_stands_in_other_letters_is_used(world: World) -> None:
    os.makedirs(f"{world.top}/lib/Movies/HARBOURS")
    world.add("in/a.mkv", film())
    name(world, 0, "harbours/a.mkv")
    assert world.told(world.plan()) == [("in/a.mkv", "lib/Movies/HARBOURS/a.mkv", READY)]


def test_a_name_that_no_disk_takes_is_a_conflict_that_says_so(world: World) -> None:
    world.add("in/a.mkv", film())
    name(world, 0, "../../a.mkv")
    (operation,) = world.plan().operations
    assert (operation.status, operation.target) == (CONFLICT, None)
    assert "empty or of dots" in (operation.reason or "")
