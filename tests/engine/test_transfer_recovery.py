"""Recovery: what a killed process leaves is settled by what is on the disk, and what fits nothing is only reported."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Action, Library, Operation, OperationStatus, Plan, RunState
from organizer.transfer.apply import carry_out
from organizer.transfer.journal import Journal
from organizer.transfer.recover import recover
from organizer.transfer.undo import undo
from tests.engine.transfer_support import (
    BadDisk,
    Quirks,
    Stage,
    age,
    contents,
    identity,
    in_child,
    is_private,
    new_stage,
    snapshot,
    write,
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


def killed(stage: Stage, name: str, quirks: Quirks, *, after: bool = True) -> list[tuple[str, str, int]]:
    """A film moved by a process that is killed at the first call of this name (or the call that follows it)."""

    class Deadly(BadDisk):
        armed = False

        def before_call(self, number: int, call: str, arguments: tuple[object, ...]) -> None:
            if self.armed or (call == name and not after):
                os.kill(os.getpid(), signal.SIGKILL)
            self.armed = call == name
            super().before_call(number, call, arguments)

    write(stage.source("loon", "loon.mkv"), b"film")
    age(stage.tree)
    ways = [(stage.source("loon", "loon.mkv"), stage.target("Movies", "Loon", "Loon.mkv"), 1)]
    plan = stage.plan(ways)

    def work() -> None:
        with stage.journal() as journal:
            list(carry_out(plan, journal, CancelToken(), disk=Deadly(quirks)))

    assert not in_child(work)
    return ways


def test_nothing_cut_short_is_nothing_to_report(stage: Stage) -> None:
    with stage.journal() as journal:
        assert recover(journal).nothing


def test_a_finished_rename_counts_as_done(stage: Stage) -> None:
    ways = killed(stage, "rename_noreplace", Quirks())
    with stage.journal() as journal:
        report = recover(journal)
        assert len(report.finished) == 1
        assert not report.rolled_back
        assert (journal.runs()[0].state, journal.runs()[0].done) == (RunState.INTERRUPTED, 1)
    assert os.path.lexists(ways[0][1])


def test_a_half_copied_file_is_taken_back(stage: Stage) -> None:
    ways = killed(stage, "write", Quirks(stage.source()))
    before = contents(stage.tree)
    assert [name for name in before if is_private(name)]
    with stage.journal() as journal:
        report = recover(journal)
    assert len(report.rolled_back) == 1
    assert contents(stage.tree) == {"in/loon/loon.mkv": b"film"}
    assert not os.path.lexists(os.path.dirname(ways[0][1])), "the folder made for it is gone too"


def killed_when_published(stage: Stage) -> list[tuple[str, str, int]]:
    """A film moved to another disk by a process that is killed when the copy has just got its name."""

    class Deadly(BadDisk):
        def rename_noreplace(self, source: str, target: str) -> None:
            super().rename_noreplace(source, target)
            if is_private(source):
                os.kill(os.getpid(), signal.SIGKILL)

    write(stage.source("loon", "loon.mkv"), b"film")
    age(stage.tree)
    ways = [(stage.source("loon", "loon.mkv"), stage.target("Movies", "Loon", "Loon.mkv"), 1)]
    plan = stage.plan(ways)

    def work() -> None:
        with stage.journal() as journal:
            list(carry_out(plan, journal, CancelToken(), disk=Deadly(Quirks(stage.source()))))

    assert not in_child(work)
    return ways


def test_a_published_copy_is_brought_to_its_end(stage: Stage) -> None:
    killed_when_published(stage)
    with stage.journal() as journal:
        report = recover(journal, disk=BadDisk(Quirks(stage.source())))
    assert len(report.finished) == 1
    assert contents(stage.tree) == {"lib/Movies/Loon/Loon.mkv": b"film"}


def test_a_published_copy_that_somebody_edited_is_kept_beside_the_source(stage: Stage) -> None:
    ways = killed_when_published(stage)
    with open(ways[0][1], "ab") as file:
        file.write(b" edited")
    with stage.journal() as journal:
        assert len(recover(journal, disk=BadDisk(Quirks(stage.source()))).rolled_back) == 1
        assert recover(journal).nothing
    assert contents(stage.tree) == {"in/loon/loon.mkv": b"film", "lib/Movies/Loon/Loon.mkv": b"film edited"}


def test_what_fits_nothing_is_reported_each_time_and_never_touched(stage: Stage) -> None:
    ways = killed(stage, "rename_noreplace", Quirks())
    os.rename(ways[0][1], stage.target("Movies", "taken away.mkv"))
    before = snapshot(stage.tree)
    for _ in range(2):
        with stage.journal() as journal:
            report = recover(journal)
            assert len(report.reported) == 1
            assert report.finished == report.rolled_back == ()
        assert snapshot(stage.tree) == before
    os.rename(stage.target("Movies", "taken away.mkv"), ways[0][1])
    with stage.journal() as journal:
        assert len(recover(journal).finished) == 1


# ------------------------------------------------------------------------------------------- two real disks


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("NOT TESTED: this machine has no second file system to write to (/dev/shm)")
    with tempfile.TemporaryDirectory(dir=memory) as other:
        yield tmp_path, Path(other)


def _plan(source: str, target: str, library: Path, action: Action) -> Plan:
    operation = Operation(source, target, action, OperationStatus.READY, 1, identity=identity(source))
    return Plan((operation,), Library(str(library), str(library)), action, (os.path.dirname(source),))


def test_between_two_real_disks_a_move_goes_there_and_back(disks: tuple[Path, Path]) -> None:
    here, there = disks
    source = str(here / "in" / "film.mkv")
    write(source, os.urandom(5_000_001), 0o640)
    os.utime(source, ns=(10**18, 10**18 + 7))
    before = snapshot(str(here / "in"))
    target = str(there / "Film" / "Film.mkv")
    with Journal.open(here / "journal.db", write=True) as journal:
        (outcome,) = carry_out(_plan(source, target, there, Action.MOVE), journal, CancelToken())
        assert outcome.error is None
        assert os.listdir(here / "in") == []
        assert os.listdir(there / "Film") == ["Film.mkv"]
        (outcome,) = undo(journal, None, CancelToken())
        assert outcome.error is None
    after = snapshot(str(here / "in"))
    assert after["film.mkv"] == before["film.mkv"]
    assert os.listdir(there) == []


def test_between_two_real_disks_a_hard_link_is_refused_beforehand(disks: tuple[Path, Path]) -> None:
    here, there = disks
    source = str(here / "in" / "film.mkv")
    write(source, b"film")
    with Journal.open(here / "journal.db", write=True) as journal:
        (outcome,) = carry_out(
            _plan(source, str(there / "F" / "F.mkv"), there, Action.HARDLINK), journal, CancelToken()
        )
    assert "choose another action" in (outcome.error or "")
    assert os.listdir(there) == []


@pytest.mark.parametrize("milliseconds", [1, 5, 20, 60, 120])
def test_a_process_killed_from_outside_in_a_copy_loses_nothing(disks: tuple[Path, Path], milliseconds: int) -> None:
    here, there = disks
    source, target = str(here / "in" / "film.mkv"), str(there / "Film" / "Film.mkv")
    content = os.urandom(1_000_000) * 40
    write(source, content)
    plan = _plan(source, target, there, Action.MOVE)
    child = os.fork()
    if child == 0:
        with Journal.open(here / "journal.db", write=True) as journal:
            list(carry_out(plan, journal, CancelToken()))
        os._exit(0)
    time.sleep(milliseconds / 1000)  # the moment is the point; whatever it is, the promise holds
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with Journal.open(here / "journal.db", write=True) as journal:
        assert not recover(journal).reported
    found = [path for path in (source, target) if os.path.lexists(path)]
    assert len(found) == 1
    assert Path(found[0]).read_bytes() == content
    assert not [name for folder in (here, there) for name in contents(str(folder)) if is_private(name)]
