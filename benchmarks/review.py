"""How the review answers with 100,000 rows: first rows, keys during a scan, bytes for a key, filters and orders.

    python -m benchmarks.review [--count 100000] [--new 4000] [--keys 300] [--json]

The app runs on a pseudo-terminal of 80x24 over a library that was scanned before; ``--new`` files are not known yet and
are read and matched (against a TMDB on loopback) while keys are pressed. A key is answered when a line of the list
comes. Filters, orders and groups are timed in this process, over the same rows: the worst of all, the best of three
rounds each, with the counts and the groups that the screen shows.
"""

from __future__ import annotations

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.names import library_paths, write_library
from benchmarks.planted import MARK, made_up_paths, plant
from benchmarks.processes import pss_megabytes, settings_for, stand_in
from benchmarks.report import Figure, options, show
from benchmarks.terminal import Terminal, compiled, on_terminal
from organizer.config.schema import Settings
from organizer.locations import Locations, locations
from organizer.model import Decision, Tier
from organizer.state.basis import basis_of
from organizer.state.recall import Recall
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.groups import make_outline
from organizer.store.review import ReviewStore
from organizer.store.view import Folds, Grouping

_ROUNDS = 3
_PAUSE = 0.03  # seconds between two keys of a person in a hurry
_QUIET = 0.25  # seconds: longer than the detail waits for the cursor to rest
_QUERIES = (
    "film", "show 0123", "year:1998", "year:1960-1980 size:>600m", "tier:ambiguous", "type:series !tier:sure",
    "path:movies", 'title:"film 00"', "name:s01e0", "lang:fr", "score:<0.9", "id:5000-90000", "has:subtitle",
    "season:2 episode:>5", "decision:open", "movies/qx",
)  # fmt: skip

# The app as ``pmo FOLDER`` opens it; the store writes down when it had the first rows and all that were known.
_APP = """
import os, sys, time
import tui.app
from organizer.store.review import ReviewStore

folder, home, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
wanted = [1, count]

class Noted(ReviewStore):
    def __init__(self, *given):
        super().__init__(*given)
        self.subscribe(self.note)

    def note(self, change):
        while wanted and len(self) >= wanted[0]:
            wanted.pop(0)
            self.write("rows")

    def keep(self, renewal):
        super().keep(renewal)
        self.write("end")

    def write(self, what):
        with open(os.path.join(home, "noted"), "a") as file:
            file.write(f"{what} {time.monotonic()}\\n")

tui.app.ReviewStore = Noted
from tui.__main__ import main
sys.argv = ["pmo", folder]
sys.exit(main())
"""

# What Textual itself needs for a key on this machine at this moment.
_BARE = f"""
from textual.app import App
from textual.widgets import Static

class Bare(App):
    lines = 0

    def compose(self):
        yield Static("{MARK}")

    def on_key(self):
        self.lines += 1
        self.query_one(Static).update("{MARK} %d" % self.lines)

Bare().run()
"""


def noted(home: str) -> dict[str, list[float]]:
    """What the store wrote down: the times, by ``rows`` (the first, all) and ``end`` (of the scan)."""
    found: dict[str, list[float]] = {}
    file = Path(home, "noted")
    for line in file.read_text(encoding="ascii").splitlines() if file.exists() else ():
        what, _, when = line.partition(" ")
        found.setdefault(what, []).append(float(when))
    return found


