"""How soon the first frame is on the terminal: the app against bare Textual apps with the same widgets.

    python -m benchmarks start [--rounds 7] [--json]

From the start of Python to the first frame on a pseudo-terminal of 120x40, in turn, best of the rounds. The CPU time
until then is what a quiet machine needs; the time of the clock is longer on a busy one. A round before them compiles
all modules into a folder of its own, as installing does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.report import Figure, options, show
from benchmarks.terminal import compiled, on_terminal

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
        yield Static("│")

Bare().run()
"""


# The widgets of the review with their styles, in its places, and nothing behind them.
_SAME = """
from textual.app import App
from textual.containers import Horizontal, Vertical
from organizer.store.review import ReviewStore
from tui.actions import Place
from tui.glyphs import UNICODE
from tui.paths import style_sheets
from tui.appearance import extra_variables, own_themes
from tui.widgets.detail import DetailPane
from tui.widgets.filter_bar import FilterBar
from tui.widgets.folder_tree import FolderTree
from tui.widgets.hints import KeyHints
from tui.widgets.progress import ScanProgress
from tui.widgets.review_list import ReviewList
from tui.widgets.status_line import Banner, StatusLine
from tui.widgets.tally import TallyLine

class Same(App):
    CSS_PATH = list(style_sheets())

    def __init__(self):
        super().__init__()
        for theme in own_themes():
            self.register_theme(theme)

    def get_theme_variable_defaults(self):
        return extra_variables(self.current_theme)

    def compose(self):
        store = ReviewStore()
        yield TallyLine(UNICODE, id="tally")
        yield Banner(UNICODE, id="banner")
        with Horizontal(id="panes"):
            with Vertical(id="side"):
                yield FolderTree(store.folders, store.tally, UNICODE, id="tree")
                yield ScanProgress(UNICODE, id="progress")
            with Vertical(id="main"):
                yield ReviewList(store, UNICODE, set(), id="list")
                yield DetailPane(UNICODE, lambda row: None, id="detail")
        yield FilterBar(id="filter")
        yield StatusLine(UNICODE, id="status")
        yield KeyHints(Place.REVIEW, Place.APP, id="hints")

Same().run()
"""


def app_frame(home: str) -> tuple[float, float]:
    """Seconds of the clock and of CPU to our first frame, which is the first thing with the border of a pane in it."""
    environ = {
        **compiled(home),
        "PMO_CONFIG_DIR": home,
        "PMO_DATA_DIR": home,
        "PMO_CACHE_DIR": home,
        "TMDB_ACCESS_TOKEN": "x" * 40,
    }
    with on_terminal(["-m", "tui", "--offline", home], environ) as terminal:
        return terminal.until(lambda written: "│".encode() in written, 30), terminal.cpu_seconds()


def bare_frame(home: str, app: str) -> tuple[float, float]:
    """The same of a bare app's."""
    with on_terminal(["-c", app], compiled(home)) as terminal:
        return terminal.until(lambda written: "│".encode() in written, 30), terminal.cpu_seconds()


def command(home: str, *arguments: str) -> float:
    """Seconds that a command without a screen takes."""
    begun = time.perf_counter()
    environ = {**os.environ, **compiled(home)}
    subprocess.run([sys.executable, "-m", "tui", *arguments], check=True, capture_output=True, env=environ)
    return time.perf_counter() - begun


def _best(rounds: list[tuple[float, float]], which: int) -> float:
    return min(one[which] for one in rounds)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    ours, same, bare, version, usage = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        home = os.path.join(folder, "home")
        os.mkdir(home)
        app_frame(home)
        bare_frame(home, _BARE)
        bare_frame(home, _SAME)
        for _ in range(args.rounds):
            ours.append(app_frame(home))
            same.append(bare_frame(home, _SAME))
            bare.append(bare_frame(home, _BARE))
            version.append(command(home, "--version"))
            usage.append(command(home, "--help"))
    show(
        "start",
        [
            Figure("Textual's own widgets", _best(bare, 0) * 1000, "ms"),
            Figure("the same widgets, nothing behind them", _best(same, 0) * 1000, "ms"),
            Figure("the app", _best(ours, 0) * 1000, "ms"),
            Figure("app : the same widgets", _best(ours, 0) / _best(same, 0), "times", 1.25),
            Figure("app : Textual's own widgets", _best(ours, 0) / _best(bare, 0), "times", 1.25),
            Figure("CPU of the same widgets", _best(same, 1) * 1000, "ms"),
            Figure("CPU of the app", _best(ours, 1) * 1000, "ms"),
            Figure("--version", min(version) * 1000, "ms"),
            Figure("--help", min(usage) * 1000, "ms"),
        ],
        as_json=args.json,
    )


if __name__ == "__main__":
    main()
