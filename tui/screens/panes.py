"""ReviewPanes: the panes of the review, and how they follow the engine and the filter."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer

from organizer.display import safe_text
from organizer.errors import OrganizerError, TmdbOffline, TmdbRefused
from organizer.model import Decision, ReviewRow, Tier
from organizer.pipeline import PipelineFinished, StageFailed
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.review import StoreChange
from tui.actions import Place, bindings_of
from tui.desk import Desk
from tui.phrases import TIER_WORDS, counted
from tui.proposal import target_below
from tui.screens.watched import Watched
from tui.widgets.detail import DetailPane
from tui.widgets.filter_bar import FilterBar
from tui.widgets.folder_tree import FolderTree
from tui.widgets.hints import KeyHints
from tui.widgets.lines import LineView
from tui.widgets.progress import ScanProgress
from tui.widgets.review_list import ReviewList
from tui.widgets.status_line import Banner, Mood, StatusLine
from tui.widgets.tally import TallyLine

_TICK = 0.1
_WIDE = 100  # columns from which on the panes stand side by side
_DETAIL_DELAY = 0.06  # a held key must not repaint the detail at every step
_SORT_EVERY = 0.5  # seconds between two sorts while a scan brings rows; more when sorting is slow
_SORT_SHARE = 20  # a sort may take a twentieth of the time

UNDECIDED = frozenset({Decision.PENDING})
DECIDED = frozenset(Decision) - UNDECIDED
ORDER_WORDS = {
    SortOrder.NEED: "what needs you first",
    SortOrder.NAME: "by name",
    SortOrder.TITLE: "by title",
    SortOrder.SCORE: "lowest score first",
}


class ReviewPanes(Watched, Screen[None]):
    """One timer, ten times a second, takes in what the engine found and paints what differs."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.REVIEW)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    AUTO_FOCUS = "#list"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._store = desk.store
        self._filter = RowFilter()
        self._order = SortOrder.NEED
        self._changed: set[int] = set()
        self._stale = False
        self._next_sort = 0.0
        self._touched = False
        self._failure: OrganizerError | None = None
        self._air = ""
        self._shown_title = ""
        self._detail_timer: Timer | None = None
        self._list = ReviewList(desk.store, desk.glyphs, desk.done, id="list")
        self._tree = FolderTree(desk.store.folders, desk.store.tally, desk.glyphs, id="tree")
        self._detail = DetailPane(desk.glyphs, self._target_of, id="detail")
        self._progress = ScanProgress(desk.glyphs, id="progress")
        self._tally = TallyLine(desk.glyphs, id="tally")
        self._status = StatusLine(desk.glyphs, id="status")
        self._banner = Banner(desk.glyphs, id="banner")
        self._bar = FilterBar(id="filter")
        self._hints = KeyHints(Place.REVIEW, Place.APP, id="hints")

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield self._tally
        yield self._banner
        with Horizontal(id="panes"):
            with Vertical(id="side"):
                yield self._tree
                yield self._progress
            with Vertical(id="main"):
                yield self._list
                yield self._detail
        yield self._bar
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Start to follow the store and the engine."""
        self._banner.show(" ".join(self._desk.warnings))
        self._store.subscribe(self._store_changed)
        self.set_interval(_TICK, self.tick)
        self._sort()
        self._paint_counts()
        self._show_detail_soon()

    # -- following the engine

    def tick(self) -> None:
        """Take in what the engine found, and paint what differs."""
        before = len(self._changed)
        told = self._desk.bridge.drain_into(self._store)
        for event in told:
            self._hear(event)
        self._stale |= len(self._changed) > before
        if self._stale and time.monotonic() >= self._next_sort and self._list.range_start is None:
            self._sort()
        self._paint()

    def scan(self) -> None:
        """Scan the folders of this sitting, again."""
        self._failure = None
        self._banner.show(" ".join(self._desk.warnings))
        if self._desk.roots:
            self._desk.bridge.scan(self._desk.roots)

    def say(self, message: str, mood: Mood = Mood.NOTE) -> None:
        """Show a sentence."""
        self._status.say(message, mood)

    def _hear(self, event: StageFailed | PipelineFinished) -> None:
        if isinstance(event, StageFailed):
            self._failure = event.error
            self._banner.show(f"{event.error.sentence()}. {_way_out(event.error)}")
            return
        self._next_sort = 0.0
        self._stale = True
        if not event.cancelled and self._failure is None and len(self._store):
            self.say(self._summary())

    def _summary(self) -> str:
        open_ = sum(1 for row in self._store if row.needs_person)
        sure = self._store.tally[Tier.SURE, Decision.PENDING]
        if not open_ and not sure:
            return "Everything is decided: {review.plan} shows the plan."
        return f"Scan complete: {counted(sure, 'file')} sure, {counted(open_, 'question')} for you."

    def _store_changed(self, change: StoreChange) -> None:
        self._changed |= change.rows

    def _paint(self) -> None:
        bridge = self._desk.bridge
        self._progress.show(bridge.counters, bridge.tmdb, "stopped" if self._failure else "")
        if not self._changed:
            return
        changed, self._changed = self._changed, set()
        self._list.rows_changed(changed)
        self._paint_counts()
        if self._list.row_id in changed:
            self._show_detail_soon()

    def _paint_counts(self) -> None:
        self._tally.show(self._store.tally, len(self._desk.done))
        self._tree.folders_changed()

    def on_resize(self, event: events.Resize) -> None:
        """Without frames at the sides a title needs air of its own."""
        self._air = " " if event.size.width < _WIDE else ""
        for pane, title in ((self._tree, "Folders"), (self._progress, "Scan"), (self._detail, "Detail")):
            pane.border_title = f"{self._air}{title}{self._air}"
        self._paint_title()

    def _sort(self) -> None:
        """Make the order again; the next one may come when this one's cost is a twentieth of the time between."""
        started = time.monotonic()
        self._list.show(self._store.order(self._filter, self._order), follow=self._touched)
        ended = time.monotonic()
        self._next_sort = ended + max(_SORT_EVERY, (ended - started) * _SORT_SHARE)
        self._stale = False
        self._paint_title()

    def _paint_title(self) -> None:
        shown, total = len(self._list.order), len(self._store)
        parts = ["Review", f"{shown:,} of {total:,}" if self._filter.active else f"{total:,}", ORDER_WORDS[self._order]]
        if self._filter.tiers:
            parts.append("only " + ", ".join(TIER_WORDS[tier] for tier in self._filter.tiers))
        if self._filter.decisions:
            parts.append("undecided" if self._filter.decisions == UNDECIDED else "decided")
        if self._filter.text:
            parts.append(f"“{safe_text(self._filter.text)}”")
        title = self._air + f" {self._desk.glyphs.dot} ".join(parts) + self._air
        self._list.empty = self._empty_text()
        if title != self._shown_title:  # setting it paints the whole pane
            self._shown_title = title
            self._list.border_title = Content(title)

    def _empty_text(self) -> Sequence[str]:
        if len(self._store):
            return ("No file is shown by this filter.", "{review.clear} clears it.")
        if not self._desk.roots:
            return ("No folder to scan.", "Start with one: pmo FOLDER, or set library.sources in the config.")
        if self._desk.bridge.scanning or self._desk.bridge.counters is None:
            return ("Looking for films and episodes.",)
        return (
            "No film or episode was found here.",
            "{review.left-out} lists what was left out, and why; {review.rescan} scans again.",
        )

    # -- the row under the cursor

    @on(LineView.Moved, "#list")
    def _cursor_moved(self) -> None:
        self._show_detail_soon()
        if self._list.range_start is not None:
            self._note_marks()

    def _show_detail_soon(self) -> None:
        if self._detail_timer:
            self._detail_timer.stop()
        self._detail_timer = self.set_timer(_DETAIL_DELAY, self._show_detail)

    def _show_detail(self) -> None:
        row_id = self._list.row_id
        if row_id is None:
            self._detail.show(None)
        else:
            row = self._store[row_id]
            self._detail.show(row, done=row_id in self._desk.done, earlier=self._earlier(row))

    def _earlier(self, row: ReviewRow) -> str:
        """What a run before this sitting has done with the file, in words."""
        if row.decision is not Decision.DONE or self._desk.before is None:
            return ""
        done = self._desk.before(row.file.path, row.file.identity)
        return done.words if done else ""

    def _target_of(self, row: ReviewRow) -> str | None:
        return target_below(row, self._desk.settings, self._desk.library)

    def on_key(self, _event: events.Key) -> None:
        """From the first key on the cursor keeps to its row; until then it stays at the top."""
        self._touched = True

    def _note_marks(self) -> None:
        marked = len(self._list.marked)
        self._hints.note(f"{marked:,} marked" if marked else "")

    def limit(self, limit: RowFilter) -> None:
        """Show the rows that pass."""
        self._filter = limit
        self._touched = True
        self._sort()
        self.say("{review.clear} shows everything again." if limit.active else "")


def _way_out(error: OrganizerError) -> str:
    if isinstance(error, TmdbRefused):
        return "{review.credential} enters another key; {review.rescan} tries again."
    if isinstance(error, TmdbOffline):
        return ""
    return "{review.rescan} tries again."
