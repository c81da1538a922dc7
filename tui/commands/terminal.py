"""What the terminal can do, as far as it tells: for refusing to open the app where it cannot work, and for doctor."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from organizer.errors import UsageError

SMALLEST = (80, 24)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Standard input, output and error of this process and what the environment says of them."""

    connected: bool
    term: str
    columns: int
    lines: int
    encoding: str
    colours: str

    @property
    def unicode(self) -> bool:
        """Whether what is written arrives as UTF-8."""
        return self.encoding.replace("-", "").lower() == "utf8"


def terminal(environ: Mapping[str, str]) -> Terminal:
    """The terminal of this process."""
    streams = (sys.stdin, sys.stdout, sys.stderr)  # the app draws on standard error and reads standard input
    connected = all(stream is not None and stream.isatty() for stream in streams)
    size = os.get_terminal_size(sys.stdout.fileno()) if connected else os.terminal_size((0, 0))
    term = environ.get("TERM", "")
    return Terminal(connected, term, size.columns, size.lines, _encoding(environ), _colours(environ, term))


def require_terminal(environ: Mapping[str, str]) -> None:
    """Raise UsageError where the app could only fill the screen, or a file, with control sequences."""
    found = terminal(environ)
    if not found.connected:
        raise UsageError(
            "The app needs a terminal for input and output",
            hint="without one use pmo scan, pmo plan and pmo apply, or over ssh: ssh -t",
        )
    if found.term in {"", "dumb"}:
        raise UsageError(
            f'The terminal says it can show nothing but plain lines (TERM is "{found.term}")',
            hint="set TERM, for example to xterm-256color, or use pmo scan, pmo plan and pmo apply",
        )


def _encoding(environ: Mapping[str, str]) -> str:
    """What the locale says the terminal takes: Python's own streams may be UTF-8 regardless."""
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return name.partition(".")[2].partition("@")[0] or "ASCII"


def _colours(environ: Mapping[str, str], term: str) -> str:
    if environ.get("NO_COLOR"):
        return "none (NO_COLOR)"
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "16 million"
    return "256" if "256" in term else "16"
