"""KeyHints: the footer, made from the action table and fitted to the width."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual import events

from tui.actions import Place, UserAction
from tui.keyed import keymap_at
from tui.keymap import Keymap, footer_of
from tui.widgets.lines import Piece
from tui.widgets.pieces import PieceWidget

_GAP = 2


class KeyHints(PieceWidget):
    """The most wanted keys that fit; a click does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key", "hints--label", "hints--note"}

    def __init__(self, *places: Place, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._places = places
        self._actions: list[UserAction] = []
        self._keymap = Keymap()
        self._hidden: frozenset[str] = frozenset()
        self._note = ""
        self._spots: list[tuple[int, int, UserAction]] = []

    def on_mount(self) -> None:
        """The keys in force are known now."""
        self._keymap = keymap_at(self)
        self._actions = footer_of(self._places, self._keymap)

    def note(self, text: str) -> None:
        """Put a word in front of the keys: how many rows are marked."""
        if text != self._note:
            self._note = text
            self._paint()

    def hide(self, *ids: str) -> None:
        """Do not offer these now; all others are offered."""
        self._hidden = frozenset(ids)
        self._paint()

    def on_resize(self) -> None:
        """Another width: other keys fit."""
        self._paint()

    async def on_click(self, event: events.Click) -> None:
        """Do what the hint under the pointer says."""
        for start, end, action in self._spots:
            if start <= event.x < end and not action.digits:
                await self.app.run_action(action.action, self.app if action.place is Place.APP else self.screen)

    def _paint(self) -> None:
        pieces: list[Piece] = []
        self._spots = []
        column = 0
        if self._note:
            pieces.append((f"{self._note}  ", "hints--note"))
            column = cell_len(self._note) + _GAP
        for action in self._fitting(self.size.width - column):
            key, label = self._keymap.short(action), action.label
            width = cell_len(key) + 1 + cell_len(label)
            self._spots.append((column, column + width, action))
            pieces += [(key, "hints--key"), (f" {label}" + " " * _GAP, "hints--label")]
            column += width + _GAP
        self.set_pieces(pieces)

    def _fitting(self, width: int) -> Iterable[UserAction]:
        # The way to all other keys is always there, whatever else fits.
        last = [action for action in self._actions if action.id == "app.help"]
        room = width - sum(self._width(action) for action in last)
        for action in self._actions:
            if action in last or action.id in self._hidden or self._width(action) > room:
                continue
            room -= self._width(action)
            yield action
        yield from last

    def _width(self, action: UserAction) -> int:
        return cell_len(self._keymap.short(action)) + 1 + cell_len(action.label) + _GAP
