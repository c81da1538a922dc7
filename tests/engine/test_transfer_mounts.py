"""On real file systems: a second disk that is too small, and a disk that loses power (ext4 shut down in mid-flight).

Needs root, or a kernel that lets a person mount in a namespace of their own; else these are skipped, and say so.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import subprocess
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Action, Plan, Result
from organizer.transfer.disk import Disk
from organizer.transfer.recover import recover
from organizer.transfer.undo import undo
from tests.engine import sweep
from tests.engine.transfer_support import BadDisk, Stage, age, apply, contents, is_private, snapshot, write

_NEW_MOUNTS, _NEW_USER = 0x20000, 0x10000000
_SHUTDOWN, _WITHOUT_LOG = 0x8004587D, 2  # linux/fs.h and ext4.h: FS_IOC_SHUTDOWN, and nothing more reaches the disk
_NOT_HERE, _FAILED = 77, 1


def _mount(*words: str) -> None:
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PermissionError(done.stderr.strip())


def _own_mounts() -> None:
    """Mounts from here on are this process's own, and go with it."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = _NEW_MOUNTS if os.geteuid() == 0 else _NEW_MOUNTS | _NEW_USER
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(flags) != 0:
        raise PermissionError(os.strerror(ctypes.get_errno()))
    if flags & _NEW_USER:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    _mount("--make-rprivate", "/")


def with_mounts(prepare: Callable[[], None], work: Callable[[], None]) -> None:
    """Run ``work`` in a child with mounts of its own, which ``prepare`` makes; skip when that is not permitted."""
    child = os.fork()
    if child == 0:
        status = _FAILED
        try:
            try:
                _own_mounts()
                prepare()
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"no mounts here: {error}")
                status = _NOT_HERE
            else:
                work()
                status = 0
        except BaseException:  # noqa: BLE001  # the child must never return into the test runner
            traceback.print_exc()
        finally:
            os._exit(status)
    _, result = os.waitpid(child, 0)
    if os.WIFEXITED(result) and os.WEXITSTATUS(result) == _NOT_HERE:
        pytest.skip("NOT TESTED: this machine permits no mounts (root or user namespaces are needed)")
    assert result == 0, "the child process failed; its traceback is above"


# ------------------------------------------------------------------------------------------- a full second disk


def _small_library(stage: Stage, size: str) -> Callable[[], None]:
    def prepare() -> None:
        for folder in (stage.source(), stage.target()):
            os.makedirs(folder, exist_ok=True)
        _mount("-t", "tmpfs", "-o", f"size={size}", "none", stage.target())
        os.makedirs(stage.target("Movies"))

    return prepare


def _three_films(stage: Stage, size: int) -> list[tuple[str, str, int]]:
    for number in range(3):
        write(stage.source(str(number), f"{number}.mkv"), os.urandom(size))
        write(stage.source(str(number), f"{number}.srt"), b"words")
    age(stage.tree)
    names = [(n, f"{n}.{ending}") for n in range(3) for ending in ("srt", "mkv")]
    return [(stage.source(str(n), name), stage.target("Movies", str(n), name), n) for n, name in names]


class Boastful(Disk):
    """Says that there is room, as quotas and thin pools do."""

    def free(self, path: str) -> int | None:
        return None


@pytest.mark.parametrize("action", [Action.MOVE, Action.COPY])
def test_a_real_second_disk_that_fills_up_loses_nothing(tmp_path: Path, action: Action) -> None:
    stage = Stage(str(tmp_path))

    def work() -> None:
        plan = stage.plan(_three_films(stage, 450_000), action)
        before = snapshot(stage.tree)
        outcomes = apply(stage, plan)
        assert {outcome.result for outcome in outcomes} == {Result.SKIPPED}
        assert "not enough room" in (outcomes[0].error or "")
        assert snapshot(stage.tree) == before
        outcomes = apply(stage, plan, Boastful())
        done = [outcome for outcome in outcomes if outcome.result is Result.DONE]
        assert len(done) == 4
        assert any("disk is full" in (outcome.error or "") for outcome in outcomes)
        assert set(contents(stage.tree).values()) == {seen.content for seen in before.values() if seen.content}
        assert not [name for name in contents(stage.tree) if is_private(name)]
        with stage.journal() as journal:
            assert recover(journal).nothing
            list(undo(journal, None, CancelToken()))
        assert snapshot(stage.tree) == before

    with_mounts(_small_library(stage, "1100k"), work)


