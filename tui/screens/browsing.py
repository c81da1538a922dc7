"""ReviewBrowsing: what a person does to see other rows and other panes; nothing here decides."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work

from organizer.model import Decision, Tier
from organizer.store.filters import RowFilter, SortOrder
from tui.deciding import Route
from tui.screens.confirm import Choice, Confirm
from tui.screens.panes import DECIDED, ORDER_WORDS, UNDECIDED, ReviewPanes
from tui.widgets.detail import DetailPane
from tui.widgets.filter_bar import FilterBar
from tui.widgets.folder_tree import FolderTree
from tui.widgets.lines import LineView

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
        self._bar.open()

    @on(FilterBar.Changed)
    def _words_changed(self, event: FilterBar.Changed) -> None:
        self.limit(replace(self._filter, text=event.text))

    @on(FilterBar.Closed)
    def _bar_closed(self) -> None:
        self._list.focus()

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

    def action_clear(self) -> None:
        """Drop the range, else the marks, else the filter."""
        if self._list.range_start is not None:
            self._list.range_start = None
        elif self._list.marked:
            self._list.clear_marks()
        elif self._filter.active:
            self._bar.clear()
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
        line = Route(self._store, self._list.order, self._desk.done).next_open(self._list.cursor, step)
        if line is None:
            self.say("No question is left among the files shown.")
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
