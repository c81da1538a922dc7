"""Carrying: a run of the transfer on a thread, with numbers that a timer can read at any moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from organizer.cancellation import CancelToken
from organizer.model import Operation, Outcome, Result
from organizer.transfer.apply import Execution
from organizer.transfer.journal import Journal

Work = Callable[[Journal, CancelToken, "Carrying"], Execution]
"""What is carried out: the run of a plan, or the undo of a run."""


class Carrying:
    """What has become of a run so far. Written by its thread only; reading it from another is safe.

    ``files`` and ``bytes`` are what there is to do, as far as that is known. It is its own ``Progress``.
    """

    def __init__(self, files: int, total_bytes: int) -> None:
        self.files = files
        self.total_bytes = total_bytes
        self.token = CancelToken()
        self.run_id: str | None = None
        self.outcomes: list[Outcome] = []
        self.copied = 0
        self.current_source = ""
        self.started = time.monotonic()
        self.ended: float | None = None

    # -- the engine's Progress

    def advance(self, count: int) -> None:
        """Bytes have been copied."""
        self.copied += count

    def current(self, operation: Operation) -> None:
        """This one is next."""
        self.current_source = operation.source

    # -- numbers

    def run(self, journal: Path, work: Work) -> None:
        """Do it; on the thread that calls. Raises TransferError or JournalError when it could not go on."""
        try:
            with Journal.open(journal, write=True) as opened:
                execution = work(opened, self.token, self)
                self.run_id = execution.run_id
                for outcome in execution:
                    self.outcomes.append(outcome)
        finally:
            self.ended = time.monotonic()

    def count(self, result: Result) -> int:
        """How many ended like this."""
        return sum(1 for outcome in tuple(self.outcomes) if outcome.result is result)

    @property
    def bytes_done(self) -> int:
        """Bytes of the files that are done, and of the one that is being copied."""
        done = sum(outcome.size for outcome in tuple(self.outcomes) if outcome.result is Result.DONE)
        return max(done, min(self.copied, self.total_bytes))

    @property
    def elapsed(self) -> float:
        """Seconds since the start, or until the end."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def share(self) -> float:
        """How much is done, 0 to 1: by bytes where bytes are copied, else by files; at the end, the files that went."""
        past = len(self.outcomes) if self.ended is None else self.count(Result.DONE)
        by_files = past / self.files if self.files else 1.0
        if self.copied and self.total_bytes and self.ended is None:
            return min(1.0, self.bytes_done / self.total_bytes)
        return min(1.0, by_files)

    @property
    def eta(self) -> float | None:
        """Seconds still to go; None while that cannot be said."""
        if self.share <= 0 or self.elapsed < 1:
            return None
        return self.elapsed * (1 - self.share) / self.share

    def failures(self) -> list[Outcome]:
        """Those that were not done, with the reasons."""
        return [outcome for outcome in self.outcomes if outcome.result is not Result.DONE]

    def done_sources(self) -> list[str]:
        """Where the files were that are done."""
        return [outcome.source for outcome in self.outcomes if outcome.result is Result.DONE]
