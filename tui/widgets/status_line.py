"""StatusLine: the last thing that happened, in one sentence."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from organizer.display import safe_text
from tui.elide import shorten, wrap
from tui.glyphs import Glyphs
from tui.keyed import keymap_at
from tui.widgets.pieces import PieceWidget


class Mood(StrEnum):
    """How a message is meant."""

    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


class StatusLine(PieceWidget):
    """A message on the left; a banner (a problem that stays until it is solved) goes before it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"status--{mood}" for mood in Mood}

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._message = ("", Mood.NOTE)

    def say(self, message: str, mood: Mood = Mood.NOTE) -> None:
        """Show a message in place of the last one; ``{place.name}`` becomes the key of that action."""
        self._message = (safe_text(message), mood)
        self._paint()

    def on_resize(self) -> None:
        """There is another width to fit into."""
        self._paint()

    def _paint(self) -> None:
        message, mood = self._message
        message = keymap_at(self).fill(message) if self.is_attached else message
        sign = "" if mood is Mood.NOTE or not message else f"{self._glyphs.warning} "
        text = shorten(sign + message, max(1, self.size.width), self._glyphs.ellipsis)
        self.set_pieces([(text, f"status--{mood}")] if text else [])


class Banner(StatusLine):
    """A problem that stays until it is solved, with the way out, over as many lines as that takes; else hidden."""

    def show(self, message: str) -> None:
        """Show a problem, or with an empty text none."""
        self.display = bool(message)
        self.say(message, Mood.PROBLEM)

    def _paint(self) -> None:
        message, mood = self._message
        message = keymap_at(self).fill(message)
        width = self.size.width or self.app.size.width - 2  # it has no size while it is hidden
        lines = wrap(f"{self._glyphs.warning} {message}", max(2, width))
        self.set_pieces([("\n".join(lines), f"status--{mood}")] if message else [], layout=True)
