"""HistoryScreen: the runs, newest first, what each did, and their undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from organizer.display import human_size, safe_text
from organizer.errors import OrganizerError
from organizer.model import Result, Run, RunState
from organizer.transfer.journal import Journal
from organizer.transfer.records import OpState
from tui.actions import Place, bindings_of
from tui.desk import Desk
from tui.elide import fit, fit_name
from tui.history_lines import HistoryLine, folded_at_first, history_lines
from tui.phrases import counted
from tui.plan_words import verb
from tui.screens.undoing import take_back
from tui.screens.watched import Watched
from tui.widgets.folds import FoldList
from tui.widgets.hints import KeyHints
from tui.widgets.lines import LineView, Piece
from tui.widgets.status_line import Mood, StatusLine

_STATE_STYLES = {
    RunState.COMPLETE: "lines--good",
    RunState.PARTIAL: "lines--warning",
    RunState.INTERRUPTED: "lines--problem",
    RunState.UNDONE: "lines--muted",
}
_WORDS = {
    OpState.DONE: ("done", "lines--good"),
    OpState.UNDONE: ("undone", "lines--muted"),
    OpState.FAILED: (Result.FAILED.value, "lines--problem"),
}


_WITH_SIZE = 64  # columns from which on a run says how large it was


class RunList(LineView):
    """One line for each run."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._runs: Sequence[Run] = ()
        self.empty = ("No run yet: {review.plan} in the review shows a plan, {plan.apply} there carries it out.",)

    @property
    def current(self) -> Run | None:
        """The run under the cursor."""
        return self._runs[self.cursor] if self.cursor < len(self._runs) else None

    def show(self, runs: Sequence[Run]) -> None:
        """Show these."""
        self._runs = runs
        self.lines_changed()

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._runs)

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        return self._runs[index]

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        run = self._runs[index]
        rest = [f"{run.failed:,} failed"] if run.failed else []
        rest += [f"{run.undone:,} undone"] if run.undone else []
        size = f"{human_size(run.bytes):>9}  " if width >= _WITH_SIZE else ""  # how it ended matters more
        return [
            (f" {run.started.astimezone():%Y-%m-%d %H:%M}  ", "lines--strong"),
            (f"{counted(run.operations, 'file')} {verb(run.action)}".ljust(22), ""),
            (size, "lines--muted"),
            (f"{run.state.value:<12}", _STATE_STYLES[run.state]),
            (fit(", ".join(rest), max(0, width - 53 - len(size))), "lines--muted"),
        ]


class EntryList(FoldList[HistoryLine]):
    """The operations of a run, below the show or film that they belong to."""

    def draw_line(self, line: HistoryLine, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        cut, entry = self._glyphs.ellipsis, line.entry
        if entry is None:
            name = fit(line.text, max(0, width - cell_len(line.note) - 2), cut)
            return [(name, "lines--strong"), (f" {line.note} ", "lines--muted")]
        word, style = _WORDS.get(entry.state, (entry.state.value, "lines--muted"))
        room = width - 12
        old = room * 45 // 100
        return [
            (f"{word:<8} ", style),
            (fit_name(safe_text(entry.source.rpartition("/")[2]), old, cut), "lines--muted"),
            (f" {self._glyphs.arrow} ", "lines--muted"),
            (fit_name(line.text, room - old, cut), "lines--problem" if entry.error else ""),
        ]


class HistoryScreen(Watched, Screen[None]):
    """Shows the runs; u takes the one under the cursor back, after a look at what can be."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.HISTORY)
    AUTO_FOCUS = "#runs"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._runs = RunList(id="runs")
        self._entries = EntryList(desk.glyphs, id="entries")
        self._status = StatusLine(desk.glyphs, id="history-status")
        self._hints = KeyHints(Place.HISTORY, Place.APP)

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield self._runs
        yield self._entries
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Read the journal."""
        self._runs.border_title = "Runs"
        self._entries.border_title = "Shows and films of this run"
        self._read()

    @work(thread=True, group="journal", exclusive=True, exit_on_error=False, name="reading the journal")
    def _read(self) -> None:
        try:
            journal, damage = Journal.read(self._desk.places.journal)
            with journal:
                runs = journal.runs()
        except OrganizerError as error:
            self.call_later(self._status.say, error.sentence(), Mood.PROBLEM)
            return
        self.call_later(self._show_runs, runs)
        if damage is not None:
            self.call_later(self._status.say, damage.sentence(), Mood.PROBLEM)

    def _show_runs(self, runs: Sequence[Run]) -> None:
        self._runs.show(runs)
        self._hints.hide(*(() if runs else ("history.undo", "history.next-pane")))

    @on(LineView.Moved, "#runs")
    def _run_changed(self) -> None:
        run = self._runs.current
        if run is not None:
            self._read_entries(run.id)

    @work(thread=True, group="entries", exclusive=True, exit_on_error=False, name="reading a run")
    def _read_entries(self, run_id: str) -> None:
        try:
            with Journal.read(self._desk.places.journal)[0] as journal:
                number = journal.number_of(run_id)
                lines = history_lines(journal.entries(number), journal.roots(number)[1])
        except OrganizerError as error:
            self.call_later(self._status.say, error.sentence(), Mood.PROBLEM)
            return
        self.call_later(self._show_entries, run_id, lines)

    def _show_entries(self, run_id: str, lines: Sequence[HistoryLine]) -> None:
        current = self._runs.current
        if current is not None and current.id == run_id:  # another run may be under the cursor by now
            self._entries.show(lines, folded_at_first(lines))

    @work(group="undo", exclusive=True, exit_on_error=False, name="taking a run back")
    async def action_undo(self) -> None:
        """Take the run under the cursor back; from the lower pane only the show, the film or the file there."""
        run = self._runs.current
        if run is None:
            return
        if not run.done:
            self._status.say("There is nothing left to take back of this run.", Mood.WARNING)
            return
        line = self._entries.current if self._entries.has_focus else None
        only = [line.path] if line is not None else None
        self._status.say("Checking every file.")
        try:
            sentence = await take_back(self.app, self._desk, run.id, only)
        except OrganizerError as error:
            self._status.say(error.sentence(), Mood.PROBLEM)
            return
        self._status.say(sentence)
        self._read()

    def action_next_pane(self) -> None:
        """Between runs and files."""
        (self._entries if self._runs.has_focus else self._runs).focus()

    def action_back(self) -> None:
        """Back to the review."""
        self.dismiss(None)
