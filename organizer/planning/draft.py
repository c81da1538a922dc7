"""An operation while it is being planned: its status may still change."""

from __future__ import annotations

from dataclasses import dataclass, field

from organizer.model import Action, FileIdentity, Operation, OperationStatus, Tier


@dataclass(slots=True, eq=False)
class Draft:
    """One file of the plan in the making. ``root`` is the library folder that ``target`` must stay below.

    ``waits_for`` are the drafts whose sources stand where this one wants to go, and move away first.
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
    waits_for: list[Draft] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether it would be carried out."""
        return self.status is OperationStatus.READY

    def end(self, status: OperationStatus, reason: str) -> None:
        """Take it out of what is carried out."""
        self.status = status
        self.reason = reason

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
        )
