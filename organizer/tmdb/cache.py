"""Answers kept in memory for minutes and on disk for days, and how well that works."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from organizer.config.schema import TmdbSettings
from organizer.tmdb.disk import CacheFile, StoredRow
from organizer.tmdb.questions import kind_of
from organizer.tmdb.stored import Answer, from_text, to_text

if TYPE_CHECKING:
    from cachetools import TTLCache

DAY = 86400.0
LONGEST_DAYS = 180.0  # TMDB's terms: no answer is kept for more than six months
FLUSH_AFTER = 200


class Lifetime(StrEnum):
    """How soon an answer may change. The days of each are settings."""

    SEARCH = "search"
    MISSING = "missing"
    DETAILS = "details"
    AIRING = "airing"


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What ``cache stats`` shows. Hits and misses count over all runs since the last clear.

    ``kinds`` are the entries by what was asked (search, details, season ...); ``oldest_seconds`` and ``newest_seconds``
    are ages of answers; ``path`` is None when there is no file.
    """

    entries: int
    kinds: Mapping[str, int]
    size_bytes: int
    hits: int
    misses: int
    oldest_seconds: float | None
    newest_seconds: float | None
    path: str | None
    warning: str = ""

    @property
    def hit_rate(self) -> float:
        """From 0 to 1."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 0.0

    def to_json(self) -> dict[str, Any]:
        """One object for ``cache stats --json``."""
        return {**asdict(self), "hit_rate": round(self.hit_rate, 4)}


@dataclass(frozen=True, slots=True)
class _Entry:
    answer: Answer
    stored: float
    lifetime: Lifetime


class TmdbCache:
    """Never fails: without a usable file it keeps answers in memory alone and says so in ``warning``.

    ``path`` None means memory alone from the start. ``clock`` gives seconds since the epoch.
    """

    def __init__(self, path: Path | None, settings: TmdbSettings, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._settings = settings
        self._clock = clock
        self._file = CacheFile(path) if path is not None else None
        self._memory: TTLCache[str, _Entry] | None = None
        self._hits = self._misses = 0
        self._counted = {"hits": 0, "misses": 0}  # without a file
        self._purged = False

    @property
    def warning(self) -> str:
        """One sentence for a person if the file is of no use or was begun anew, else empty."""
        return self._file.warning if self._file else ""

    def get(self, question: str, *, stale: bool = False) -> Answer | None:
        """The answer, unless it is too old; with ``stale`` however old it is."""
        entry = self._entries().get(question)
        if entry is None and (entry := self._read(question)) is not None:
            self._entries()[question] = entry
        hit = entry is not None and (stale or self._fresh(entry))
        self._count(hit=hit)
        return entry.answer if entry is not None and hit else None

    def put(self, question: str, answer: Answer, lifetime: Lifetime) -> None:
        """Keep an answer. An empty one is always kept for the days of missing ones."""
        lifetime = Lifetime.MISSING if answer.empty else lifetime
        entry = _Entry(answer, self._clock(), lifetime)
        self._entries()[question] = entry
        if self._file:
            self._file.write(question, StoredRow(entry.stored, lifetime.value, to_text(answer)))

    def clear(self) -> int:
        """Remove all answers and the counts; how many answers there were."""
        removed = self._file.clear() if self._file else len(self._entries())
        self._entries().clear()
        self._hits = self._misses = 0
        self._counted = {"hits": 0, "misses": 0}
        return removed

    def stats(self) -> CacheStats:
        """The numbers of now; reads through the questions of the file once."""
        self.flush()
        counts = self._file.counts() if self._file else self._counted
        questions = self._file.questions() if self._file else self._questions_in_memory()
        ages = [max(0.0, self._clock() - stored) for _, stored in questions]
        return CacheStats(
            entries=len(questions),
            kinds=dict(Counter(kind_of(question) for question, _ in questions).most_common()),
            size_bytes=self._file.size() if self._file else 0,
            hits=counts.get("hits", 0),
            misses=counts.get("misses", 0),
            oldest_seconds=max(ages, default=None),
            newest_seconds=min(ages, default=None),
            path=str(self._path) if self._path else None,
            warning=self.warning,
        )

    def close(self) -> None:
        """Write the counts and close the file. The cache can be used again afterwards."""
        self.flush()
        if self._file:
            self._file.close()

    def _read(self, question: str) -> _Entry | None:
        if self._file is None:
            return None
        if not self._purged:
            self._purged = True
            self._file.remove_older(self._clock() - LONGEST_DAYS * DAY)
        row = self._file.read(question)
        answer = from_text(row.text) if row else None
        if row is None or answer is None or row.lifetime not in set(Lifetime):
            return None
        return _Entry(answer, row.stored, Lifetime(row.lifetime))

    def _fresh(self, entry: _Entry) -> bool:
        """By the settings of now, not of when it was stored. A clock that was a day wrong makes nothing fresh."""
        return -DAY < self._clock() - entry.stored < self._days(entry.lifetime) * DAY

    def _days(self, lifetime: Lifetime) -> float:
        settings = self._settings
        days = {
            Lifetime.SEARCH: settings.search_days,
            Lifetime.MISSING: settings.missing_days,
            Lifetime.DETAILS: settings.details_days,
            Lifetime.AIRING: settings.airing_days,
        }[lifetime]
        return min(days, LONGEST_DAYS)

    def _entries(self) -> TTLCache[str, _Entry]:
        if self._memory is None:
            from cachetools import TTLCache  # only who asks pays for it

            most, seconds = self._settings.memory_entries, self._settings.memory_minutes * 60.0
            self._memory = TTLCache(most, seconds, self._clock, getsizeof=lambda entry: min(most, entry.answer.size))
        return self._memory

    def _questions_in_memory(self) -> list[tuple[str, float]]:
        return [(question, entry.stored) for question, entry in self._entries().items()]

    def _count(self, *, hit: bool) -> None:
        if hit:
            self._hits += 1
        else:
            self._misses += 1
        if self._hits + self._misses >= FLUSH_AFTER:
            self.flush()

    def flush(self) -> None:
        """Write the counts of hits and misses; the answers are written as they come."""
        counts = {"hits": self._hits, "misses": self._misses}
        if not any(counts.values()):
            return
        self._hits = self._misses = 0
        if self._file:
            self._file.add_counts(**counts)
        else:
            self._counted = {name: self._counted[name] + count for name, count in counts.items()}
