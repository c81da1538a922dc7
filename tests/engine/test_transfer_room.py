"""Room for copies is summed up for each file system and refused in one sentence, before anything is changed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Action, Outcome, Result, RunState
from organizer.transfer.apply import carry_out
from organizer.transfer.recover import recover
from organizer.transfer.undo import undo
from tests.engine.transfer_support import BadDisk, Stage, age, apply, new_stage, snapshot, write

SIZE = 100_000


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


class Small(BadDisk):
    """A library on a disk of its own, with so much room; every look says so."""

    def __init__(self, stage: Stage, room: int | None, *, behind: str = "lib") -> None:
        super().__init__()
        self.room = room
        self.away = os.path.join(stage.tree, behind)

    def free(self, path: str) -> int | None:
        return self.room

    def lstat(self, path: str) -> os.stat_result:
        found = super().lstat(path)
        if not path.startswith(self.away):
            return found
        fields = list(found)
        fields[2] += 1000  # st_dev
        times = {"st_mtime_ns": found.st_mtime_ns, "st_atime_ns": found.st_atime_ns}
        return os.stat_result(fields, {**times, "st_blocks": found.st_blocks})


def films(stage: Stage, count: int = 3) -> list[tuple[str, str, int]]:
    for number in range(count):
        write(stage.source(f"{number}.mkv"), os.urandom(SIZE))
    age(stage.tree)
    return [(stage.source(f"{n}.mkv"), stage.target("Movies", f"{n}", f"{n}.mkv"), n) for n in range(count)]


def reasons(outcomes: list[Outcome]) -> set[str | None]:
    return {outcome.error for outcome in outcomes}


@pytest.mark.parametrize("action", [Action.COPY, Action.MOVE])
def test_copies_that_do_not_fit_are_refused_before_the_first_change(stage: Stage, action: Action) -> None:
    plan = stage.plan(films(stage), action)
    before = snapshot(stage.tree)
    outcomes = apply(stage, plan, Small(stage, 2 * SIZE))
    (sentence,) = reasons(outcomes)
    assert "not enough room" in (sentence or "")
    assert "nothing was changed" in (sentence or "")
    assert len(outcomes) == 3
    assert snapshot(stage.tree) == before
    with stage.journal() as journal:
        assert recover(journal).nothing


@pytest.mark.parametrize("room", [4 * SIZE, None], ids=["enough", "unknown"])
def test_copies_that_fit_or_may_fit_are_made(stage: Stage, room: int | None) -> None:
    outcomes = apply(stage, stage.plan(films(stage), Action.COPY), Small(stage, room))
    assert {outcome.result for outcome in outcomes} == {Result.DONE}


@pytest.mark.parametrize("action", [Action.MOVE, Action.HARDLINK, Action.SYMLINK])
def test_what_copies_nothing_needs_no_room(stage: Stage, action: Action) -> None:
    outcomes = apply(stage, stage.plan(films(stage), action), Small(stage, 0, behind="nowhere"))
    assert {outcome.result for outcome in outcomes} == {Result.DONE}


def test_names_of_one_file_count_once(stage: Stage) -> None:
    write(stage.source("0.mkv"), os.urandom(SIZE))
    os.link(stage.source("0.mkv"), stage.source("1.mkv"))
    ways = [(stage.source(f"{n}.mkv"), stage.target("Movies", f"{n}.mkv"), n) for n in range(2)]
    outcomes = apply(stage, stage.plan(ways), Small(stage, SIZE * 3 // 2))
    assert {outcome.result for outcome in outcomes} == {Result.DONE}


def test_a_file_with_holes_needs_what_it_holds(stage: Stage) -> None:
    with open(stage.source("0.mkv"), "wb") as file:
        file.truncate(1 << 40)
    plan = stage.plan([(stage.source("0.mkv"), stage.target("Movies", "0.mkv"), 1)], Action.COPY)
    token = CancelToken()
    token.cancel()
    with stage.journal() as journal:
        (outcome,) = carry_out(plan, journal, token, disk=Small(stage, SIZE))
    assert "stopped" in (outcome.error or "")


def test_an_undo_that_does_not_fit_changes_nothing(stage: Stage) -> None:
    apply(stage, stage.plan(films(stage)))
    done = snapshot(stage.tree)
    with stage.journal() as journal:
        outcomes = list(undo(journal, None, CancelToken(), disk=Small(stage, SIZE)))
        assert "not enough room" in str(reasons(outcomes))
        assert {outcome.result for outcome in outcomes} == {Result.SKIPPED}
        assert journal.runs()[0].state is RunState.COMPLETE
        assert recover(journal).nothing
    assert snapshot(stage.tree) == done
