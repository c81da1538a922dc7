"""How long a cold scan takes against a TMDB that allows 45 requests a second.

    python -m benchmarks end_to_end [--count 3000] [--rate 45] [--delay 50] [--json]

Discovery, reading and matching of a library on the disk; the server is a process of its own on loopback.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from benchmarks.names import library_paths, write_library
from benchmarks.processes import settings_for, stand_in
from benchmarks.report import Figure, options, show
from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.pipeline import PipelineEvent
from organizer.session import Session
from organizer.tmdb.statistics import TmdbStatistics


async def scan(folder: str, cache: Path, settings: Settings) -> tuple[int, float, TmdbStatistics]:
    """Files matched, seconds, and what was asked."""

    def ignore(event: PipelineEvent) -> None:
        """Nobody looks."""

    started = time.perf_counter()
    async with Session(settings, cache) as session:
        pipeline = session.pipeline([folder], ignore, CancelToken())
        await pipeline.run()
        return pipeline.counters.matched, time.perf_counter() - started, session.client.statistics


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=3000, help="files")
    parser.add_argument("--rate", type=float, default=45.0, help="requests a second that are allowed")
    parser.add_argument("--delay", type=float, default=50.0, help="milliseconds an answer takes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, stand_in(rate=args.rate, delay=args.delay) as address:
        library = os.path.join(folder, "library")
        write_library(library, library_paths(args.count))
        matched, seconds, asked = asyncio.run(scan(library, Path(folder, "cache.db"), settings_for(address)))
    answered = asked.requests - asked.rate_limited
    floor = answered / args.rate
    show(
        "end_to_end",
        [
            Figure("files matched", matched, "files"),
            Figure("requests that were answered", answered, ""),
            Figure("requests for 100 files", 100 * answered / max(1, matched), ""),
            Figure("saved by asking once", asked.joined, "requests"),
            Figure("refused (429)", asked.rate_limited, ""),
            Figure("requests / rate", floor, "s"),
            Figure("whole scan", seconds, "s", 1.1 * floor + 3),
            Figure("rate in the end", asked.rate, "a second"),
        ],
        as_json=args.json,
    )


if __name__ == "__main__":
    main()
