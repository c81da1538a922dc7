"""A token that long work looks at between two units."""

from __future__ import annotations

import threading


class CancelToken:
    """Set once, by any thread; seen by all. Cancelling a Textual thread worker does not stop it: this does."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep at most ``seconds``; True when cancelled meanwhile."""
        return self._event.wait(seconds)
