"""Confirm: a question in one or two lines at the bottom of the screen, answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from organizer.display import safe_text
from tui.keyed import keymap_at
from tui.keymap import key_name
from tui.widgets.lines import Piece
from tui.widgets.pieces import PieceWidget


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: the keys that give it (the first is shown), its words, and its value."""

    keys: tuple[str, ...]
    label: str
    value: str


_GAP = 3  # columns between two answers
NO = Choice(("n", "escape", "q"), "no", "")
YES = Choice(("y",), "yes", "yes")


class ChoiceLine(PieceWidget):
    """The answers with their keys, over as many lines as they need."""

    COMPONENT_CLASSES = {"hints--key", "hints--label"}  # noqa: RUF012 - as Textual declares it

    def __init__(self, choices: Sequence[Choice], *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._choices = choices

    def on_resize(self) -> None:
        """Another width: other answers fit into a line."""
        pieces: list[Piece] = []
        column = 0
        for choice in self._choices:
            key = key_name(choice.keys[0])
            width = cell_len(key) + 1 + cell_len(choice.label)
            if column and column + width > self.size.width:
                pieces.append(("\n", ""))
                column = 0
            pieces += [(key, "hints--key"), (f" {choice.label}", "hints--label"), (" " * _GAP, "")]
            column += width + _GAP
        self.set_pieces(pieces, layout=True)


class Confirm(ModalScreen[str]):
    """Answers the value of the choice; empty for no. Other keys do nothing: a stray key must not decide."""

    def __init__(self, question: str, *, more: str = "", choices: Sequence[Choice] = (YES, NO)) -> None:
        super().__init__()
        self._question = question
        self._more = more
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="confirm"):
            yield Static(safe_text(keymap_at(self).fill(self._question)), id="confirm-question", markup=False)
            if self._more:
                yield Static(safe_text(self._more), id="confirm-more", markup=False)
            yield ChoiceLine(self._choices, id="confirm-choices")

    def answered_by(self, event: events.Key) -> Choice | None:
        """The answer that a key gives, or None."""
        pressed = event.character if event.is_printable and event.character else event.key
        return next((choice for choice in self._choices if pressed in choice.keys), None)

    def on_key(self, event: events.Key) -> None:
        """A key that is an answer closes the question."""
        if not event.key.startswith("ctrl+"):
            event.stop()
        choice = self.answered_by(event)
        if choice is not None:
            self.dismiss(choice.value)
