"""What happens where two files meet: skipped, kept both under names that servers merge, or replaced by choice."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from organizer.model import Action, CompanionKind, ConflictChoice, OperationStatus, Plan, Preset
from organizer.planning import plan_summary, read_plan
from tests.engine.test_planning import HARBOUR, World, episode, film, reasons, statuses

READY, UNCHANGED, CONFLICT = OperationStatus.READY, OperationStatus.UNCHANGED, OperationStatus.CONFLICT
SKIPPED = OperationStatus.SKIPPED
KEEP_BOTH, REPLACE, SKIP = ConflictChoice.KEEP_BOTH, ConflictChoice.REPLACE, ConflictChoice.SKIP
SRT, NFO = CompanionKind.SUBTITLE, CompanionKind.NFO


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def choose(world: World, default: ConflictChoice = SKIP, action: Action = Action.MOVE, **said: ConflictChoice) -> Plan:
    """A plan with a choice for all, or for ``in/NAME.mkv`` by its name."""
    choices = {f"{world.top}/in/{name}.mkv": choice for name, choice in said.items()}
    return world.plan(action, choices=choices, default_choice=default)


def targets(world: World, plan: Plan) -> list[str]:
    return [world.short(op.target or "").removeprefix(HARBOUR) for op in plan.ready]


def replaced(world: World, plan: Plan) -> list[str]:
    return [world.short(op.target or "") for op in plan.operations if op.replaces]


# ------------------------------------------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("x", "the same file is already there: Quiet Harbour (1995).mkv"),
        ("y", "another file is there: Quiet Harbour (1995).mkv, of the same size and with other content"),
        ("x" * 2000, "another file is there: Quiet Harbour (1995).mkv, 2.0 kB; yours has 1 B"),
    ],
)
def test_the_reason_compares_with_what_is_there(world: World, there: str, said: str) -> None:
    world.put(f"{HARBOUR}.mkv", there)
    world.add("in/a.mkv", film())
    assert reasons(world.plan()) == [said]


# ---------------------------------------------------------------------------------------------------- keep both


@pytest.mark.parametrize(
    ("parsed", "label"),
    [
        ({"screen_size": "1080p", "source": "Web"}, " - 1080p"),
        ({"source": "Blu-ray", "release_group": "GRP"}, " - Blu-ray"),
        ({"release_group": "GRP"}, " - GRP"),
        ({"source": "Ultra HD Blu-ray"}, " - 2"),
        ({}, " - 2"),
        ({"part": 1}, " - 2"),
    ],
)
def test_the_newcomer_gets_the_most_telling_label(world: World, parsed: Mapping[str, Any], label: str) -> None:
    world.put(f"{HARBOUR}.mkv", "the old one")
    world.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"), **parsed)
    assert targets(world, choose(world, KEEP_BOTH)) == [f"{label}.mkv", f"{label}.en.srt"]


def test_a_label_that_is_taken_too_is_passed_over(world: World) -> None:
    for name in ("", " - 1080p", " - 2"):
        world.put(f"{HARBOUR}{name}.mkv", f"an old one{name}")
    world.put(f"{HARBOUR} - 3.en.srt", "left behind")
    world.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"), screen_size="1080p")
    assert targets(world, choose(world, KEEP_BOTH)) == [" - 4.mkv", " - 4.en.srt"]


def test_of_several_newcomers_the_first_keeps_the_plain_name(world: World) -> None:
    for name in "abc":
        world.add(f"in/{name}.mkv", film())
    assert targets(world, choose(world, KEEP_BOTH)) == [".mkv", " - 2.mkv", " - 3.mkv"]


def test_one_that_is_kept_under_another_name_leaves_the_place_to_its_rival(world: World) -> None:
    world.add("in/a.mkv", film())
    world.add("in/b.mkv", film(), screen_size="720p")
    assert targets(world, choose(world, b=KEEP_BOTH)) == [".mkv", " - 720p.mkv"]


def test_both_parts_of_a_film_get_the_label(world: World) -> None:
    for part in (1, 2):
        world.put(f"{HARBOUR} - pt{part}.mkv", "the old one")
        world.add(f"in/cd{part}.mkv", film(), part=part)
    assert targets(world, choose(world, KEEP_BOTH)) == [" - 2 - pt1.mkv", " - 2 - pt2.mkv"]


def test_episodes_and_extras_are_kept_both_as_well(world: World) -> None:
    season = "lib/TV Shows/Tidelands (2004)/Season 01/Tidelands (2004) - s01e01 - Night 1"
    world.put(f"{season}.mkv", "the old one")
    world.put("lib/Movies/Quiet Harbour (1995)/Trailers/Quiet Harbour (1995)-trailer.mkv", "the old one")
    world.add("in/a.mkv", episode(1), source="HDTV")
    world.add("in/b.mkv", film(), extra="trailer")
    found = {world.short(op.target or "") for op in choose(world, KEEP_BOTH).ready}
    assert found == {
        f"{season} - HDTV.mkv",
        "lib/Movies/Quiet Harbour (1995)/Trailers/Quiet Harbour (1995)-trailer2.mkv",
    }


def test_a_companion_alone_gets_a_number(world: World) -> None:
    world.put(f"{HARBOUR}.en.srt", "left behind")
    world.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"), ("in/a.nfo", NFO, ""))
    assert targets(world, choose(world, KEEP_BOTH)) == [".mkv", ".2.en.srt", ".nfo"]


@pytest.mark.parametrize("standing", ["", " - 1080p"])
def test_what_is_there_already_gets_no_second_copy(world: World, standing: str) -> None:
    world.put(f"{HARBOUR}.mkv", "the old one")
    world.put(f"{HARBOUR}{standing}.mkv")
    world.add("in/a.mkv", film(), screen_size="1080p")
    plan = choose(world, KEEP_BOTH, Action.COPY)
    assert reasons(plan) == [f"the same file is already there: Quiet Harbour (1995){standing}.mkv"]


def test_a_folder_in_the_way_can_be_avoided_too(world: World) -> None:
    os.makedirs(f"{world.top}/{HARBOUR}.mkv")
    world.add("in/a.mkv", film())
    assert targets(world, choose(world, KEEP_BOTH)) == [" - 2.mkv"]


def test_one_that_waits_for_a_file_that_stays_is_kept_both(world: World) -> None:
    night = "lib/TV Shows/Tidelands (2004)/Season 01/Tidelands (2004) - s01e0{} - Night {}.mkv".format
    world.put(night(3, 3), "the old one")
    world.add(night(2, 2), episode(3))
    world.content = "another one"
    world.add("in/a.mkv", episode(2))
    plan = choose(world, a=KEEP_BOTH)
    assert [world.short(op.target or "") for op in plan.ready] == [night(2, 2).replace(".mkv", " - 2.mkv")]


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("ids", [True, False])
def test_names_that_keep_both_are_unchanged_when_found_again(world: World, preset: Preset, ids: bool) -> None:
    facts: list[Mapping[str, Any]] = [{}, {"screen_size": "1080p"}, {}, {"source": "Web"}, {"release_group": "GRP"}]
    for number, parsed in enumerate(facts):
        world.add(f"in/film{number}.mkv", film(), (f"in/film{number}.srt", SRT, "en"), **parsed)
        world.add(f"in/show{number}.mkv", episode(1), **parsed)
        world.add(f"in/cut{number}.mkv", film(number=5), edition="Final Cut", **parsed)
        world.add(f"in/trailer{number}.mkv", film(), extra="trailer")
    first = world.plan(preset=preset, ids=ids, default_choice=KEEP_BOTH)
    assert set(statuses(first)) == {READY}
    kept = {op.source: op.target or "" for op in first.operations}
    again = World(Path(world.top))
    for row in world.rows:
        os.makedirs(os.path.dirname(kept[row.file.path]), exist_ok=True)
        assert row.verdict
        assert row.parse
        extra, edition = row.parse.parsed.extra, row.parse.parsed.edition
        subtitles = [(world.short(kept[c.path]), SRT, "en") for c in row.file.companions]
        again.add(world.short(kept[row.file.path]), row.verdict.match, *subtitles, extra=extra, edition=edition)
    plan = again.plan(preset=preset, ids=ids)
    assert [(op.source, op.target) for op in plan.operations if op.status is not UNCHANGED] == []


# ------------------------------------------------------------------------------------------------------ replace


def test_a_film_replaces_what_is_there_with_its_companions(world: World) -> None:
    for ending in ("mkv", "en.srt"):
        world.put(f"{HARBOUR}.{ending}", "the old one")
    world.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"), ("in/a.nfo", NFO, ""))
    plan = choose(world, REPLACE)
    assert statuses(plan) == [READY] * 3
    assert replaced(world, plan) == [f"{HARBOUR}.mkv", f"{HARBOUR}.en.srt"]
    there = os.lstat(f"{world.top}/{HARBOUR}.mkv")
    first = plan.operations[0].replaces
    assert first
    assert (first.inode, first.size) == (there.st_ino, there.st_size)


def _folder(path: str) -> None:
    os.makedirs(path)


def _link(path: str) -> None:
    os.makedirs(os.path.dirname(path))
    os.symlink("/nowhere", path)


def _other_letters(path: str) -> None:
    os.makedirs(os.path.dirname(path))
    Path(path.replace("Harbour (1995).mkv", "harbour (1995).MKV")).write_text("the old one")


@pytest.mark.parametrize("put", [_folder, _link, _other_letters])
def test_only_a_regular_file_of_exactly_that_name_is_replaced(world: World, put: object) -> None:
    assert callable(put)
    put(f"{world.top}/{HARBOUR}.mkv")
    world.add("in/a.mkv", film())
    plan = choose(world, REPLACE)
    assert statuses(plan) == [CONFLICT]
    assert "only a" in (plan.operations[0].reason or "")


def test_two_files_of_one_plan_never_replace_each_other_by_default(world: World) -> None:
    world.put(f"{HARBOUR}.mkv", "the old one")
    world.add("in/a.mkv", film())
    world.add("in/b.mkv", film())
    assert statuses(choose(world, REPLACE)) == [CONFLICT, CONFLICT]


def test_of_two_files_the_named_one_is_taken_and_the_other_skipped(world: World) -> None:
    world.put(f"{HARBOUR}.mkv", "the old one")
    world.add("in/a.mkv", film(), ("in/a.nfo", NFO, ""))
    world.add("in/b.mkv", film())
    plan = choose(world, b=REPLACE)
    assert statuses(plan) == [SKIPPED, SKIPPED, READY]
    assert replaced(world, plan) == [f"{HARBOUR}.mkv"]
    assert reasons(plan)[:2] == [
        "b.mkv was chosen for the place that both would get",
        "goes together with a.mkv, which is skipped",
    ]
    assert statuses(choose(world, a=REPLACE, b=REPLACE)) == [CONFLICT] * 3


@pytest.mark.parametrize("there", [True, False])
def test_beside_one_that_is_taken_another_can_be_kept(world: World, there: bool) -> None:
    if there:
        world.put(f"{HARBOUR}.mkv", "the old one")
    world.add("in/a.mkv", film())
    world.add("in/b.mkv", film())
    assert targets(world, choose(world, a=KEEP_BOTH, b=REPLACE)) == [" - 2.mkv", ".mkv"]


def test_a_file_of_the_library_that_is_in_the_plan_too_is_replaced_only_by_name(world: World) -> None:
    world.add(f"{HARBOUR}.mkv", film())
    world.add("in/b.mkv", film())
    assert statuses(choose(world, REPLACE)) == [UNCHANGED, CONFLICT]
    for default in (SKIP, KEEP_BOTH):
        assert statuses(choose(world, default, b=REPLACE)) == [SKIPPED, READY]


def test_what_the_plan_still_copies_from_is_not_replaced(world: World) -> None:
    world.add(f"{HARBOUR}.mkv", film("Other Title", 9))
    world.add("in/b.mkv", film())
    plan = choose(world, action=Action.COPY, b=REPLACE)
    assert statuses(plan) == [CONFLICT, CONFLICT]
    assert "still needed" in (plan.operations[1].reason or "")


def test_copying_twice_replaces_once(world: World) -> None:
    world.put(f"{HARBOUR}.mkv")
    world.add("in/a.mkv", film())
    assert statuses(choose(world, REPLACE, Action.COPY)) == [CONFLICT]
    assert statuses(choose(world, REPLACE, Action.MOVE)) == [READY]


# -------------------------------------------------------------------------------------------------- read again


def _lines(plan: Plan) -> list[str]:
    return [json.dumps(op.to_json()) for op in plan.operations] + [json.dumps(plan_summary(plan))]


def test_a_plan_that_was_written_replaces_exactly_the_file_that_was_there(world: World) -> None:
    old = world.put(f"{HARBOUR}.mkv", "the old one")
    world.add("in/a.mkv", film())
    lines = _lines(choose(world, REPLACE))
    assert statuses(read_plan(lines)) == [READY]
    Path(old).write_text("a newer one")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    assert reasons(read_plan(lines)) == ["Quiet Harbour (1995).mkv is not the file any more that was to be replaced"]
    os.remove(old)
    again = read_plan(lines)
    assert statuses(again) == [READY]
    assert again.operations[0].replaces is None


def test_a_row_without_its_replaces_replaces_nothing(world: World) -> None:
    world.put(f"{HARBOUR}.mkv", "the old one")
    world.add("in/a.mkv", film())
    row, summary = _lines(choose(world, REPLACE))
    changed = json.loads(row)
    del changed["replaces"]
    assert statuses(read_plan([json.dumps(changed), summary])) == [CONFLICT]
