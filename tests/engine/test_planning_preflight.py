"""What a plan says beforehand of disks, folders, links and files that are still being written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from organizer.model import Action, OperationStatus
from organizer.planning import Disk
from organizer.planning.likeness import Comparison, Likeness
from organizer.planning.writers import Writers
from tests.engine.test_planning import HARBOUR, OtherDevice, World, film, reasons, statuses

READY, CONFLICT = OperationStatus.READY, OperationStatus.CONFLICT
LONG_AGO = 1_000_000_000
GIB = 1 << 30


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


# ------------------------------------------------------------------------------------------------ being written


@contextmanager
def writer(path: str, flags: str = "r+b") -> Iterator[None]:
    """Another process that has the file open."""
    code = f"import sys; held = open(sys.argv[1], {flags!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        yield
        process.stdin.close()


@pytest.mark.parametrize("age", ["fresh", "old"])
def test_a_file_that_another_program_writes_is_a_conflict(world: World, age: str) -> None:
    path = world.put("in/a.mkv")
    if age == "old":
        os.utime(path, (LONG_AGO, LONG_AGO))
    row = world.add("in/b.mkv", film())
    os.replace(path, row.file.path)
    found = os.lstat(row.file.path)
    known = replace(row.file.identity, inode=found.st_ino, mtime_ns=found.st_mtime_ns)
    row = replace(row, file=replace(row.file, identity=known))
    with writer(row.file.path):
        assert reasons(world.plan(rows=[row])) == ["is still being written"]
    assert statuses(world.plan(rows=[row])) == [READY]


def test_a_file_that_another_program_reads_is_ready(world: World) -> None:
    row = world.add("in/a.mkv", film())
    with writer(row.file.path, "rb"):
        assert statuses(world.plan()) == [READY]


def test_the_kernel_is_asked_about_programs_that_cannot_be_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("organizer.planning.writers._open_files", dict)
    path = world.put("in/a.mkv")
    fresh = os.lstat(path).st_mtime_ns
    with writer(path):
        if not Writers().hold(path, fresh):
            pytest.skip("this file system has no leases")
        assert not Writers().hold(path, LONG_AGO)
    assert not Writers().hold(path, fresh)


def test_a_file_that_grows_is_being_written_and_one_that_was_replaced_has_changed(world: World) -> None:
    row = world.add("in/a.mkv", film())
    Path(row.file.path).write_text("x" * 10)
    assert reasons(world.plan()) == ["is still being written"]
    os.utime(row.file.path, (LONG_AGO, LONG_AGO))
    assert reasons(world.plan()) == ["changed since it was looked at: is it still being written?"]


# ---------------------------------------------------------------------------------------------------- same bytes


@pytest.mark.parametrize(
    ("size", "different_at", "expected"),
    [
        (0, None, Likeness.SAME),
        (3 << 20, None, Likeness.SAME),
        (3 << 20, 0, Likeness.DIFFERENT),
        (3 << 20, (3 << 20) - 1, Likeness.DIFFERENT),
        (3 << 20, 3 << 19, Likeness.DIFFERENT),
        (65 << 20, None, Likeness.PROBABLE),
        (65 << 20, 33 << 20, Likeness.PROBABLE),
        (65 << 20, (65 << 20) - 5, Likeness.DIFFERENT),
    ],
)
def test_ends_are_compared_first_and_small_files_as_a_whole(
    tmp_path: Path, size: int, different_at: int | None, expected: Likeness
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        path.touch()
        os.truncate(path, size)
    if different_at is not None:
        with other.open("r+b") as file:
            file.seek(different_at)
            file.write(b"x")
    assert Comparison().of(str(one), str(other)) is expected


def test_comparing_ends_with_its_budget(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).write_bytes(b"x" * 1000)
    comparison = Comparison(budget=5000)
    told = [comparison.of(str(tmp_path / "one"), str(tmp_path / "other")) for _ in range(4)]
    assert told == [Likeness.SAME, Likeness.UNKNOWN, Likeness.UNKNOWN, Likeness.UNKNOWN]
    assert Comparison().of(str(tmp_path / "one"), str(tmp_path / "gone")) is Likeness.UNKNOWN


# --------------------------------------------------------------------------------------------- folders and disks


class Closed(Disk):
    """Some folders that may not be changed, or are on a read-only file system."""

    def __init__(self, part: str, *, fixed: bool) -> None:
        super().__init__()
        self.part = part
        self.fixed = fixed

    def may_change(self, folder: str) -> bool:
        return self.part not in folder

    def is_read_only(self, folder: str) -> bool:
        return self.fixed and self.part in folder


@pytest.mark.parametrize(
    ("part", "fixed", "action", "expected"),
    [
        ("/in", False, Action.MOVE, "2 files cannot be moved away: {}/in may not be changed by you"),
        ("/in", True, Action.MOVE, "2 files cannot be moved away: {}/in is on a read-only file system"),
        ("/in", True, Action.COPY, None),
        ("/lib", True, Action.COPY, "2 files cannot get in: {}/lib is on a read-only file system"),
        ("/lib", False, Action.HARDLINK, "2 files cannot get in: {}/lib may not be changed by you"),
    ],
)
def test_closed_folders_are_foreseen(
    world: World, part: str, fixed: bool, action: Action, expected: str | None
) -> None:
    os.makedirs(f"{world.top}/lib")
    world.add("in/a.mkv", film())
    world.add("in/b.mkv", film("Other", 9))
    warnings = world.plan(action, disk=Closed(part, fixed=fixed)).warnings
    assert [warning.split(", so")[0] for warning in warnings] == ([expected.format(world.top)] if expected else [])


def test_many_closed_folders_are_one_sentence(world: World) -> None:
    for number in range(3):
        world.add(f"in/{number}/a.mkv", film(f"Film {number}", number))
    (warning,) = world.plan(disk=Closed("/in", fixed=False)).warnings
    assert warning.startswith(f"3 files cannot be moved away: {world.top}/in/0 (like 2 more) may not be changed")


class Roomy(OtherDevice):
    def free(self, folder: str) -> int | None:
        return 100 * GIB


_MOVED = ", then removed here; about 10m44s at 100 MB/s"


@pytest.mark.parametrize(
    ("action", "disk", "expected"),
    [
        (Action.MOVE, Roomy, "1 file is to go to another disk (64.4 GB): copied and checked first" + _MOVED),
        (Action.COPY, Roomy, "1 file is to be copied to another disk (64.4 GB); about 10m44s at 100 MB/s"),
        (Action.HARDLINK, Disk, None),
    ],
)  # fmt: skip
def test_how_long_copies_take_is_estimated(
    world: World, action: Action, disk: type[Disk], expected: str | None
) -> None:
    os.makedirs(world.library.movies)
    row = world.add("in/a.mkv", film())
    os.truncate(row.file.path, 60 * GIB)
    found = os.lstat(row.file.path)
    known = replace(row.file.identity, size=found.st_size, mtime_ns=found.st_mtime_ns)
    rows = [replace(row, file=replace(row.file, identity=known))]
    assert world.plan(action, rows=rows, disk=disk()).warnings == ((expected,) if expected else ())


@pytest.mark.parametrize("relative", [True, False])
def test_a_link_that_will_lead_nowhere_is_named(world: World, relative: bool) -> None:
    row = world.add("in/sub/a.mkv", film())
    goal = "a.mkv" if relative else row.file.path
    os.symlink(goal, f"{world.top}/in/sub/latest.mkv")
    os.symlink("/nowhere", f"{world.top}/in/sub/other.mkv")
    assert world.plan().warnings == (
        f"1 link leads to a file that moves, and will lead nowhere: {world.top}/in/sub/latest.mkv",
    )
    assert world.plan(Action.COPY).warnings == ()


def test_the_real_disk_answers_about_folders(world: World) -> None:
    world.put(f"{HARBOUR}.mkv")
    disk = Disk()
    assert disk.may_change(world.top)
    assert not disk.is_read_only(world.top)
    assert not disk.may_change(f"{world.top}/gone")
    assert disk.links(f"{world.top}/gone") == {}
