"""An operation while it is being planned: its status may still change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from organizer.model import Action, ConflictChoice, FileIdentity, Operation, OperationStatus, Role, Tier
from organizer.planning.quality import Quality

_IN_PLACE = frozenset({OperationStatus.READY, OperationStatus.UNCHANGED})


class Obstacle(Enum):
    """Why a name cannot be had, where another name would help."""

    TAKEN = auto()
    RIVAL = auto()
    STAYS = auto()


@dataclass(slots=True, eq=False)
class Draft:
    """One file of the plan in the making. ``root`` is the library folder that ``target`` must stay below.

    ``waits_for`` are the drafts whose sources stand where this one wants to go, and move away first.
    ``choice`` is what to do when the target is taken, ``named`` whether it was said of this very file; ``expects`` is
    the file that was chosen to be replaced (None: whichever is there), ``replaces`` the one that will be.
    ``follows`` are the videos that a file of a whole folder (any of them) or junk (all of them) depends on.
    """

    source: str
    target: str | None
    action: Action
    group: int
    root: str = ""
    identity: FileIdentity | None = None
    companion_of: str | None = None
    confidence: float = 0.0
    tier: Tier = Tier.NONE
    status: OperationStatus = OperationStatus.READY
    reason: str | None = None
    choice: ConflictChoice = ConflictChoice.SKIP
    named: bool = False
    expects: FileIdentity | None = None
    replaces: FileIdentity | None = None
    obstacle: Obstacle | None = None
    waits_for: list[Draft] = field(default_factory=list)
    role: Role = Role.VIDEO
    quality: Quality = Quality()
    note: str = ""
    follows: Sequence[Draft] = ()

    @property
    def ready(self) -> bool:
        """Whether it would be carried out."""
        return self.status is OperationStatus.READY

    @property
    def forsaken(self) -> bool:
        """Whether the videos that it depends on do not go, so that it stays with them."""
        settled = [video.status in _IN_PLACE for video in self.follows]
        return bool(settled) and not (all(settled) if self.role is Role.JUNK else any(settled))

    def end(self, status: OperationStatus, reason: str, obstacle: Obstacle | None = None) -> None:
        """Take it out of what is carried out."""
        self.status = status
        self.reason = reason
        self.obstacle = obstacle
        self.replaces = None

    def operation(self) -> Operation:
        """The finished noun."""
        return Operation(
            source=self.source,
            target=self.target,
            action=self.action,
            status=self.status,
            group=self.group,
            identity=self.identity,
            reason=self.reason,
            confidence=self.confidence,
            tier=self.tier,
            companion_of=self.companion_of,
            replaces=self.replaces,
            role=self.role,
            note=self.note if self.ready else "",
        )
