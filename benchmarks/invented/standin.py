"""A TMDB for the invented catalogue, as an httpx transport: an index of words, so that 64,000 films answer at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum

import httpx

from benchmarks.invented.catalogue import World
from organizer.demo import shapes
from organizer.demo.catalogue import Work
from organizer.demo.search import words
from organizer.demo.shapes import Json
from organizer.model import CandidateType

ROWS = 20


class Search(StrEnum):
    """How rows are found and ordered: nobody outside TMDB knows, so a matcher has to bear all of these."""

    RANKED = "ranked"  # every word in one title; equal titles first, then beginnings, then popularity
    STRICT = "strict"  # every word in one title; by popularity alone
    LOOSE = "loose"  # beginnings of words too; where nothing has every word, what has the most


class StandIn(httpx.AsyncBaseTransport):
    """Answers an ``httpx.AsyncClient`` from a ``World``. ``asked`` counts the requests by their whole address.

    ``plain``: the fields that some mirrors leave out (votes, countries, original titles) are left out.
    """

    def __init__(self, world: World, search: Search = Search.RANKED, *, plain: bool = False) -> None:
        self.asked: Counter[str] = Counter()
        self._world, self._search, self._plain = world, search, plain
        self._works = {CandidateType.MOVIE: world.films, CandidateType.TV: world.series}
        self._index: dict[CandidateType, dict[str, set[tuple[int, int]]]] = {}
        self._titles: dict[tuple[CandidateType, int], list[tuple[str, ...]]] = {}
        for kind, works in self._works.items():
            index: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
            for work in works.values():
                titles = [self._words(title) for title in dict.fromkeys(work.all_titles())]
                self._titles[kind, work.id] = titles
                for place, title in enumerate(titles):
                    for word in title:
                        index[word].add((work.id, place))
            self._index[kind] = index

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to one request."""
        self.asked[str(request.url)] += 1
        query = dict(request.url.params)
        for pattern, handler in _ROUTES:
            if found := re.fullmatch(pattern, request.url.path):
                body = handler(self, query, *found.groups())
                if body is not None:
                    return httpx.Response(200, json=body, request=request)
        return httpx.Response(404, json={"success": False, "status_code": 34, "status_message": "No."}, request=request)

    def _words(self, text: str) -> tuple[str, ...]:
        if self._search is Search.STRICT:  # apostrophes vanish, signs part words, ``&`` is none
            return words(text.replace("'", "").replace("&", " "))
        return words(text)

    # -- searches

    def searched(self, query: Mapping[str, str], kind: str) -> Json:
        """One page of rows."""
        type_ = CandidateType(kind)
        found = self._found(type_, self._words(query.get("query", "")))
        year = query.get("year") or query.get("primary_release_year") or query.get("first_air_date_year")
        if year:
            found = [work for work in found if _in_year(work, year)]
        page = int(query.get("page") or 1)
        rows = [self._row(work) for work in found[(page - 1) * ROWS : page * ROWS]]
        pages = -(-len(found) // ROWS)
        return {"page": page, "results": rows, "total_pages": pages, "total_results": len(found)}

    def _found(self, kind: CandidateType, wanted: tuple[str, ...]) -> list[Work]:
        if not wanted:
            return []
        index = self._index[kind]
        sets = [index.get(word, set()) for word in wanted]
        if self._search is Search.LOOSE:
            begins = {place for word, places in index.items() if word.startswith(wanted[-1]) for place in places}
            sets[-1] = begins
        hits = set.intersection(*sets)
        if not hits and self._search is Search.LOOSE:
            counted = Counter(place for places in sets for place in places)
            most = max(counted.values(), default=0)
            hits = {place for place, times in counted.items() if times == most and most * 2 >= len(wanted)}
        fits: dict[int, int] = {}
        for number, place in hits:
            title = self._titles[kind, number][place]
            fit = 3 if title == wanted else 2 if title[: len(wanted)] == wanted else 1
            fits[number] = max(fits.get(number, 0), 0 if self._search is Search.STRICT else fit)
        works = self._works[kind]
        return sorted((works[n] for n in fits), key=lambda work: (-fits[work.id], -work.popularity, work.id))

    def _row(self, work: Work) -> Json:
        film = work.kind is CandidateType.MOVIE
        row = shapes.movie_row(work, "en-US") if film else shapes.tv_row(work, "en-US")
        if self._plain:
            for name in ("vote_count", "origin_country", "genre_ids", "overview"):
                row.pop(name, None)
        return row

    # -- details

    def film(self, query: Mapping[str, str], number: str) -> Json | None:
        """A film with what is appended."""
        work = self._world.films.get(int(number))
        return shapes.movie_details(work, "en-US") | self._appended(query, work) if work else None

    def show(self, query: Mapping[str, str], number: str) -> Json | None:
        """A series with what is appended, seasons too."""
        work = self._world.series.get(int(number))
        return shapes.tv_details(work, "en-US") | self._appended(query, work) if work else None

    def _appended(self, query: Mapping[str, str], work: Work) -> Json:
        parts = shapes.FILM_PARTS if work.kind is CandidateType.MOVIE else shapes.SERIES_PARTS
        made: Json = {}
        for name in query.get("append_to_response", "").split(","):
            if name in parts:
                made[name] = parts[name](work)
            elif name.startswith("season/") and (season := work.season(int(name.removeprefix("season/")))):
                made[name] = shapes.season_details(work, season, "en-US")
        return made

    def season(self, _query: Mapping[str, str], number: str, season: str) -> Json | None:
        """One season."""
        work = self._world.series.get(int(number))
        found = work.season(int(season)) if work else None
        return shapes.season_details(work, found, "en-US") if work and found else None


def _in_year(work: Work, year: str) -> bool:
    if work.date.startswith(year):
        return True
    return any((episode.air_date or "").startswith(year) for episode in work.episodes())


_ROUTES: tuple[tuple[str, Callable[..., Json | None]], ...] = (
    (r"/3/authentication", lambda *_: {"success": True}),
    (r"/3/search/(movie|tv)", StandIn.searched),
    (r"/3/movie/(\d+)", StandIn.film),
    (r"/3/tv/(\d+)", StandIn.show),
    (r"/3/tv/(\d+)/season/(\d+)", StandIn.season),
)
