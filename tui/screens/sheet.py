"""Sheet: a screen of lines to read, with headings; the base of help, of what was left out and of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui.actions import Place, bindings_of
from tui.elide import fit, fit_left, wrap
from tui.glyphs import Glyphs
from tui.widgets.hints import KeyHints
from tui.widgets.lines import LineView, Piece


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line: a label of fixed width and a text. ``style`` is a component class of the list; ``path`` cuts at the
    start, because the end of a path says more.
    """

    text: str
    label: str = ""
    style: str = ""
    path: bool = False


class SheetLines(LineView):
    """The lines of a sheet; texts are wrapped to the width, paths are cut at their start."""

    def __init__(self, lines: Sequence[SheetLine], glyphs: Glyphs, label_width: int, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines = lines
        self._wrapped: list[SheetLine] = []
        self._wrapped_to = 0
        self._glyphs = glyphs
        self._label_width = label_width

    def show(self, lines: Sequence[SheetLine]) -> None:
        """Show other lines."""
        self._lines = lines
        self._wrap()
        self.lines_changed(keep=0)

    def renew(self, lines: Sequence[SheetLine]) -> None:
        """Show these in place of the last ones, without moving; nothing is painted where nothing differs."""
        if lines == self._lines:
            return
        before, self._lines = self._wrapped, lines
        self._wrap()
        if len(before) != len(self._wrapped):
            self.lines_changed()
        else:
            self.redraw_lines(i for i, pair in enumerate(zip(before, self._wrapped, strict=True)) if pair[0] != pair[1])

    def on_resize(self) -> None:
        """Wrap to the new width."""
        if self._wrapped_to != self._room:
            self._wrap()
            self.lines_changed()
        super().on_resize()

    @property
    def _room(self) -> int:
        return max(10, self.scrollable_content_region.width - self._label_width - 3)

    def _wrap(self) -> None:
        self._wrapped_to = self._room
        self._wrapped = []
        for line in self._lines:
            texts = [line.text] if line.path else wrap(line.text, self._room)
            self._wrapped.append(replace(line, text=texts[0]))
            self._wrapped += [replace(line, text=text, label="") for text in texts[1:]]

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._wrapped)

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        return self._wrapped[index]

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        line, cut = self._wrapped[index], self._glyphs.ellipsis
        if line.style == "lines--heading":
            return [(fit(f" {line.text}", width, cut), line.style)]
        text = fit_left(line.text, self._room, cut) if line.path else fit(line.text, self._room, cut)
        label = fit(f"  {line.label}", self._label_width + 1, cut) if self._label_width else "  "
        return [(label, "lines--strong"), (text, line.style)]


class Sheet(Screen[None]):
    """Shows lines; Esc and q close it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.SHEET)
    AUTO_FOCUS = "#sheet"

    def __init__(self, title: str, lines: Sequence[SheetLine], glyphs: Glyphs, label_width: int = 0) -> None:
        super().__init__()
        self._lines = SheetLines(lines, glyphs, label_width, id="sheet")
        self._sheet_title = title

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield self._lines
        yield KeyHints(Place.SHEET)

    def on_mount(self) -> None:
        """Name it."""
        self._lines.border_title = self._sheet_title

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
