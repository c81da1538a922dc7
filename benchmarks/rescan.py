"""What a second scan of a library costs: the walk, no parse and no request.

    python -m benchmarks.rescan [--count 10000] [--rounds 5] [--json]

A first scan by the command line, against a TMDB on loopback; then, in turn, a bare walk with a stat of each file and a
scan by a new session, with the state opened anew, into a store; the best of the rounds each. Last the command line
once more, from the start of Python to its end. Rows, tiers and matches have to be those of the first scan.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.discovery import bare_walk
from benchmarks.names import library_paths, write_library
from benchmarks.processes import settings_for, stand_in
from benchmarks.report import Figure, options, show
from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.counters import Statistics
from organizer.locations import Locations, locations
from organizer.session import Session
from organizer.state.basis import basis_of
from organizer.state.details import Details
from organizer.store.review import ReviewStore

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_Said = dict[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Command:
    """One call of ``pmo scan --json``: seconds from start to end, the summary, and what it said of each file."""

    seconds: float
    summary: Mapping[str, Any]
    said: _Said


def headless(folder: str, environ: Mapping[str, str]) -> Command:
    """Scan by the command line, as a script does."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tui", "scan", "--json", folder],
        capture_output=True, env={**os.environ, **environ}, cwd=_HERE, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    *rows, summary = map(json.loads, done.stdout.splitlines())
    said = {
        row["path"]: (row["tier"], row["confidence"], row["match"] and (row["match"]["tmdb_id"], row["match"]["title"]))
        for row in rows
        if "path" in row
    }
    return Command(seconds, summary["summary"], said)


async def again(folder: str, settings: Settings, places: Locations) -> tuple[float, Statistics, _Said]:
    """A scan by a session of its own, as the app makes it; the time is that of the scan, the store included."""
    basis = cache(lambda: basis_of(settings))
    basis()  # what the code is: once a start, read while the first frame is painted
    store = ReviewStore(details=Details(places.state, basis))
    async with Session(settings, places.tmdb_cache, state=places.state, basis=basis) as session:
        pipeline = session.pipeline([folder], store.take, CancelToken())
        begun = time.perf_counter()
        await pipeline.run()
        seconds = time.perf_counter() - begun
    columns = store.columns
    said: _Said = {
        columns.path(i): (
            tier.value if (tier := store.tier(i)) else None,
            round(columns.confidence[i], 4),
            (columns.tmdb_id[i], columns.titles[columns.title[i]]) if columns.identity[i] else None,
        )
        for i in range(len(store))
    }
    store.close()
    return seconds, pipeline.statistics, said


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="files")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as top, stand_in(rate=0, delay=0) as address:
        folder, home = os.path.join(top, "in"), os.path.join(top, "home")
        os.mkdir(folder)
        os.mkdir(home)
        Path(home, "config.toml").write_text("[tmdb]\nrate = 1000.0\n", encoding="utf-8")
        write_library(folder, library_paths(args.count))
        given = {"TMDB_BASE_URL": address, "TMDB_ACCESS_TOKEN": "benchmark"}
        environ = {**given, "PMO_CONFIG_DIR": home, "PMO_DATA_DIR": home, "PMO_CACHE_DIR": home}
        settings, places = settings_for(address), locations({**os.environ, **environ})
        first = headless(folder, environ)
        walks, scans = [], []
        for _ in range(args.rounds):
            begun = time.perf_counter()
            bare_walk(folder, stat=True)
            walks.append(time.perf_counter() - begun)
            scans.append(asyncio.run(again(folder, settings, places)))
        last = headless(folder, environ)
        held = Path(places.state).stat().st_size
    seconds = [spent for spent, _, _ in scans]
    works = [work for _, work, _ in scans]
    work = last.summary["work"]
    show(
        "rescan",
        [
            Figure("first scan", first.summary["seconds"], "s"),
            Figure("bare walk with a stat of each file", min(walks) * 1000, "ms"),
            Figure("second scan", min(seconds) * 1000, "ms"),
            Figure("second scan : bare walk", min(seconds) / min(walks), "times", 1.5),
            Figure("names read", sum(one.parsed - one.recalled_parses for one in works), "", 0),
            Figure("files matched", sum(one.matched - one.recalled_verdicts for one in works), "", 0),
            Figure("requests", sum(one.tmdb.requests for one in works), "", 0),
            Figure("files with another answer", max(_differences(first.said, said) for *_, said in scans), "", 0),
            Figure("by the command line: names read", work["parsed"] - work["recalled_parses"], "", 0),
            Figure("by the command line: requests", work["tmdb"]["requests"], "", 0),
            Figure("by the command line: other answers", _differences(first.said, last.said), "", 0),
            Figure("by the command line: the scan", last.summary["seconds"] * 1000, "ms"),
            Figure("by the command line: start, scan, JSON", last.seconds * 1000, "ms"),
            Figure("state on the disk", held / max(1, args.count), "bytes a file"),
        ],
        as_json=args.json,
    )


def _differences(one: _Said, other: _Said) -> int:
    return sum(one.get(path) != other.get(path) for path in one.keys() | other.keys())


if __name__ == "__main__":
    main()
