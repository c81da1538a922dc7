"""A signal in the middle of a long copy: the program is gone within a second, nothing is half done, it can go on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from organizer.transfer.journal import Journal

from .conftest import Call

HUGE = 1 << 38  # bytes; a hole, which takes no room, and a quarter of an hour to copy
PATIENCE = 1.0


@pytest.fixture
def plan(tmp_path: Path, home: Path) -> Path:
    """A plan of three: a small film, one that takes for ever, and another small one."""
    rows: list[Mapping[str, object]] = []
    for number, name in enumerate(("first", "endless", "last")):
        source = tmp_path / "in" / f"{name}.mkv"
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(name.encode())
        if name == "endless":
            os.truncate(source, HUGE)
        target = tmp_path / "lib" / "Movies" / name / f"{name}.mkv"
        rows.append({"source": str(source), "target": str(target), "action": "copy", "group": number})
    folders = {"movies": str(tmp_path / "lib" / "Movies"), "tv": str(tmp_path / "lib" / "TV Shows")}
    (tmp_path / "lib").mkdir()
    rows.append({"summary": {"action": "copy", "library": folders, "source_roots": [str(tmp_path / "in")]}})
    path = tmp_path / "plan.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def copying(plan: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """``pmo apply`` in the middle of the long copy."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "apply", "--plan", str(plan), "--yes", "--json"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    folder = tmp_path / "lib" / "Movies" / "endless"
    deadline = time.monotonic() + 20
    while not (folder.is_dir() and any(folder.iterdir())):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the copy did not begin"
        os.sched_yield()
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    shutil.rmtree(tmp_path / "lib")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_in_a_long_copy_ends_it_within_a_second_and_it_can_go_on(
    copying: subprocess.Popen[str], plan: Path, pmo: Call, home: Path, tmp_path: Path, number: signal.Signals
) -> None:
    started = time.monotonic()
    copying.send_signal(number)
    out, err = copying.communicate(timeout=20)
    assert time.monotonic() - started < PATIENCE
    assert copying.returncode == 130
    assert "Traceback" not in err
    results = {
        os.path.basename(row["source"]): row["result"] for row in map(json.loads, out.splitlines()) if "source" in row
    }
    assert results == {"first.mkv": "done", "endless.mkv": "skipped", "last.mkv": "skipped"}
    assert sorted(path.name for path in (tmp_path / "lib").rglob("*") if path.is_file()) == ["first.mkv"]
    with Journal.open(home / "data" / "journal.db", write=False) as journal:
        assert not journal.unfinished()
    os.truncate(tmp_path / "in" / "endless.mkv", 7)
    again = pmo("apply", "--plan", plan, "--yes", "--json")
    done = [os.path.basename(row["source"]) for row in again.objects if row.get("result") == "done"]
    assert done == ["endless.mkv", "last.mkv"]


def test_a_kill_in_a_long_copy_leaves_what_the_next_start_settles(
    copying: subprocess.Popen[str], plan: Path, pmo: Call, tmp_path: Path
) -> None:
    copying.kill()
    copying.communicate(timeout=20)
    os.truncate(tmp_path / "in" / "endless.mkv", 7)
    again = pmo("apply", "--plan", plan, "--yes")
    assert "Recovered from an interruption" in again.err
    assert sorted(path.name for path in (tmp_path / "lib").rglob("*") if path.is_file()) == [
        "endless.mkv",
        "first.mkv",
        "last.mkv",
    ]
    assert pmo("undo", "2").status == pmo("undo", "1").status == 0
    assert not [path for path in (tmp_path / "lib").rglob("*") if path.is_file()]
