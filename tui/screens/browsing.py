"""ReviewBrowsing: what a person does to see other rows and other panes; nothing here decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from textual import on, work

from organizer.model import Decision, Tier
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.query import QueryError, parse_query
from organizer.store.view import Grouping
from tui.deciding import Route
from tui.phrases import counted
from tui.screens.confirm import Choice, Confirm
from tui.screens.panes import DECIDED, GROUP_WORDS, ORDER_WORDS, UNDECIDED, ReviewPanes
from tui.widgets.detail import DetailPane
from tui.widgets.filter_bar import BarUse, FilterBar
from tui.widgets.folder_tree import FolderTree
from tui.widgets.lines import LineView
from tui.widgets.review_list import FIRST_FOLDS
from tui.widgets.status_line import Mood

_ONLY = (
    Choice(("s",), "sure", "sure"),
    Choice(("l",), "likely", "likely"),
    Choice(("?", "a"), "ambiguous", "ambiguous"),
    Choice(("n",), "none", "none"),
    Choice(("u",), "undecided", "undecided"),
    Choice(("d",), "decided", "decided"),
    Choice(("f", "escape"), "all", "all"),
)
_CYCLE: tuple[frozenset[Tier], ...] = (
    frozenset(),
    frozenset({Tier.AMBIGUOUS}),
    frozenset({Tier.NONE}),
    frozenset({Tier.LIKELY}),
    frozenset({Tier.SURE}),
)


class ReviewBrowsing(ReviewPanes):
    """Filters, orders, panes and jumps."""

    @on(FolderTree.Picked)
    def _folder_picked(self, event: FolderTree.Picked) -> None:
        self._tree.choose(event.folder)
        self.limit(replace(self._filter, folder=event.folder))
        if self.has_class("-narrow"):
            self._list.focus()

    def action_filter(self) -> None:
        """Type what to look for."""
        self._bar.values = self._known_values()
        self._bar.open()

    def action_mark_by(self) -> None:
        """Type what to mark among the rows shown."""
        self._bar.open(BarUse.MARK)

    def action_unmark_by(self) -> None:
        """Type what to unmark."""
        self._bar.open(BarUse.UNMARK)

    def _known_values(self) -> dict[str, list[str]]:
        columns = self._store.columns
        years = Counter(year for year in columns.year if year)
        return {"year": [str(year) for year, _ in years.most_common()]}

    @on(FilterBar.Changed)
    def _words_changed(self, event: FilterBar.Changed) -> None:
        if event.use is BarUse.FIND:
            self.limit(replace(self._filter, text=event.text))
            return
        rows = self._passing(event.text)
        if rows is not None:
            self.say(f"{counted(len(rows), 'file')} to {event.use}: Enter.")

    @on(FilterBar.Suggested)
    def _words_suggested(self, event: FilterBar.Suggested) -> None:
        if event.choices:
            self.say(f"Tab: {'  '.join(event.choices)}")

    @on(FilterBar.Closed)
    def _bar_closed(self, event: FilterBar.Closed) -> None:
        self._list.focus()
        if event.use is BarUse.FIND:
            self.limit(replace(self._filter, text=event.text if event.taken else ""))
        elif event.taken and (rows := self._passing(event.text)) is not None:
            self._list.mark(rows, marked=event.use is BarUse.MARK)
            self._note_marks()
            self.say(f"{counted(len(rows), 'file')} {event.use}ed." if rows else "No file shown is meant by that.")

    def _passing(self, text: str) -> list[int] | None:
        """The rows shown that a query means; None, and a sentence, when it cannot be read."""
        try:
            asks = bool(parse_query(text).tests)  # "year:" alone asks nothing: as a mark it must not mean every row
            passing = set(self._store.order(RowFilter(text=text), self._order)) if asks else set()
        except QueryError as error:
            self.say(error.sentence(), Mood.WARNING)
            return None
        return [row_id for row_id in self._list.order if row_id in passing]

    @work(group="ask", exclusive=True, exit_on_error=False, name="choosing what to show")
    async def action_only(self) -> None:
        """Show one tier only."""
        answer = await self.app.push_screen_wait(Confirm("Show only:", choices=_ONLY))
        tiers: frozenset[Tier] = frozenset()
        decisions: frozenset[Decision] = frozenset()
        if answer in {tier.value for tier in Tier}:
            tiers = frozenset({Tier(answer)})
        elif answer in {"undecided", "decided"}:
            decisions = UNDECIDED if answer == "undecided" else DECIDED
        self.limit(replace(self._filter, tiers=tiers, decisions=decisions))

    def action_cycle_tier(self) -> None:
        """Show the next tier only."""
        at = _CYCLE.index(self._filter.tiers) if self._filter.tiers in _CYCLE else 0
        tiers = _CYCLE[(at + 1) % len(_CYCLE)]
        self.limit(replace(self._filter, tiers=tiers))

    def action_sort(self) -> None:
        """The next order."""
        orders = list(SortOrder)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._sort()
        self.say(f"Order: {ORDER_WORDS[self._order]}.")

    def action_gather(self) -> None:
        """The next way to gather the rows."""
        ways = (Grouping.TITLE, Grouping.FOLDER, Grouping.FLAT)
        way = ways[(ways.index(self._list.grouping) + 1) % len(ways)]
        self.gather(way, FIRST_FOLDS)
        self.say(f"Shown {GROUP_WORDS[way]}.")

    def action_why(self) -> None:
        """Show why the row under the cursor has its match; of a group, the one that its detail offers to decide."""
        from tui.screens.why import WhyScreen

        row_id = self._spokesman()
        if row_id is not None:
            self.app.push_screen(WhyScreen(self._store[row_id], self._desk.glyphs, self._target_of, self._explain))

    def action_clear(self) -> None:
        """Drop the range, else the marks, else the filter."""
        if self._list.range_start is not None:
            self._list.range_start = None
        elif self._list.marked:
            self._list.clear_marks()
        elif self._filter.active:
            self._bar.show("")
            self._tree.choose("")
            self.limit(RowFilter())
        self._note_marks()
        self._list.focus()

    def action_next_open(self) -> None:
        """To the next question."""
        self._go_open(1)

    def action_previous_open(self) -> None:
        """To the question before."""
        self._go_open(-1)

    def _go_open(self, step: int) -> None:
        line = Route(self._store, self._list.outline, self._desk.done).next_open(self._list.cursor, step)
        if line is None:
            over = not any(self._is_open(row_id) for row_id in range(len(self._store)))
            done = "Everything is decided" if over else "No question is left among the files shown"
            self.say(f"{done}: {{review.plan}} shows the plan.")
        else:
            self._list.move_to(line)

    def action_next_pane(self) -> None:
        """Focus the next pane that is shown."""
        panes = [pane for pane in (self._tree, self._list, self._detail) if self._is_shown(pane)]
        at = panes.index(self.focused) if self.focused in panes else -1
        panes[(at + 1) % len(panes)].focus()

    def _is_shown(self, pane: LineView | DetailPane) -> bool:
        return bool(pane.region)

    def action_tree(self) -> None:
        """Show or hide the folders."""
        name = "-show-tree" if self.has_class("-narrow") else "-hide-tree"
        self.toggle_class(name)
        self.call_after_refresh(self._focus_after_toggle, self._tree)

    def action_detail(self) -> None:
        """Show or hide the detail."""
        self.toggle_class("-hide-detail")
        self.call_after_refresh(self._focus_after_toggle, None)

    def _focus_after_toggle(self, pane: LineView | None) -> None:
        (pane if pane is not None and self._is_shown(pane) else self._list).focus()
