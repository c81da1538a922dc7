"""What the rules of this package found out themselves, before guessit is asked."""

from __future__ import annotations

from dataclasses import dataclass

from organizer.model import MediaType

# No series has more; beyond it a range is a misreading, and writing it out would cost time for nothing.
_LONGEST_RANGE = 2500


@dataclass(frozen=True, slots=True)
class Facts:
    """Readings that overrule guessit's. Empty fields say nothing; ``season=()`` is no "there is none"."""

    type: MediaType | None = None
    title: str | None = None
    year: int | None = None
    season: tuple[int, ...] = ()
    episode: tuple[int, ...] = ()
    absolute: int | None = None
    date: str | None = None

    def over(self, other: Facts) -> Facts:
        """These facts, and those of ``other`` where these are silent."""
        return Facts(
            self.type or other.type,
            self.title or other.title,
            self.year or other.year,
            self.season or other.season,
            self.episode or other.episode,
            self.absolute if self.absolute is not None else other.absolute,
            self.date or other.date,
        )


NO_FACTS = Facts()


def span(first: int, last: int) -> tuple[int, ...]:
    """The numbers from ``first`` to ``last``, both of them; only the ends when they run backwards or far."""
    if first <= last <= first + _LONGEST_RANGE:
        return tuple(range(first, last + 1))
    return (first, last)
