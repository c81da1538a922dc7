"""Hard links across disks: the run cannot keep them, but undo ties them again where the other name still is."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Outcome, Result
from organizer.transfer.undo import undo
from tests.engine.transfer_support import BadDisk, Quirks, Stage, age, apply, new_stage, snapshot, write


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


def moved(stage: Stage, *names: str) -> list[tuple[str, str, int]]:
    """A seeding file and further names of it, of which ``names`` were moved to another disk."""
    write(stage.source("a.mkv"), b"seeding")
    for name in ("b.mkv", "seed.bin"):
        os.link(stage.source("a.mkv"), stage.source(name))
    age(stage.tree)
    ways = [(stage.source(name), stage.target("Movies", name), number) for number, name in enumerate(names)]
    apply(stage, stage.plan(ways), BadDisk(Quirks(stage.source())))
    return ways


def take_back(stage: Stage) -> list[Outcome]:
    with stage.journal() as journal:
        return list(undo(journal, None, CancelToken(), disk=BadDisk(Quirks(stage.source()))))


@pytest.mark.parametrize("names", [("a.mkv",), ("a.mkv", "b.mkv")], ids=["one name", "two names"])
def test_undo_links_back_to_a_name_that_the_run_left_alone(stage: Stage, names: tuple[str, ...]) -> None:
    moved(stage, *names)
    assert os.lstat(stage.source("seed.bin")).st_nlink == 3 - len(names)
    outcomes = take_back(stage)
    assert {(outcome.result, outcome.warnings) for outcome in outcomes} == {(Result.DONE, ())}
    assert snapshot(stage.tree)["in/a.mkv"].twins == ("in/a.mkv", "in/b.mkv", "in/seed.bin")


def _delete(path: str) -> None:
    os.unlink(path)


def _edit(path: str) -> None:
    with open(path, "ab") as file:
        file.write(b" on")


@pytest.mark.parametrize("change", [_delete, _edit])
def test_a_link_that_cannot_be_tied_again_is_said(stage: Stage, change) -> None:  # type: ignore[no-untyped-def]
    moved(stage, "a.mkv")
    for name in ("b.mkv", "seed.bin"):
        if os.path.lexists(stage.source(name)):
            change(stage.source(name))
    (outcome,) = take_back(stage)
    assert outcome.result is Result.DONE
    assert "hard links" in outcome.warnings[0]
    assert snapshot(stage.tree)["in/a.mkv"].twins == ("in/a.mkv",)


def test_names_that_were_all_in_the_run_need_no_word(stage: Stage) -> None:
    moved(stage, "a.mkv", "b.mkv", "seed.bin")
    outcomes = take_back(stage)
    assert [outcome.warnings for outcome in outcomes] == [(), (), ()]
    assert len(snapshot(stage.tree)["in/a.mkv"].twins) == 3
