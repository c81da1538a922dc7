"""How late the loop of the app comes while it scans: what a key would wait, before anything is done with it.

    python -m benchmarks lag [--count 3000] [--workers 2] [--json]

The app runs on a pseudo-terminal of 120x40. A task on its own loop asks to be woken after 5 ms, all the time, and
notes how late it was; the same goes on for five seconds after the scan, as what this machine does by itself.
"""

from __future__ import annotations

import os
import statistics
import struct
import tempfile
import time

from benchmarks.memory import environment
from benchmarks.names import library_paths, write_library
from benchmarks.processes import stand_in
from benchmarks.report import Figure, options, show
from benchmarks.terminal import compiled, on_terminal

_IDLE_SECONDS = 5.0

# The app as it is, with one task more. A sample is the time and the lag, in seconds.
_APP = """
import asyncio, struct, sys
from tui.app import OrganizerApp
from tui.commands.dispatch import run

begin, lags = OrganizerApp.on_mount, open(sys.argv[1], "wb", buffering=0)

async def watch():
    loop = asyncio.get_running_loop()
    while True:
        asked = loop.time()
        await asyncio.sleep(0.005)
        lags.write(struct.pack("dd", asked, loop.time() - asked - 0.005))

async def on_mount(self):
    self.lag_task = asyncio.get_running_loop().create_task(watch())
    await begin(self)

OrganizerApp.on_mount = on_mount
sys.exit(run(sys.argv[2:]))
"""


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=3000, help="files")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, stand_in(rate=0, delay=50) as address:
        library, home, lags = (os.path.join(folder, name) for name in ("library", "home", "lags"))
        write_library(library, library_paths(args.count))
        environ = {**compiled(folder), **environment(home, address, args.workers)}
        with on_terminal(["-c", _APP, lags, library], environ) as terminal:
            terminal.until(lambda written: "│".encode() in written, 60)
            began = time.monotonic()  # the clock of the app's loop
            terminal.until_shown(f"{args.count:,} files in", 3600)
            ended = time.monotonic()
            terminal.keep_reading(_IDLE_SECONDS)
        with open(lags, "rb") as file:
            samples = list(struct.iter_unpack("dd", file.read()))
    scanning = [lag * 1000 for at, lag in samples if began + 1 <= at <= ended]
    idle = [lag * 1000 for at, lag in samples if at > ended + 1]
    show(
        "lag",
        [
            Figure("samples during the scan", len(scanning), ""),
            Figure("mean during the scan", statistics.fmean(scanning), "ms"),
            Figure("99 of 100 during the scan", _percentile(scanning, 99), "ms", 15.0),
            Figure("the most during the scan", max(scanning), "ms"),
            Figure("mean after it", statistics.fmean(idle), "ms"),
            Figure("99 of 100 after it", _percentile(idle, 99), "ms"),
            Figure("the scan", ended - began, "s"),
        ],
        as_json=args.json,
    )


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


if __name__ == "__main__":
    main()