def in_the_app(folder: str, home: str, environ: Mapping[str, str], count: int, keys: int) -> Iterator[Figure]:
    """What a person sees."""
    with on_terminal(["-c", _APP, folder, home, str(count)], environ, width=80, height=24) as terminal:
        terminal.until(lambda written: MARK.encode() in written, 120)
        shown = time.monotonic()
        since = shown - noted(home)["rows"][0]
        yield Figure("first rows on the screen, after the store has them", since * 1000, "ms", 500)
        while len(noted(home)["rows"]) < 2:
            terminal.read(0.01)
        with on_terminal(["-c", _BARE], environ, width=80, height=24) as bare:
            bare.until(lambda written: MARK.encode() in written, 120)
            waits = answers(terminal, keys)
            during = "end" not in noted(home)
            alone = answers(bare, keys)
        yield Figure("a key during the scan, median", statistics.median(waits) * 1000, "ms")
        yield Figure("a key during the scan, 99 of 100", sorted(waits)[len(waits) * 99 // 100] * 1000, "ms", 50)
        yield Figure("a key during the scan, the longest", max(waits) * 1000, "ms")
        yield Figure(
            "a key in a bare Textual app beside it, 99 of 100", sorted(alone)[len(alone) * 99 // 100] * 1000, "ms"
        )
        yield Figure("the scan went on until the last key", during, "", 1, at_least=True)
        while "end" not in noted(home):
            terminal.read(0.05)
        terminal.until_quiet(1.0)
        waits = answers(terminal, keys)
        yield Figure("a key after the scan, 99 of 100", sorted(waits)[len(waits) * 99 // 100] * 1000, "ms", 50)
        terminal.until_quiet(_QUIET)
        yield Figure("a cursor key held down", bytes_of(terminal, keys, lambda: terminal.read(_PAUSE)), "bytes", 1200)
        one_by_one = bytes_of(terminal, keys // 5, lambda: terminal.until_quiet(_QUIET))
        yield Figure("a cursor key with what the detail shows then", one_by_one, "bytes", 1200)


def answers(terminal: Terminal, keys: int) -> list[float]:
    """Seconds until each key is answered, down and up again over the first lines."""
    found = []
    for number in range(keys):
        terminal.written.clear()
        begun = time.perf_counter()
        terminal.press("j" if number // 9 % 2 == 0 else "k")
        terminal.until(lambda written: MARK.encode() in written, 10)
        found.append(time.perf_counter() - begun)
        until = begun + _PAUSE
        while (left := until - time.perf_counter()) > 0:
            terminal.read(left)
    return found


def bytes_of(terminal: Terminal, keys: int, pause: Callable[[], object]) -> float:
    """Bytes for each key, over so many lines down."""
    terminal.press("g")
    terminal.until_quiet(_QUIET)
    terminal.written.clear()
    for _ in range(keys):
        terminal.press("j")
        pause()
    terminal.until_quiet(_QUIET)
    return len(terminal.written) / keys


def in_memory(folder: str, settings: Settings, places: Locations) -> Iterator[Figure]:
    """What the screen asks of the store."""
    basis = basis_of(settings)
    before = pss_megabytes(os.getpid())
    recall = Recall(places.state, lambda: basis)
    store = ReviewStore()
    kept = recall.kept([folder])
    begun = time.perf_counter()
    for segment in kept.segments:
        store.add_segment(segment)
    yield Figure("taking in what is known", (time.perf_counter() - begun) * 1000, "ms")
    recall.close()
    del kept, segment
    gc.collect()
    yield Figure("memory for that", pss_megabytes(os.getpid()) - before, "MB")

    def shown(limit: RowFilter, order: SortOrder = SortOrder.NEED, grouping: Grouping = Grouping.TITLE) -> None:
        store.counts(limit)
        make_outline(store.columns, store.order(limit, order), grouping, Folds())

    yield Figure("the first order of all", milliseconds(lambda: shown(RowFilter()), 1), "ms")
    limits = [RowFilter(text=text) for text in _QUERIES]
    limits += [RowFilter(tiers=frozenset({tier})) for tier in Tier]
    limits += [RowFilter(folder=os.path.join(folder, "Movies")), RowFilter(decisions=frozenset({Decision.PENDING}))]
    filters = [milliseconds(lambda limit=limit: shown(limit), _ROUNDS) for limit in limits]  # type: ignore[misc]
    yield Figure(f"filters, the slowest of {len(limits)}", max(filters), "ms", 100)
    orders = [milliseconds(lambda order=order: shown(RowFilter(), order), _ROUNDS) for order in SortOrder]  # type: ignore[misc]
    yield Figure(f"orders, the slowest of {len(orders)}", max(orders), "ms", 100)
    for grouping in Grouping:
        spent = milliseconds(lambda grouping=grouping: shown(RowFilter(), grouping=grouping), _ROUNDS)  # type: ignore[misc]
        yield Figure(f"all rows, {grouping.value}", spent, "ms", 100)
    ids = store.order(RowFilter(), SortOrder.NEED)
    yield Figure("approving all rows", milliseconds(lambda: store.decide(ids, Decision.APPROVED), 1), "ms")
    yield Figure("taking that back", milliseconds(store.undo, 1), "ms")
    store.close()


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The best of the rounds."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent) * 1000


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="files that are known")
    parser.add_argument("--new", type=int, default=4000, help="files that are not")
    parser.add_argument("--keys", type=int, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as top, stand_in(rate=0, delay=20) as address:
        folder, home = os.path.join(top, "in"), os.path.join(top, "home")
        os.mkdir(folder)
        os.mkdir(home)
        given = {"TMDB_BASE_URL": address, "TMDB_ACCESS_TOKEN": "benchmark"}
        environ = {**compiled(home), **given, "PMO_CONFIG_DIR": home, "PMO_DATA_DIR": home, "PMO_CACHE_DIR": home}
        settings, places = settings_for(address), locations({**os.environ, **environ})
        plant(folder, made_up_paths(args.count), settings, places)
        figures = list(in_memory(folder, settings, places))
        write_library(os.path.join(folder, "New"), library_paths(args.new))
        figures = [*in_the_app(folder, home, environ, args.count, args.keys), *figures]
    show("review", figures, as_json=args.json)


if __name__ == "__main__":
    main()
