"""What happened: the outcome of each operation, and the run that the journal keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from organizer.model.files import FileIdentity
from organizer.model.plans import Action


class Result(StrEnum):
    """What became of an operation."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An operation that was carried out, or taken back, or not, and the sentence that says why not."""

    source: str
    target: str
    action: Action
    result: Result
    error: str | None = None
    size: int = 0
    companion_of: str | None = None
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The ``apply`` and ``undo`` object of the JSON contract."""
        return {
            "source": self.source,
            "target": self.target,
            "action": self.action.value,
            "result": self.result.value,
            "error": self.error,
            "companion_of": self.companion_of,
            "warnings": list(self.warnings),
        }


_DONE_WORDS = {
    Action.MOVE: "moved",
    Action.COPY: "copied",
    Action.HARDLINK: "hardlinked",
    Action.SYMLINK: "symlinked",
    Action.REFLINK: "reflinked",
}


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What an earlier run did with a file whose source it left: by which action, whereto, and when (UTC)."""

    action: Action
    target: str
    when: datetime

    @property
    def words(self) -> str:
        """``copied on 2026-11-02 to /media/Movies/...``, with the day of this place; the path as it is."""
        return f"{_DONE_WORDS[self.action]} on {self.when.astimezone():%Y-%m-%d} to {self.target}"


EarlierRuns = Callable[[str, FileIdentity], CarriedOut | None]
"""What an earlier run did with the file of this path and identity, if it is still so."""


class RunState(StrEnum):
    """What a run in the journal came to."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNDONE = "undone"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Run:
    """A plan that was carried out, as the journal has it. ``started`` is UTC; ``bytes`` counts what is done."""

    id: str
    started: datetime
    action: Action
    operations: int
    done: int
    failed: int
    undone: int
    bytes: int
    state: RunState
    roots: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The ``history`` object of the JSON contract."""
        return {
            "run": self.id,
            "started": self.started.isoformat(),
            "action": self.action.value,
            "operations": self.operations,
            "done": self.done,
            "failed": self.failed,
            "undone": self.undone,
            "bytes": self.bytes,
            "state": self.state.value,
        }
