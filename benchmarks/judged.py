"""What a scan's verdicts are worth against the truth: tiers, first candidates, calibration, and what they cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from organizer.demo.library import Truth
from organizer.model import CandidateType, Match, MediaType, Tier, Verdict

BINS = 20  # of confidence, each a twentieth wide
# Scores and leads by which a table of confidence is made (organizer/matching/confidence.py).
SCORES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.93)
LEADS = (0.0, 0.01, 0.04, 0.1, 0.3)


@dataclass(frozen=True, slots=True)
class Judged:
    """One video: its path, what it is (None: nothing that TMDB has), what was done to its name, and the verdict."""

    path: str
    truth: Truth | None
    verdict: Verdict
    kind: str = ""

    @property
    def right(self) -> bool:
        """Whether the match is the right one."""
        return self.verdict.match is not None and is_right(self.verdict.match, self.truth)


@dataclass(slots=True)
class Share:
    """Of ``files`` so many are ``right``; ``said`` adds up what their confidence said."""

    files: int = 0
    right: int = 0
    said: float = 0.0

    def count(self, judged: Judged) -> None:
        self.files += 1
        self.right += judged.right
        self.said += judged.verdict.confidence

    def to_json(self) -> dict[str, float]:
        return {
            "files": self.files,
            "right": round(self.right / self.files, 4),
            "said": round(self.said / self.files, 4),
        }


@dataclass(slots=True)
class Figures:
    """Counts over the videos of which the truth is known.

    ``clear`` are those that a name can identify; ``sure_clear``, ``first`` and ``at_five`` count among them.
    """

    files: int = 0
    tiers: Counter[Tier] = field(default_factory=Counter)
    wrong: Counter[Tier] = field(default_factory=Counter)
    sure_but_ambiguous: int = 0
    clear: int = 0
    sure_clear: int = 0
    first: int = 0
    at_five: int = 0
    bins: defaultdict[int, Share] = field(default_factory=lambda: defaultdict(Share))
    bands: defaultdict[tuple[Tier, float, float], Share] = field(default_factory=lambda: defaultdict(Share))
    kinds: defaultdict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    requests: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Plain numbers."""
        sure = max(1, self.tiers[Tier.SURE])
        return {
            "videos": self.files,
            "tiers": {tier.value: self.tiers[tier] for tier in Tier},
            "wrong": {tier.value: self.wrong[tier] for tier in Tier},
            "sure_right": round(1 - self.wrong[Tier.SURE] / sure, 5),
            "sure_coverage": round(self.sure_clear / max(1, self.clear), 4),
            "sure_but_ambiguous": self.sure_but_ambiguous,
            "first_candidate": round(self.first / max(1, self.clear), 4),
            "recall_at_five": round(self.at_five / max(1, self.clear), 4),
            "calibration": {f"{place / BINS:.2f}": share.to_json() for place, share in sorted(self.bins.items())},
            "requests": self.requests,
        }


def is_right(match: Match | None, truth: Truth | None) -> bool:
    """Whether film or series, season and episodes are those of the truth (an extra needs the work alone)."""
    if match is None or truth is None:
        return match is None and truth is None
    if (match.type, match.tmdb_id) != (truth.type, truth.tmdb_id):
        return False
    if truth.extra or truth.type is MediaType.MOVIE:
        return True
    return {(e.season, e.number) for e in match.episodes} == {(truth.season, n) for n in truth.episodes}


def measure(rows: Iterable[Judged]) -> Figures:
    """The figures of a scan."""
    figures = Figures()
    for row in rows:
        _count(figures, row)
    return figures


def cost(asked: Mapping[str, int], truths: Iterable[Truth | None], titles: Mapping[int, str]) -> dict[str, float]:
    """Requests for each distinct film title and each series; ``asked`` counts them by address.

    Names of nothing that TMDB has are titles too: they are asked for like all others.
    """
    known = list(truths)
    films = {titles[truth.tmdb_id] for truth in known if truth and truth.type is MediaType.MOVIE}
    shows = {truth.tmdb_id for truth in known if truth and truth.type is MediaType.EPISODE}
    nothing = sum(truth is None for truth in known)
    for_films = sum(times for address, times in asked.items() if "/movie" in address)
    for_shows = sum(times for address, times in asked.items() if "/tv" in address)
    return {
        "film_titles": len(films) + nothing,
        "for_each_film_title": round(for_films / max(1, len(films) + nothing), 3),
        "series": len(shows),
        "for_each_series": round(for_shows / max(1, len(shows)), 3),
        "asked_twice": sum(times - 1 for times in asked.values()),
    }


def _count(figures: Figures, row: Judged) -> None:
    verdict, truth = row.verdict, row.truth
    figures.files += 1
    figures.tiers[verdict.tier] += 1
    figures.wrong[verdict.tier] += verdict.tier is not Tier.NONE and not row.right
    if verdict.match is not None:
        figures.bins[min(BINS - 1, int(verdict.confidence * BINS + 1e-9))].count(row)
        least = max(step for step in SCORES if verdict.score >= step)
        lead = max(step for step in LEADS if verdict.gap >= step)
        figures.bands[verdict.tier, least, lead].count(row)
    figures.kinds[row.kind].count(row)
    if truth is None:
        return
    figures.sure_but_ambiguous += verdict.tier is Tier.SURE and truth.ambiguous
    if truth.ambiguous:
        return
    kind = CandidateType.MOVIE if truth.type is MediaType.MOVIE else CandidateType.TV
    proposed = [(c.type, c.tmdb_id) for c in verdict.candidates[:5]]
    figures.clear += 1
    figures.sure_clear += verdict.tier is Tier.SURE
    figures.first += proposed[:1] == [(kind, truth.tmdb_id)]
    figures.at_five += (kind, truth.tmdb_id) in proposed
