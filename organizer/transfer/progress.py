"""What a caller may want to hear while a run is under way."""

from __future__ import annotations

from typing import Protocol

from organizer.model import Operation


class Progress(Protocol):
    """Called on the thread that carries the run out, so an implementation hands over and returns at once."""

    def advance(self, count: int) -> None:
        """``count`` more bytes have been copied. Renames and links copy none."""

    def current(self, operation: Operation) -> None:
        """This operation is next."""


class Silent:
    """Progress that nobody wants to hear of."""

    def advance(self, count: int) -> None:
        """Nothing."""

    def current(self, operation: Operation) -> None:
        """Nothing."""
