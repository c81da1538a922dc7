"""Leaving when the line drops or the system says so: Textual installs no handler for either."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGHUP, signal.SIGTERM)


class HangUp:
    """Calls ``leave`` with the signal's number, on the loop, when SIGHUP or SIGTERM comes.

    A terminal that goes away sends SIGHUP and then SIGCONT, and Textual takes SIGCONT for a return from suspension: it
    starts a second writer on the dead terminal, whose failed write ends it, and leaving waits for that writer for ever.
    So the first thing done at SIGHUP is to point the terminal's descriptors elsewhere and to make SIGCONT harmless.
    This has to be a handler of Python and not of asyncio: those run after SIGCONT's.
    """

    def __init__(self, leave: Callable[[int], None]) -> None:
        self._leave = leave
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before: dict[int, Any] = {}

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start to listen. Outside the main thread Python allows no handler; then there is none."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._loop = loop
        for number in (*_SIGNALS, signal.SIGCONT):
            self._before[number] = signal.getsignal(number)
        for number in _SIGNALS:
            signal.signal(number, self._heard)

    def restore(self) -> None:
        """Listen no more."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            signal.signal(signal.SIGCONT, lambda _number, _frame: None)
            _write_nowhere()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave, number)


def _write_nowhere() -> None:
    """Writes to the terminal succeed from now on, and go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
