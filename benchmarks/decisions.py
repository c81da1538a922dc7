"""How many keys it takes to decide 5,000 files: a script of keys, pressed in the app on a terminal.

    python -m benchmarks.decisions [--count 5000] [--show] [--json]

The library is made up: half of it shows, half films; of both some are sure, likely, ambiguous or unknown. The script

- approves what is sure, then what is likely, each after its question;
- looks up three shows that are unknown (their titles are found) and leaves the rest of what is unknown where it is;
- answers each ambiguous show and each ambiguous film by the digit of a candidate.

In the end every file has to be decided. ``--show`` writes the keys down as they are pressed.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.planted import made_up_paths, plant, tier_of
from benchmarks.processes import settings_for, stand_in
from benchmarks.report import Figure, options, show
from benchmarks.terminal import Terminal, compiled, on_terminal
from organizer.locations import locations
from organizer.model import Decision, Tier

_MOST = 150
_LOOKED_UP = 3
_ALL = "shown here is decided"
_NAMES = {"\r": "Enter", "\x1b": "Esc"}


@dataclass(slots=True)
class Script:
    """Presses keys, each once the one before it has been answered."""

    terminal: Terminal
    pressed: list[str] = field(default_factory=list)

    def press(self, keys: str, *answers: str) -> None:
        """Press keys, and wait after the last for one of these on the screen."""
        for key in keys:
            self.terminal.until_quiet(0.03)
            self.terminal.written.clear()
            self.terminal.press(key)
            self.pressed.append(_NAMES.get(key, key))
        if answers:
            self.terminal.until(lambda written: any(answer.encode() in written for answer in answers), 60)


def decide_all(script: Script, ambiguous: int) -> None:
    """The whole review."""
    script.press("f", "Show only")
    script.press("s", "only sure")
    script.press("A", "Approve ")
    script.press("y", "approved", _ALL)
    script.press("f", "Show only")
    script.press("l", "only likely")
    script.press("A", "Approve ")
    script.press("y", "approved", _ALL)
    script.press("f", "Show only")
    script.press("n", "only none")
    script.press("g")
    for _ in range(_LOOKED_UP):
        script.press("m", "1 result")
        script.press("\r", "fixed:", _ALL)
    script.press("+decision:open\r", "marked.")
    script.press("s", "skipped")
    script.press("f", "Show only")
    script.press("a", "only ambiguous")
    script.press("]")  # past the heading of an open group
    for _ in range(ambiguous):
        script.press("1", "fixed:", _ALL)


def decided(home: str) -> Counter[str]:
    """How many files the app has written down as decided, by decision."""
    with sqlite3.connect(os.path.join(home, "decisions.db")) as memory:
        return Counter(dict(memory.execute("SELECT decision, count(*) FROM decision GROUP BY decision")))


def questions(paths: list[str]) -> int:
    """The ambiguous shows and films."""
    titles = {path.split("/")[1] for path in paths}
    return sum(tier_of(title.partition(" (")[0]) is Tier.AMBIGUOUS for title in titles)


def run(count: int, environ: Mapping[str, str], folder: str, home: str) -> tuple[Script, float, Counter[str]]:
    """The script, its seconds, and what was decided."""
    with on_terminal(["-m", "tui", folder], environ, width=80, height=24) as terminal:
        terminal.until(lambda written: b"Scan complete" in written, 120)
        script = Script(terminal)
        begun = time.perf_counter()
        decide_all(script, questions(made_up_paths(count)))
        seconds = time.perf_counter() - begun
        return script, seconds, decided(home)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--count", type=int, default=5000, help="files")
    parser.add_argument("--show", action="store_true", help="write the keys down")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as top, stand_in(rate=0, delay=20) as address:
        folder, home = os.path.join(top, "in"), os.path.join(top, "home")
        os.mkdir(folder)
        os.mkdir(home)
        given = {"TMDB_BASE_URL": address, "TMDB_ACCESS_TOKEN": "benchmark"}
        environ = {**compiled(home), **given, "PMO_CONFIG_DIR": home, "PMO_DATA_DIR": home, "PMO_CACHE_DIR": home}
        plant(folder, made_up_paths(args.count), settings_for(address), locations({**os.environ, **environ}))
        script, seconds, found = run(args.count, environ, folder, home)
    asked = questions(made_up_paths(args.count))
    figures = [
        Figure("files decided", found.total(), "files", args.count, at_least=True),
        *(
            Figure(f"  {decision.value}", found[decision.value], "files")
            for decision in Decision
            if found[decision.value]
        ),
        Figure("ambiguous shows and films", asked, "questions"),
        Figure("keys pressed", len(script.pressed), "keys", _MOST + asked),
        Figure("keys beside one for each question", len(script.pressed) - asked, "keys", _MOST),
        Figure("time", seconds, "s", 300),
    ]
    show("decisions", figures, as_json=args.json, notes=[" ".join(script.pressed)] if args.show else ())


if __name__ == "__main__":
    main()
