"""A person chose to replace a file: the old one waits in the trash, whole, and undo brings it back."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Action, FileIdentity, Outcome, Plan, Result
from organizer.transfer.disk import Disk
from organizer.transfer.trash import TRASH
from organizer.transfer.undo import check_undo, undo
from tests.engine.transfer_support import (
    BadDisk,
    Quirks,
    Stage,
    age,
    apply,
    contents,
    identity,
    new_stage,
    snapshot,
    write,
)

OLD, NEW = b"the old cut", b"the new cut, longer"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


def film(stage: Stage) -> str:
    return stage.target("Movies", "Loon (1999)", "Loon (1999).mkv")


def a_replacement(stage: Stage, action: Action = Action.MOVE) -> Plan:
    write(stage.source("loon.mkv"), NEW)
    write(film(stage), OLD, 0o640)
    age(stage.tree)
    return stage.plan([(stage.source("loon.mkv"), film(stage), 1)], action, replacing=True)


def in_trash(stage: Stage) -> list[str]:
    return [name for name in contents(stage.tree) if f"/{TRASH}/" in name]


def take_back(stage: Stage, disk: Disk | None = None) -> list[Outcome]:
    with stage.journal() as journal:
        return list(undo(journal, None, CancelToken(), disk=disk))


@pytest.mark.parametrize("two_devices", [False, True], ids=["one disk", "two disks"])
@pytest.mark.parametrize("action", [Action.MOVE, Action.COPY, Action.HARDLINK, Action.SYMLINK], ids=lambda a: a.value)
def test_the_old_file_is_in_the_trash_until_undo_brings_it_back(
    stage: Stage, action: Action, two_devices: bool
) -> None:
    disk = BadDisk(Quirks(stage.source() if two_devices and action is not Action.HARDLINK else ""))
    plan = a_replacement(stage, action)
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, plan, disk)
    assert outcome.result is Result.DONE
    assert Path(film(stage)).read_bytes() == NEW
    (kept,) = in_trash(stage)
    assert kept.startswith(f"lib/Movies/{TRASH}/1-")
    assert kept.endswith("/Loon (1999)/Loon (1999).mkv")
    assert snapshot(stage.tree)[kept].content == OLD
    take_back(stage, disk)
    assert snapshot(stage.tree) == before


def test_nothing_is_replaced_that_was_not_chosen(stage: Stage) -> None:
    write(stage.source("loon.mkv"), NEW)
    write(film(stage), OLD)
    (outcome,) = apply(stage, stage.plan([(stage.source("loon.mkv"), film(stage), 1)]))
    assert outcome.result is Result.FAILED
    assert Path(film(stage)).read_bytes() == OLD


def _edit(path: str) -> None:
    with open(path, "ab") as file:
        file.write(b", edited")


def _swap(path: str) -> None:
    os.rename(path, path + ".kept")
    write(path, b"another file")


@pytest.mark.parametrize("change", [_edit, _swap, os.unlink], ids=["edited", "another", "gone"])
def test_a_target_that_is_not_the_planned_one_any_more_is_left_alone(stage: Stage, change) -> None:  # type: ignore[no-untyped-def]
    plan = a_replacement(stage)
    change(film(stage))
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, plan)
    assert outcome.result is Result.FAILED
    assert "was to be replaced" in (outcome.error or "")
    assert snapshot(stage.tree) == before


@pytest.mark.parametrize("change", [_edit, _swap, os.unlink], ids=["edited", "another", "gone"])
def test_a_target_that_changes_after_the_first_look_is_left_alone(stage: Stage, change) -> None:  # type: ignore[no-untyped-def]
    """At each call of the run: whoever comes first, no byte of the stranger's is lost."""
    for at in range(1, 400):
        with new_stage() as other:
            plan = a_replacement(other)

            def strike(_name: str, _arguments: tuple[object, ...], where: Stage = other) -> None:
                if os.path.lexists(film(where)) and Path(film(where)).read_bytes() == OLD:
                    change(film(where))

            disk = BadDisk(at=at, hook=strike)
            (outcome,) = apply(other, plan, disk)
            found = list(contents(other.tree).values())
            assert NEW in found
            assert change is os.unlink or OLD in found or OLD + b", edited" in found
            if not disk.fired:
                assert outcome.result is Result.DONE
                return
    raise AssertionError("the run never ended")


