"""What decisions come to: which rows they reach, the sentence that says so, and where the cursor goes next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from organizer.model import Decision, Tier
from organizer.store.review import ReviewStore
from tui.phrases import TIER_WORDS, counted

_DONE_WORDS = {
    Decision.APPROVED: "approved",
    Decision.FIXED: "fixed",
    Decision.SKIPPED: "skipped",
    Decision.IGNORED: "ignored for ever",
    Decision.PENDING: "open again",
}


@dataclass(frozen=True, slots=True)
class Bulk:
    """What an approval of many rows would reach: ids of those with a match and undecided, by tier."""

    by_tier: dict[Tier, tuple[int, ...]]
    without_match: int
    decided: int

    @property
    def ids(self) -> tuple[int, ...]:
        """All that can be approved."""
        return tuple(i for ids in self.by_tier.values() for i in ids)

    @property
    def ambiguous(self) -> tuple[int, ...]:
        """Those where several candidates are as good."""
        return self.by_tier.get(Tier.AMBIGUOUS, ())

    @property
    def unambiguous(self) -> tuple[int, ...]:
        """All others."""
        return tuple(i for tier, ids in self.by_tier.items() if tier is not Tier.AMBIGUOUS for i in ids)

    def sentence(self) -> str:
        """``Approve 312 files? 300 sure, 12 likely.``."""
        parts = [f"{len(ids):,} {TIER_WORDS[tier]}" for tier, ids in self.by_tier.items() if ids]
        return f"Approve {counted(len(self.ids), 'file')}? {', '.join(parts)}."


def bulk_of(store: ReviewStore, ids: Iterable[int]) -> Bulk:
    """What approving these rows at once would reach."""
    by_tier: dict[Tier, list[int]] = {tier: [] for tier in Tier}
    without = decided = 0
    for row_id in ids:
        row = store[row_id]
        if row.decision is not Decision.PENDING:
            decided += 1
        elif row.verdict is None or row.verdict.match is None:
            without += 1
        else:
            by_tier[row.verdict.tier].append(row_id)
    return Bulk({tier: tuple(found) for tier, found in by_tier.items()}, without, decided)


def said(decision: Decision, changed: int, asked: int) -> str:
    """The sentence after a decision."""
    left = asked - changed
    sentence = f"{counted(changed, 'file')} {_DONE_WORDS[decision]}"
    if left and decision.approves:
        return f"{sentence}, {counted(left, 'file')} left: without a match or decided already."
    return f"{sentence}. {{review.undo}} takes it back."


class Route:
    """Where the cursor goes from a row: forwards or backwards over the rows shown, around the end."""

    def __init__(self, store: ReviewStore, order: Sequence[int], done: Collection[int]) -> None:
        self._store = store
        self._order = order
        self._done = done

    def next_open(self, line: int, step: int = 1) -> int | None:
        """The next line whose row needs a person, or None."""
        return self._search(line, step, lambda row_id: self._store[row_id].needs_person)

    def next_pending(self, line: int) -> int | None:
        """The next line whose row is matched and undecided, or None."""

        def pending(row_id: int) -> bool:
            row = self._store[row_id]
            return row.decision is Decision.PENDING and row.tier is not None

        return self._search(line, 1, pending)

    def _search(self, line: int, step: int, wanted: Callable[[int], bool]) -> int | None:
        count = len(self._order)
        for distance in range(1, count + 1):
            index = (line + step * distance) % count
            row_id = self._order[index]
            if row_id not in self._done and wanted(row_id):
                return index
        return None
