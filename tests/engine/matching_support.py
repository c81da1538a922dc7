"""A small TMDB in memory for the matching tests: it answers as the protocol promises and counts the questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from organizer.matching.similarity import normal
from organizer.model import CandidateType, Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.tmdb.orders import EpisodeOrder, OrderRow
from organizer.tmdb.records import Episode, Season, Title

MOVIE, TV = CandidateType.MOVIE, CandidateType.TV


def film(number: int, title: str, year: int | None, *others: str, votes: int = 500, original: str = "") -> Title:
    return Title(MOVIE, number, title, original or title, f"{year}-05-01" if year else None, votes=votes, titles=others)


def show(
    number: int, title: str, year: int, seasons: Sequence[int], *others: str, votes: int = 500, country: str = "US"
) -> Title:
    counts = tuple((n, count) for n, count in enumerate(seasons, start=1))
    return Title(
        TV, number, title, title, f"{year}-01-10", votes=votes, titles=others, seasons=counts, countries=(country,)
    )


class SmallTmdb:
    """Films and series by hand. A series' episodes are called ``Episode n``, aired on days of its year."""

    def __init__(self, *titles: Title, run_on: bool = False, episode_titles: Mapping[int, str] | None = None) -> None:
        self.titles = titles
        self._episode_titles = episode_titles or {}
        self.questions: list[str] = []
        self.seasons_asked_with: dict[int, Collection[int]] = {}
        self._run_on = run_on
        self.groups: dict[int, list[EpisodeOrder]] = {}
        self.named: dict[tuple[int, int, int], str] = {}

    async def search(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...]:
        self.questions.append(f"search {kind} {title} {year or ''}".strip())
        words = normal(title).split()
        found = (
            replace(t, titles=(), seasons=())
            for t in self.titles
            if t.type is kind
            and (year is None or t.year == year)
            and any(all(w in normal(name).split() for w in words) for name in (t.title, t.original_title, *t.titles))
        )
        return tuple(islice(found, 20))

    async def at_hand(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...] | None:
        asked = f"search {kind} {title} {year or ''}".strip().casefold()
        if asked not in map(str.casefold, self.questions):
            return None
        found = await self.search(kind, title, year)
        self.questions.pop()
        return found

    async def details(self, kind: CandidateType, tmdb_id: int, *, with_seasons: Collection[int] = ()) -> Title | None:
        self.questions.append(f"details {kind} {tmdb_id}")
        self.seasons_asked_with[tmdb_id] = with_seasons
        found = next((t for t in self.titles if (t.type, t.id) == (kind, tmdb_id)), None)
        return replace(found, detailed=True) if found else None

    async def series(self, show_id: int, seasons: Collection[int]) -> Title | None:
        self.questions.append(f"series {show_id}")
        return next((t for t in self.titles if (t.type, t.id) == (TV, show_id)), None)

    async def seasons(self, show_id: int, numbers: Collection[int]) -> Mapping[int, Season]:
        found = next(t for t in self.titles if t.type is TV and t.id == show_id)
        answer, first = {}, 1
        for number, count in found.seasons:
            start = first if self._run_on else 1
            answer[number] = Season(show_id, number, tuple(self._episodes(found, number, start, count)))
            first += count
        return {n: s for n, s in answer.items() if n in numbers}

    async def find(self, external_id: str) -> tuple[Title, ...]:
        return tuple(t for t in self.titles if external_id in {t.imdb_id, str(t.tvdb_id)})

    async def localised(self, title: Title) -> Title:
        return title

    async def orders(self, show_id: int) -> tuple[OrderRow, ...]:
        self.questions.append(f"orders {show_id}")
        return tuple(
            OrderRow(order.id, order.name, order.kind, sum(len(g.episodes) for g in order.groups), len(order.groups))
            for order in self.groups.get(show_id, ())
        )

    async def order(self, group_id: str) -> EpisodeOrder | None:
        self.questions.append(f"order {group_id}")
        return next((order for orders in self.groups.values() for order in orders if order.id == group_id), None)

    def _episodes(self, found: Title, season: int, first: int, count: int) -> list[Episode]:
        word = self._episode_titles.get(found.id, "Episode")
        return [
            Episode(
                season,
                n,
                self.named.get((found.id, season, n), f"{word} {n}"),
                f"{(found.year or 2000) + season - 1}-03-{i % 28 + 1:02d}",
            )
            for i, n in enumerate(range(first, first + count))
        ]


def parse(*readings: ParsedName) -> Parse:
    return Parse(readings[0], tuple(Hypothesis(r, Origin.PATH, 1.0 / (1 + i)) for i, r in enumerate(readings)))


def film_name(title: str, year: int | None = None, **more: object) -> ParsedName:
    return replace(ParsedName("f.mkv", MediaType.MOVIE, title, year), **more)  # type: ignore[arg-type]


def episode_name(title: str, season: int | None = None, *episodes: int, **more: object) -> ParsedName:
    name = ParsedName(
        "e.mkv", MediaType.EPISODE, title, season=(season,) if season is not None else (), episode=episodes
    )
    return replace(name, **more)  # type: ignore[arg-type]
