"""A plan in words: what happens to how many files, and paths as a person thinks of them."""

from __future__ import annotations

import os
from collections.abc import Iterable

from organizer.display import human_size, safe_text
from organizer.model import Action, Operation, OperationStatus, Plan, Role
from tui.phrases import counted

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


def remark(operation: Operation) -> str:
    """What an operation replaces, or what else there is to know, for a line below its target; empty for nothing."""
    if operation.replaces is None:
        return operation.note
    return f"replaces the file there ({human_size(operation.replaces.size)}), which goes to the trash"


def count_replaced(plan: Plan) -> str:
    """``, replacing 2 files``, for a question; empty for none."""
    count = sum(operation.replaces is not None for operation in plan.ready)
    return f", replacing {counted(count, 'file')}" if count else ""


def count_junk(plan: Plan) -> str:
    """``3 of these are junk, which goes to the trash.``; empty for none."""
    count = sum(operation.role is Role.JUNK for operation in plan.ready)
    return f"{count:,} of these {'is' if count == 1 else 'are'} junk, which goes to the trash." if count else ""


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
