"""OrderDialog: the episode orders of a show, how well each fits its files, and what choosing one would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from organizer.display import safe_text
from organizer.errors import OrganizerError
from organizer.matching.orders import Filed, OrderFit
from organizer.model import Match
from tui.actions import Place, bindings_of
from tui.bridge import EngineBridge
from tui.elide import fit
from tui.glyphs import Glyphs
from tui.phrases import counted
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.lines import LineView, Piece
from tui.widgets.status_line import Mood, StatusLine

_COLUMNS = (10, 10, 10, 10)
_HEADINGS = ("episodes", "files fit", "titles", "change")


class OrderLines(LineView):
    """One line for each order, the best first."""

    def __init__(self, glyphs: Glyphs, now: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._now = now
        self.fits: Sequence[OrderFit] = ()

    def show(self, fits: Sequence[OrderFit]) -> None:
        """Show these."""
        self.fits = fits
        self.lines_changed(keep=0)

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self.fits)

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        return self.fits[index]

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        one = self.fits[index]
        fitting = one.fitting
        cells = (
            f"{one.choice.episodes:,}",
            f"{fitting.explained:,}/{fitting.files:,}",
            f"{fitting.agreeing:,}/{fitting.titled:,}" if fitting.titled else "none",
            f"{one.changes:,}" if one.changes else "nothing",
        )
        name = safe_text(one.choice.name) + (", as now" if one.choice.key == self._now else "")
        return [
            (fit(f" {name}", width - sum(_COLUMNS), self._glyphs.ellipsis), "lines--strong"),
            *((f"{cell:>{room}}", "") for cell, room in zip(cells, _COLUMNS, strict=True)),
        ]


class OrderDialog(Watched, ModalScreen[OrderFit | None]):
    """Answers the order that the person took for the show's files, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.ORDERS)
    AUTO_FOCUS = "#orders-list"

    def __init__(self, bridge: EngineBridge, glyphs: Glyphs, match: Match, files: Sequence[Filed]) -> None:
        super().__init__()
        self._bridge = bridge
        self._match = match
        self._files = files
        self._lines = OrderLines(glyphs, match.order, id="orders-list")
        self._status = StatusLine(glyphs, id="orders-status")

    def compose(self) -> ComposeResult:
        """The widgets."""
        subject = f"{safe_text(self._match.label)}: {counted(len(self._files), 'file')}"
        with Vertical(id="orders", classes="dialog"):
            yield Static(Content(subject), id="orders-subject")
            headings = "".join(f"{word:>{room}}" for word, room in zip(_HEADINGS, _COLUMNS, strict=True))
            line = Static(Content(headings), id="orders-headings")
            line.display = False  # until there is something below them
            yield line
            yield self._lines
            yield Static("", id="orders-example", markup=False)
            yield self._status
            yield KeyHints(Place.ORDERS)

    def on_mount(self) -> None:
        """Ask TMDB which orders there are."""
        self.query_one("#orders").border_title = "Order of the episodes"
        self._status.say("Asking TMDB which orders there are.")
        self._ask()

    @work(group="orders", exclusive=True, exit_on_error=False, name="looking up episode orders")
    async def _ask(self) -> None:
        try:
            fits = await self._bridge.order_fits(self._match.tmdb_id, self._files)
        except OrganizerError as error:
            self._status.say(error.sentence(), Mood.PROBLEM)
            return
        self._lines.show(fits)
        self.query_one("#orders-headings").display = bool(fits)
        self._status.say(counted(len(fits), "order") + "." if fits else "TMDB does not have this series any more.")
        self._show_example()

    @on(LineView.Moved)
    def _show_example(self) -> None:
        chosen = self._current()
        self.query_one("#orders-example", Static).update(Content(self._example(chosen) if chosen else ""))

    def _example(self, chosen: OrderFit) -> str:
        """The first file that would become another episode."""
        for path, _, verdict in self._files:
            found = chosen.verdicts.get(path)
            if found is None or found.match is None or found.match.same_as(verdict.match):
                continue
            episodes = ", ".join(
                f"s{e.season:02d}e{e.number:02d} {safe_text(e.title)}".rstrip() for e in found.match.episodes
            )
            return f"{safe_text(path.rpartition('/')[2])}\nwould be {episodes}"
        return "No file would become another episode."

    def _current(self) -> OrderFit | None:
        fits = self._lines.fits
        return fits[self._lines.cursor] if self._lines.cursor < len(fits) else None

    @on(LineView.Chosen)
    def action_take(self) -> None:
        """Take the order under the cursor."""
        if (chosen := self._current()) is not None:
            self.dismiss(chosen)

    def action_cancel(self) -> None:
        """Close without a change."""
        self.dismiss(None)
