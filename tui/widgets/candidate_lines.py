"""The candidates of TMDB in the detail, each with the digit that takes it."""

from __future__ import annotations

from collections.abc import Sequence

from organizer.display import safe_text
from organizer.model import Candidate
from tui.elide import fit, shorten
from tui.glyphs import Glyphs
from tui.phrases import candidate_text, percent
from tui.widgets.lines import Piece

LABEL = 9
"""Columns of the labels in the detail."""

_DIGITS = 9


def candidate_lines(candidates: Sequence[Candidate], width: int, glyphs: Glyphs) -> list[list[Piece]]:
    """A line for each: digit, score, kind, title, and why."""
    return [_line(number, candidate, width, glyphs) for number, candidate in enumerate(candidates[:_DIGITS], 1)]


def _line(number: int, candidate: Candidate, width: int, glyphs: Glyphs) -> list[Piece]:
    kind = "film" if candidate.type.value == "movie" else "series"
    reasons = "  " + ", ".join(candidate.reasons[:3]) if candidate.reasons else ""
    room = width - LABEL - 12
    title = shorten(candidate_text(candidate), max(20, room * 3 // 5), glyphs.ellipsis)
    rest = shorten(safe_text(reasons), max(0, room - len(title)), glyphs.ellipsis)
    return [
        (f"      {number}  ", "detail--digit"),
        (f"{percent(candidate.score):>4} ", "detail--muted"),
        (fit(kind, 7), "detail--muted"),
        (title, ""),
        (rest, "detail--muted"),
    ]
