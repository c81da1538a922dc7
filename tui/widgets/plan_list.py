"""PlanList: a plan line by line, as a tree that folds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.elide import fit, fit_left, fit_name
from tui.keyed import keymap_at
from tui.plan_lines import LineKind, PlanLine
from tui.widgets.folds import FoldList
from tui.widgets.lines import Piece

_STYLES = {
    LineKind.HEADING: "lines--heading",
    LineKind.FOLDER: "lines--strong",
    LineKind.WARNING: "lines--warning",
    LineKind.CONFLICT: "lines--problem",
    LineKind.REASON: "lines--muted",
    LineKind.STAYS: "lines--muted",
}
# The share of the width that a new name gets; it says more than the old one.
_NEW_SHARE = 58


class PlanList(FoldList[PlanLine]):
    """The lines of a plan."""

    def draw_line(self, line: PlanLine, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        cut, style = self._glyphs.ellipsis, _STYLES.get(line.kind, "")
        if line.kind is LineKind.READY:
            return self._two(line, width)
        if line.kind is LineKind.STAYS:
            name = max(16, width * 6 // 10)
            return [
                (fit_left(line.text, name, cut), ""),
                ("  ", ""),
                (fit(line.old, max(0, width - name - 2), cut), style),
            ]
        if line.kind in {LineKind.CONFLICT, LineKind.WARNING}:
            fitting = fit_left if line.kind is LineKind.CONFLICT else fit
            return [(f"{self._glyphs.warning} ", style), (fitting(line.text, width - 2, cut), style)]
        text = keymap_at(self).fill(line.text) if line.kind is LineKind.HEADING else line.text
        return [(fit(text, width - cell_len(line.note) - 2, cut), style), (f" {line.note} ", "lines--muted")]

    def _two(self, line: PlanLine, width: int) -> list[Piece]:
        cut, room = self._glyphs.ellipsis, width - 3
        new = max(16, room * _NEW_SHARE // 100)
        fitting = fit_left if "/" in line.text else fit_name
        return [
            (fitting(line.text, new, cut), ""),
            (f" {self._glyphs.back} ", "lines--muted"),
            (fit_name(line.old, max(0, room - new), cut), "lines--muted"),
        ]
