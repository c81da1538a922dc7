"""The pool of worker processes, with real processes: order, loss of a worker, loss of the parent, a quick end."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from organizer.config.schema import ParsingSettings
from organizer.model import Parse
from organizer.parsing import pool as pool_module
from organizer.parsing.engine import parse_names
from organizer.parsing.pool import ParserPool, parse_many

SETTINGS = ParsingSettings(workers=2, batch=4, in_sequence=3)

PATHS = [
    f"Copper Valley/Season {number % 3 + 1}/Copper.Valley.{number + 1}x02.Rust.{number}.720p.mkv"
    for number in range(24)
]


def batches(paths: list[str], size: int) -> list[list[str]]:
    return [paths[start : start + size] for start in range(0, len(paths), size)]


def children(of: int | None = None) -> set[int]:
    """The worker processes of a process (its resource tracker is none)."""
    parent = of or os.getpid()
    found = set()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                entry.name.isdigit()
                and parent_of(entry) == parent
                and b"spawn_main" in (entry / "cmdline").read_bytes()
            ):
                found.add(int(entry.name))
    return found


def parent_of(process: Path) -> int:
    return int((process / "stat").read_text().rpartition(")")[2].split()[1])


def gone(pid: int) -> bool:
    try:
        return "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for a fact of the operating system that nothing announces."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        threading.Event().wait(0.02)


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")


@pytest.fixture(scope="module")
def expected() -> list[Parse]:
    return parse_names(PATHS)


async def test_batches_come_back_as_they_were_read_here(expected: list[Parse]) -> None:
    async with ParserPool(SETTINGS) as pool:
        found = await asyncio.gather(*(pool.parse(batch) for batch in batches(PATHS, 4)))
    assert [parse for batch in found for parse in batch] == expected


@linux
async def test_a_few_names_start_no_process() -> None:
    before = children()
    async with ParserPool(SETTINGS) as pool:
        found = await pool.parse(PATHS[:3])
        assert children() == before
    assert found == parse_names(PATHS[:3])


@linux
async def test_a_killed_worker_loses_nothing(expected: list[Parse]) -> None:
    before = children()
    async with ParserPool(SETTINGS) as pool:
        await pool.parse(PATHS[:4])
        for worker in children() - before:
            os.kill(worker, signal.SIGKILL)
        found = await asyncio.gather(*(pool.parse(batch) for batch in batches(PATHS, 4)))
    assert [parse for batch in found for parse in batch] == expected


@linux
async def test_workers_are_nice_and_deaf_to_interrupts() -> None:
    before = children()
    async with ParserPool(SETTINGS) as pool:
        await pool.parse(PATHS[:4])
        workers = children() - before
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGINT)
        found = await pool.parse(PATHS[:4])
        assert found == parse_names(PATHS[:4])
        assert children() - before >= workers
        assert max(os.getpriority(os.PRIO_PROCESS, worker) for worker in workers) >= 10


@linux
async def test_leaving_the_pool_takes_no_longer_than_the_names_at_hand() -> None:
    before = children()
    async with ParserPool(ParsingSettings(workers=1, batch=4, in_sequence=0)) as pool:
        await pool.parse(PATHS[:2])
        waiting = [asyncio.create_task(pool.parse(PATHS * 20)) for _ in range(6)]
        await asyncio.sleep(0)
    start = time.monotonic()
    ends = await asyncio.gather(*waiting, return_exceptions=True)
    assert time.monotonic() - start < 5.0
    assert all(isinstance(end, asyncio.CancelledError) for end in ends)
    await asyncio.to_thread(until, lambda: children() <= before)


@linux
def test_a_worker_that_the_executor_forgot_ends_with_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    before = children()
    processes = pool_module.Processes(1)
    processes.submit(PATHS[:1]).result()
    workers = children() - before
    assert workers
    executor = processes._executor
    with monkeypatch.context() as forgetting:
        forgetting.setattr(executor, "shutdown", lambda **_: None)
        processes.close()
    until(lambda: all(map(gone, workers)))


async def test_a_pool_that_cannot_start_reads_in_a_thread(
    monkeypatch: pytest.MonkeyPatch, expected: list[Parse]
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("bad value(s) in fds_to_keep")

    monkeypatch.setattr(pool_module, "Processes", refuse)
    async with ParserPool(SETTINGS) as pool:
        found = await asyncio.gather(*(pool.parse(batch) for batch in batches(PATHS, 4)))
    assert [parse for batch in found for parse in batch] == expected


async def test_the_loop_lives_while_names_are_read_in_a_thread() -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0)

    heart = asyncio.create_task(beat())
    async with ParserPool(ParsingSettings(in_sequence=100)) as pool:
        await pool.parse(PATHS[:4])
    heart.cancel()
    assert beats > 10


async def test_the_loop_may_live_in_a_thread(expected: list[Parse]) -> None:
    async def run() -> list[Parse]:
        async with ParserPool(SETTINGS) as pool:
            return await pool.parse(PATHS)

    assert await asyncio.to_thread(asyncio.run, run()) == expected


def test_prepare_starts_the_tracker_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from organizer.parsing.pool import ParserPool; ParserPool.prepare(); ParserPool.prepare();"
        "from multiprocessing.resource_tracker import _resource_tracker as tracker;"
        "sys.exit(tracker._fd is None or 'guessit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_many_names_stream_in_their_order(expected: list[Parse]) -> None:
    assert list(parse_many(PATHS, SETTINGS)) == expected


def test_few_names_are_read_in_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda *_: pytest.fail("started a process"))
    assert list(parse_many(PATHS[:3], SETTINGS)) == parse_names(PATHS[:3])


def test_a_reader_that_stops_early_stops_the_workers() -> None:
    stream = parse_many(PATHS * 10, SETTINGS)
    first = next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert first.parsed.path == PATHS[0]


@linux
def test_a_worker_killed_in_the_middle_of_a_stream_loses_nothing() -> None:
    before = children()
    found = []
    for number, parse in enumerate(parse_many(PATHS * 3, SETTINGS)):
        found.append(parse.parsed.path)
        if number == 0:
            for worker in children() - before:
                os.kill(worker, signal.SIGKILL)
    assert found == PATHS * 3


_PARENT = """
import asyncio, sys
from organizer.config.schema import ParsingSettings
from organizer.parsing.pool import ParserPool

async def main():
    async with ParserPool(ParsingSettings(workers=2, batch=1, in_sequence=0)) as pool:
        await asyncio.gather(*(pool.parse(["Copper.Valley.S01E0%d.mkv" % n]) for n in range(6)))
        print("ready", flush=True)
        await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""


@linux
def test_workers_die_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        workers = children(parent.pid)
        assert workers
        parent.kill()
        parent.wait()
    until(lambda: all(map(gone, workers)))
