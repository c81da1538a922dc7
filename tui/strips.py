"""Strips: Textual's lines of text, without the ring that would keep each one until a search for garbage finds it.

A strip remembers how it was cut. One that was cut into itself alone, as every line is that nothing stands beside, then
refers to itself. A scan draws some fifty lines a second: a megabyte of them waits for each search.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.strip import Strip

_divide = Strip.divide


def without_rings() -> None:
    """Let no strip remember that it was left whole. To be called before the first frame; the pieces stay the same."""
    Strip.divide = _divide_or_leave  # type: ignore[method-assign,assignment]


def _divide_or_leave(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    places = [cut for cut in cuts if cut <= strip.cell_length]
    return [strip] if places == [strip.cell_length] else _divide(strip, places)
