"""How far a scan has come and what it cost: counted while it runs, and as one value when it has ended."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from organizer.model import Tier
from organizer.tmdb.statistics import TmdbStatistics

_RATE_WINDOW = 5.0


class Stage(StrEnum):
    """The stages of a scan, in the order in which a file meets them; they overlap."""

    DISCOVERY = "discovery"
    PARSING = "parsing"
    MATCHING = "matching"


@dataclass(slots=True)
class StageTime:
    """``began`` and ``ended`` are seconds since the scan's start; None while there was nothing to do."""

    began: float | None = None
    ended: float | None = None

    @property
    def seconds(self) -> float:
        """From the first piece of work to the end of the last."""
        return 0.0 if self.began is None or self.ended is None else self.ended - self.began


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a scan came to. ``stages`` are seconds, and overlap; ``recalled`` files were not parsed or matched again."""

    seconds: float
    stages: Mapping[Stage, float]
    found: int
    left_out: int
    parsed: int
    recalled_parses: int
    matched: int
    recalled_verdicts: int
    tiers: Mapping[Tier, int]
    tmdb: TmdbStatistics

    def to_json(self) -> dict[str, Any]:
        """The object ``work`` in the summary of ``scan``."""
        return {
            "seconds": round(self.seconds, 3),
            "stages": {stage.value: round(seconds, 3) for stage, seconds in self.stages.items()},
            "found": self.found,
            "left_out": self.left_out,
            "parsed": self.parsed,
            "recalled_parses": self.recalled_parses,
            "matched": self.matched,
            "recalled_verdicts": self.recalled_verdicts,
            "tiers": {tier.value: count for tier, count in self.tiers.items()},
            "tmdb": self.tmdb.to_json(),
        }


@dataclass(slots=True)
class Counters:
    """How far the pipeline has come. Written by its loop only; reading from another thread is safe.

    ``parsed`` and ``matched`` count every file that has come so far; of them ``recalled_parses`` and
    ``recalled_verdicts`` were known from an earlier scan.
    """

    found: int = 0
    left_out: int = 0
    parsed: int = 0
    matched: int = 0
    recalled_parses: int = 0
    recalled_verdicts: int = 0
    discovering: bool = True
    finished: bool = False
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    tiers: Counter[Tier] = field(default_factory=Counter)
    stages: dict[Stage, StageTime] = field(default_factory=lambda: {stage: StageTime() for stage in Stage})
    _expected: int = 0
    _marks: list[tuple[float, int]] = field(default_factory=list)

    @property
    def elapsed(self) -> float:
        """Seconds since the start, or until the end."""
        return (self.ended or time.monotonic()) - self.started

    def began(self, stage: Stage) -> None:
        """A stage starts a piece of work."""
        found = self.stages[stage]
        if found.began is None:
            found.began = time.monotonic() - self.started

    def worked(self, stage: Stage) -> None:
        """A stage has ended a piece of work."""
        self.stages[stage].ended = time.monotonic() - self.started

    def mark(self) -> None:
        """Note how many are matched now; ``rate`` looks back over these."""
        now = time.monotonic()
        self._marks.append((now, self.matched))
        while self._marks[0][0] < now - _RATE_WINDOW and len(self._marks) > 2:
            self._marks.pop(0)

    @property
    def rate(self) -> float:
        """Files a second: over the last seconds while it runs, over everything when it has ended."""
        if self.finished or len(self._marks) < 2:
            return self.matched / self.elapsed if self.elapsed > 0 else 0.0
        (then, before), (now, after) = self._marks[0], self._marks[-1]
        return (after - before) / (now - then) if now > then else 0.0

    def expect(self, read: int, ahead: int) -> None:
        """So many folders have held the files found so far, and so many more are known."""
        self._expected = self.found * (read + ahead) // read if read else self.found

    @property
    def expected(self) -> int:
        """How many files there will be: as many as were found, once all folders are read, and before that a guess.

        Folders are read only so far ahead of the names, for the memory's sake; what is found says little by itself.
        """
        return max(self.found, self._expected) if self.discovering else self.found

    @property
    def eta(self) -> float | None:
        """Seconds until all files that are expected are matched; None while that cannot be said."""
        left = self.expected - self.matched
        if self.finished or left <= 0:
            return 0.0 if not self.discovering else None
        return left / self.rate if self.rate > 0 else None

    def statistics(self, tmdb: TmdbStatistics) -> Statistics:
        """All of it as one value."""
        return Statistics(
            seconds=self.elapsed,
            stages={stage: found.seconds for stage, found in self.stages.items()},
            found=self.found,
            left_out=self.left_out,
            parsed=self.parsed,
            recalled_parses=self.recalled_parses,
            matched=self.matched,
            recalled_verdicts=self.recalled_verdicts,
            tiers={tier: self.tiers[tier] for tier in Tier},
            tmdb=tmdb,
        )
