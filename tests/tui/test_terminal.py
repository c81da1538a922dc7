"""The app on a real terminal: what happens when the line drops, and when it is told to go."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from organizer.demo.catalogue import catalogue
from organizer.store.memory import DecisionMemory
from organizer.store.view import Grouping, ViewState
from tests.tui.world import places

APP = """
import sys
from tests.tui.world import make_app, make_desk
app = make_app(make_desk(folder=sys.argv[1]))
app.run()
sys.exit(app.return_code)
"""
ROOT = Path(__file__).parents[2]


class Terminal:
    """The app as a child with a terminal of its own."""

    def __init__(self, folder: Path, app: str = APP, **environ: str) -> None:
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **environ}
            os.execve(sys.executable, [sys.executable, "-c", app, str(folder)], env)

    def read_until(self, wanted: bytes, seconds: float = 30.0) -> bytes:
        found = b""
        until = time.monotonic() + seconds
        while wanted not in found:
            assert time.monotonic() < until, found[-500:]
            if select.select([self.screen], [], [], 0.1)[0]:
                found += os.read(self.screen, 65536)
        return found

    def status(self, seconds: float = 10.0) -> int:
        """How it ended; a terminal that nobody reads would hold it up, so it is read."""
        until = time.monotonic() + seconds
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < until
            self._drain()

    def _drain(self) -> None:
        try:
            if select.select([self.screen], [], [], 0.02)[0]:
                os.read(self.screen, 65536)
        except OSError:  # the other side is gone, or it is closed here
            time.sleep(0.02)


def hang_up(terminal: Terminal) -> None:
    os.close(terminal.screen)


def terminate(terminal: Terminal) -> None:
    os.kill(terminal.pid, signal.SIGTERM)


@pytest.mark.parametrize(
    ("leave", "status"), [(hang_up, 128 + signal.SIGHUP), (terminate, 128 + signal.SIGTERM)], ids=["dropped", "told"]
)
def test_a_dropped_line_ends_the_app_cleanly(tmp_path: Path, leave: Callable[[Terminal], None], status: int) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Lantern Village")
    leave(terminal)
    assert terminal.status() == status


def test_keys_reach_the_app_and_q_ends_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Lantern Village")
    os.write(terminal.screen, b"ja")  # the file below the heading of its group
    terminal.read_until(b"approved")
    os.write(terminal.screen, b"q")
    assert terminal.status() == 0


def test_a_terminal_that_is_told_no_colour_gets_none(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, NO_COLOR="1")
    output = terminal.read_until(b"Lantern Village")
    os.write(terminal.screen, b"q")
    assert terminal.status() == 0
    assert b"[38;" not in output
    assert b"[48;" not in output


def test_ctrl_c_ends_the_app_from_a_field_for_text_too(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Lantern Village")
    os.write(terminal.screen, b"/paper")
    terminal.read_until(b"paper")
    os.write(terminal.screen, b"\x03")
    assert terminal.status() == 128 + signal.SIGINT


STALLED = """
import pathlib, sys, threading, time
from tests.tui.world import FakeEngine, bridge_to, events_of, make_app, make_desk
from organizer.pipeline import PipelineFinished
from organizer.store.review import ReviewStore

folder = pathlib.Path(sys.argv[1])

class Working(FakeEngine):
    def pipeline(self, roots, sink, token):
        scan = super().pipeline(roots, sink, token)
        async def run():
            import asyncio
            for event in events_of()[:2]:
                sink(event)
            for number in range(100_000):
                scan.counters.found = scan.counters.matched = number
                (folder / "beat").write_text(str(number))
                if token.cancelled or (folder / "enough").exists():
                    break
                await asyncio.sleep(0.01)
            for event in events_of()[2:]:
                sink(event)
            scan.counters.finished = True
            sink(PipelineFinished(cancelled=False))
        scan.run = run
        return scan

