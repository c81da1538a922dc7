"""What a person said of a file in place of the program: the match, and the name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from organizer.model import Candidate, Match, Tier, Verdict

CHOSEN = "chosen by you"


@dataclass(frozen=True, slots=True)
class Chosen:
    """``reasons`` and ``candidates`` are what was said when it was chosen."""

    match: Match
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @classmethod
    def of(cls, verdict: Verdict) -> Chosen:
        """The choice in a verdict, which has a match."""
        if verdict.match is None:
            raise ValueError("nothing was chosen")
        return cls(verdict.match, tuple(r for r in verdict.reasons if r != CHOSEN), verdict.candidates)

    def over(self, verdict: Verdict | None) -> Verdict:
        """The verdict of a person: certain, with the candidates of matching, and its warnings where there are none."""
        base = verdict or Verdict(Tier.SURE, candidates=self.candidates)
        reasons = (CHOSEN, *(self.reasons or (reason for reason in base.reasons if reason != CHOSEN)))
        return replace(base, match=self.match, tier=Tier.SURE, confidence=1.0, gap=1.0, reasons=reasons)


@dataclass(frozen=True, slots=True)
class Written:
    """The target that a person wrote for a file, and the ``identity_hash`` of the match that it was written for.

    With another match it does not hold: the name of one film is wrong for every other. With the old one it does again.
    """

    target: str
    identity: int
