"""Undo of a file, a group or a folder: what is chosen comes back, the rest stays, and can come back later."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from organizer.cancellation import CancelToken
from organizer.errors import UsageError
from organizer.model import Action, Outcome, Result, RunState
from organizer.transfer.disk import Disk
from organizer.transfer.records import OpState
from organizer.transfer.undo import check_undo, undo
from tests.engine.transfer_support import BadDisk, Quirks, Stage, age, apply, furnish, new_stage, snapshot, write


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


def take_back(stage: Stage, *only: str, run: str | None = None, disk: Disk | None = None) -> list[Outcome]:
    with stage.journal() as journal:
        return list(undo(journal, run, CancelToken(), only=only or None, disk=disk))


def names(outcomes: list[Outcome]) -> list[str]:
    return [os.path.basename(outcome.source) for outcome in outcomes if outcome.result is Result.DONE]


def heron(stage: Stage, ending: str) -> str:
    return stage.target("Movies", "Heron (2011)", f"Heron (2011).{ending}")


@pytest.mark.parametrize(
    ("chosen", "back"),
    [
        (lambda s: heron(s, "mkv"), ["heron.idx", "heron.en.srt", "heron.mkv"]),
        (lambda s: s.source("Heron.2011", "heron.mkv"), ["heron.idx", "heron.en.srt", "heron.mkv"]),
        (lambda s: heron(s, "idx"), ["heron.idx"]),
        (lambda s: s.source("Heron.2011", "Subs"), ["heron.idx"]),
        (lambda s: s.source("Heron.2011") + "/", ["heron.idx", "heron.en.srt", "heron.mkv"]),
        (lambda s: s.target("TV Shows"), ["twin two.mkv", "twin one.mkv"]),
    ],
    ids=["a video's new name", "its old name", "a companion", "the folder of one", "a folder", "a library"],
)
@pytest.mark.parametrize("two_devices", [False, True], ids=["one disk", "two disks"])
def test_what_is_chosen_comes_back_and_later_the_rest(stage: Stage, chosen, back: list[str], two_devices: bool) -> None:  # type: ignore[no-untyped-def]
    disk = BadDisk(Quirks(stage.source() if two_devices else ""))
    ways = furnish(stage)
    before = snapshot(stage.tree)
    apply(stage, stage.plan(ways), disk)
    done = snapshot(stage.tree)
    assert names(take_back(stage, chosen(stage), disk=disk)) == back
    now = snapshot(stage.tree)
    untouched = {"lib/Movies/Row/b.mkv", "lib/Movies/Swap/x.mkv", "lib/Movies/Clash (2001)/Clash (2001).mkv"}
    assert all(now[name] == done[name] for name in untouched)
    with stage.journal() as journal:
        assert journal.runs()[0].state is RunState.PARTIAL
        assert journal.runs()[0].undone == len(back)
        assert not journal.unfinished()
    take_back(stage, disk=disk)
    assert snapshot(stage.tree) == before


def test_a_run_whose_files_have_all_been_taken_back_is_undone(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] in {2, 3}]
    before = snapshot(stage.tree)
    apply(stage, stage.plan(ways))
    take_back(stage, ways[0][0])
    take_back(stage, ways[1][1])
    with stage.journal(write=False) as journal:
        assert journal.runs()[0].state is RunState.UNDONE
    assert snapshot(stage.tree) == before


def test_half_a_swap_is_refused_and_the_other_half_named(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] in {10, 11}]
    for number, way in enumerate(ways):  # no names in common, so that a path means one of them
        ways[number] = (way[0], way[1], 10 + number)
    before = snapshot(stage.tree)
    apply(stage, stage.plan(ways))
    with stage.journal() as journal:
        (one,) = journal.entries(1)[:1]
        journal.note_op(one.id, OpState.UNDONE)  # as if it had been: the other one's old name is still held by it
        (check,) = check_undo(journal, only=[ways[1][0]])
        assert not check.possible
        journal.note_op(one.id, OpState.DONE)
    assert len(take_back(stage, ways[0][0])) == 2, "either name means both files of a swap"
    assert snapshot(stage.tree) == before


def test_a_file_whose_old_name_the_run_gave_away_is_refused(stage: Stage) -> None:
    row = stage.target("Movies", "Row")
    ways = [way for way in furnish(stage) if way[2] in {7, 8, 9}]  # a to b, b to c, c to d
    apply(stage, stage.plan(ways))
    before = snapshot(stage.tree)
    (outcome,) = take_back(stage, f"{row}/d.mkv")
    assert outcome.result is Result.FAILED
    assert "take that one back with it" in (outcome.error or "")
    assert snapshot(stage.tree) == before
    assert names(take_back(stage, f"{row}/a.mkv")) == ["a.mkv"]


def test_without_a_run_the_newest_that_holds_the_path_is_taken(stage: Stage) -> None:
    for name in "ab":
        write(stage.source(f"{name}.mkv"), name.encode())
    age(stage.tree)
    for name in "ab":
        apply(stage, stage.plan([(stage.source(f"{name}.mkv"), stage.target("Movies", f"{name}.mkv"), 1)]))
    assert names(take_back(stage, stage.source("a.mkv"))) == ["a.mkv"]
    with stage.journal(write=False) as journal:
        assert [run.state for run in journal.runs()] == [RunState.COMPLETE, RunState.UNDONE]


@pytest.mark.parametrize("run", [None, "1"])
@pytest.mark.parametrize("place", ["nowhere", "other/stays.txt"])
def test_a_path_that_the_run_did_not_touch_is_named(stage: Stage, run: str | None, place: str) -> None:
    ways = furnish(stage)
    apply(stage, stage.plan(ways))
    after = snapshot(stage.tree)
    with pytest.raises(UsageError, match=place):
        take_back(stage, ways[0][0], stage.source(place), run=run)
    assert snapshot(stage.tree) == after


def test_a_copy_that_is_chosen_goes_and_the_others_stay(stage: Stage) -> None:
    ways = [way for way in furnish(stage, links=False) if way[2] in {2, 3}]
    apply(stage, stage.plan(ways, Action.COPY))
    assert names(take_back(stage, ways[0][1])) == [os.path.basename(ways[0][0])]
    assert not os.path.lexists(ways[0][1])
    assert os.path.lexists(ways[1][1])
