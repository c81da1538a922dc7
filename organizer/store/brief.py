"""Brief: what a line of a list shows of a row, without a look at the disk."""

from __future__ import annotations

from dataclasses import dataclass

from organizer.model import Decision, Tier
from organizer.store.codes import STATES, Flag, Kind
from organizer.store.columns import NO_NUMBER, Columns


@dataclass(frozen=True, slots=True)
class Brief:
    """A row in short. ``title``, ``year``, ``season`` and ``episode`` are of the match, and without one of the name.

    ``matched`` says which; ``confidence`` is the score of the match. ``size`` is in bytes.
    """

    id: int
    name: str
    folder: str
    root: str
    size: int
    tier: Tier | None
    decision: Decision
    matched: bool
    kind: Kind
    title: str
    year: int | None
    season: int | None
    episode: int | None
    confidence: float
    extra: bool
    tmdb_id: int

    @property
    def needs_person(self) -> bool:
        """Whether it is matched, undecided, and not one to approve unseen."""
        return self.decision is Decision.PENDING and self.tier is not None and self.tier is not Tier.SURE

    @classmethod
    def of(cls, columns: Columns, row_id: int) -> Brief:
        """The brief of a row."""
        folder = columns.folder[row_id]
        tier, decision = STATES[columns.state[row_id]]
        flags = columns.flags[row_id]
        season, episode = columns.season[row_id], columns.episode[row_id]
        return cls(
            row_id,
            columns.names[row_id],
            columns.folders.paths[folder],
            columns.folders.roots[folder],
            columns.size[row_id],
            tier,
            decision,
            bool(flags & Flag.MATCH),
            Kind(columns.kind[row_id]),
            columns.titles[columns.title[row_id]],
            columns.year[row_id] or None,
            None if season == NO_NUMBER else season,
            None if episode == NO_NUMBER else episode,
            columns.confidence[row_id],
            bool(flags & Flag.EXTRA),
            columns.tmdb_id[row_id],
        )
