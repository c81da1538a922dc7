"""How soon the first frame is on the terminal: the app against a bare Textual app with widgets like ours.

    python -m benchmarks.start [--rounds 7] [--json]

From the start of Python to the first frame on a pseudo-terminal of 120x40, in turn, best of the rounds. The CPU time
until then is what a quiet machine needs; the time of the clock is longer on a busy one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from benchmarks.report import Figure, options, show
from benchmarks.terminal import on_terminal

_BARE = """
from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static, Tree

class Bare(App):
    def compose(self):
        yield Static("0 files")
        yield Static("")
        with Horizontal():
            with Vertical():
                yield Tree("folders")
                yield Static("progress")
            with Vertical():
                yield OptionList()
                yield Static("detail")
        yield Input()
        yield Static("status")
        yield Static("the first frame")

Bare().run()
"""


def app_frame(home: str) -> tuple[float, float]:
    """Seconds of the clock and of CPU to our first frame, which is the first thing with the border of a pane in it."""
    environ = {"PMO_CONFIG_DIR": home, "PMO_DATA_DIR": home, "PMO_CACHE_DIR": home, "TMDB_ACCESS_TOKEN": "x" * 40}
    with on_terminal(["-m", "tui", "--offline", home], environ) as terminal:
        return terminal.until(lambda written: "│".encode() in written, 30), terminal.cpu_seconds()


def bare_frame() -> tuple[float, float]:
    """The same of the bare app's."""
    with on_terminal(["-c", _BARE], {}) as terminal:
        return terminal.until(lambda written: b"frame" in written, 30), terminal.cpu_seconds()


def command(*arguments: str) -> float:
    """Seconds that a command without a screen takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tui", *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun


def _best(rounds: list[tuple[float, float]], which: int) -> float:
    return min(one[which] for one in rounds)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    ours, bare, version, usage = [], [], [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(args.rounds):
            ours.append(app_frame(home))
            bare.append(bare_frame())
            version.append(command("--version"))
            usage.append(command("--help"))
    show(
        "start",
        [
            Figure("first frame of a bare Textual app", _best(bare, 0) * 1000, "ms"),
            Figure("first frame of the app", _best(ours, 0) * 1000, "ms"),
            Figure("app : bare", _best(ours, 0) / _best(bare, 0), "times", 1.25),
            Figure("CPU to the first frame of a bare app", _best(bare, 1) * 1000, "ms"),
            Figure("CPU to the first frame of the app", _best(ours, 1) * 1000, "ms"),
            Figure("app : bare, by CPU time", _best(ours, 1) / _best(bare, 1), "times", 1.25),
            Figure("--version", min(version) * 1000, "ms"),
            Figure("--help", min(usage) * 1000, "ms"),
        ],
        as_json=args.json,
    )


if __name__ == "__main__":
    main()
