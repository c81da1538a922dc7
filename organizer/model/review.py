"""What a person decides on: a file with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from organizer.model.files import MediaFile
from organizer.model.matches import Tier, Verdict
from organizer.model.names import Parse


class Decision(StrEnum):
    """What the person said of a row. FIXED is an approval of a match the person chose.

    DONE is said by the journal: an earlier run has copied or linked the file, so there is nothing left to decide.
    """

    PENDING = "pending"
    APPROVED = "approved"
    FIXED = "fixed"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    DONE = "done"

    @property
    def approves(self) -> bool:
        """Whether the row goes into the plan."""
        return self in {Decision.APPROVED, Decision.FIXED}


class RowStage(StrEnum):
    """How far a row has come through the pipeline."""

    FOUND = "found"
    PARSED = "parsed"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A media file with all that is known of it. ``id`` is its place in the store and never changes.

    ``written`` is the target that the person wrote by hand for this match, below the library's folder of its kind and
    with the ending; empty where the naming decides.
    """

    id: int
    file: MediaFile
    stage: RowStage = RowStage.FOUND
    parse: Parse | None = None
    verdict: Verdict | None = None
    decision: Decision = Decision.PENDING
    written: str = ""

    @property
    def tier(self) -> Tier | None:
        """The tier, once matching has spoken."""
        return self.verdict.tier if self.verdict else None

    @property
    def needs_person(self) -> bool:
        """Whether it is matched, undecided, and not one to approve unseen."""
        return self.decision is Decision.PENDING and self.tier is not None and self.tier is not Tier.SURE
