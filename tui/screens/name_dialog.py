"""NameDialog: the name of one file in the library, written by hand."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from organizer.display import safe_text
from organizer.errors import NamingError
from organizer.model import Match, ReviewRow
from organizer.naming import by_hand
from tui.actions import Place, bindings_of
from tui.glyphs import Glyphs
from tui.phrases import match_text
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.status_line import Mood, StatusLine


class NameDialog(ModalScreen[str | None]):
    """Answers the path below the library's folder; empty for the proposed one; None when nothing is to change.

    ``proposed`` is what the naming makes of the match, ``root`` the folder that it goes below.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.ASK)

    def __init__(self, glyphs: Glyphs, row: ReviewRow, match: Match, proposed: str, root: str) -> None:
        super().__init__()
        self._row = row
        self._match = match
        self._proposed = proposed
        self._root = root
        self._status = StatusLine(glyphs, id="name-status")

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="name", classes="dialog"):
            yield Static(Content(safe_text(self._row.file.name)), id="name-file")
            yield Static(Content(match_text(self._match)), id="name-match")
            yield Static(Content(f"below {safe_text(self._root)}/"), id="name-root")
            line = LineInput(self._row.written or self._proposed, placeholder=self._proposed, id="name-text")
            line.select_on_focus = False  # a name is mended, not typed anew
            yield line
            yield Static(Content(self._advice()), id="name-advice")
            yield self._status
            yield KeyHints(Place.ASK)

    def on_mount(self) -> None:
        """Name it."""
        self.query_one("#name").border_title = "Name in the library"
        line = self.query_one(Input)
        line.cursor_position = len(os.path.splitext(line.value)[0])  # the ending stays

    def _advice(self) -> str:
        companions = "Its subtitles and pictures follow. " if self._row.file.companions else ""
        held = f"{companions}It counts for this match only."
        return f"{held} An empty line takes the proposed name again." if self._row.written else held

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Say at once what would be refused."""
        self._read(event.value)

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take what was typed, when it is a name."""
        text = self._read(self.query_one(Input).value)
        if text is not None:
            self.dismiss("" if text == self._proposed else text)

    def _read(self, text: str) -> str | None:
        """The path that was typed; None, and a sentence, when it is none."""
        if not text.strip():
            self._status.say("The proposed name: " + self._proposed)
            return ""
        try:
            path = by_hand(text, self._match.type, self._row.file.path).path
        except NamingError as error:
            self._status.say(error.sentence() + ".", Mood.WARNING)
            return None
        self._status.say("")
        return path

    def action_cancel(self) -> None:
        """Close without a change."""
        self.dismiss(None)
