"""A line that was drawn is let go at once when another takes its place."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from itertools import pairwise

import pytest
from rich.segment import Segment
from textual.strip import Strip

from tui.strips import without_rings


class Line(Strip):
    """A strip that can be watched: Textual's has no room for that."""

    __slots__ = ("__weakref__",)


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Textual's strips with the mend, and nobody who looks for rings."""
    monkeypatch.setattr(Strip, "divide", Strip.divide)
    without_rings()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search")
@pytest.mark.parametrize("cuts", [[6], [2, 6], [2, 4, 6], [3], [], [6, 9]])
def test_a_strip_that_was_cut_is_cut_as_before_and_let_go(cuts: list[int]) -> None:
    texts = ["harbou"[start:end] for start, end in pairwise([0, *(cut for cut in cuts if cut <= 6)])]
    line = Line([Segment("harbou")], 6)
    assert [piece.text for piece in line.divide(cuts)] == texts
    seen = weakref.ref(line)
    del line
    assert seen() is None
