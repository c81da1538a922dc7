"""The pool of worker processes, with real processes: order, loss of a worker, loss of the parent, a quick end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from organizer.config.schema import ParsingSettings
from organizer.model import MediaType, Parse
from organizer.parsing import pool as pool_module
from organizer.parsing.engine import parse_names, read_again
from organizer.parsing.machine import spare_megabytes
from organizer.parsing.pool import ParserPool, parse_many
from organizer.parsing.tasks import Batch
from organizer.parsing.workers import WorkerGone, Workers

SETTINGS = ParsingSettings(workers=2, batch=4, in_sequence=3)

PATHS = [
    f"Copper Valley/Season {number % 3 + 1}/Copper.Valley.{number + 1}x02.Rust.{number}.720p.mkv"
    for number in range(24)
]


def batches(paths: list[str], size: int) -> list[list[str]]:
    return [paths[start : start + size] for start in range(0, len(paths), size)]


def children(of: int | None = None) -> set[int]:
    """The worker processes of a process."""
    parent = of or os.getpid()
    found = set()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                entry.name.isdigit()
                and parent_of(entry) == parent
                and b"organizer.parsing.worker" in (entry / "cmdline").read_bytes()
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
        assert not children() - before
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
def test_closed_workers_leave_nothing_behind() -> None:
    before = children()
    workers = Workers()
    workers.start()
    workers.submit(Batch(tuple(PATHS[:1]))).result()
    assert len(children() - before) == 1
    workers.close()
    until(lambda: not children() - before)
    with pytest.raises(WorkerGone):
        workers.submit(Batch(()))


def test_what_the_last_worker_leaves_undone_is_told() -> None:
    workers = Workers()
    workers.start()
    waiting = [workers.submit(Batch(tuple(PATHS))) for _ in range(3)]
    for process in workers._living:
        process.kill()
    assert [type(readings.exception(20)) for readings in waiting] == [WorkerGone] * 3
    workers.close()


def test_an_error_in_a_worker_is_raised_where_the_names_came_from() -> None:
    workers = Workers()
    workers.start()
    hostile: Any = Batch((b"no text",))  # type: ignore[arg-type]
    assert isinstance(workers.submit(hostile).exception(20), TypeError | AttributeError)
    assert workers.submit(Batch(tuple(PATHS[:1]))).result() == parse_names(PATHS[:1])
    workers.close()


async def test_a_pool_that_cannot_start_reads_in_a_thread(
    monkeypatch: pytest.MonkeyPatch, expected: list[Parse]
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
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


@pytest.mark.parametrize(("names", "memory", "expected"), [(3999, 4000, 1), (4000, 4000, 3), (4000, 399, 1)])
def test_workers_are_as_many_as_pay(names: int, memory: int, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "cores", lambda: 3)
    monkeypatch.setattr(pool_module, "spare_megabytes", lambda: memory)
    assert pool_module._worthwhile(names) == expected


@linux
async def test_the_second_worker_comes_with_thousands_of_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_MANY", 12)
    monkeypatch.setattr(pool_module, "cores", lambda: 2)
    before = children()
    async with ParserPool(ParsingSettings(in_sequence=0)) as pool:
        await pool.parse(PATHS[:4])
        assert len(children() - before) == 1
        await pool.parse(PATHS[4:12])
        assert len(children() - before) == 2


@linux
async def test_a_slow_start_with_a_few_names_is_no_reason_to_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ParserPool, "_gently", lambda *_: pytest.fail("read in this process"))
    async with ParserPool(SETTINGS) as pool:
        found = await asyncio.gather(pool.parse(PATHS[:2]), pool.parse(PATHS[2:6]))
    assert [parse.parsed.path for batch in found for parse in batch] == PATHS[:6]


@pytest.mark.parametrize("here", [True, False])
async def test_a_name_is_read_again_with_its_title(here: bool) -> None:
    name, titles = "Copper.Valley.2.05.720p.mkv", ["Copper Valley 2"]
    async with ParserPool(ParsingSettings(in_sequence=9 if here else 0)) as pool:
        await pool.parse([name])
        assert await pool.again(name, titles, MediaType.EPISODE) == read_again(name, titles, MediaType.EPISODE)


def test_memory_is_that_of_the_container(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9000000 kB\nMemAvailable: 4096000 kB\n")
    (tmp_path / "memory.current").write_text(f"{100 * 1024 * 1024}\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert spare_megabytes(str(tmp_path / "meminfo"), str(tmp_path)) == 4000
    (tmp_path / "memory.max").write_text(f"{512 * 1024 * 1024}\n")
    assert spare_megabytes(str(tmp_path / "meminfo"), str(tmp_path)) == 412
    assert spare_megabytes(str(tmp_path / "none"), str(tmp_path / "none")) is None


def test_the_pool_is_imported_without_guessit() -> None:
    code = "import sys, organizer.parsing.pool; sys.exit(bool({'guessit', 'multiprocessing'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_many_names_stream_in_their_order(expected: list[Parse]) -> None:
    assert list(parse_many(PATHS, SETTINGS)) == expected


def test_few_names_are_read_in_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "start", lambda *_: pytest.fail("started a process"))
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
