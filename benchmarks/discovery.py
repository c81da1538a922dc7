"""How fast folders are read: a bare walk against ours, on this disk and with a delay in every folder, as on a network.

python -m benchmarks discovery [--count 10000] [--delay 2] [--json]
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.names import library_paths, write_library
from benchmarks.report import Figure, options, show
from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings
from organizer.discovery import discover

_ROUNDS = 5


def bare_walk(folder: str, *, stat: bool) -> int:
    """``os.scandir`` over everything, one folder after the other; with a stat of each file if wanted."""
    stack, files = [folder], 0
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    files += 1
                    if stat:
                        entry.stat(follow_symlinks=False)
    return files


def our_walk(folder: str) -> int:
    """Discovery as a scan does it."""
    return sum(len(part.files) for part in discover([folder], DiscoverySettings(), CancelToken()))


def seconds_of(work: Callable[[], int], rounds: int) -> float:
    """The best: what else the machine does only ever adds."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


@contextlib.contextmanager
def slow_folders(delay: float) -> Iterator[None]:
    """Every listing of a folder takes so many seconds longer, as it does over a network."""
    listing = os.scandir

    def slowly(path: Any = ".") -> Any:
        time.sleep(delay)
        return listing(path)

    os.scandir = slowly
    try:
        yield
    finally:
        os.scandir = listing


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="files")
    parser.add_argument("--delay", type=float, default=2.0, help="milliseconds a folder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_library(folder, library_paths(args.count))
        bare = seconds_of(lambda: bare_walk(folder, stat=False), _ROUNDS)
        stat = seconds_of(lambda: bare_walk(folder, stat=True), _ROUNDS)
        ours = seconds_of(lambda: our_walk(folder), _ROUNDS)
        with slow_folders(args.delay / 1000):
            slow = seconds_of(lambda: bare_walk(folder, stat=False), 1)
            many = seconds_of(lambda: our_walk(folder), _ROUNDS)
    show(
        "discovery",
        [
            Figure("bare scandir walk", bare * 1000, "ms"),
            Figure("bare scandir walk with stat", stat * 1000, "ms"),
            Figure("ours (videos, companions, what is left out)", ours * 1000, "ms"),
            Figure("ours : bare with stat", ours / stat, "times"),
            Figure(f"bare walk, {args.delay:g} ms a folder", slow * 1000, "ms"),
            Figure(f"ours, {args.delay:g} ms a folder", many * 1000, "ms"),
            Figure("serial : ours", slow / many, "times", 12.0, at_least=True),
        ],
        as_json=args.json,
    )


if __name__ == "__main__":
    main()
