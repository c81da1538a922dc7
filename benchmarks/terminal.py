"""A program on a terminal of its own, for the benchmarks that look at what reaches the screen."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from fcntl import ioctl

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_REMEMBERED = 4096  # bytes: a text that comes in two parts is found

_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")


def compiled(folder: str) -> dict[str, str]:
    """Where Python keeps what it has compiled, whatever the environment says: in a folder of the benchmark's own."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": os.path.join(folder, "compiled")}


class Terminal:
    """The child, and what it has written so far."""

    def __init__(self, pid: int, screen: int) -> None:
        self.pid = pid
        self._screen = screen
        self.written = bytearray()

    def read(self, seconds: float) -> bool:
        """Take in what comes within the time; whether anything did."""
        if not select.select([self._screen], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):
            self.written += os.read(self._screen, 65536)
        return True

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._screen, keys.encode())

    def until_quiet(self, seconds: float) -> None:
        """Read until nothing has come for so long."""
        while self.read(seconds):
            pass

    def cpu_seconds(self) -> float:
        """CPU time of the child so far, its threads included."""
        with open(f"/proc/{self.pid}/stat", encoding="latin-1") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def until(self, done: Callable[[bytes], bool], seconds: float) -> float:
        """Read until enough was written; seconds since the call. Raises TimeoutError."""
        begun = time.perf_counter()
        while not done(bytes(self.written)):
            self.read(0.005)
            if time.perf_counter() - begun > seconds:
                raise TimeoutError(_ESCAPES.sub(b"", self.written).decode(errors="replace")[-3000:])
        return time.perf_counter() - begun

    def shows(self, text: str) -> bool:
        """Whether a text was written since the last call that asked for one, or lately; what is older is forgotten."""
        shown = text.encode() in self.written
        del self.written[:-_REMEMBERED]
        return shown

    def until_shown(self, text: str, seconds: float) -> None:
        """Read until a text is written. Raises TimeoutError."""
        until = time.perf_counter() + seconds
        while not self.shows(text):
            self.read(0.05)
            if time.perf_counter() > until:
                raise TimeoutError(bytes(self.written[-300:]))

    def keep_reading(self, seconds: float) -> None:
        """Take in what comes, as a terminal does, for so long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)


@contextlib.contextmanager
def on_terminal(
    arguments: Sequence[str], environ: Mapping[str, str], *, width: int = 120, height: int = 40
) -> Iterator[Terminal]:
    """Run Python with these arguments on a terminal of this size; killed in the end.

    ``compiled`` belongs into ``environ``: a program that compiles itself at every start is slower and larger.
    """
    pid, screen = pty.fork()
    if pid == 0:
        os.chdir(_HERE)
        os.execve(sys.executable, [sys.executable, *arguments], {**os.environ, "TERM": "xterm-256color", **environ})
    ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    try:
        yield Terminal(pid, screen)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(screen)
