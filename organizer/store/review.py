"""ReviewStore: the one mutable state of a review, changed by one thread only (the interface's, or a command's)."""

from __future__ import annotations

import os
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from organizer.model import (
    Decision,
    LeftOut,
    Match,
    MediaFile,
    Parse,
    ReviewRow,
    RowStage,
    Tier,
    Verdict,
)
from organizer.store.filters import RowFilter, SortOrder, sort_key
from organizer.store.memory import DecisionMemory

T = TypeVar("T")
Tally = Counter[tuple[Tier | None, Decision]]
"""How many rows are in each tier (None: not matched yet) with each decision."""

CHOSEN = "chosen by you"


@dataclass(frozen=True, slots=True)
class StoreChange:
    """Rows that differ from before, and whether rows were added (so that orders have to be made again)."""

    rows: frozenset[int]
    added: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that can be taken back: what it was called, and the rows as they were before it."""

    label: str
    before: tuple[ReviewRow, ...]


class ReviewStore:
    """Rows in the order in which they were found; a row's id is its place.

    Every change tells the subscribers which rows changed, in one call for one change. ``memory`` keeps decisions
    between two starts; without one nothing is kept.
    """

    def __init__(self, memory: DecisionMemory | None = None) -> None:
        self._rows: list[ReviewRow] = []
        self._by_path: dict[str, int] = {}
        self._left_out: list[LeftOut] = []
        self._tally: Tally = Counter()
        self._folders: dict[str, Tally] = {}
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._listeners: list[Callable[[StoreChange], None]] = []
        self._memory = memory
        self._approved_before: dict[int, Match] = {}

    # -- reading

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row_id: int) -> ReviewRow:
        return self._rows[row_id]

    def __iter__(self) -> Iterator[ReviewRow]:
        return iter(self._rows)

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Everything discovery passed over, with the reasons."""
        return self._left_out

    @property
    def tally(self) -> Tally:
        """Counts over all rows; kept up to date, so reading costs nothing. Do not change it."""
        return self._tally

    @property
    def folders(self) -> Mapping[str, Tally]:
        """Counts for each folder that holds rows, itself or below it, up to the roots. Do not change them."""
        return self._folders

    def order(self, limit: RowFilter, order: SortOrder) -> array[int]:
        """Ids of the rows that pass, sorted. About 0.2 s for 100,000 rows."""
        passes = limit.predicate()
        found = [row for row in self._rows if passes(row)]
        found.sort(key=lambda row: sort_key(row, order))
        return array("I", [row.id for row in found])

    def tier_count(self, tier: Tier | None) -> int:
        """Rows in a tier, whatever was decided."""
        return sum(count for (t, _), count in self._tally.items() if t is tier)

    def decision_count(self, *decisions: Decision) -> int:
        """Rows with one of these decisions."""
        return sum(count for (_, d), count in self._tally.items() if d in decisions)

    @property
    def undoable(self) -> str | None:
        """What ``undo`` would take back, or None."""
        return self._undo[-1].label if self._undo else None

    def subscribe(self, listener: Callable[[StoreChange], None]) -> Callable[[], None]:
        """Be told of every change from now on; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- what the pipeline brings

    def add(self, files: Iterable[MediaFile], left_out: Iterable[LeftOut] = ()) -> None:
        """Take in what was found. A path that is known already is left as it is."""
        fresh: set[int] = set()
        for file in files:
            if file.path in self._by_path:
                continue
            row = self._remembered(ReviewRow(len(self._rows), file))
            self._rows.append(row)
            self._by_path[file.path] = row.id
            self._count(row, 1)
            fresh.add(row.id)
        self._left_out.extend(left_out)
        self._tell(fresh, added=True)

    def set_parses(self, parses: Iterable[tuple[str, Parse]]) -> None:
        """Take in what names say, by path; a path that is not known is dropped (it is from an old run)."""
        self._update(
            replace(row, parse=parse, stage=max(row.stage, RowStage.PARSED, key=_STAGES.index))
            for row, parse in self._known(parses)
        )

    def set_verdicts(self, verdicts: Iterable[tuple[str, Verdict]]) -> None:
        """Take in what matching says, by path. A match that the person chose stays."""
        changed = []
        for row, verdict in self._known(verdicts):
            kept = chosen_verdict(row.verdict.match, verdict) if _is_fixed(row) and row.verdict else verdict
            decision = self._approved_again(row, verdict)
            changed.append(replace(row, verdict=kept, decision=decision, stage=RowStage.MATCHED))
        self._update(changed)

    # -- what the person says

    def decide(self, ids: Collection[int], decision: Decision, label: str = "") -> int:
        """Decide rows; what cannot be approved because it has no match is left. Answers how many rows changed."""
        rows = []
        for row_id in ids:
            row = self._rows[row_id]
            if decision.approves and (row.verdict is None or row.verdict.match is None):
                continue
            if row.decision is decision or (decision is Decision.APPROVED and row.decision.approves):
                continue
            rows.append(replace(row, decision=decision))
        return self._decided(rows, label or decision.value)

    def fix(self, verdicts: Mapping[int, Verdict], label: str = "") -> int:
        """Take the matches that a person chose, for the rows of these ids. Answers how many rows changed."""
        rows = [
            replace(self._rows[i], verdict=chosen_verdict(v.match, v), decision=Decision.FIXED, stage=RowStage.MATCHED)
            for i, v in verdicts.items()
            if v.match is not None
        ]
        return self._decided(rows, label or Decision.FIXED.value)

    def undo(self) -> Step | None:
        """Take the last decision back; bulk ones are one. None when there is nothing."""
        return self._swap(self._undo, self._redo)

    def redo(self) -> Step | None:
        """Do what was taken back again. None when there is nothing."""
        return self._swap(self._redo, self._undo)

    def forget(self, paths: Iterable[str]) -> None:
        """Rows whose files were carried away have no memory to keep: a new file of that name is a new question."""
        if self._memory:
            rows = [self._rows[self._by_path[p]] for p in paths if p in self._by_path]
            self._memory.save((row.file, Decision.PENDING, None) for row in rows)

    # -- inside

    def _known(self, found: Iterable[tuple[str, T]]) -> Iterator[tuple[ReviewRow, T]]:
        for path, value in found:
            row_id = self._by_path.get(path)
            if row_id is not None:
                yield self._rows[row_id], value

    def _remembered(self, row: ReviewRow) -> ReviewRow:
        earlier = self._memory.recall(row.file) if self._memory else None
        if earlier is None:
            return row
        if earlier.decision is Decision.APPROVED:
            if earlier.match is not None:
                self._approved_before[row.id] = earlier.match
            return row
        if earlier.match is None:
            return replace(row, decision=earlier.decision)
        verdict = chosen_verdict(earlier.match, Verdict(Tier.SURE))
        return replace(row, decision=earlier.decision, verdict=verdict)

    def _approved_again(self, row: ReviewRow, verdict: Verdict) -> Decision:
        """An approval holds for the match that was on the screen: another answer of matching is asked again."""
        seen = self._approved_before.pop(row.id, None)
        if seen is None and row.decision is Decision.APPROVED and row.verdict:
            seen = row.verdict.match
        if seen is None or row.decision not in {Decision.PENDING, Decision.APPROVED}:
            return row.decision
        return Decision.APPROVED if seen.same_as(verdict.match) else Decision.PENDING

    def _decided(self, rows: Sequence[ReviewRow], label: str) -> int:
        if not rows:
            return 0
        self._undo.append(Step(label, tuple(self._rows[row.id] for row in rows)))
        self._redo.clear()
        self._update(rows)
        self._remember(rows)
        return len(rows)

    def _swap(self, source: list[Step], target: list[Step]) -> Step | None:
        if not source:
            return None
        step = source.pop()
        target.append(Step(step.label, tuple(self._rows[row.id] for row in step.before)))
        # What the pipeline learnt since the decision stays: only the decision and a match chosen by hand go back.
        restored = [self._restored(self._rows[old.id], old) for old in step.before]
        self._update(restored)
        self._remember(restored)
        return step

    def _restored(self, now: ReviewRow, then: ReviewRow) -> ReviewRow:
        if _is_fixed(now) or _is_fixed(then):
            return replace(now, decision=then.decision, verdict=then.verdict, stage=then.stage)
        return replace(now, decision=then.decision)

    def _remember(self, rows: Iterable[ReviewRow]) -> None:
        if self._memory:
            self._memory.save(
                (row.file, row.decision, row.verdict.match if row.decision.approves and row.verdict else None)
                for row in rows
            )

    def _update(self, rows: Iterable[ReviewRow]) -> None:
        changed: set[int] = set()
        for row in rows:
            old = self._rows[row.id]
            if (old.tier, old.decision) != (row.tier, row.decision):
                self._count(old, -1)
                self._count(row, 1)
            self._rows[row.id] = row
            changed.add(row.id)
        self._tell(changed)

    def _count(self, row: ReviewRow, step: int) -> None:
        key = (row.tier, row.decision)
        self._tally[key] += step
        folder, root = row.file.folder, row.file.root
        while True:
            self._folders.setdefault(folder, Counter())[key] += step
            parent = os.path.dirname(folder)
            if folder in {root, parent}:
                return
            folder = parent

    def _tell(self, rows: set[int], *, added: bool = False) -> None:
        if rows or added:
            change = StoreChange(frozenset(rows), added)
            for listener in tuple(self._listeners):
                listener(change)


_STAGES = list(RowStage)


def _is_fixed(row: ReviewRow) -> bool:
    return row.decision is Decision.FIXED


def chosen_verdict(match: Match | None, verdict: Verdict) -> Verdict:
    """The verdict for a match that a person chose: certain, with the candidates and warnings of matching kept."""
    reasons = (CHOSEN, *(reason for reason in verdict.reasons if reason != CHOSEN))
    return replace(verdict, match=match, tier=Tier.SURE, confidence=1.0, gap=1.0, reasons=reasons)
