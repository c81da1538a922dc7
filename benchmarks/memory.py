"""How much memory the app takes while it scans, its workers included.

    python -m benchmarks memory [--count 10000] [--workers 1 2] [--json]

The app runs on a pseudo-terminal of 120x40 against a stand-in for TMDB; memory is the proportional set size of the app
and all its children, looked at four times a second until the scan has ended. The most and the last are shown.
``--count 100000`` takes ten minutes; ``growth`` says in one what a file costs.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator

from benchmarks.names import library_paths, write_library
from benchmarks.processes import pss_megabytes, stand_in, tree
from benchmarks.report import Figure, options, show
from benchmarks.terminal import Terminal, compiled, on_terminal

_LOOK = 0.25
_GOALS = {1: 85.0, 2: 115.0}


def environment(home: str, address: str, workers: int) -> dict[str, str]:
    """What makes the app use these folders, that many workers, and the stand-in for TMDB."""
    os.makedirs(home)
    with open(os.path.join(home, "config.toml"), "w", encoding="utf-8") as file:
        file.write(f"[parsing]\nworkers = {workers}\n[tmdb]\nrate = 1000.0\n")
    os.chmod(os.path.join(home, "config.toml"), 0o600)
    places = dict.fromkeys(("PMO_CONFIG_DIR", "PMO_DATA_DIR", "PMO_CACHE_DIR"), home)
    return {**places, "TMDB_BASE_URL": address, "TMDB_ACCESS_TOKEN": "benchmark"}


def scan(
    folder: str, home: str, address: str, workers: int, count: int, *, seconds: float = 3600.0
) -> tuple[float, float, float]:
    """The most that all processes held, what they hold in the end, and the seconds that the scan took.

    It is left when it is done, or after ``seconds``.
    """
    environ = {**compiled(os.path.dirname(home)), **environment(home, address, workers)}
    begun, most, last = time.perf_counter(), 0.0, 0.0
    with on_terminal(["-m", "tui", folder], environ) as terminal:
        for last in _until_scanned(terminal, count):
            most = max(most, last)
            if time.perf_counter() - begun > seconds:
                break
    return most, last, time.perf_counter() - begun


def _until_scanned(terminal: Terminal, count: int) -> Iterator[float]:
    next_look = 0.0
    while not terminal.shows(f"{count:,} files in"):
        terminal.read(_LOOK)
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + _LOOK
            yield sum(map(pss_megabytes, tree(terminal.pid)))
    yield sum(map(pss_megabytes, tree(terminal.pid)))


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="files")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as folder, stand_in(rate=0, delay=5) as address:
        library = os.path.join(folder, "library")
        write_library(library, library_paths(args.count))
        scan(library, os.path.join(folder, "home"), address, 1, args.count, seconds=3.0)  # compiles all modules
        for workers in args.workers:
            home = os.path.join(folder, f"home{workers}")
            most, last, seconds = scan(library, home, address, workers, args.count)
            goal = _GOALS.get(workers) if args.count <= 10_000 else None
            name = f"{args.count:,} files, {workers} worker{'s' * (workers > 1)}"
            figures.append(Figure(f"{name}: the most", most, "MB", goal))
            figures.append(Figure(f"{name}: when the scan has ended", last, "MB"))
            figures.append(Figure(f"{name}: the scan", seconds, "s"))
    show("memory", figures, as_json=args.json)


if __name__ == "__main__":
    main()
