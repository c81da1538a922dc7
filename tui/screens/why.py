"""WhyScreen: why a file has its match, with everything that is known of it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from organizer.model import ReviewRow
from tui.actions import Place, bindings_of
from tui.glyphs import Glyphs
from tui.widgets.detail import DetailPane, Explain, TargetOf
from tui.widgets.hints import KeyHints


class WhyScreen(Screen[None]):
    """The name with its parts, the score by reason, the runner-up, and what would have to be different."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.SHEET)
    AUTO_FOCUS = "#why"

    def __init__(self, row: ReviewRow, glyphs: Glyphs, target_of: TargetOf, explain: Explain) -> None:
        super().__init__()
        self._row = row
        self._pane = DetailPane(glyphs, target_of, explain, id="why")

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield self._pane
        yield KeyHints(Place.SHEET, Place.APP)

    def on_mount(self) -> None:
        """Name it, and fill it."""
        self._pane.border_title = "Why"
        self._pane.show_why(self._row)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
