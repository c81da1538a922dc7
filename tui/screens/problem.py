"""ProblemDialog: something went wrong that nobody expected; the log knows more than the screen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from organizer.display import safe_text
from tui.actions import Place, bindings_of
from tui.widgets.hints import KeyHints


class ProblemDialog(ModalScreen[None]):
    """One sentence and the place of the log: no traceback on a person's screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.SHEET)

    def __init__(self, what: str, log: Path) -> None:
        super().__init__()
        self._what = what
        self._log = log

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="problem", classes="dialog"):
            yield Static(Content(safe_text(self._what)), id="problem-what")
            yield Static(Content("The app goes on; your decisions are kept, and the journal knows every file."))
            yield Static(Content(f"What happened is in the log: {safe_text(str(self._log))}"), id="problem-log")
            yield KeyHints(Place.SHEET)

    def on_mount(self) -> None:
        """Name it."""
        self.query_one("#problem").border_title = "Something went wrong"

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
