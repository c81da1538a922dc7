"""PieceWidget: a small widget that shows styled pieces of text, and repaints only when they differ."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from tui.widgets.lines import Piece


class PieceWidget(Widget):
    """Shows the pieces it was given last. Text is never read as markup; styles are names of component classes."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self._pieces: tuple[Piece, ...] = ()

    def set_pieces(self, pieces: Sequence[Piece], *, layout: bool = False) -> None:
        """Show these from now on. ``layout`` when the number of lines may differ."""
        found = tuple(pieces)
        if found != self._pieces:
            self._pieces = found
            self.refresh(layout=layout)

    @property
    def text(self) -> str:
        """What it shows, without styles."""
        return "".join(text for text, _ in self._pieces)

    def render(self) -> Content:
        """The pieces as content."""
        parts = (
            Content.styled(text, self.get_visual_style(name, partial=True)) if name else Content(text)
            for text, name in self._pieces
        )
        return Content("").join(parts)
