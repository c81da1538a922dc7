"""LibraryDialog: where the library is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from organizer.display import safe_text
from tui.actions import Place, bindings_of
from tui.glyphs import Glyphs
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.status_line import Mood, StatusLine


def library_problem(path: str, sources: Sequence[str]) -> str:
    """Why this folder cannot be the library, in a sentence; empty when it can."""
    if not os.path.isabs(path):
        return "Write the whole path, from / or ~."
    if os.path.lexists(path) and not os.path.isdir(path):
        return "That is a file, not a folder."
    above = path
    while not os.path.isdir(above):
        above = os.path.dirname(above)
    if not os.access(above, os.W_OK | os.X_OK):
        return f"There is no permission to write in {above}."
    real = os.path.realpath(path)
    for source in sources:
        if real == os.path.realpath(source):
            return "That is the folder that is scanned; take another, or one below it."
    return ""


class LibraryDialog(ModalScreen[str]):
    """Answers the folder, or an empty text."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.ASK)

    def __init__(self, known: str, sources: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__()
        self._known = known
        self._sources = sources
        self._status = StatusLine(glyphs, id="library-status")

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="library", classes="dialog"):
            yield Static(Content("The folder of your library, with Movies and TV Shows below it:"))
            yield LineInput(self._known, placeholder="/srv/media", id="library-text")
            yield Static(Content("A folder that is not there yet is made when files go there."), id="library-advice")
            yield self._status
            yield KeyHints(Place.ASK)

    def on_mount(self) -> None:
        """Name it."""
        self.query_one("#library").border_title = "Library"

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take what was typed, when it can be understood."""
        value = self.query_one(Input).value
        path = os.path.normpath(os.path.expanduser(value.strip())) if value.strip() else ""
        problem = library_problem(path, self._sources) if path else "Type the path of a folder."
        if problem:
            self._status.say(safe_text(problem), Mood.WARNING)
        else:
            self.dismiss(path)

    def action_cancel(self) -> None:
        """Close without a folder."""
        self.dismiss("")
