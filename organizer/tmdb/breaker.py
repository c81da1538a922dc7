"""When to stop believing that the service is there, and when to look again."""

from __future__ import annotations

from organizer.tmdb.limits import Clock

EXHAUSTED_IN_A_ROW = 3
LOOK_AGAIN_AFTER = 30.0


class Breaker:
    """Opens after three questions in a row that had no answer after all their retries.

    While it is open nobody asks, so that thousands of waiting questions fail at once instead of one by one for
    minutes; every 30 seconds one of them may try, and an answer closes it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._exhausted = 0
        self._look_at = 0.0

    @property
    def open(self) -> bool:
        """Whether asking is pointless now."""
        return self._exhausted >= EXHAUSTED_IN_A_ROW and self._clock() < self._look_at

    def claim(self) -> bool:
        """Whether a request may be sent at this instant. When the time to look again has come: only the first."""
        if self.open:
            return False
        if self._exhausted >= EXHAUSTED_IN_A_ROW:
            self._look_at = self._clock() + LOOK_AGAIN_AFTER
        return True

    def answered(self) -> None:
        """The service is there."""
        self._exhausted = 0

    def exhausted(self) -> None:
        """A question had no answer after all its retries."""
        self._exhausted += 1
        if self._exhausted == EXHAUSTED_IN_A_ROW:
            self._look_at = self._clock() + LOOK_AGAIN_AFTER
