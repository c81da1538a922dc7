"""The questions that matching may ask TMDB, as a protocol: the client answers them, and so may a test."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from organizer.model import CandidateType
from organizer.tmdb.orders import EpisodeOrder, OrderRow
from organizer.tmdb.records import Season, Title


class Lookup(Protocol):
    """Whoever answers questions about films and series.

    One question costs at most one request (``seasons``: one for 20 seasons), and none when the cache has the answer or
    somebody else is asking the same at this moment. That nothing was found is an answer, never an error. All raise
    ``TmdbRefused`` (key), ``TmdbUnreachable`` (no answer after all retries) and ``TmdbOffline`` (not in the cache).
    """

    async def search(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...]:
        """At most 20 rows, in TMDB's order. With ``year``: those released (films) or with an episode (series) in it.

        The year of a row is that of its *first* release, so it may differ from the one asked for. Follow-ups (another
        spelling, no year) are the caller's. A title without a letter or digit is answered with nothing, unasked.
        """
        ...

    async def at_hand(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...] | None:
        """What ``search`` gives, where that costs no request: from the cache, or when it is on its way; else None.

        Capitals tell no two titles apart.
        """
        ...

    async def details(self, kind: CandidateType, tmdb_id: int, *, with_seasons: Collection[int] = ()) -> Title | None:
        """The film or series with all its titles and outside ids, or None when TMDB has no such id.

        ``with_seasons`` is a hint: seasons that will be asked for next travel in the same request (17 at most), so
        that a series costs one request less.
        """
        ...

    async def series(self, show_id: int, seasons: Collection[int]) -> Title | None:
        """A series whose title is known already: its list of seasons, and the episodes of up to twenty, in one request.

        Without its further titles, so ``detailed`` may be False. Seasons that it does not have cost nothing.
        """
        ...

    async def seasons(self, show_id: int, numbers: Collection[int]) -> Mapping[int, Season]:
        """Those of the seasons that TMDB has, by number. 0 are the specials."""
        ...

    async def find(self, external_id: str) -> tuple[Title, ...]:
        """The films and series with this IMDb id (``tt`` and digits) or TheTVDB series id (digits), usually one."""
        ...

    async def localised(self, title: Title) -> Title:
        """A search row with the title that the person wants to read, where the row may lack a translation.

        At most one request; none for what TMDB has translated, or for works in the wanted or the fall-back language.
        """
        ...

    async def orders(self, show_id: int) -> tuple[OrderRow, ...]:
        """The other orders of a series' episodes (DVD, absolute, ...) that TMDB lists."""
        ...

    async def order(self, group_id: str) -> EpisodeOrder | None:
        """One of these orders with its episodes, or None when TMDB has no such group."""
        ...
