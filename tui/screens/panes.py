"""ReviewPanes: the panes of the review, and how they follow the engine and the filter."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer

from organizer.display import safe_text
from organizer.errors import OrganizerError, TmdbOffline, TmdbRefused
from organizer.model import Decision, Match, ReviewRow, Tier
from organizer.pipeline import PipelineFinished, StageFailed
from organizer.store.codes import Tally
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.groups import Group, GroupKind
from organizer.store.query import QueryError
from organizer.store.review import StoreChange
from organizer.store.view import Folds, Grouping, ViewState
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
from tui.widgets.review_list import FIRST_FOLDS, ReviewList
from tui.widgets.status_line import Banner, Mood, StatusLine
from tui.widgets.tally import TallyLine

if TYPE_CHECKING:
    from organizer.matching.explained import Explained

_TICK = 0.1
_PORTIONS = 3  # of what came, in one tick
_WIDE = 100  # columns from which on the panes stand side by side
_DETAIL_DELAY = 0.06  # a held key must not repaint the detail at every step
_DETAIL_EVERY = 2.0  # seconds between two looks at a group that a scan changes all the time
_SORT_EVERY = 1.0  # seconds between two sorts while a scan brings rows; more when sorting is slow
_SORT_SHARE = 120  # the part of the time that sorts may take is one of so many: a key that comes in one waits for it

UNDECIDED = frozenset({Decision.PENDING})
DECIDED = frozenset(Decision) - UNDECIDED
ORDER_WORDS = {
    SortOrder.NEED: "what needs you first",
    SortOrder.NAME: "by name",
    SortOrder.TITLE: "by title",
    SortOrder.SCORE: "lowest score first",
}
GROUP_WORDS = {
    Grouping.TITLE: "by show and film",
    Grouping.FOLDER: "by folder",
    Grouping.FLAT: "one list",
}
# What nothing can be done with where no file is shown.
_FOR_ROWS = tuple(
    f"{Place.REVIEW}.{name}"
    for name in ("next-open", "approve", "approve-all", "skip", "mark", "pick", "fix", "episode", "why", "name")
)
# How a review looks that was never looked at before.
FIRST_VIEW = ViewState(grouping=Grouping.TITLE, folds=FIRST_FOLDS)
_KEEP_EVERY = 1.0  # seconds between two times that the view is kept
_LOOKED_AT = 60  # rows of a group that its detail speaks of: enough to say what is usual in it
_LOOKED_THROUGH = 200  # rows whose episodes are counted: a whole row costs 60 µs


class ReviewPanes(Watched, Screen[None]):
    """One timer, ten times a second, takes in what the engine found and paints what differs."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.REVIEW)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    AUTO_FOCUS = "#list"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._store = desk.store
        view = (desk.store.memory.view(desk.roots) if desk.store.memory else None) or FIRST_VIEW
        self._filter = view.limit
        self._order = view.order
        self._wanted = view.cursor
        self._kept = view
        self._next_keep = 0.0
        self._changed: set[int] = set()
        self._stale = False
        self._counted = True
        self._turn = False
        self._next_sort = 0.0
        self._touched = False
        self._failure: OrganizerError | None = None
        self._air = ""
        self._shown_title = ""
        self._detail_timer: Timer | None = None
        self._list = ReviewList(desk.store, desk.glyphs, desk.done, id="list")
        self._list.gather(view.grouping, view.folds)
        self._tree = FolderTree(desk.store.folders, desk.store.tally, desk.glyphs, id="tree")
        self._detail = DetailPane(desk.glyphs, self._target_of, self._explain, id="detail")
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
        self._bar.show(self._filter.text)
        self._tree.choose(self._filter.folder)
        self._sort()
        self._paint_counts()
        self._show_detail_soon()

    # -- following the engine

    def tick(self) -> None:
        """Take in what the engine found, and paint what differs.

        During a scan the list and the numbers beside it take turns: a key that comes then waits for half as long.
        """
        self._take_in(_PORTIONS)
        self._turn = not self._turn
        alone = not self._desk.bridge.scanning
        if alone or self._turn:
            due = self._stale and time.monotonic() >= self._next_sort and self._list.range_start is None
            if due:
                self._sort()
            if alone or not due:  # what changed in the lines that stay waits for the next turn
                self._paint_list()
        if alone or not self._turn:
            self._paint_numbers()
        if time.monotonic() >= self._next_keep:
            self._keep_view()

    def _take_in(self, portions: int) -> None:
        """Take in what the engine found in portions with room for keys between them; the rest waits for a tick."""
        before = len(self._changed)
        for event in self._desk.bridge.drain_into(self._store):
            self._hear(event)
        self._stale |= len(self._changed) > before
        if portions > 1 and self._desk.bridge.waiting:
            self.set_timer(_TICK / _PORTIONS, lambda: self._take_in(portions - 1))

    def on_unmount(self) -> None:
        """The next start begins where this one ended."""
        self._keep_view()

    def _keep_view(self) -> None:
        """Keep filter, order, groups, folds and place, when they are other ones than were kept."""
        self._next_keep = time.monotonic() + _KEEP_EVERY
        place = self._list.place
        cursor = self._wanted or (place if isinstance(place, str) else "" if place is None else self._path(place))
        view = ViewState(self._filter, self._order, self._list.grouping, self._list.folds, cursor)
        if view != self._kept and self._store.memory:
            self._kept = view
            self._store.memory.keep_view(self._desk.roots, view)

    def _path(self, row_id: int) -> str:
        return self._store.columns.path(row_id)

    def _back_to_place(self) -> None:
        """Put the cursor where it stood the last time, once that is found; a key of the person ends the wait."""
        if not self._wanted:
            return
        row_id = self._store.find(self._wanted)
        place: int | str = self._wanted if row_id is None else row_id
        shown = row_id is None or self._list.outline.line_of(row_id) is not None or self._list.grouping is Grouping.FLAT
        if shown and self._list.go_to(place) and not self._desk.bridge.scanning:
            self._wanted = ""

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
        tally = self._store.tally
        open_ = sum(tally[tier, Decision.PENDING] for tier in Tier if tier is not Tier.SURE)
        sure = self._store.tally[Tier.SURE, Decision.PENDING]
        if not open_ and not sure:
            return "Everything is decided: {review.plan} shows the plan."
        return f"Scan complete: {counted(sure, 'file')} sure, {counted(open_, 'question')} for you."

    def _store_changed(self, change: StoreChange) -> None:
        self._changed |= change.rows

    def _paint(self) -> None:
        self._paint_list()
        self._paint_numbers()

    def _paint_list(self) -> None:
        if not self._changed:
            return
        changed, self._changed = self._changed, set()
        self._counted = False
        self._list.rows_changed(changed)
        if self._list.group is None and self._list.row_id in changed:
            self._show_detail_soon()
        elif self._list.group is not None and self._detail_timer is None:  # its counts: not at every change
            self._detail_timer = self.set_timer(_DETAIL_EVERY, self._show_detail)

    def _paint_numbers(self) -> None:
        bridge = self._desk.bridge
        self._progress.show(bridge.counters, bridge.tmdb, "stopped" if self._failure else "")
        if not self._counted:
            self._paint_counts()

    def _paint_counts(self) -> None:
        self._counted = True
        self._tally.show(self._counts(), len(self._desk.done))
        self._tree.folders_changed()

    def _counts(self) -> Tally:
        """The counts of what the filter shows."""
        try:
            return self._store.counts(self._filter)
        except QueryError:  # said where it was typed
            return self._store.tally

    def on_resize(self, event: events.Resize) -> None:
        """Without frames at the sides a title needs air of its own."""
        self._air = " " if event.size.width < _WIDE else ""
        for pane, title in ((self._tree, "Folders"), (self._progress, "Scan"), (self._detail, "Detail")):
            pane.border_title = f"{self._air}{title}{self._air}"
        self._paint_title()

    def _sort(self) -> None:
        """Make the order again; the next one may come when this one's cost is a small part of the time between."""
        started = time.monotonic()
        self._list.show(self._store.order(self._filter, self._order), follow=self._touched)
        if not self._touched:
            self._back_to_place()
        ended = time.monotonic()
        if len(self._store):  # the first rows are shown at once
            self._next_sort = ended + max(_SORT_EVERY, (ended - started) * _SORT_SHARE)
        self._stale = False
        self._paint_title()

    def _paint_title(self) -> None:
        shown, total = len(self._list.order), len(self._store)
        parts = ["Review", f"{shown:,} of {total:,}" if self._filter.active else f"{total:,}", self._arranged()]
        if self._filter.tiers:
            parts.append("only " + ", ".join(TIER_WORDS[tier] for tier in self._filter.tiers))
        if self._filter.decisions:
            parts.append("undecided" if self._filter.decisions == UNDECIDED else "decided")
        if self._filter.text:
            parts.append(f"“{safe_text(self._filter.text)}”")
        title = self._air + f" {self._desk.glyphs.dot} ".join(parts) + self._air
        self._list.empty = self._empty_text()
        self._hints.hide(*(() if shown else _FOR_ROWS))
        if title != self._shown_title:  # setting it paints the whole pane
            self._shown_title = title
            self._list.border_title = Content(title)

    def _arranged(self) -> str:
        """In groups what costs the person comes first anyway: the order is worth a word only where it is another."""
        grouping = self._list.grouping
        if grouping is Grouping.FLAT:
            return ORDER_WORDS[self._order]
        order = "" if self._order is SortOrder.NEED else f", {ORDER_WORDS[self._order]}"
        return GROUP_WORDS[grouping] + order

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
        self._detail_timer = None
        row_id, group = self._list.row_id, self._list.group
        if group is not None:
            rows = [self._store[i] for i in self._open_of(group)[:_LOOKED_AT]]
            self._detail.show_group(group, rows, self._matches_of(group))
        elif row_id is None:
            self._detail.show(None)
        else:
            row = self._store[row_id]
            self._detail.show(row, done=row_id in self._desk.done, earlier=self._earlier(row))

    def _matches_of(self, group: Group) -> list[Match]:
        """The matches of a show or season that is small enough to be looked through."""
        if group.kind not in {GroupKind.SHOW, GroupKind.SEASON} or len(group.rows) > _LOOKED_THROUGH:
            return []
        verdicts = (self._store[row_id].verdict for row_id in group.rows)
        return [verdict.match for verdict in verdicts if verdict and verdict.match]

    def _earlier(self, row: ReviewRow) -> str:
        """What a run before this sitting has done with the file, in words."""
        if row.decision is not Decision.DONE or self._desk.before is None:
            return ""
        done = self._desk.before(row.file.path, row.file.identity)
        return done.words if done else ""

    def _spokesman(self) -> int | None:
        """The row under the cursor, or of a group the one whose candidates the detail offers."""
        group = self._list.group
        return self._list.row_id if group is None else next(iter(self._open_of(group) or group.rows), None)

    def _open_of(self, group: Group) -> list[int]:
        """The undecided rows of a group, those that need a look first; all where every one is decided."""
        pending = [i for i in group.rows if self._is_open(i)]
        return sorted(pending, key=lambda i: self._store.tier(i) in {None, Tier.SURE}) or list(group.rows)

    def _is_open(self, row_id: int) -> bool:
        return row_id not in self._desk.done and self._store.decision(row_id) is Decision.PENDING

    def _target_of(self, row: ReviewRow) -> str | None:
        target = target_below(row, self._desk.settings, self._desk.library)
        return f"{self._desk.glyphs.written} {target}" if target and row.written else target

    def _explain(self, row: ReviewRow) -> Explained | None:
        if row.verdict is None:
            return None
        from organizer.matching.explained import explain  # no row has a verdict before the first frame

        return explain(row.verdict, row.parse, self._desk.settings.matching)

    def on_key(self, _event: events.Key) -> None:
        """From the first key on the cursor keeps to its row; until then it stays at the top, or where it was once."""
        self._touched = True
        self._wanted = ""

    def _note_marks(self) -> None:
        marked = len(self._list.marked)
        self._hints.note(f"{marked:,} marked" if marked else "")

    def limit(self, limit: RowFilter) -> None:
        """Show the rows that pass. A query that cannot be read is said, and what was shown stays."""
        before, self._filter = self._filter, limit
        self._touched = True
        try:
            self._sort()
        except QueryError as error:
            self._filter = before
            self.say(error.sentence(), Mood.WARNING)
            return
        self._paint_counts()
        self.say("{review.clear} shows everything again." if limit.active else "")

    def gather(self, grouping: Grouping, folds: Folds) -> None:
        """Gather the rows in other groups."""
        self._touched = True
        self._list.gather(grouping, folds)
        self._paint_title()


def _way_out(error: OrganizerError) -> str:
    if isinstance(error, TmdbRefused):
        return "{review.credential} enters another key; {review.rescan} tries again."
    if isinstance(error, TmdbOffline):
        return ""
    return "{review.rescan} tries again."
