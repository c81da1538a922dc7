"""LeftOutScreen: what discovery passed over, by reason: nothing found is ever dropped silently."""

from __future__ import annotations

from collections.abc import Sequence

from organizer.display import safe_text
from organizer.model import LeftOut, LeftOutReason
from tui.glyphs import Glyphs
from tui.phrases import counted
from tui.screens.sheet import Sheet, SheetLine


def left_out_lines(left_out: Sequence[LeftOut]) -> list[SheetLine]:
    """Grouped by reason, the rarest first: what stands out is what a person looks for."""
    by_reason: dict[LeftOutReason, list[LeftOut]] = {}
    for item in left_out:
        by_reason.setdefault(item.reason, []).append(item)
    lines: list[SheetLine] = []
    for reason, items in sorted(by_reason.items(), key=lambda pair: len(pair[1])):
        lines.append(SheetLine(f"{reason.value}: {counted(len(items), 'entry', 'entries')}", style="lines--heading"))
        for item in items:
            lines.append(SheetLine(safe_text(item.path), path=True))
            if item.detail:
                lines.append(SheetLine(f"  {safe_text(item.detail)}", style="lines--muted"))
    return lines


class LeftOutScreen(Sheet):
    """What was left out, and why."""

    def __init__(self, left_out: Sequence[LeftOut], glyphs: Glyphs) -> None:
        super().__init__(f"Left out: {len(left_out):,}", left_out_lines(left_out), glyphs)
        self._lines.empty = ("Nothing was left out.",)
