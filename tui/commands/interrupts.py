"""Signals: Ctrl+C, SIGTERM and a lost terminal end the work at its next safe point."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from organizer.cancellation import CancelToken

EXIT_INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """SIGTERM and SIGHUP do what Ctrl+C does, raise KeyboardInterrupt: for work that has nothing to save."""
    with _handled(_interrupt):
        yield


@contextmanager
def signals_cancel(token: CancelToken, *, insist: bool) -> Iterator[None]:
    """The first signal cancels the token, and the work stops where it is safe.

    With ``insist`` a second signal raises KeyboardInterrupt; without it, nothing but SIGKILL gets between two steps.
    """

    def cancel(number: int, frame: FrameType | None) -> None:
        if token.cancelled and insist:
            _interrupt(number, frame)
        token.cancel()

    with _handled(cancel):
        yield


@contextmanager
def _handled(handler: signal._HANDLER) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only there can handlers be set
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        if before[number] is not signal.SIG_IGN:  # nohup: who started us wants this signal ignored
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old if old is not None else signal.SIG_DFL)
