"""Processes that a benchmark needs or looks at: the stand-in for TMDB, and what a process and its children hold."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from organizer.config.schema import ParsingSettings, Settings, TmdbSettings

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@contextlib.contextmanager
def stand_in(*, rate: float, delay: float) -> Iterator[str]:
    """The address of a TMDB that allows ``rate`` requests a second (0: any number); ``delay`` in milliseconds."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.stand_in", "--rate", str(rate), "--delay", str(delay)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_HERE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def settings_for(address: str, *, workers: int = 0, rate: float = 50.0) -> Settings:
    """The defaults, with TMDB at this address."""
    tmdb = TmdbSettings(base_url=address, access_token="benchmark", rate=rate)
    return replace(Settings(), tmdb=tmdb, parsing=ParsingSettings(workers=workers))


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", encoding="latin-1") as file:
                parents.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def pss_megabytes(pid: int) -> float:
    """Memory of one process, shared pages divided among those who share them; 0 when it is gone."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
