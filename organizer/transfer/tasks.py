"""What is to happen to one file, forwards or backwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from organizer.display import fold
from organizer.model import Action, FileIdentity, Operation
from organizer.transfer.identity import Meta
from organizer.transfer.records import Entry, Step
from organizer.transfer.schedule import Leg


class TaskKind(StrEnum):
    """The actions of a plan, and the removal of what an action has made."""

    MOVE = "move"
    COPY = "copy"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"
    REFLINK = "reflink"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Witness:
    """The file that must be there when a copy or link of it is removed, so that the last copy never goes."""

    path: str
    identity: FileIdentity
    contents: bool


@dataclass(frozen=True, slots=True)
class Displaced:
    """A file that was replaced: it stood at ``home`` and waits in the ``trash``."""

    home: str
    trash: str
    identity: FileIdentity


@dataclass(frozen=True, slots=True)
class Task:
    """One file's change. ``identity`` is what ``source`` must be; ``meta`` what a copy gets in place of its own.

    ``replaces`` is what has to stand at the target and goes into the trash; ``displaced`` what comes back from there.
    """

    op: int
    group: int
    kind: TaskKind
    source: str
    target: str
    identity: FileIdentity
    operation: Operation
    meta: Meta | None = None
    witness: Witness | None = None
    replaces: FileIdentity | None = None
    displaced: Displaced | None = None

    @property
    def was_linked(self) -> bool:
        """Whether the file had other names when it was planned."""
        planned = self.operation.identity
        return planned is not None and planned.links > 1

    @property
    def changes_case_only(self) -> bool:
        """Whether a disk that ignores case shows the file at its target already."""
        return self.kind is TaskKind.MOVE and self.source != self.target and fold(self.source) == fold(self.target)

    @property
    def leg(self) -> Leg:
        """The task as the schedule sees it."""
        vacates = self.kind in {TaskKind.MOVE, TaskKind.REMOVE}
        return Leg(self.op, self.group, self.source, self.target, vacates)


def forward(entry: Entry, replaces: FileIdentity | None = None) -> Task:
    """What a plan asks for."""
    return Task(
        entry.id,
        entry.group,
        TaskKind(entry.action.value),
        entry.source,
        entry.target,
        entry.identity,
        entry.operation(),
        replaces=replaces,
    )


def backward(entry: Entry, displacing: Step | None = None) -> Task:
    """What takes a finished operation back. Each goes on its own: one edited file does not keep the others.

    ``displacing`` is the step by which it put a file into the trash.
    """
    made = entry.made or entry.identity
    if entry.action is Action.MOVE:
        kind, target, witness = TaskKind.MOVE, entry.source, None
    else:
        kind, target, witness = TaskKind.REMOVE, "", _witness(entry)
    displaced = Displaced(displacing.a, displacing.b, displacing.subject) if displacing else None
    return Task(
        entry.id,
        entry.id,
        kind,
        entry.target,
        target,
        made,
        entry.operation(),
        entry.meta,
        witness,
        displaced=displaced,
    )


def _witness(entry: Entry) -> Witness | None:
    """The original. A symbolic link holds nothing that could be lost with it."""
    if entry.action is Action.SYMLINK:
        return None
    return Witness(entry.source, entry.identity, contents=entry.action is not Action.HARDLINK)
