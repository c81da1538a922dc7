"""TallyLine: how many files are in each tier and still open, and how many are decided."""

from __future__ import annotations

from typing import ClassVar

from organizer.model import Decision, Tier
from organizer.store.review import Tally
from tui.glyphs import Glyphs, State
from tui.phrases import TIER_WORDS
from tui.widgets.lines import Piece
from tui.widgets.pieces import PieceWidget

_NAME = "Plex Media Organizer"


class TallyLine(PieceWidget):
    """One line: sign, count and word for each tier; the counts of tiers are of undecided files."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tally--name", "tally--zero", *(f"review--{state}" for state in State)}

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs

    def show(self, tally: Tally) -> None:
        """Show these counts."""
        pieces: list[Piece] = []
        if self.app.size.width >= 100:
            pieces.append((f"{_NAME}   ", "tally--name"))
        for tier in Tier:
            count = tally[tier, Decision.PENDING]
            state = State(tier.value)
            text = f"{self._glyphs.states[state]} {count:,} {TIER_WORDS[tier]}"
            pieces.append((text + "   ", f"review--{state}" if count else "tally--zero"))
        waiting = tally[None, Decision.PENDING]
        decided = tally.total() - waiting - sum(tally[tier, Decision.PENDING] for tier in Tier)
        pieces.append(
            (f"{self._glyphs.decided} {decided:,} decided   ", "review--approved" if decided else "tally--zero")
        )
        if waiting:
            pieces.append((f"{self._glyphs.states[State.WAITING]} {waiting:,} waiting", "review--waiting"))
        self.set_pieces(pieces)
