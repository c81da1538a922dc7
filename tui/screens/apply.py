"""ApplyScreen: a run under way, and its report."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from organizer.display import human_duration, human_size, safe_text
from organizer.errors import OrganizerError
from organizer.model import Outcome, Result
from tui.actions import Place, bindings_of
from tui.carrying import Carrying, Work
from tui.desk import Desk
from tui.elide import fit_left
from tui.phrases import counted
from tui.screens.sheet import SheetLine, SheetLines
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.lines import Piece
from tui.widgets.pieces import PieceWidget
from tui.widgets.status_line import Mood, StatusLine

_LOG = logging.getLogger(__name__)
_TICK = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """What is done: a title, the work, and how much it is. ``undoes`` when it takes a run back."""

    title: str
    work: Work
    files: int
    total_bytes: int
    undoes: bool = False


class CarryingBar(PieceWidget):
    """The bar and the numbers of a run."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--bar", "progress--rest", "progress--value", "progress--label"}


class ApplyScreen(Watched, Screen[str | None]):
    """Carries a job out on a thread. Closing is possible only when it has ended: cancelling comes first.

    Answers the id of the run when the person wants it taken back at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.APPLY)
    AUTO_FOCUS = "#apply-report"

    def __init__(self, desk: Desk, job: Job) -> None:
        super().__init__()
        self._desk = desk
        self._job = job
        self._carrying = Carrying(job.files, job.total_bytes)
        self._error: OrganizerError | None = None
        self._ended = False
        self._bar = CarryingBar(id="apply-bar")
        self._report = SheetLines((), desk.glyphs, 0, id="apply-report")
        self._status = StatusLine(desk.glyphs, id="apply-status")
        self._hints = KeyHints(Place.APPLY)

    @property
    def running(self) -> bool:
        """Whether files are being touched."""
        return not self._ended

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="apply"):
            yield self._bar
            yield Static("", id="apply-current", markup=False)
        yield self._report
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#apply").border_title = self._job.title
        self._report.border_title = "Report"
        self._report.empty = ("Problems are listed here.",)
        self._hints.hide("apply.undo", "apply.back")
        self.set_interval(_TICK, self._paint)
        self._carry()

    @work(thread=True, group="carry", exit_on_error=False, name="working on files")
    def _carry(self) -> None:
        try:
            self._carrying.run(self._desk.places.journal, self._job.work)
        except OrganizerError as error:
            _LOG.warning("the run stopped: %s", error)
            self._error = error
        finally:
            self.call_later(self._finish)  # which does not wait: the app may be leaving

    def _finish(self) -> None:
        self._ended = True
        sources = self._carrying.done_sources()
        if self._job.undoes:
            self._desk.brought_back(sources)
        else:
            self._desk.carried(sources)
        undone = "that was taken back is where it was before"
        well = undone if self._job.undoes else "of the plan is where it belongs"
        self._report.empty = (f"No problem: every file {well}.",)
        self._report.show(report_lines(self._carrying, self._error))
        self._paint()
        self._hints.hide("apply.stop", *(["apply.undo"] if self._job.undoes else []))
        self._status.say(*self._ending())

    def _ending(self) -> tuple[str, Mood]:
        carrying = self._carrying
        done = counted(carrying.count(Result.DONE), "file")
        word = "taken back" if self._job.undoes else "done"
        failed = len(carrying.failures())
        text = f"{done} {word} in {human_duration(carrying.elapsed)}"
        if self._error is not None:
            return f"{text}. {self._error.sentence()}", Mood.PROBLEM
        if failed:
            return f"{text}, {counted(failed, 'file')} not: see the report.", Mood.WARNING
        if carrying.token.cancelled:
            return f"Cancelled after {done}; the rest is where it was.", Mood.WARNING
        ways = "{apply.back} goes back." if self._job.undoes else "{apply.undo} takes it back, {apply.back} goes on."
        return f"{text}. {ways}", Mood.NOTE

    # -- painting

    def _paint(self) -> None:
        carrying, glyphs = self._carrying, self._desk.glyphs
        width = max(10, self._bar.size.width - 6)
        full = int(width * carrying.share)
        done = len(carrying.outcomes) if self.running else carrying.count(Result.DONE)
        eta = carrying.eta
        left = f", {human_duration(eta)} left" if eta is not None and self.running else ""
        rate = carrying.bytes_done / carrying.elapsed if carrying.elapsed > 0 else 0
        of_total = f" of {human_size(carrying.total_bytes)}" if carrying.total_bytes else ""
        pieces: list[Piece] = [
            (glyphs.bar_full * full, "progress--bar"),
            (glyphs.bar_empty * (width - full), "progress--rest"),
            (f" {int(carrying.share * 100):>3}%\n", "progress--value"),
            (f"{done:,} of {counted(carrying.files, 'file')}", "progress--value"),
            (f"   {human_size(carrying.bytes_done)}{of_total}", "progress--value"),
            (f"   {human_size(int(rate))}/s{left}", "progress--label"),
        ]
        self._bar.set_pieces(pieces)
        current = safe_text(carrying.current_source) if self.running else ""
        shown = fit_left(current, max(1, self._bar.size.width), glyphs.ellipsis).rstrip()
        self.query_one("#apply-current", Static).update(Content(shown))

    # -- what a person does

    def action_stop(self) -> None:
        """Stop after the file that is under way; when it has ended, close."""
        if self._ended:
            self.dismiss(None)
            return
        self._carrying.token.cancel()
        self._status.say("Stopping after this file.", Mood.WARNING)

    def action_back(self) -> None:
        """Close, when it has ended."""
        if self._ended:
            self.dismiss(None)
        else:
            self._status.say("Files are under way: {apply.stop} stops after this one.", Mood.WARNING)

    def action_undo(self) -> None:
        """Take the run back."""
        if not self._ended or self._job.undoes or self._carrying.run_id is None:
            self._status.say("There is nothing to take back here.", Mood.WARNING)
            return
        self.dismiss(self._carrying.run_id)


def report_lines(carrying: Carrying, error: OrganizerError | None) -> Sequence[SheetLine]:
    """What a person has to know of a run that has ended: everything that was not done, and the warnings."""
    lines: list[SheetLine] = []
    if error is not None:
        lines.append(SheetLine(safe_text(error.sentence()), style="lines--problem"))
    failures = carrying.failures()
    if failures:
        lines.append(SheetLine(f"Not done: {counted(len(failures), 'file')}", style="lines--heading"))
    for outcome in failures:
        lines.append(SheetLine(safe_text(outcome.source), path=True))
        lines.append(SheetLine(f"  {safe_text(outcome.error or outcome.result.value)}", style="lines--muted"))
    warned = [(outcome, text) for outcome in carrying.outcomes for text in outcome.warnings]
    if warned:
        lines.append(SheetLine("Done, with a remark", style="lines--heading"))
        lines += [line for outcome, text in warned for line in _remark(outcome, text)]
    return lines


def _remark(outcome: Outcome, text: str) -> list[SheetLine]:
    return [SheetLine(safe_text(outcome.target), path=True), SheetLine(f"  {safe_text(text)}", style="lines--muted")]
