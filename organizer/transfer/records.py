"""What the journal holds: runs are made of operations, operations of steps; each step is one change on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from organizer.model import Action, FileIdentity, Operation, OperationStatus, Outcome, Result
from organizer.transfer.identity import Meta


class Phase(StrEnum):
    """Which way an operation goes."""

    DO = "do"
    UNDO = "undo"


class Status(StrEnum):
    """Where a run stands in the journal; ``model.RunState`` is what a person is shown of it."""

    APPLYING = "applying"
    UNDOING = "undoing"
    COMPLETE = "complete"
    PARTIAL = "partial"
    INTERRUPTED = "interrupted"
    UNDONE = "undone"


class OpState(StrEnum):
    """Where an operation stands. Only DOING and UNDOING leave work for recovery."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNDOING = "undoing"
    UNDONE = "undone"


class StepKind(StrEnum):
    """One change on the disk, from ``a`` to ``b``.

    A private name is hidden, made of the run's token, and known to the journal before it exists.
    """

    MKDIR = "mkdir"  # the folder b
    RMDIR = "rmdir"  # the emptied folder a
    RENAME = "rename"  # source a becomes target b
    STASH = "stash"  # source a waits under the private name b: a swap, or a change of case alone
    COPY = "copy"  # the bytes of a under the private name b
    LINK = "link"  # a second name b for the file a
    SYMLINK = "symlink"  # b reads a
    PUBLISH = "publish"  # the private name a becomes the target b
    DISPLACE = "displace"  # the file a, which is to be replaced, goes into the trash as b
    RETURN = "return"  # undo: out of the trash a, back to its place b
    PARK = "park"  # a waits under the private name b for its last look
    UNLINK = "unlink"  # the private name a goes away, the one step that cannot be taken back

    @property
    def renames(self) -> bool:
        """Whether the step gives a file another name and leaves its contents alone."""
        return self in _RENAMING


_RENAMING = frozenset(
    {StepKind.RENAME, StepKind.STASH, StepKind.PUBLISH, StepKind.DISPLACE, StepKind.RETURN, StepKind.PARK}
)


class StepState(StrEnum):
    """INTENT and REVERSING are on the disk before, half way or after: only a look can tell."""

    INTENT = "intent"
    DONE = "done"
    REVERSING = "reversing"
    REVERSED = "reversed"


class How(StrEnum):
    """By which call a name changes, written down before it is used."""

    RENAME = "rename"
    LINK = "link"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the journal. ``identity`` is the file the step is about: at ``b`` once the step is done."""

    id: int
    run: int
    op: int | None
    phase: Phase
    kind: StepKind
    a: str
    b: str
    state: StepState
    how: How
    identity: FileIdentity | None
    meta: Meta | None
    private: str

    @property
    def subject(self) -> FileIdentity:
        """The identity, for the kinds that always have one."""
        if self.identity is None:
            raise ValueError(f"step {self.id} ({self.kind}) has no identity")
        return self.identity


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation as the journal has it. ``made`` is what was put at the target; ``number`` its order in the run."""

    id: int
    run: int
    number: int
    group: int
    unit: int
    source: str
    target: str
    action: Action
    companion_of: str | None
    identity: FileIdentity
    meta: Meta | None
    made: FileIdentity | None
    state: OpState
    error: str | None
    warnings: tuple[str, ...]

    def operation(self) -> Operation:
        """The operation that was planned."""
        return Operation(
            self.source,
            self.target,
            self.action,
            OperationStatus.READY,
            self.group,
            identity=self.identity,
            companion_of=self.companion_of,
        )

    def outcome(self, result: Result, error: str | None = None, warnings: tuple[str, ...] = ()) -> Outcome:
        """What became of it, as a value for a caller."""
        return Outcome(
            self.source,
            self.target,
            self.action,
            result,
            error=error,
            size=self.identity.size,
            companion_of=self.companion_of,
            warnings=warnings,
        )


@dataclass(frozen=True, slots=True)
class FolderTimes:
    """A folder whose times the run has touched: ``before`` the run, and ``after`` our last change to it."""

    path: str
    before_ns: int
    after_ns: int
