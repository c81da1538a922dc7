"""What a client did for its questions, as numbers for the progress line and the summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TmdbStatistics:
    """Counts since the client was made.

    ``requests`` are those sent, retries included. A question is answered by a request, from the cache (``cache_hits``)
    or by the request of somebody who is asking the same (``joined``). ``rate_limited`` counts answers 429. ``rate`` is
    how many requests a second may leave now, and ``pause`` for how many seconds none may, as TMDB has asked.
    """

    requests: int = 0
    cache_hits: int = 0
    joined: int = 0
    rate_limited: int = 0
    retries: int = 0
    rate: float = 0.0
    pause: float = 0.0

    @property
    def saved(self) -> int:
        """Questions that cost no request."""
        return self.cache_hits + self.joined

    def to_json(self) -> dict[str, Any]:
        """The ``tmdb`` object in the summary of ``scan``."""
        return {
            "requests": self.requests,
            "cache_hits": self.cache_hits,
            "rate_limited": self.rate_limited,
            "retries": self.retries,
            "joined": self.joined,
            "saved": self.saved,
            "rate": round(self.rate, 1),
        }