def test_a_real_second_disk_gets_the_very_files_and_gives_them_back(tmp_path: Path) -> None:
    stage = Stage(str(tmp_path))

    def work() -> None:
        ways = _three_films(stage, 50_000)
        os.link(ways[1][0], stage.source("0", "seeding.bin"))
        age(stage.tree)
        before = snapshot(stage.tree)
        outcomes = apply(stage, stage.plan(ways))
        assert {outcome.result for outcome in outcomes} == {Result.DONE}
        assert not os.path.lexists(ways[0][0])
        with stage.journal() as journal:
            list(undo(journal, None, CancelToken()))
        assert snapshot(stage.tree) == before

    with_mounts(_small_library(stage, "4m"), work)


def test_a_read_only_second_disk_is_refused_before_the_first_change(tmp_path: Path) -> None:
    stage = Stage(str(tmp_path))

    def work() -> None:
        ways = _three_films(stage, 1000)
        _mount("-o", "remount,ro", stage.target())
        before = snapshot(stage.tree)
        outcomes = apply(stage, stage.plan(ways))
        assert not [outcome for outcome in outcomes if outcome.result is Result.DONE]
        assert snapshot(stage.tree) == before

    with_mounts(_small_library(stage, "4m"), work)


# ------------------------------------------------------------------------------------------- power


class PowerLoss(sweep.Case):
    """A case on an ext4 of its own, which loses power with everything that was not synced, and is mounted again."""

    def __init__(self, scenario: sweep.Scenario, at: int, home: str, image: str) -> None:
        super().__init__(scenario, sweep.KILL, at)
        self.place = self.home = home
        self.image = image

    def _struck(self, stage: Stage, plan: Plan) -> bool:
        os.sync()  # what was there before the run has long been on the disk
        return super()._struck(stage, plan)

    def before_strike(self, _name: str, _arguments: tuple[object, ...]) -> None:
        """Other files of the disk are synced before: that makes metadata durable whose data is not yet."""
        descriptor = os.open(os.path.join(self.home, "other"), os.O_CREAT | os.O_WRONLY)
        os.write(descriptor, b"somebody else's")
        os.fsync(descriptor)
        folder = os.open(self.home, os.O_RDONLY)
        fcntl.ioctl(folder, _SHUTDOWN, ctypes.c_uint32(_WITHOUT_LOG))

    def after_kill(self) -> None:
        """The power is back."""
        subprocess.run(["umount", self.home], check=True)
        _mount("-o", "loop", self.image, self.home)


@pytest.mark.parametrize(
    "name",
    [
        "move",
        "move across devices",
        "copy",
        "undo of move across devices",
        "replacing move",
        "replacing move across devices",
    ],
)
def test_nothing_is_lost_when_the_power_fails(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Dropping the cache starts to write it out, which can hide for a test that nothing was synced.
    monkeypatch.setattr(BadDisk, "forget_cache", lambda _disk, _descriptor: None)
    if shutil.which("mkfs.ext4") is None or os.geteuid() != 0:
        pytest.skip("NOT TESTED: losing power needs root and mkfs.ext4")
    image, home = str(tmp_path / "image"), str(tmp_path / "disk")
    scenario = next(scenario for scenario in sweep.SCENARIOS if scenario.name == name)
    calls = sweep.length(scenario, sweep.KILL)

    def prepare() -> None:
        os.makedirs(home)
        subprocess.run(["truncate", "-s", "32M", image], check=True)
        subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
        _mount("-o", "loop", image, home)

    def work() -> None:
        for index in range(4):
            case = PowerLoss(scenario, 1 + calls * (2 * index + 1) // 8, home, image)
            assert case.run(), "the power did not fail"

    with_mounts(prepare, work)
