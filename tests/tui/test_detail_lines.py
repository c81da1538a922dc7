"""What the detail paints again when another row is shown: the columns that differ, and no more."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tui.widgets.detail import _difference
from tui.widgets.lines import Piece


@pytest.mark.parametrize(
    ("before", "now", "columns"),
    [
        ([("title Heat", "")], [("title Heat", "")], None),
        ([("title Heat", "")], [("title Hunt", "")], (7, 9)),
        ([("title Heat", "")], [("title Heat", "bold")], (0, 10)),
        ([("title ", "muted"), ("Heat", "")], [("title ", "muted"), ("Heater", "")], (10, 12)),
        ([("title Heat", "")], [("title Heat   ", "")], None),
        ([("title Heat", "")], [], (0, 10)),
        ([], [("x", "")], (0, 1)),
        ([("日本語 one", "")], [("日本酒 one", "")], (4, 6)),
        ([("日本語", "")], [("日a本", "")], (2, 6)),
        ([("a日", "")], [("日a", "")], (0, 3)),
        ([("cafe\N{COMBINING ACUTE ACCENT} x", "")], [("cafe x", "")], (3, 4)),
        ([("日\N{COMBINING ACUTE ACCENT} x", "")], [("日 x", "")], (0, 2)),
    ],
)
def test_only_the_columns_that_differ_are_painted(
    before: list[Piece], now: list[Piece], columns: tuple[int, int] | None
) -> None:
    assert _difference(before, now) == columns
    if columns:
        assert columns[1] <= max(sum(cell_len(text) for text, _ in line) for line in (before, now))
