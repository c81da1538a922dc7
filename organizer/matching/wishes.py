"""Which seasons of a series will be wanted, so that they travel in the request that is made anyway."""

from __future__ import annotations

from collections.abc import Iterable

from organizer.matching.similarity import normal
from organizer.model import MediaType, ParsedName
from organizer.tmdb.seasons import IN_ONE_REQUEST


class Wishes:
    """Collects the seasons that names speak of, by the series' title.

    How many seasons a series has is known only with its details, and these cost a request. So twenty are asked for
    along with them: those that names have spoken of so far, then the first ones, then the specials.
    """

    def __init__(self) -> None:
        self._seasons: dict[str, tuple[int, ...]] = {}  # a set takes four times as much

    def note(self, readings: Iterable[ParsedName]) -> None:
        """Remember the seasons that the readings of one name speak of."""
        for parsed in readings:
            if parsed.type is MediaType.EPISODE and parsed.title and parsed.season:
                title = normal(parsed.title)
                self._seasons[title] = tuple({*self._seasons.get(title, ()), *parsed.season})

    def of(self, parsed: ParsedName) -> tuple[int, ...]:
        """Twenty seasons of the series that this reading speaks of."""
        spoken = sorted(self._seasons.get(normal(parsed.title or ""), ()))
        wanted = dict.fromkeys((*spoken, *range(1, IN_ONE_REQUEST), 0, IN_ONE_REQUEST))
        return tuple(wanted)[:IN_ONE_REQUEST]
