"""A plan as lines that fold: what needs a look first, then the library to be as a tree, then what stays."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from organizer.display import human_size, safe_text
from organizer.model import Action, Leftover, Operation, OperationStatus, Plan
from tui.phrases import counted
from tui.plan_words import below, library_tops, remark


class LineKind(StrEnum):
    """What a line of the plan is."""

    HEADING = "heading"
    FOLDER = "folder"
    WARNING = "warning"
    READY = "ready"
    CONFLICT = "conflict"
    REASON = "reason"
    STAYS = "stays"


# Lines that may be too long for the list, so that the cursor stops on them and all is told below it.
_TOLD_WHOLE = frozenset({LineKind.WARNING, LineKind.STAYS})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line. ``text``, ``old`` and ``note`` are safe for a screen; ``operation`` is what the line is about.

    ``note`` stands at the right: how many files, and their size.
    """

    kind: LineKind
    text: str
    old: str = ""
    note: str = ""
    operation: Operation | None = None
    key: str = ""
    depth: int = 0
    folds: bool = False

    @property
    def stands(self) -> bool:
        """Whether the cursor may stop here."""
        return self.folds or self.operation is not None or self.kind in _TOLD_WHOLE


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is known of a plan beyond itself: which sources go to another disk, and which are in the library already."""

    crossing: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


_STAYING = (
    (OperationStatus.UNCHANGED, "Already in its place"),
    (OperationStatus.UNMATCHED, "Not matched"),
    (OperationStatus.BELOW_CONFIDENCE, "Not approved"),
    (OperationStatus.SKIPPED, "Skipped or ignored"),
)
# Up to this many lines everything is shown unfolded: two pages of a small terminal.
_FEW = 40


def plan_lines(plan: Plan, remarks: Remarks, *, flat: bool = False) -> list[PlanLine]:
    """The whole plan. ``flat`` lists files by their target instead of folders within folders."""
    lines: list[PlanLine] = []
    warnings = [PlanLine(LineKind.WARNING, safe_text(warning), depth=1) for warning in plan.warnings]
    _section(lines, "Warnings", warnings)
    _section(lines, "Conflicts: these stay, unless you choose otherwise ({plan.resolve})", _conflicts(plan))
    for title, sources in (
        ("To another disk: copied and checked there first", remarks.crossing),
        ("In the library already: another name or place there", remarks.within),
        ("In place of a file that is there, which goes to the trash", _replacing(plan)),
    ):
        _section(lines, title, [_ready(plan, op, 1) for op in plan.ready if op.source in sources])
    lines += _flat(plan) if flat else _Tree(plan).lines()
    for status, title in _STAYING:
        _section(lines, title, [_stays(plan, op) for op in plan.operations if op.status is status])
    _section(lines, f"Also stays in the source folders{_junk(plan)}", _other_leftovers(plan))
    return lines


def _other_leftovers(plan: Plan) -> list[PlanLine]:
    """What discovery passed over: the rest of what stays is an operation, with a section of its own."""
    planned = {operation.source for operation in plan.operations}
    return [
        PlanLine(LineKind.STAYS, below(item.path, plan.source_roots), safe_text(_why(item)), depth=1)
        for item in plan.leftovers
        if item.path not in planned
    ]


def _why(item: Leftover) -> str:
    reason = item.detail or item.reason
    return f"junk; {reason}" if item.junk else reason


def _junk(plan: Plan) -> str:
    """How much of what stays is junk, and the key that clears it; empty for none."""
    count = sum(item.junk for item in plan.leftovers)
    if not count:
        return ""
    key = "; {plan.junk} to the trash" if plan.action is Action.MOVE and not plan.trash else ""
    return f" ({count:,} junk{key})"


def folded_at_first(lines: Sequence[PlanLine]) -> set[str]:
    """Keys of what is folded until a person unfolds it: the lists of what is told elsewhere or stays, and in a long
    plan every folder with files, so that the first page shows the shape of the library.
    """
    few = len(lines) <= _FEW
    found = set()
    above: list[PlanLine] = []  # the lines that fold, from the first level down to the one above
    for line in lines:
        del above[line.depth :]
        if line.folds:
            above.append(line)
        elif above and _is_folded(above[-1], line, few=few):
            found.add(above[-1].key)
    return found


def _is_folded(parent: PlanLine, line: PlanLine, *, few: bool) -> bool:
    if parent.kind is LineKind.HEADING:
        return line.kind in {LineKind.READY, LineKind.STAYS} and parent.key != _FLAT
    return not few and parent.kind is LineKind.FOLDER and line.kind is LineKind.READY


_FLAT = "heading:files"


def _section(lines: list[PlanLine], title: str, body: list[PlanLine]) -> None:
    if body:
        operations = [line.operation for line in body if line.operation and line.kind is not LineKind.REASON]
        note = _note(operations) if operations else f"{len(body):,}"
        lines.append(PlanLine(LineKind.HEADING, title, note=note, key=f"heading:{title}", folds=True))
        lines += body


def _note(operations: Sequence[Operation]) -> str:
    return f"{counted(len(operations), 'file')}  {human_size(sum(op.size for op in operations)):>8}"


def _conflicts(plan: Plan) -> list[PlanLine]:
    lines = []
    tops = library_tops(plan)
    for op in plan.operations:
        if op.status is OperationStatus.CONFLICT:
            target = below(op.target, tops) if op.target else ""
            source = below(op.source, plan.source_roots)
            lines.append(PlanLine(LineKind.CONFLICT, source, target, operation=op, depth=1))
            lines.append(PlanLine(LineKind.REASON, safe_text(op.reason or ""), depth=2))
    return lines


def _replacing(plan: Plan) -> frozenset[str]:
    return frozenset(op.source for op in plan.ready if op.replaces is not None)


def _ready(plan: Plan, op: Operation, depth: int) -> PlanLine:
    return PlanLine(
        LineKind.READY, below(op.target or "", library_tops(plan)), below(op.source, plan.source_roots),
        operation=op, depth=depth,
    )  # fmt: skip


def _stays(plan: Plan, op: Operation) -> PlanLine:
    source = below(op.source, plan.source_roots)
    return PlanLine(LineKind.STAYS, source, safe_text(op.reason or ""), operation=op, depth=1)


def _flat(plan: Plan) -> list[PlanLine]:
    ready = sorted(plan.ready, key=lambda op: op.target or "")
    if not ready:
        return []
    heading = PlanLine(LineKind.HEADING, "Into the library", note=_note(ready), key=_FLAT, folds=True)
    return [heading, *(_ready(plan, op, 1) for op in ready)]


@dataclass(slots=True)
class _Folder:
    """A folder of the library to be."""

    path: str
    folders: dict[str, _Folder] = field(default_factory=dict)
    files: list[Operation] = field(default_factory=list)
    count: int = 0
    size: int = 0


class _Tree:
    """The library to be: folders within folders with what comes into each, videos followed by what goes with them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._roots: dict[str, _Folder] = {}
        self._videos = {op.group: os.path.basename(op.target or "") for op in plan.ready if op.companion_of is None}
        for op in plan.ready:
            self._add(op)

    def lines(self) -> list[PlanLine]:
        """All of it, parents first; the trash at the end."""
        lines: list[PlanLine] = []
        tops = (*library_tops(self._plan), *map(os.path.dirname, self._plan.source_roots))
        for path in sorted(self._roots, key=lambda path: (path in self._plan.trash, path)):
            self._folder(lines, self._roots[path], 0, below(path, tops))
        return lines

    def _add(self, op: Operation) -> None:
        target = op.target or ""
        roots = [root for root in self._plan.roots if target.startswith(root.rstrip(os.sep) + os.sep)]
        top = max(roots, key=len, default=os.path.dirname(target))
        folder = self._roots.setdefault(top, _Folder(top))
        *names, _ = target[len(top.rstrip(os.sep)) + 1 :].split(os.sep)
        _count(folder, op)
        for name in names:
            folder = folder.folders.setdefault(name, _Folder(os.path.join(folder.path, name)))
            _count(folder, op)
        folder.files.append(op)

    def _folder(self, lines: list[PlanLine], folder: _Folder, depth: int, name: str) -> None:
        note = f"{counted(folder.count, 'file')}  {human_size(folder.size):>8}"
        lines.append(
            PlanLine(LineKind.FOLDER, f"{name}/", note=note, key=f"folder:{folder.path}", depth=depth, folds=True)
        )
        for below_it in sorted(folder.folders):
            self._folder(lines, folder.folders[below_it], depth + 1, safe_text(below_it))
        for op in sorted(folder.files, key=self._place):
            lines += self._file(op, depth + 1)

    def _file(self, op: Operation, depth: int) -> Iterable[PlanLine]:
        name, old = (safe_text(os.path.basename(path)) for path in (op.target or "", op.source))
        yield PlanLine(LineKind.READY, name, old, operation=op, depth=depth)
        if known := remark(op):
            yield PlanLine(LineKind.REASON, known, depth=depth + 1)

    def _place(self, op: Operation) -> tuple[str, bool, str]:
        name = os.path.basename(op.target or "")
        return self._videos.get(op.group, name), op.companion_of is not None, name


def _count(folder: _Folder, op: Operation) -> None:
    folder.count += 1
    folder.size += op.size
