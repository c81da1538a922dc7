"""TallyLine: how many files are in each tier and still open, and how many are decided."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from rich.cells import cell_len

from organizer.model import Decision, Tier
from organizer.store.codes import Tally
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
        """Show these counts; ``done`` of the decided were carried away in this sitting."""
        self._tally, self._done = tally, done
        self._paint()

    def on_resize(self) -> None:
        """With more room there is more to say."""
        self._paint()

    def _paint(self) -> None:
        """The roomiest way to write them that fits."""
        counts = self._counts()
        roomy = self.size.width >= _ROOMY
        for gap, words in (("   ", True), ("  ", True), (" ", True), ("  ", False), (" ", False)):
            pieces: list[Piece] = [(_NAME + gap, "tally--name")] if roomy else []
            for sign, count, word, style in counts:
                pieces.append((f"{sign} {count:,}" + (f" {word}" if words else "") + gap, style))
            if sum(cell_len(text) for text, _ in pieces) <= self.size.width:
                break
        self.set_pieces(pieces)

    def _counts(self) -> list[tuple[str, int, str, str]]:
        """Sign, count, word and style, in order."""
        tally, states = self._tally, self._glyphs.states
        found = []
        for tier in Tier:
            state = State(tier.value)
            found.append((states[state], tally[tier, Decision.PENDING], TIER_WORDS[tier], f"review--{state}"))
        waiting = tally[None, Decision.PENDING]
        earlier = sum(tally[tier, Decision.DONE] for tier in (*Tier, None))
        decided = tally.total() - waiting - sum(count for _, count, _, _ in found) - self._done - earlier
        found.append((self._glyphs.decided, decided, "decided", "review--approved"))
        found = [(sign, count, word, style if count else "tally--zero") for sign, count, word, style in found]
        if self._done + earlier:
            found.append((states[State.DONE], self._done + earlier, "done", "review--done"))
        if waiting:
            found.append((states[State.WAITING], waiting, "waiting", "review--waiting"))
        return found