app = make_app(make_desk(ReviewStore(), bridge_to(Working()), folder=folder))
app.run()
sys.exit(app.return_code)
"""


RESUMED = """
import os, sys
from organizer.demo.tmdb import DemoTransport
from organizer.model import Library
from tests.tui.world import places, settings
from tui.app import run_app
folder = sys.argv[1]
sys.exit(run_app(
    settings(), places(folder), (os.path.join(folder, "in"),),
    library=Library(os.path.join(folder, "Movies"), os.path.join(folder, "TV")), transport=DemoTransport(),
))
"""


def named_files(folder: Path) -> Path:
    """Three films that the demo's TMDB knows, in two folders; answers the first that is shown by folder."""
    films = [work for work in catalogue().films.values() if work.english_title.replace(" ", "").isalpha()][:3]
    for place, work in zip(("new", "old", "old"), films, strict=True):
        file = folder / "in" / place / f"{work.english_title.replace(' ', '.')}.{work.year}.1080p.mkv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"a film" * 100)
    return next((folder / "in" / "new").iterdir())


def kept(folder: Path) -> tuple[ViewState | None, list[str]]:
    """What the database holds: the view, and the decided files."""
    memory = DecisionMemory(places(folder).decisions)
    try:
        return memory.view([str(folder / "in")]), memory.remembered
    finally:
        memory.close()


def approve_one(folder: Path) -> Terminal:
    """By folder, only those in ``new``, and that one approved; what is shown says so before this returns."""
    terminal = Terminal(folder, app=RESUMED)
    terminal.read_until(b"Scan complete")
    os.write(terminal.screen, b"b/path:new\r")
    terminal.read_until(b"path:new\xe2\x80\x9d")  # the title of the list, in quotes
    os.write(terminal.screen, b"=ja")
    terminal.read_until(b"approved")
    return terminal


def test_a_dropped_line_loses_no_decision_no_filter_no_groups_and_not_the_place(tmp_path: Path) -> None:
    file = named_files(tmp_path)
    terminal = approve_one(tmp_path)
    hang_up(terminal)
    assert terminal.status() == 128 + signal.SIGHUP
    view, decided = kept(tmp_path)
    assert decided == [str(file)]
    assert view is not None
    assert (view.limit.text, view.grouping, view.cursor) == ("path:new", Grouping.FOLDER, str(file))

    again = Terminal(tmp_path, app=RESUMED)
    shown = again.read_until(b"1 decided")
    assert "by folder · “path:new”".encode() in shown
    os.write(again.screen, b"q")
    assert again.status() == 0


def test_a_kill_right_after_a_decision_loses_nothing_and_a_file_changed_since_is_asked_about(tmp_path: Path) -> None:
    file = named_files(tmp_path)
    terminal = approve_one(tmp_path)
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.status() == -signal.SIGKILL
    assert kept(tmp_path)[1] == [str(file)]

    again = Terminal(tmp_path, app=RESUMED)
    again.read_until(b"1 decided")
    os.write(again.screen, b"q")
    assert again.status() == 0

    file.write_bytes(b"another film" * 100)
    asked = Terminal(tmp_path, app=RESUMED)
    shown = asked.read_until(b"Scan complete")
    assert b"1 decided" not in shown
    os.write(asked.screen, b"q")
    assert asked.status() == 0


def beat(folder: Path) -> int:
    """How often the engine has worked."""
    file = folder / "beat"
    return int(file.read_text() or 0) if file.exists() else 0


def wait_for_beats(folder: Path, count: int, seconds: float = 60.0) -> None:
    """Until the engine has worked so many times more; nobody reads the terminal meanwhile."""
    wanted, until = beat(folder) + count, time.monotonic() + seconds
    while beat(folder) < wanted:
        assert time.monotonic() < until, beat(folder)
        time.sleep(0.05)


def test_a_terminal_that_stalls_stops_no_engine_and_is_painted_when_it_reads_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, app=STALLED)
    terminal.read_until(b"Not matched yet")
    os.write(terminal.screen, b"jkD" * 400)  # paints more than a terminal's buffer holds, and nobody reads it
    wait_for_beats(tmp_path, 300)
    (tmp_path / "enough").touch()
    terminal.read_until(b"Scan complete")
    os.write(terminal.screen, b"q")
    assert terminal.status() == 0
