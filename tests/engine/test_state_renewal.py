"""What a whole scan leaves for the next one is written piece by piece."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator
from pathlib import Path

from organizer.state.basis import Basis
from organizer.state.database import open_state
from organizer.state.kept import Renewal, Walks, load, renew
from organizer.state.segments import BYTES, NUMBERS, PRINT, Segment


def segment(name: str) -> Segment:
    """A folder without a row."""
    return Segment(
        "/in", [name], bytes(PRINT), array("Q", [1]), array("Q", [2]), array("I", [0]), array("I", [2**32 - 1]),
        array("q", [0]), array("q", [0]), [""], [""], {}, [], {column: array(kind) for column, kind in NUMBERS.items()},
        dict.fromkeys(BYTES, b""), [], [], [], [],
    )  # fmt: skip


def test_a_segment_is_written_before_the_next_one_is_made(tmp_path: Path) -> None:
    made = 3
    with contextlib.closing(open_state(tmp_path / "state.db")) as state:

        def fresh() -> Iterator[Segment]:
            for number in range(made):
                written = state.execute("SELECT count(*) FROM segment").fetchone()
                assert written == (1 + number,)
                yield segment(f"new {number}")

        renew(state, Renewal(("/in",), frozenset(), (segment("left"),), Walks()), fresh(), Basis())
        kept = load(state, ["/in"], Basis())
    assert {path for one in kept.segments for path in one.paths()} == {
        "/in/left", *(f"/in/new {number}" for number in range(made)),
    }  # fmt: skip
