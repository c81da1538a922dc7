"""What decisions come to: which rows they reach, the sentence that says so, and where the cursor goes next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from organizer.model import Decision, Tier
from organizer.store.codes import Flag
from organizer.store.groups import Group, Outline
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
    """What approving these rows at once would reach. Some 30 ms for 100,000 rows."""
    by_tier: dict[Tier, list[int]] = {tier: [] for tier in Tier}
    without = decided = 0
    flags = store.columns.flags
    for row_id in ids:
        tier = store.tier(row_id)
        if store.decision(row_id) is not Decision.PENDING:
            decided += 1
        elif tier is None or not flags[row_id] & Flag.MATCH:
            without += 1
        else:
            by_tier[tier].append(row_id)
    return Bulk({tier: tuple(found) for tier, found in by_tier.items()}, without, decided)


def said(decision: Decision, changed: int, asked: int) -> str:
    """The sentence after a decision."""
    left = asked - changed
    sentence = f"{counted(changed, 'file')} {_DONE_WORDS[decision]}"
    if left and decision.approves:
        return f"{sentence}, {counted(left, 'file')} left: without a match or decided already."
    return f"{sentence}. {{review.undo}} takes it back."


class Route:
    """Where the cursor goes from a line: forwards or backwards over rows and folded groups, around the end.

    A folded group stands for its rows; the header of an open one is passed over, since its rows follow.
    """

    def __init__(self, store: ReviewStore, outline: Outline, done: Collection[int]) -> None:
        self._store = store
        self._outline = outline
        self._done = done

    def next_open(self, line: int, step: int = 1) -> int | None:
        """The next line that needs a person, or None."""
        return self._search(line, step, lambda tier: tier not in {None, Tier.SURE})

    def next_pending(self, line: int) -> int | None:
        """The next line with something matched and undecided, or None."""
        return self._search(line, 1, lambda tier: tier is not None)

    def _search(self, line: int, step: int, wanted: Callable[[Tier | None], bool]) -> int | None:
        count = len(self._outline)
        for distance in range(1, count + 1):
            index = (line + step * distance) % count
            if self._stops(self._outline[index], wanted):
                return index
        return None

    def _stops(self, held: Group | int, wanted: Callable[[Tier | None], bool]) -> bool:
        if isinstance(held, int):
            open_ = held not in self._done and self._store.decision(held) is Decision.PENDING
            return open_ and wanted(self._store.tier(held))
        if self._outline.folds.is_open(held.key):
            return False
        return any(
            count and decision is Decision.PENDING and wanted(tier) for (tier, decision), count in held.tally.items()
        )
