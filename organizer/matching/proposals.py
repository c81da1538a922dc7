"""Whether another order explains a series' files better than the aired one, and what their verdicts are then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from organizer.config.schema import MatchingSettings
from organizer.display import safe_text
from organizer.matching.confidence import confidence_of
from organizer.matching.episodes import Resolved, said_of
from organizer.matching.evidence import FileNumbers, Fitting, TitleIndex, fit
from organizer.matching.numbering import Numbering
from organizer.matching.scoring import PERFECT
from organizer.matching.tiers import tier_of
from organizer.model import CandidateType, EpisodeRef, Match, Tier, Verdict

# Another order is looked for when so many files do not fit the aired one. A single one is a typing error, or an episode
# that TMDB does not have yet.
MISFITS, MISFIT_SHARE = 2, 0.05
# So many titles in names that all agree prove an order which two of them contradict the aired one by.
PROVING = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order that explains more than the aired one. ``proven`` by titles; ``rivalled`` by another one as good."""

    numbering: Numbering
    best: Fitting
    usual: Fitting
    proven: bool
    rivalled: bool

    @property
    def reason(self) -> str:
        """``DVD order explains 26 of 26 files and their titles, aired order 19``."""
        named = safe_text(self.numbering.choice.name)
        said = f"{named} explains {self.best.explained} of {self.best.files} files"
        said += " and their titles" if self.best.agreeing and not self.best.against else ""
        return f"{said}, aired order {self.usual.explained}"


def worth_looking(usual: Fitting) -> bool:
    """Whether so much does not fit the aired order that others are worth a question."""
    return usual.misfits >= max(MISFITS, int(MISFIT_SHARE * usual.files))


def propose(usual: Numbering, others: Sequence[Numbering], files: Sequence[FileNumbers]) -> Proposal | None:
    """The order that explains what the aired one does not, or None when none is clearly better."""
    index = TitleIndex([usual, *others])
    normal = fit(usual, files, index)
    fits = [(fit(numbering, files, index), numbering) for numbering in others]
    if not fits:
        return None
    best, numbering = min(fits, key=lambda one: (one[0].misfits, -one[0].agreeing))
    if best.misfits > int(MISFIT_SHARE * best.files) or normal.misfits - best.misfits < MISFITS:
        return None
    equals = [n for f, n in fits if (f.misfits, f.agreeing) == (best.misfits, best.agreeing)]
    rivalled = any(n.places_of(file.parsed) != numbering.places_of(file.parsed) for n in equals for file in files)
    proven = not (best.misfits or rivalled) and best.agreeing >= PROVING and normal.against >= MISFITS
    return Proposal(numbering, best, normal, proven, rivalled)


def doubted(usual: Numbering, others: Sequence[Numbering], files: Sequence[FileNumbers]) -> dict[str, Verdict]:
    """The verdicts that cannot stay sure: titles in several names contradict their numbers, so that the others'
    numbers, which nothing confirms, may be of an unknown order too.
    """
    if fit(usual, files, TitleIndex([usual, *others])).against < MISFITS:
        return {}
    reason = "titles in the names beside it are those of other episodes: the order is not known"
    return {
        file.path: replace(file.verdict, tier=Tier.LIKELY, reasons=(*file.verdict.reasons, reason))
        for file in files
        if file.verdict.tier is Tier.SURE and not file.agrees(usual.read(file.parsed) or ())
    }


def verdict_in(
    file: FileNumbers,
    match: Match,
    refs: tuple[EpisodeRef, ...],
    found: Proposal,
    before: Resolved,
    settings: MatchingSettings,
) -> Verdict:
    """The verdict in the other order, where the aired one gave ``before``.

    What was lost for a number that TMDB lacks comes back; ``sure`` it is only where titles prove the order and the
    file's own is among them.
    """
    old = file.verdict
    score = min(PERFECT, old.score / before.factor)
    mine = (CandidateType.TV, match.tmdb_id)
    scale = old.score / old.confidence if old.confidence else 1.0  # candidates are shown by confidence
    others = [c.score * scale for c in old.candidates if (c.type, c.tmdb_id) != mine]
    gap = max(0.0, score - max(others)) if others else 1.0
    sure = found.proven and file.agrees(refs) and not file.parse.doubts
    tier = tier_of(score, gap, capped=not sure, exists=True, settings=settings)
    if found.rivalled and tier is not Tier.NONE:
        tier = Tier.AMBIGUOUS
    kept = [reason for reason in old.reasons if not reason.startswith(before.reason)]
    rivals = ["another order of TMDB fits as well"] if found.rivalled else []
    reasons = (found.reason, said_of(refs), *rivals, *kept)
    confidence = confidence_of(score, gap, tier, exists=True)
    candidates = [
        replace(c, score=confidence, reasons=reasons) if (c.type, c.tmdb_id) == mine else c for c in old.candidates
    ]
    taken = replace(match, season=refs[0].season, episodes=refs, order=found.numbering.key)
    return Verdict(tier, taken, confidence, gap, reasons, tuple(sorted(candidates, key=lambda c: -c.score)), score)
