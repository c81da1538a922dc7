"""How fast names are read: guessit as it comes, accelerated, the whole parser, and a cold scan with two workers.

    python -m benchmarks parse [--count 10000] [--sample 500] [--mnamer PYTHON] [--json]

The first three read the same sample, in turn, in one process; the last reads the whole library from the disk. mnamer
wants an older guessit, so it is measured in a Python of its own (``--mnamer /path/to/venv/bin/python``).
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence

from benchmarks.names import library_paths, write_library
from benchmarks.report import Figure, options, show
from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings, ParsingSettings
from organizer.discovery import discover
from organizer.parsing.engine import parse_names
from organizer.parsing.pool import ParserPool

_BLOCK = 25

_MNAMER = """
import json, sys, time
from pathlib import Path
from mnamer.setting_store import SettingStore
from mnamer.target import Target
paths = json.load(sys.stdin)
settings = SettingStore()
Target(Path("Warm.Up.2019.mkv"), settings)
start = time.process_time()
for path in paths:
    Target(Path(path), settings)
print(time.process_time() - start)
"""


def guessers() -> dict[str, Callable[[str], object]]:
    """Each reads one path and never raises."""
    from guessit.api import GuessItApi, GuessitException

    from organizer.parsing.accelerator import rules_builder

    def reader(build: object) -> Callable[[str], object]:
        api = GuessItApi()
        api.configure({"no_user_config": True}, rules_builder=build)  # type: ignore[arg-type]

        def read(path: str) -> object:
            try:
                return api.guessit(path, {"no_user_config": True})
            except GuessitException:
                return None

        return read

    return {"guessit": reader(None), "accelerated guessit": reader(rules_builder())}


def seconds_each(paths: Sequence[str]) -> dict[str, float]:
    """CPU seconds a name of each, measured in blocks that take turns: a busy machine hurts all alike."""
    readers: dict[str, Callable[[Sequence[str]], object]] = {}
    for name, read in guessers().items():
        readers[name] = lambda block, read=read: [read(path) for path in block]  # type: ignore[misc]
    readers["whole parser"] = parse_names
    for read_block in readers.values():
        read_block(["Warm.Up.S01E01.720p.mkv"])
    spent = dict.fromkeys(readers, 0.0)
    for start in range(0, len(paths), _BLOCK):
        for name, read_block in readers.items():
            begun = time.process_time()
            read_block(paths[start : start + _BLOCK])
            spent[name] += time.process_time() - begun
    return {name: seconds / len(paths) for name, seconds in spent.items()}


async def cold(folder: str, workers: int) -> tuple[int, float, float]:
    """Files, seconds from the first folder to the last name read (the workers' start included), and CPU seconds."""
    settings = ParsingSettings(workers=workers)
    started, cpu = time.perf_counter(), cpu_seconds()
    async with ParserPool(settings) as pool:
        batch: list[str] = []
        found = 0
        async with asyncio.TaskGroup() as group:
            for part in discover([folder], DiscoverySettings(), CancelToken()):
                batch.extend(file.relative for file in part.files)
                while len(batch) >= settings.batch:
                    group.create_task(pool.parse(batch[: settings.batch]))
                    found += settings.batch
                    batch = batch[settings.batch :]
                await asyncio.sleep(0)
            if batch:
                group.create_task(pool.parse(batch))
                found += len(batch)
        seconds = time.perf_counter() - started
    await asyncio.to_thread(_wait_for_workers)
    return found, seconds, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Of this process and of the children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _wait_for_workers() -> None:
    for thread in threading.enumerate():
        if thread.name == "parser":
            thread.join()


def mnamer_seconds(python: str, paths: Sequence[str]) -> float:
    """CPU seconds a name of mnamer's own reading."""
    done = subprocess.run([python, "-c", _MNAMER], input=json.dumps(paths), capture_output=True, text=True, check=True)
    return float(done.stdout) / len(paths)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="files of the library")
    parser.add_argument("--sample", type=int, default=500, help="names that guessit reads")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--mnamer", default="", help="a Python that has mnamer")
    args = parser.parse_args()
    paths = library_paths(args.count)
    # Runs of neighbours, as the parser gets them: a folder is read once for them.
    size = min(args.sample, len(paths))
    starts = random.Random(1).sample(range(0, len(paths), _BLOCK), max(1, size // _BLOCK))
    sample = [path for start in starts for path in paths[start : start + _BLOCK]]
    each = seconds_each(sample)
    stock = each["guessit"]
    figures = [Figure(f"{name}, one process", 1 / seconds, "names/cpu-s") for name, seconds in each.items()]
    figures.append(Figure("accelerated : guessit", stock / each["accelerated guessit"], "times", 1.76, at_least=True))
    figures.append(Figure("whole parser : guessit", stock / each["whole parser"], "times"))
    notes = []
    if args.mnamer:
        other = mnamer_seconds(args.mnamer, sample)
        figures.append(Figure("mnamer's parser, one process", 1 / other, "names/cpu-s"))
        figures.append(Figure("whole parser : mnamer's", other / each["whole parser"], "times"))
    else:
        notes.append("mnamer was not measured: --mnamer names a Python that has it")
    with tempfile.TemporaryDirectory() as folder:
        write_library(folder, paths)
        found, seconds, cpu = asyncio.run(cold(folder, args.workers))
    figures.append(Figure(f"discovery and parse, {args.workers} workers", found / seconds, "files/s"))
    figures.append(Figure("that : guessit in one process", found / seconds * stock, "times", 4.5, at_least=True))
    figures.append(Figure("discovery and parse, CPU", cpu / found * 1000, "ms a file"))
    figures.append(Figure("what two idle cores would do of that", 2 * found / cpu, "files/s"))
    show("parse", figures, as_json=args.json, notes=notes)


if __name__ == "__main__":
    main()