def test_a_group_that_fails_leaves_the_old_file_in_its_place(stage: Stage) -> None:
    class Stubborn(BadDisk):
        def rename_noreplace(self, source: str, target: str) -> None:
            if source.endswith(".srt"):
                raise PermissionError(errno.EACCES, "no")
            super().rename_noreplace(source, target)

    write(stage.source("loon.mkv"), NEW)
    write(stage.source("loon.srt"), b"words")
    write(film(stage), OLD)
    age(stage.tree)
    ways = [(stage.source("loon.mkv"), film(stage), 1), (stage.source("loon.srt"), film(stage)[:-3] + "srt", 1)]
    before = snapshot(stage.tree)
    outcomes = apply(stage, stage.plan(ways, replacing=True), Stubborn())
    assert not [outcome for outcome in outcomes if outcome.result is Result.DONE]
    assert snapshot(stage.tree) == before


def test_a_folder_on_another_file_system_has_a_trash_of_its_own(stage: Stage) -> None:
    plan = a_replacement(stage)
    before = snapshot(stage.tree)
    disk = BadDisk(Quirks(os.path.dirname(film(stage))))  # a disk mounted on the film's folder
    (outcome,) = apply(stage, plan, disk)
    assert outcome.result is Result.DONE
    (kept,) = in_trash(stage)
    assert kept.startswith(f"lib/Movies/Loon (1999)/{TRASH}/1-")
    take_back(stage, disk)
    assert snapshot(stage.tree) == before


def test_a_trash_that_is_a_link_is_not_followed(stage: Stage) -> None:
    plan = a_replacement(stage)
    os.makedirs(os.path.join(stage.tree, "elsewhere"))
    os.symlink(os.path.join(stage.tree, "elsewhere"), stage.target("Movies", TRASH))
    (outcome,) = apply(stage, plan)
    assert outcome.result is Result.FAILED
    assert Path(film(stage)).read_bytes() == OLD
    assert Path(stage.source("loon.mkv")).read_bytes() == NEW
    assert os.listdir(os.path.join(stage.tree, "elsewhere")) == []


def test_an_emptied_trash_is_said_before_an_undo(stage: Stage) -> None:
    apply(stage, a_replacement(stage))
    os.unlink(os.path.join(stage.tree, in_trash(stage)[0]))
    before = contents(stage.tree)
    with stage.journal(write=False) as journal:
        (check,) = check_undo(journal)
    assert "is not in the trash any more" in (check.reason or "")
    (outcome,) = take_back(stage)
    assert outcome.result is Result.FAILED
    assert contents(stage.tree) == before


def test_a_spelling_in_other_case_comes_back_as_it_was(stage: Stage) -> None:
    class CaseBlind(BadDisk):
        def _real(self, path: str) -> str:
            folder, name = os.path.split(path)
            names = os.listdir(folder) if os.path.isdir(folder) else []
            return os.path.join(folder, next((entry for entry in names if entry.lower() == name.lower()), name))

        def lstat(self, path: str) -> os.stat_result:
            return super().lstat(self._real(path))

        def identity_of(self, path: str) -> FileIdentity:
            return identity(self._real(path))

    plan = a_replacement(stage)
    os.rename(film(stage), os.path.join(os.path.dirname(film(stage)), "LOON (1999).mkv"))
    age(stage.tree)
    (planned,) = plan.ready
    looked = replace(planned, identity=identity(planned.source), replaces=CaseBlind().identity_of(film(stage)))
    plan = replace(plan, operations=(looked,))
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, plan, CaseBlind())
    assert outcome.result is Result.DONE
    assert os.listdir(os.path.dirname(film(stage))) == ["Loon (1999).mkv"]
    take_back(stage, CaseBlind())
    assert snapshot(stage.tree) == before
