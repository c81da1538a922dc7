"""Showing a run while it is carried out or taken back: each outcome, progress, and the summary."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from organizer.cancellation import CancelToken
from organizer.display import human_duration, human_size
from organizer.model import Operation, Outcome, Result
from tui.commands.interrupts import EXIT_INTERRUPTED, signals_cancel
from tui.commands.output import Output
from tui.commands.wording import listed


@dataclass(slots=True)
class Tally:
    """What has become of a run so far.

    ``bytes`` counts what is done; ``passed_over`` what the plan left out of it; ``stayed`` is what was not done after
    all.
    """

    results: Counter[Result] = field(default_factory=Counter)
    bytes: int = 0
    passed_over: int = 0
    stayed: list[Outcome] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.results[outcome.result] += 1
        self.bytes += outcome.size if outcome.result is Result.DONE else 0
        if outcome.result is not Result.DONE:
            self.stayed.append(outcome)

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self.started

    @property
    def clean(self) -> bool:
        """Whether everything was done."""
        return not self.results[Result.FAILED] and not self.results[Result.SKIPPED]


class RunProgress:
    """The line on standard error while files are on their way; told by the transfer."""

    def __init__(self, out: Output, total: int, size: int = 0) -> None:
        self._out = out
        self._total = total
        self._size = size
        self._begun = 0
        self._copied = 0
        self._started = time.monotonic()

    def advance(self, count: int) -> None:
        """More bytes were copied."""
        self._copied += count
        self._show()

    def current(self, operation: Operation) -> None:
        """The next unit begins."""
        del operation
        self._begun += 1
        self._show()

    def _show(self) -> None:
        seconds = time.monotonic() - self._started
        parts = [f"{self._begun:,} of {self._total:,}"]
        if self._copied and seconds > 0:
            rate = self._copied / seconds
            parts.append(f"{human_size(self._copied)} copied, {human_size(int(rate))}/s")
            parts.append(f"{human_duration(max(0, self._size - self._copied) / rate)} left at most")
        self._out.progress.show("  ".join(parts))


def show_outcomes(out: Output, outcomes: Iterable[Outcome], token: CancelToken) -> Tally:
    """Let the run happen and write each outcome; a signal ends it between two files, never within one."""
    tally = Tally()
    with signals_cancel(token, insist=False):
        for outcome in outcomes:
            tally.add(outcome)
            show_outcome(out, outcome)
    out.progress.clear()
    return tally


def show_outcome(out: Output, outcome: Outcome) -> None:
    """Write one outcome: an object, or a line for what failed and, on ``--verbose``, for what did not."""
    out.object(outcome.to_json())
    if outcome.result is not Result.DONE or out.verbose or outcome.warnings:
        out.line(f"{outcome.result.value:<7}  {outcome.source}")
        out.line(f"{'':9}to {outcome.target}")
    for sentence in (outcome.error, *outcome.warnings):
        if sentence:
            out.line(f"{'':9}{sentence}")


def show_run(out: Output, run: str | None, tally: Tally, *, undone: bool = False) -> None:
    """Write the summary of a run, or of its undo; None is one that was not begun, because there was nothing to do."""
    results = tally.results + Counter({Result.SKIPPED: tally.passed_over})
    out.object(
        {
            "summary": {
                "run": run,
                "done": results[Result.DONE],
                "failed": results[Result.FAILED],
                "skipped": results[Result.SKIPPED],
                "bytes": tally.bytes,
                "seconds": round(tally.seconds, 3),
            }
        }
    )
    words = {Result.DONE: "taken back"} if undone else {}
    counts = listed((results[result], words.get(result, result.value)) for result in Result)
    if run:
        out.line(f"Run {run}: {counts}; {human_size(tally.bytes)} in {human_duration(tally.seconds)}.")


def run_status(out: Output, tally: Tally, token: CancelToken, *, undone: bool = False) -> int:
    """The exit status of a run, or of its undo, that ended."""
    if token.cancelled:
        way = "goes on with it" if undone else "takes it back"
        out.say(f"Interrupted between two files; the journal knows what was done, and pmo undo {way}.")
        return EXIT_INTERRUPTED
    return 0 if tally.clean else 1
