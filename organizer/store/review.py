"""ReviewStore: the one mutable state of a review, changed by one thread only (the interface's, or a command's)."""

from __future__ import annotations

import os
import time
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress

from organizer.events import (
    FilesFound,
    FilesMatched,
    FilesParsed,
    FilesRecalled,
    FoldersRecalled,
    PipelineEvent,
    ScanKept,
)
from organizer.model import Decision, EarlierRuns, LeftOut, MediaFile, Parse, ReviewRow, Tier, Verdict
from organizer.state.details import Detail, Details
from organizer.state.kept import Renewal, in_pieces
from organizer.state.recall import Recalled
from organizer.state.segments import Segment
from organizer.store.brief import Brief
from organizer.store.chosen import Chosen, Written
from organizer.store.codes import DECISIONS, STAGES, STATES, Flag, Tally, state_code
from organizer.store.columns import Columns, identity_hash
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.folders import FolderTallies
from organizer.store.memory import Decided, DecisionMemory
from organizer.store.packing import put_in, taken_out, unknown_in
from organizer.store.sorting import Orders, by_need, by_score

_NOTHING = Detail()
_FOUND, _PARSED, _MATCHED = range(len(STAGES))


@dataclass(frozen=True, slots=True)
class StoreChange:
    """Rows that differ from before, and whether rows were added (so that orders have to be made again)."""

    rows: frozenset[int]
    added: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that can be taken back: what it was called, its rows, and what was said of them before it.

    About six bytes a row. ``number`` is its own among the steps of this sitting, and stays when it is taken back or
    taken again.
    """

    number: int
    label: str
    ids: array[int]
    decisions: bytes
    chosen: Mapping[int, Chosen | None]
    written: Mapping[int, Written | None]

    def __len__(self) -> int:
        return len(self.ids)


class ReviewStore:
    """Rows in the order in which they were found; a row's id is its place.

    Lists, filters and orders read ``columns``; a whole row is made when it is asked for, from the columns and from
    ``details``, which lie on disk. Every change tells the subscribers which rows changed, in one call for one change.
    ``memory`` keeps decisions between two starts; without one nothing is kept. ``before`` says what earlier runs have
    carried out: such a file is DONE from the start.
    """

    def __init__(
        self,
        memory: DecisionMemory | None = None,
        details: Details | None = None,
        before: EarlierRuns | None = None,
    ) -> None:
        self.columns = Columns()
        self.memory = memory
        self._before = before
        self._details = details or Details()
        self._orders = Orders(self.columns)
        self._left_out: list[LeftOut] = []
        self._tally: Tally = Counter()
        self._folders = FolderTallies(self.columns.folders, self.columns.tally, self.columns.counts_of)
        self._chosen: dict[int, Chosen] = {}
        self._written: dict[int, Written] = {}
        self._approved_before: dict[int, int] = {}
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._steps = 0
        self._listeners: list[Callable[[StoreChange], None]] = []

    # -- reading

    def __len__(self) -> int:
        return len(self.columns)

    def __getitem__(self, row_id: int) -> ReviewRow:
        """A whole row: about 60 µs, or 5 µs when it was asked for lately. For a list, ``brief`` is enough."""
        columns = self.columns
        count = len(columns)
        row_id = row_id + count if row_id < 0 else row_id
        if not 0 <= row_id < count:
            raise IndexError(row_id)
        flags = columns.flags[row_id]
        path = columns.path(row_id)
        detail = self._details.get(path) if flags else _NOTHING
        verdict = detail.verdict if flags & Flag.VERDICT else None
        if row_id in self._chosen:
            verdict = self._chosen[row_id].over(verdict)
        return ReviewRow(
            row_id,
            MediaFile(
                path,
                columns.root(row_id),
                columns.identity_of(row_id),
                detail.companions if columns.has_companions(row_id) else (),
            ),
            STAGES[columns.stage[row_id]],
            detail.parse if flags & Flag.PARSE else None,
            verdict,
            self.decision(row_id),
            self.written(row_id),
        )

    def __iter__(self) -> Iterator[ReviewRow]:
        return (self[row_id] for row_id in range(len(self)))

    def brief(self, row_id: int) -> Brief:
        """What a line of a list shows of a row, from memory alone: about 3 µs."""
        return Brief.of(self.columns, row_id)

    def tier(self, row_id: int) -> Tier | None:
        """The tier of a row, once matching has spoken."""
        return STATES[self.columns.state[row_id]][0]

    def decision(self, row_id: int) -> Decision:
        """What was said of a row."""
        return STATES[self.columns.state[row_id]][1]

    def written(self, row_id: int) -> str:
        """The target that the person wrote for the match that the row has now, or an empty text."""
        written = self._written.get(row_id)
        return written.target if written and written.identity == self.columns.identity[row_id] else ""

    def find(self, path: str) -> int | None:
        """The id of the row with this path, or None."""
        return self.columns.find(path)

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """Everything discovery passed over, with the reasons."""
        return self._left_out

    @property
    def tally(self) -> Tally:
        """Counts over all rows; kept up to date, so reading costs nothing. Do not change it."""
        return self._tally

    @property
    def folders(self) -> FolderTallies:
        """Counts for each folder that holds rows, itself or below it, up to the roots; always as they are now."""
        return self._folders

    def order(self, limit: RowFilter, order: SortOrder) -> array[int]:
        """Ids of the rows that pass, sorted. Some 20 ms for 100,000 rows.

        Raises QueryError when the filter's text cannot be read (``organizer.store.query``).
        """
        mask = limit.mask(self.columns)
        by_path = order in {SortOrder.NAME, SortOrder.SCORE}
        ids = self._orders.by_path.ids() if by_path else self._orders.places()
        passing = array("I", ids) if mask is None else array("I", [i for i in ids if mask[i]])
        if order is SortOrder.NEED:
            return by_need(passing, self.columns)
        return by_score(passing, self.columns) if order is SortOrder.SCORE else passing

    def counts(self, limit: RowFilter) -> Tally:
        """How many rows pass, by tier and decision. Raises QueryError as ``order`` does."""
        mask = limit.mask(self.columns)
        if mask is None:
            return +self._tally
        states = Counter(compress(self.columns.state, mask))
        return Counter({STATES[state]: count for state, count in states.items()})

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

    @property
    def last_step(self) -> int:
        """The number of the newest decision; 0 before the first."""
        return self._steps

    @property
    def redoable(self) -> str | None:
        """What ``redo`` would do again, or None."""
        return self._redo[-1].label if self._redo else None

    def subscribe(self, listener: Callable[[StoreChange], None]) -> Callable[[], None]:
        """Be told of every change from now on; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def flush(self) -> None:
        """Return when everything is on the disk."""
        self._details.flush()

    def close(self) -> None:
        """Write what waits to the disk, and end."""
        self._details.close()

    # -- what the pipeline brings

    def add(self, files: Iterable[MediaFile], left_out: Iterable[LeftOut] = ()) -> None:
        """Take in what was found. A path that is known already is left as it is."""
        fresh: list[int] = []
        for file in files:
            row_id = self.columns.add(file)
            if row_id is None:
                continue
            fresh.append(row_id)
            self._tally[STATES[0]] += 1
            if file.companions:
                self._details.put(file.path, partial(self.columns.identity_of, row_id), companions=file.companions)
            self._recall(row_id, file)
        self._left_out.extend(left_out)
        self._orders.added(fresh)
        self._tell(fresh, added=True)

    def set_parses(self, parses: Iterable[tuple[str, Parse]]) -> None:
        """Take in what names say, by path; a path that is not known is dropped (it is from an old run)."""
        changed = []
        identity_of = self.columns.identity_of
        for path, parse in parses:
            row_id = self.columns.find(path)
            if row_id is not None:
                self._details.put(path, partial(identity_of, row_id), parse=parse)
                self.columns.take_parse(row_id, parse)
                changed.append(row_id)
        self._tell(changed)

    def set_verdicts(self, verdicts: Iterable[tuple[str, Verdict]], *, lasting: bool = True) -> None:
        """Take in what matching says, by path. A match that the person chose stays.

        What is not ``lasting`` (nobody could be asked) is asked again by the next scan.
        """
        changed = []
        identity_of = self.columns.identity_of
        for path, verdict in verdicts:
            row_id = self.columns.find(path)
            if row_id is not None:
                self._details.put(path, partial(identity_of, row_id), verdict=verdict, lasting=lasting)
                expires = self._details.basis().expires(verdict.tier, time.time()) if lasting else 0
                self._take_verdict(row_id, verdict, expires)
                changed.append(row_id)
        self._orders.matched(changed)
        self._tell(changed)

    def recall(self, files: Iterable[tuple[str, Recalled]]) -> None:
        """Take in what an earlier scan found of files, by path: ``details`` hold it already."""
        changed = []
        for path, known in files:
            row_id = self.columns.find(path)
            if row_id is None:
                continue
            self.columns.take_parse(row_id, known.parse)
            if known.verdict is not None:
                self._take_verdict(row_id, known.verdict, known.expires)
            changed.append(row_id)
        self._orders.matched(changed)
        self._tell(changed)

    def add_segment(self, segment: Segment) -> None:
        """Take in folders as an earlier scan has left them; those that have rows here already are left as they are."""
        segment = unknown_in(self.columns, segment)
        fresh = put_in(self.columns, segment)
        for state, count in Counter(segment.codes["state"]).items():
            self._tally[STATES[state]] += count
        self._left_out.extend(gone for found in segment.left_out.values() for gone in found)
        for row_id in self._to_recall(fresh):
            self._recall(row_id, MediaFile(self.columns.path(row_id), "", self.columns.identity_of(row_id)))
        for row_id in [i for i in self._approved_before if i in fresh]:
            same = self._approved_before.pop(row_id) == self.columns.identity[row_id]
            self._set_decision(row_id, Decision.APPROVED if same else Decision.PENDING)
        self._orders.added(fresh)
        self._tell(fresh, added=True)

    def rows_of(self, segment: Segment) -> Iterator[int]:
        """The rows of a segment that was taken in."""
        at = 0
        for folder, count in zip(segment.paths(), segment.counts, strict=True):
            for name in segment.names[at : at + count]:
                row_id = self.columns.find(os.path.join(folder, name))
                if row_id is not None:
                    yield row_id
            at += count

    def keep(self, renewal: Renewal) -> None:
        """Keep a whole scan for the next one: done by the thread that writes, after all that waits."""
        columns, chosen = self.columns, frozenset(self._chosen)
        self._details.renew(renewal, lambda: taken_out(columns, in_pieces(renewal.walked), chosen))

    def _to_recall(self, fresh: range) -> Iterable[int]:
        """Which of these rows something may be remembered of; for all others nobody has to look."""
        if self._before is not None:
            return fresh
        paths = self.memory.remembered if self.memory else ()
        return [row_id for path in paths if (row_id := self.columns.find(path)) is not None and row_id in fresh]

    def take(self, event: PipelineEvent) -> None:
        """Take in what the pipeline tells of files; the end of a stage or of the run changes nothing here."""
        if isinstance(event, FilesFound):
            self.add(event.files, event.left_out)
        elif isinstance(event, FilesRecalled):
            self.recall(event.files)
        elif isinstance(event, FoldersRecalled):
            self.add_segment(event.segment)
        elif isinstance(event, ScanKept):
            self.keep(event.renewal)
        elif isinstance(event, FilesParsed):
            self.set_parses(event.parses)
        elif isinstance(event, FilesMatched):
            self.set_verdicts(event.verdicts, lasting=event.lasting)

    # -- what the person says

    def decide(self, ids: Collection[int], decision: Decision, label: str = "") -> int:
        """Decide rows; what cannot be approved because it has no match is left. Answers how many rows changed."""
        flags = self.columns.flags
        changed = array("I")
        for row_id in ids:
            now = self.decision(row_id)
            if decision.approves and not flags[row_id] & Flag.MATCH:
                continue
            if now is decision or (decision is Decision.APPROVED and now.approves):
                continue
            changed.append(row_id)
        if not changed:
            return 0
        self._note(label or decision.value, changed, ())
        for row_id in changed:
            self._set_decision(row_id, decision)
        return self._decided(changed)

    def fix(self, verdicts: Mapping[int, Verdict], label: str = "") -> int:
        """Take the matches that a person chose, for the rows of these ids. Answers how many rows changed."""
        found = {row_id: verdict for row_id, verdict in verdicts.items() if verdict.match is not None}
        changed = array("I", found)
        if not changed:
            return 0
        self._note(label or Decision.FIXED.value, changed, changed)
        for row_id, verdict in found.items():
            self._choose(row_id, Chosen.of(verdict))
            self._set_decision(row_id, Decision.FIXED)
        self._orders.matched(changed)
        return self._decided(changed)

    def write_target(self, row_id: int, target: str, label: str = "") -> bool:
        """Take the target that a person wrote for a row with a match, which approves it; an empty one takes the name
        back and leaves the decision. Answers whether anything changed.
        """
        held = self.columns.flags[row_id] & Flag.MATCH
        if not held or (target == self.written(row_id) and (self.decision(row_id).approves or not target)):
            return False
        ids = array("I", [row_id])
        self._note(label or "name", ids, (), ids)
        self._write(row_id, Written(target, self.columns.identity[row_id]) if target else None)
        if target and not self.decision(row_id).approves:
            self._set_decision(row_id, Decision.APPROVED)
        self._decided(ids)
        return True

    def undo(self) -> Step | None:
        """Take the last decision back; bulk ones are one. None when there is nothing."""
        return self._swap(self._undo, self._redo)

    def redo(self) -> Step | None:
        """Do what was taken back again. None when there is nothing."""
        return self._swap(self._redo, self._undo)

    def forget(self, paths: Iterable[str]) -> None:
        """Rows whose files were carried away have no memory to keep: a new file of that name is a new question."""
        if self.memory:
            known = [row_id for path in paths if (row_id := self.columns.find(path)) is not None]
            self.memory.save(
                Decided(self.columns.path(i), self.columns.identity_of(i), Decision.PENDING) for i in known
            )

    # -- decisions

    def _note(self, label: str, ids: array[int], chosen: Iterable[int], written: Iterable[int] = ()) -> None:
        self._steps += 1
        self._undo.append(self._now(self._steps, label, ids, chosen, written))
        self._redo.clear()

    def _now(self, number: int, label: str, ids: array[int], chosen: Iterable[int], written: Iterable[int]) -> Step:
        """A step back to how these rows are now; ``chosen`` and ``written`` are those whose match or name the step
        changes too.
        """
        decisions = bytes(DECISIONS.index(self.decision(row_id)) for row_id in ids)
        matches = {row_id: self._chosen.get(row_id) for row_id in chosen}
        return Step(number, label, ids, decisions, matches, {row_id: self._written.get(row_id) for row_id in written})

    def _decided(self, ids: array[int]) -> int:
        self._remember(ids)
        self._tell(ids)
        return len(ids)

    def _swap(self, source: list[Step], target: list[Step]) -> Step | None:
        """Go back to what a step holds. What the pipeline learnt since stays: only what the person said goes back."""
        if not source:
            return None
        step = source.pop()
        target.append(self._now(step.number, step.label, step.ids, step.chosen, step.written))
        for row_id, chosen in step.chosen.items():
            self._choose(row_id, chosen)
        for row_id, written in step.written.items():
            self._write(row_id, written)
        for row_id, decision in zip(step.ids, step.decisions, strict=True):
            self._set_decision(row_id, DECISIONS[decision])
        if step.chosen:
            self._orders.matched(step.chosen)
        self._decided(step.ids)
        return step

    def _choose(self, row_id: int, chosen: Chosen | None) -> None:
        """Show the match that the person chose, or with None what matching says again."""
        columns = self.columns
        verdict = self._details.get(columns.path(row_id)).verdict if columns.flags[row_id] & Flag.VERDICT else None
        if chosen is None:
            self._chosen.pop(row_id, None)
            columns.stage[row_id] = self._stage(row_id)
        else:
            self._chosen[row_id] = chosen
            columns.stage[row_id] = _MATCHED
        self._show(row_id, verdict, self.decision(row_id))

    def _write(self, row_id: int, written: Written | None) -> None:
        if written is None:
            self._written.pop(row_id, None)
        else:
            self._written[row_id] = written

    def _take_verdict(self, row_id: int, verdict: Verdict, expires: int) -> None:
        self.columns.expires[row_id] = expires
        decision = self._approved_again(row_id, verdict)
        self.columns.flags[row_id] |= Flag.VERDICT
        self.columns.stage[row_id] = _MATCHED
        self._show(row_id, verdict, decision)

    def _stage(self, row_id: int) -> int:
        flags = self.columns.flags[row_id]
        return _MATCHED if flags & Flag.VERDICT else _PARSED if flags & Flag.PARSE else _FOUND

    def _show(self, row_id: int, verdict: Verdict | None, decision: Decision) -> None:
        """Put a row's match into the columns: what the person chose, else what matching says."""
        chosen = self._chosen.get(row_id)
        shown = chosen.over(verdict) if chosen else verdict
        self.columns.take_verdict(row_id, shown, lambda: self._parse(row_id))
        self._set_state(row_id, state_code(shown.tier if shown else None, decision))

    def _parse(self, row_id: int) -> Parse | None:
        if not self.columns.flags[row_id] & Flag.PARSE:
            return None
        return self._details.get(self.columns.path(row_id)).parse

    def _set_decision(self, row_id: int, decision: Decision) -> None:
        self._set_state(row_id, state_code(self.tier(row_id), decision))

    def _set_state(self, row_id: int, state: int) -> None:
        before = self.columns.state[row_id]
        if before != state:
            self.columns.set_state(row_id, state)
            self._tally[STATES[before]] -= 1
            self._tally[STATES[state]] += 1

    # -- memory

    def _recall(self, row_id: int, file: MediaFile) -> None:
        earlier = self.memory.recall(file) if self.memory else None
        if earlier is None:
            if self._before and self._before(file.path, file.identity):
                self._set_decision(row_id, Decision.DONE)
            return
        if earlier.target:
            self._write(row_id, Written(earlier.target, earlier.identity))
        if earlier.decision is Decision.APPROVED:
            if earlier.identity:
                self._approved_before[row_id] = earlier.identity
            return
        if earlier.match is not None:
            self._choose(row_id, Chosen(earlier.match))
        self._set_decision(row_id, earlier.decision)

    def _approved_again(self, row_id: int, verdict: Verdict) -> Decision:
        """An approval holds for the match that was on the screen: another answer of matching is asked again."""
        seen = self._approved_before.pop(row_id, 0)
        decision = self.decision(row_id)
        if not seen and decision is Decision.APPROVED:
            seen = self.columns.identity[row_id]
        if not seen or decision not in {Decision.PENDING, Decision.APPROVED}:
            return decision
        same = verdict.match is not None and identity_hash(verdict.match) == seen
        return Decision.APPROVED if same else Decision.PENDING

    def _remember(self, ids: Iterable[int]) -> None:
        if self.memory:
            self.memory.save(self._memories(ids))

    def _memories(self, ids: Iterable[int]) -> Iterator[Decided]:
        columns = self.columns
        for row_id in ids:
            decision = self.decision(row_id)
            chosen = self._chosen.get(row_id) if decision.approves else None
            written = self._written_for(row_id)
            yield Decided(
                columns.path(row_id),
                columns.identity_of(row_id),
                decision,
                chosen.match if chosen else None,
                columns.identity[row_id] if decision.approves else written.identity if written else 0,
                written.target if written else "",
            )

    def _written_for(self, row_id: int) -> Written | None:
        """The name to keep: one that was written for another match is of no use to the next start."""
        if self.columns.flags[row_id] & Flag.MATCH and not self.written(row_id):
            return None
        return self._written.get(row_id)

    def _tell(self, rows: Iterable[int], *, added: bool = False) -> None:
        found = frozenset(rows)
        if found or added:
            change = StoreChange(found, added)
            for listener in tuple(self._listeners):
                listener(change)
