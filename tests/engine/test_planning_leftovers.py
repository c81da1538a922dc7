"""What stays in the source folders is listed whole; junk goes to the trash only when asked, and comes back."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.cancellation import CancelToken
from organizer.errors import UsageError
from organizer.model import Action, Junk, LeftOut, LeftOutReason, OperationStatus, Result, Role
from organizer.planning import Disk, leftovers_after, plan_summary, read_plan
from organizer.planning.junk import is_junk
from organizer.transfer.undo import undo
from tests.engine.planning_support import House, Known, episode, film
from tests.engine.transfer_support import snapshot

NOTE = "░▒▓ THE GROUP PRESENTS ▓▒░\n" * 40
TEXTS = {
    "Pier/release.nfo": NOTE,
    "Pier/RARBG.txt": "Get more at our site",
    "Pier/notes.txt": "1\n00:00:01,000 --> 00:00:02,000\nHello.\n",
    "Pier/Sample/pier-sample.mkv": "s",
}
PIER = ("Pier/pier.mkv", "Pier/pier.nfo", "Pier/site.url", "Pier/pier.sfv", *TEXTS)
JUNK = {"Pier/release.nfo", "Pier/RARBG.txt", "Pier/site.url", "Pier/pier.sfv", "Pier/Sample/pier-sample.mkv"}


def tell(name: str) -> Known:
    leaf = os.path.basename(name)
    if found := re.search(r"s(\d\d)e(\d\d)", leaf):
        return episode("Tidelands", 815, int(found[1]), int(found[2])), {}
    if found := re.search(r"pier|kite|heron", leaf):
        return film(found[0].title(), ("pier", "kite", "heron").index(found[0]) + 1), {}
    return None


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path, tell)
    house.fill(*PIER, content=TEXTS)
    return house


@pytest.mark.parametrize(
    ("name", "reason", "text", "junk"),
    [
        ("www.site.url", LeftOutReason.NOT_MEDIA, "x", True),
        ("film.SFV", LeftOutReason.NOT_MEDIA, "x", True),
        ("RARBG.txt", LeftOutReason.NOT_MEDIA, "visit us", True),
        ("film.txt", LeftOutReason.NOT_MEDIA, "visit us", False),  # named like the video: may be its subtitle
        ("film.en.txt", LeftOutReason.NOT_MEDIA, "visit us", False),
        ("2_English.txt", LeftOutReason.NOT_MEDIA, "{1}{25}Hello.", False),
        ("2_German.txt", LeftOutReason.NOT_MEDIA, "00:00:01:Hallo.", False),
        ("long.txt", LeftOutReason.NOT_MEDIA, "words " * 20_000, False),
        ("Subs/readme.txt", LeftOutReason.NOT_MEDIA, "visit us", False),
        ("film.rar", LeftOutReason.NOT_MEDIA, "x", False),
        ("film.iso", LeftOutReason.NOT_MEDIA, "x", False),
        ("notes.doc", LeftOutReason.NOT_MEDIA, "x", False),
        ("Thumbs.db", LeftOutReason.NOT_MEDIA, "x", True),
        (".DS_Store", LeftOutReason.HIDDEN, "x", True),
        (".film.mkv", LeftOutReason.HIDDEN, "x", False),
        ("film-sample.mkv", LeftOutReason.SAMPLE, "x", True),
        ("film-sample.srt", LeftOutReason.SAMPLE, "x", False),
        ("group.nfo", LeftOutReason.ORPHAN, NOTE, True),
        ("group.nfo", LeftOutReason.ORPHAN, "<?xml version='1.0'?><movie/>" + NOTE, False),
        ("group.nfo", LeftOutReason.ORPHAN, "https://www.imdb.com/title/tt0000001/", False),
        ("lost.srt", LeftOutReason.ORPHAN, "x", False),
        ("Proof/pier.jpg", LeftOutReason.ORPHAN, "x", True),
        ("Screens/01.png", LeftOutReason.ORPHAN, "x", True),
        ("Screens/poster.jpg", LeftOutReason.SHARED, "x", False),
        ("Photos/01.png", LeftOutReason.ORPHAN, "x", False),
        ("poster.jpg", LeftOutReason.SHARED, "x", False),
        ("film.mkv.part", LeftOutReason.UNFINISHED, "x", False),
    ],
)
def test_in_doubt_it_is_no_junk(tmp_path: Path, name: str, reason: LeftOutReason, text: str, junk: bool) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert is_junk(LeftOut(str(path), reason), Disk(), frozenset({"film"})) is junk


def test_junk_stays_and_is_named_unless_asked(house: House) -> None:
    plan = house.plan()
    assert {op.role for op in plan.operations} == {Role.VIDEO, Role.COMPANION}
    left = {os.path.relpath(item.path, house.source): item for item in plan.leftovers}
    assert set(left) == JUNK | {"Pier/notes.txt"}
    assert {name for name, item in left.items() if item.junk} == JUNK
    assert left["Pier/RARBG.txt"].size == len(TEXTS["Pier/RARBG.txt"])
    assert all(item.reason for item in left.values())


def test_junk_goes_to_the_trash_when_asked_and_undo_brings_it_back(house: House) -> None:
    before = snapshot(house.source)
    plan = house.plan(junk=Junk.TRASH)
    junk = {os.path.relpath(op.source, house.source) for op in plan.ready if op.role is Role.JUNK}
    assert junk == JUNK
    assert house.left(plan) == {"Pier/notes.txt": "not a media file"}
    with house.journal() as journal:
        assert {outcome.result for outcome in house.apply(plan, journal)} == {Result.DONE}
        assert sorted(os.listdir(f"{house.source}/Pier")) == ["notes.txt"]
        assert Path(house.source, ".pmo-trash/junk-1/Pier/RARBG.txt").is_file()
        assert {outcome.result for outcome in undo(journal, None, CancelToken())} == {Result.DONE}
    assert snapshot(house.source) == before


def test_the_folder_goes_too_once_it_is_empty(house: House) -> None:
    os.remove(f"{house.source}/Pier/notes.txt")
    with house.journal() as journal:
        house.apply(house.plan(junk=Junk.TRASH), journal)
    assert os.listdir(house.source) == [".pmo-trash"]
    again = house.plan(junk=Junk.TRASH)
    assert not again.operations
    assert [item.reason for item in again.leftovers] == [LeftOutReason.SYSTEM_FOLDER.value]


def test_each_run_has_a_trash_of_its_own(house: House) -> None:
    with house.journal() as journal:
        house.apply(house.plan(junk=Junk.TRASH), journal)
        house.fill("Pier/RARBG.txt", content=TEXTS)
        (again,) = house.plan(junk=Junk.TRASH).ready
        assert again.target == f"{house.source}/.pmo-trash/junk-2/Pier/RARBG.txt"


@pytest.mark.parametrize("beside", ["Pier/unknown.mkv", "Pier/more/unknown.mkv"])
def test_junk_stays_where_a_video_stays(house: House, beside: str) -> None:
    house.fill(beside)
    plan = house.plan(junk=Junk.TRASH)
    kept = {os.path.relpath(op.source, house.source) for op in plan.operations if op.role is Role.JUNK}
    assert kept == JUNK
    assert [op.status for op in plan.operations if op.role is Role.JUNK] == [OperationStatus.SKIPPED] * len(JUNK)
    assert set(house.left(plan)) >= JUNK


def test_a_release_note_named_like_its_film_is_junk_too(house: House) -> None:
    house.fill("kite.mkv", "kite.nfo", "heron.mkv", "heron.nfo", "odd.mkv", "odd.nfo",
               content=dict.fromkeys(("kite.nfo", "odd.nfo"), NOTE) | {"heron.nfo": "<movie/>" + NOTE})  # fmt: skip
    told = house.told(house.plan())
    assert told["kite.nfo"] == "Movies/Kite (1999)/Kite (1999).nfo"
    plan = house.plan(junk=Junk.TRASH)
    told = house.told(plan)
    assert told["kite.nfo"].endswith("in/.pmo-trash/junk-1/kite.nfo")
    assert told["heron.nfo"] == "Movies/Heron (1999)/Heron (1999).nfo"
    assert "odd.nfo" in house.left(plan)  # with its video
    with house.journal() as journal:
        assert {outcome.result for outcome in house.apply(plan, journal)} == {Result.DONE}


@pytest.mark.parametrize("action", [Action.COPY, Action.HARDLINK, Action.SYMLINK])
def test_only_a_move_clears_the_source_folders(house: House, action: Action) -> None:
    plan = house.plan(action=action, junk=Junk.TRASH)
    assert not [op for op in plan.operations if op.role is Role.JUNK]
    assert "Junk stays: only a move clears the source folders" in plan.warnings


def test_a_written_plan_keeps_its_junk(house: House) -> None:
    plan = house.plan(junk=Junk.TRASH)
    lines = [json.dumps(op.to_json()) for op in plan.operations]
    lines += [json.dumps(item.to_json()) for item in plan.leftovers] + [json.dumps(plan_summary(plan))]
    again = read_plan(lines)
    assert [(op.source, op.target, op.role) for op in again.ready] == [(o.source, o.target, o.role) for o in plan.ready]
    with house.journal() as journal:
        assert {outcome.result for outcome in house.apply(again, journal)} == {Result.DONE}


def test_only_junk_may_go_to_the_trash(house: House) -> None:
    plan = house.plan()
    video = plan.ready[0].to_json() | {"target": f"{house.source}/.pmo-trash/pier.mkv"}
    with pytest.raises(UsageError, match="Line 1 of the plan leaves the library"):
        read_plan([json.dumps(video), json.dumps(plan_summary(plan))])


def test_the_same_row_twice_is_one_clear_sentence(house: House) -> None:
    lines = [json.dumps(op.to_json()) for op in house.plan().operations]
    with pytest.raises(UsageError, match=r"Lines 1 and 3 of the plan are both about .*pier\.mkv"):
        read_plan([*lines, lines[0]], library=house.library)


def test_what_failed_is_left_over_as_well(house: House) -> None:
    plan = house.plan()
    os.remove(f"{house.source}/Pier/pier.mkv")
    with house.journal() as journal:
        outcomes = house.apply(plan, journal)
    left = leftovers_after(plan, outcomes)
    assert f"{house.source}/Pier/pier.nfo" in {item.path for item in left}


STEMS = ("pier", "kite", "heron", "t.s01e01", "t.s02e01", "unknown", "poster", "theme", "release", "x-sample", "site")
ENDINGS = (
    ".mkv",
    ".avi",
    ".en.srt",
    ".srt",
    ".idx",
    ".sub",
    ".nfo",
    ".jpg",
    ".txt",
    ".url",
    ".mp3",
    ".mkv.part",
    ".rar",
)
FOLDERS = ("", "Pier", "Tide", "Tide/Season 1", "Tide/Season 2", "Pier/Subs", "Pier/Sample", "@eaDir", ".x", "Both/CD1")
names = st.builds(
    lambda folder, stem, ending: os.path.join(folder, stem + ending),
    st.sampled_from(FOLDERS), st.sampled_from(STEMS), st.sampled_from(ENDINGS),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sets(names, max_size=25), st.sampled_from(Junk), st.sampled_from([Action.MOVE, Action.MOVE, Action.COPY]))
def test_what_goes_what_is_in_place_and_what_stays_is_all_there_is(found: set[str], junk: Junk, action: Action) -> None:
    with tempfile.TemporaryDirectory() as top:
        house = House(Path(top), tell)
        house.fill(*found)
        plan = house.plan(action=action, junk=junk) if found else None
        if plan is None:
            return
        goes = {op.source for op in plan.operations if op.status in {OperationStatus.READY, OperationStatus.UNCHANGED}}
        stays = {item.path for item in plan.leftovers}
        assert not goes & stays
        assert len(stays) == len(plan.leftovers)
        for name in found:
            path = os.path.join(house.source, name)
            above = {path[: place.start()] for place in re.finditer("/", path)} | {path}
            assert (path in goes) + len(above & stays) == 1, name
