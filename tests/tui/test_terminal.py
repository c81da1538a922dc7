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

    def __init__(self, folder: Path, **environ: str) -> None:
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **environ}
            os.execve(sys.executable, [sys.executable, "-c", APP, str(folder)], env)

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
    terminal.read_until(b"Paper.Kite")
    leave(terminal)
    assert terminal.status() == status


def test_keys_reach_the_app_and_q_ends_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Paper.Kite")
    os.write(terminal.screen, b"a")
    terminal.read_until(b"approved")
    os.write(terminal.screen, b"q")
    assert terminal.status() == 0


def test_a_terminal_that_is_told_no_colour_gets_none(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, NO_COLOR="1")
    output = terminal.read_until(b"Paper.Kite")
    os.write(terminal.screen, b"q")
    assert terminal.status() == 0
    assert b"[38;" not in output
    assert b"[48;" not in output


def test_ctrl_c_ends_the_app_from_a_field_for_text_too(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Paper.Kite")
    os.write(terminal.screen, b"/paper")
    terminal.read_until(b"paper")
    os.write(terminal.screen, b"\x03")
    assert terminal.status() == 128 + signal.SIGINT
