"""TallyLine: how many files are in each tier and still open, and how many are decided."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from organizer.model import Decision, Tier
from organizer.store.review import Tally
from tui.glyphs import Glyphs, State
from tui.phrases import TIER_WORDS
from tui.widgets.lines import Piece
from tui.widgets.pieces import PieceWidget

_NAME = "Plex Media Organizer"
_ROOMY = 110


class TallyLine(PieceWidget):
    """One line: sign, count and word for each tier; the counts of tiers are of undecided files."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tally--name", "tally--zero", *(f"review--{state}" for state in State)}

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._tally: Tally = Counter()
        self._done = 0

    def show(self, tally: Tally, done: int) -> None:
        """Show these counts; ``done`` of the decided were carried away."""
        self._tally, self._done = tally, done
        self._paint()

    def on_resize(self) -> None:
        """With more room there is more to say."""
        self._paint()

    def _paint(self) -> None:
        tally, pieces = self._tally, list[Piece]()
        if self.size.width >= _ROOMY:
            pieces.append((f"{_NAME}   ", "tally--name"))
        for tier in Tier:
            count = tally[tier, Decision.PENDING]
            state = State(tier.value)
            text = f"{self._glyphs.states[state]} {count:,} {TIER_WORDS[tier]}"
            pieces.append((text + "   ", f"review--{state}" if count else "tally--zero"))
        waiting = tally[None, Decision.PENDING]
        decided = tally.total() - waiting - sum(tally[tier, Decision.PENDING] for tier in Tier)
        open_ = decided - self._done
        pieces.append((f"{self._glyphs.decided} {open_:,} decided   ", "review--approved" if open_ else "tally--zero"))
        if self._done:
            pieces.append((f"{self._glyphs.states[State.DONE]} {self._done:,} done   ", "review--done"))
        if waiting:
            pieces.append((f"{self._glyphs.states[State.WAITING]} {waiting:,} waiting", "review--waiting"))
        self.set_pieces(pieces)
