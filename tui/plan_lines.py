"""A plan as lines to read: warnings and conflicts first, then the library to be, then what stays where it is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from organizer.display import human_size, safe_text
from organizer.model import Action, Operation, OperationStatus, Plan, Role
from tui.phrases import counted


class LineKind(StrEnum):
    """What a line of the plan is."""

    HEADING = "heading"
    FOLDER = "folder"
    WARNING = "warning"
    READY = "ready"
    CONFLICT = "conflict"
    REASON = "reason"
    STAYS = "stays"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line. ``text`` and ``old`` are safe for a screen; ``operation`` is what the line is about."""

    kind: LineKind
    text: str
    old: str = ""
    operation: Operation | None = None


_STAYING = (
    (OperationStatus.UNCHANGED, "Already in its place"),
    (OperationStatus.UNMATCHED, "Not matched"),
    (OperationStatus.BELOW_CONFIDENCE, "Not approved"),
    (OperationStatus.SKIPPED, "Skipped or ignored"),
)
_VERBS = {
    Action.MOVE: "moved",
    Action.COPY: "copied",
    Action.HARDLINK: "hard-linked",
    Action.SYMLINK: "linked",
    Action.REFLINK: "cloned",
}


def verb(action: Action) -> str:
    """What happens to files: ``moved``."""
    return _VERBS[action]


def below(path: str, roots: Iterable[str]) -> str:
    """The path below the first of the roots that holds it, safe for a screen; else all of it."""
    for root in roots:
        start = root.rstrip(os.sep) + os.sep
        if path.startswith(start):
            return safe_text(path[len(start) :])
    return safe_text(path)


def library_tops(plan: Plan) -> tuple[str, ...]:
    """The folders that targets are shown below: the one that holds all of the library, or each."""
    return tuple(dict.fromkeys(os.path.dirname(root.rstrip(os.sep)) for root in plan.library.roots))


def replacing(operation: Operation) -> str:
    """What an operation replaces, for a line below its target; empty for nothing."""
    if operation.replaces is None:
        return ""
    return f"replaces the file there ({human_size(operation.replaces.size)}), which goes to the trash"


def count_replaced(plan: Plan) -> str:
    """``, replacing 2 files``, for a question; empty for none."""
    count = sum(operation.replaces is not None for operation in plan.ready)
    return f", replacing {counted(count, 'file')}" if count else ""


def plan_lines(plan: Plan) -> list[PlanLine]:
    """The whole plan."""
    lines: list[PlanLine] = []
    _section(lines, "Warnings", [PlanLine(LineKind.WARNING, safe_text(warning)) for warning in plan.warnings])
    _section(lines, "Conflicts: these stay where they are, unless you choose otherwise (c)", _conflicts(plan))
    lines += _ready(plan)
    for status, title in _STAYING:
        those = [op for op in plan.operations if op.status is status]
        _section(lines, f"{title}: {counted(len(those), 'file')}", [_stays(plan, op) for op in those])
    others = _other_leftovers(plan)
    _section(lines, f"Also stays in the source folders: {counted(len(others), 'entry', 'entries')}", others)
    return lines


def summary(plan: Plan) -> str:
    """What happens, in a line: ``312 files will be moved, 1.2 TB; 3 conflicts, 24 in place, 18 not matched``."""
    ready = plan.ready
    size = sum(op.size for op in ready)
    text = f"{counted(len(ready), 'file')} will be {verb(plan.action)}, {human_size(size)}"
    counts = plan.counts()
    words = (
        (OperationStatus.CONFLICT, "in conflict"),
        (OperationStatus.UNCHANGED, "in place"),
        (OperationStatus.UNMATCHED, "not matched"),
        (OperationStatus.BELOW_CONFIDENCE, "not approved"),
        (OperationStatus.SKIPPED, "skipped"),
    )
    rest = [f"{counts[status]:,} {word}" for status, word in words if counts[status]]
    return "; ".join([text, ", ".join(rest)] if rest else [text])


def count_junk(plan: Plan) -> str:
    """``3 of these are junk, which goes to the trash.``; empty for none."""
    count = sum(operation.role is Role.JUNK for operation in plan.ready)
    return f"{count:,} of these {'is' if count == 1 else 'are'} junk, which goes to the trash." if count else ""


def _other_leftovers(plan: Plan) -> list[PlanLine]:
    """What discovery passed over: the rest of what stays is an operation, with a section of its own."""
    planned = {operation.source for operation in plan.operations}
    return [
        PlanLine(LineKind.STAYS, below(item.path, plan.source_roots), safe_text(item.detail or item.reason))
        for item in plan.leftovers
        if item.path not in planned
    ]


def _section(lines: list[PlanLine], title: str, body: list[PlanLine]) -> None:
    if body:
        lines += [PlanLine(LineKind.HEADING, title), *body, PlanLine(LineKind.BLANK, "")]


def _conflicts(plan: Plan) -> list[PlanLine]:
    lines = []
    tops = library_tops(plan)
    for op in plan.operations:
        if op.status is OperationStatus.CONFLICT:
            target = below(op.target, tops) if op.target else ""
            lines.append(PlanLine(LineKind.CONFLICT, below(op.source, plan.source_roots), target, op))
            lines.append(PlanLine(LineKind.REASON, safe_text(op.reason or ""), operation=op))
    return lines


def _ready(plan: Plan) -> list[PlanLine]:
    """New names by the folder they will be in: the library as it will look."""
    tops = library_tops(plan)
    folders: dict[str, list[PlanLine]] = {}
    video = {op.group: os.path.basename(op.target or "") for op in plan.ready if op.companion_of is None}
    for op in plan.ready:
        folder, name = os.path.split(op.target or "")
        line = PlanLine(LineKind.READY, safe_text(name), safe_text(os.path.basename(op.source)), op)
        folders.setdefault(folder, []).append(line)
    lines: list[PlanLine] = []
    for folder in sorted(folders):
        lines.append(PlanLine(LineKind.FOLDER, below(folder, tops) + "/"))
        for line in sorted(folders[folder], key=lambda line: _place(line, video)):
            lines.append(line)
            if line.operation is not None and line.operation.replaces is not None:
                lines.append(PlanLine(LineKind.REASON, replacing(line.operation), operation=line.operation))
    if lines:
        lines.append(PlanLine(LineKind.BLANK, ""))
    return lines


def _place(line: PlanLine, video: dict[int, str]) -> tuple[str, bool, str]:
    """Videos by name, each followed by what goes with it."""
    operation = line.operation
    if operation is None:
        return line.text, False, line.text
    return video.get(operation.group, line.text), operation.companion_of is not None, line.text


def _stays(plan: Plan, op: Operation) -> PlanLine:
    return PlanLine(LineKind.STAYS, below(op.source, plan.source_roots), safe_text(op.reason or ""), op)
