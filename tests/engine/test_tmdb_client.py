"""Questions over real HTTP: what is sent, what is shared, what is kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from organizer.errors import TmdbOffline
from organizer.model import CandidateType
from organizer.tmdb.cache import TmdbCache
from organizer.tmdb.lookup import Lookup
from tests.engine.tmdb_server import (
    KEY,
    TOKEN,
    Asked,
    Reply,
    Stage,
    failure,
    film,
    in_turn,
    listing,
    season,
    series,
    settings,
    stage,
)

MOVIE, TV = CandidateType.MOVIE, CandidateType.TV


async def test_a_search_sends_words_year_and_language_and_reads_the_rows() -> None:
    async with stage(in_turn(listing(film(), {"id": None}, film(12, "Lantern Bay")))) as on:
        titles = await on.client.search(MOVIE, "The.Lantern!", 1987)
    assert [title.id for title in titles] == [11, 12]
    assert on.server.paths == ["search/movie"]
    query = on.server.asked[0].query
    assert {name: query[name] for name in ("query", "year", "language")} == {
        "query": "The Lantern", "year": "1987", "language": "en-US",
    }  # fmt: skip


async def test_a_token_travels_in_the_header_and_a_key_in_the_query() -> None:
    async with stage(in_turn(listing())) as on:
        await on.client.search(TV, "Harbour")
    assert on.server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "api_key" not in on.server.asked[0].query
    async with stage(in_turn(listing()), access_token="", api_key=KEY) as on:
        await on.client.search(TV, "Harbour")
    assert on.server.asked[0].query["api_key"] == KEY
    assert "authorization" not in on.server.asked[0].headers


async def test_a_question_without_a_word_or_with_an_id_that_cannot_be_is_never_sent() -> None:
    async with stage(in_turn(listing(film()))) as on:
        client: Lookup = on.client
        assert await client.search(MOVIE, "... !?", 1999) == ()
        assert await client.details(MOVIE, -1) is None
        assert await client.seasons(0, [1]) == {}
        assert await client.seasons(5, [-1, 10**9]) == {}
        assert await client.find("nm0000123") == ()
    assert on.server.asked == []


async def test_five_hundred_who_ask_the_same_cost_one_request() -> None:
    async with stage(in_turn(listing(film()))) as on:
        answers = await asyncio.gather(
            *(on.client.search(MOVIE, "the LANTERN" if n % 2 else "The Lantern") for n in range(500))
        )
        assert len(on.server.asked) == 1
        assert {len(answer) for answer in answers} == {1}
        assert (on.client.statistics.joined, on.client.statistics.saved) == (499, 499)
        await on.client.search(MOVIE, "The Lantern")
        assert (on.client.statistics.requests, on.client.statistics.cache_hits) == (1, 1)


async def test_what_is_at_hand_costs_nothing_and_what_is_not_is_not_asked_for() -> None:
    async with stage(in_turn(listing(film()))) as on:
        assert await on.client.at_hand(MOVIE, "The Lantern") is None
        asking = asyncio.ensure_future(on.client.search(MOVIE, "The Lantern"))
        await asyncio.sleep(0)
        assert await on.client.at_hand(MOVIE, "the LANTERN") == await asking
        assert await on.client.at_hand(MOVIE, "The Lantern") == await asking
        assert await on.client.at_hand(MOVIE, "The Lantern", 1987) is None
    assert len(on.server.asked) == 1


async def test_a_waiter_that_leaves_does_not_disturb_the_others() -> None:
    async with stage(in_turn(listing(film()))) as on:
        on.server.hold.clear()
        first, second = (asyncio.create_task(on.client.search(MOVIE, "Lantern")) for _ in range(2))
        await on.server.wait_for(1)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        on.server.hold.set()
        assert len(await second) == 1
        assert len(on.server.asked) == 1


async def test_when_the_last_waiter_leaves_a_newcomer_asks_anew() -> None:
    async with stage(in_turn(listing(film()))) as on:
        on.server.hold.clear()
        only = asyncio.create_task(on.client.search(MOVIE, "Lantern"))
        await on.server.wait_for(1)
        only.cancel()
        with pytest.raises(asyncio.CancelledError):
            await only
        on.server.hold.set()
        assert len(await on.client.search(MOVIE, "Lantern")) == 1
        assert len(on.server.asked) == 2


async def test_never_more_requests_under_way_than_allowed() -> None:
    async with stage(in_turn(listing()), concurrency=4) as on:
        on.server.hold.clear()
        work = asyncio.gather(*(on.client.search(MOVIE, f"Film {n}") for n in range(40)))
        await on.server.wait_for(4)
        on.server.hold.set()
        await work
        assert on.server.peak == 4
        assert len(on.server.asked) == 40


async def test_no_second_sees_more_requests_than_the_rate_and_a_tenth() -> None:
    async with stage(in_turn(listing()), rate=100.0, concurrency=64) as on:
        start = asyncio.get_running_loop().time()  # not the first arrival, which a busy machine may delay
        await asyncio.gather(*(on.client.search(MOVIE, f"Film {n}") for n in range(60)))
        assert (60 - 11) / 100.0 * 0.95 <= on.server.times[-1] - start < 4.0


async def test_details_bring_all_titles_and_ids_in_one_request_and_absence_is_an_answer() -> None:
    row = film(imdb_id="tt0012345", alternative_titles={"titles": [{"title": "Laternen"}]}, status="Released")
    script = lambda asked: Reply(body=row) if asked.path == "movie/11" else failure(404, 34, "Not found.")  # noqa: E731
    async with stage(script) as on:
        title = await on.client.details(MOVIE, 11)
        assert title is not None
        assert (title.titles, title.imdb_id, title.detailed) == (("Laternen",), "tt0012345", True)
        assert await on.client.details(MOVIE, 12) is None
        assert await on.client.details(MOVIE, 12) is None
    assert on.server.paths == ["movie/11", "movie/12"]
    assert on.server.asked[0].appended == ["alternative_titles", "translations", "external_ids"]


async def test_forty_five_seasons_are_three_requests_and_then_none() -> None:
    async with stage(series) as on:
        seasons = await on.client.seasons(77, range(1, 46))
        assert sorted(seasons) == list(range(1, 46))
        assert sorted(len(asked.appended) for asked in on.server.asked) == [5, 20, 20]  # side by side, in any order
        again = await on.client.seasons(77, range(1, 46))
        assert again == seasons
        assert len(on.server.asked) == 3


async def test_only_seasons_that_are_not_known_are_asked_and_missing_ones_are_remembered() -> None:
    async with stage(lambda asked: series(asked, seasons=3)) as on:
        assert sorted(await on.client.seasons(77, [1])) == [1]
        assert sorted(await on.client.seasons(77, [0, 1, 2, 9])) == [1, 2]
        assert sorted(await on.client.seasons(77, [9, 0, 2])) == [2]
    assert [asked.appended for asked in on.server.asked] == [["season/1"], ["season/0", "season/2", "season/9"]]


async def test_all_files_of_a_series_that_ask_for_a_season_each_share_a_request() -> None:
    async with stage(series) as on:
        found = await asyncio.gather(*(on.client.seasons(77, [1 + n % 5]) for n in range(50)))
        assert [sorted(seasons) for seasons in found] == [[1 + n % 5] for n in range(50)]
        assert len(on.server.asked) == 1
        assert on.client.statistics.joined == 45


async def test_one_who_stops_waiting_for_seasons_leaves_them_to_the_others() -> None:
    async with stage(series) as on:
        on.server.hold.clear()
        first, second = (asyncio.create_task(on.client.seasons(77, [n, 3])) for n in (1, 2))
        await on.server.wait_for(1)
        first.cancel()
        on.server.hold.set()
        assert sorted(await second) == [2, 3]
        assert sorted(await on.client.seasons(77, [1])) == [1]
        assert len(on.server.asked) == 1


async def test_seasons_hinted_at_travel_with_the_details() -> None:
    async with stage(series) as on:
        await on.client.details(TV, 77, with_seasons=range(1, 19))
        assert len(await on.client.seasons(77, range(1, 18))) == 17
        assert len(on.server.asked) == 1
        assert len(await on.client.seasons(77, [18])) == 1
        assert len(on.server.asked) == 2


async def test_a_series_known_by_title_comes_with_twenty_seasons_in_one_request() -> None:
    async with stage(series) as on:
        known = await on.client.series(77, range(20))
        assert known is not None
        assert len(known.seasons) > 20
        assert sorted(await on.client.seasons(77, range(1, 20))) == list(range(1, 20))
        assert await on.client.series(77, [1]) == known
        assert len(on.server.asked) == 1
        assert on.server.asked[0].appended == [f"season/{number}" for number in range(20)]


async def test_a_series_whose_details_are_known_is_not_asked_for_again() -> None:
    async with stage(series) as on:
        details = await on.client.details(TV, 77)
        assert await on.client.series(77, [1]) == details
        assert len(on.server.asked) == 1
        assert await on.client.series(0, [1]) is None


async def test_a_season_that_is_listed_but_not_appended_is_asked_for_alone() -> None:
    def script(asked: Asked) -> Reply:
        if asked.path == "tv/77/season/2":
            return Reply(body=season(2))
        return failure(404, 34, "Not found.") if asked.appended else series(asked, seasons=2)

    async with stage(script) as on:
        assert sorted(await on.client.seasons(77, [2, 3])) == [2]
    assert on.server.paths == ["tv/77", "tv/77", "tv/77/season/2"]


async def test_seasons_too_large_for_one_answer_come_in_halves() -> None:
    def script(asked: Asked) -> Reply:
        return Reply(body=b"x" * 9_000_000) if len(asked.appended) > 2 else series(asked)

    async with stage(script) as on:
        assert sorted(await on.client.seasons(77, [1, 2, 3, 4])) == [1, 2, 3, 4]
    assert [len(asked.appended) for asked in on.server.asked] == [4, 2, 2]


@pytest.mark.parametrize(
    ("external_id", "source", "expected"),
    [("tt0012345", "imdb_id", [(MOVIE, 11), (TV, 77)]), ("4242", "tvdb_id", [(TV, 77)])],
)
async def test_an_outside_id_finds_films_and_series(
    external_id: str, source: str, expected: list[tuple[CandidateType, int]]
) -> None:
    found = {"movie_results": [film()] if source == "imdb_id" else [], "tv_results": [{"id": 77, "name": "Harbour"}]}
    async with stage(in_turn(Reply(body=found))) as on:
        titles = await on.client.find(external_id)
    assert [(title.type, title.id) for title in titles] == expected
    assert on.server.asked[0].path == f"find/{external_id}"
    assert on.server.asked[0].query["external_source"] == source


async def _ask_everything(on: Stage) -> tuple[object, ...]:
    return (
        await on.client.search(MOVIE, "Lantern"),
        await on.client.search(MOVIE, "Nothing Of The Kind"),
        await on.client.details(TV, 77),
        await on.client.seasons(77, [1, 2, 99]),
        await on.client.find("tt0012345"),
    )


def _everything(asked: Asked) -> Reply:
    if asked.path.startswith("search"):
        return listing(film()) if asked.query["query"] == "Lantern" else listing()
    return Reply(body={"movie_results": [film()]}) if asked.path.startswith("find") else series(asked)


async def test_offline_answers_from_the_file_however_old_and_never_asks(tmp_path: Path) -> None:
    now = 1_700_000_000.0
    file = tmp_path / "tmdb.db"
    async with stage(_everything, cache=TmdbCache(file, settings(), clock=lambda: now)) as on:
        online = await _ask_everything(on)
    old = TmdbCache(file, settings(), clock=lambda: now + 100 * 86400)
    async with stage(in_turn(Reply(500)), cache=old, offline=True) as on:
        assert await _ask_everything(on) == online
        for question in (
            on.client.search(MOVIE, "Another"), on.client.details(MOVIE, 99), on.client.seasons(77, [1, 7]),
            on.client.find("tt7654321"), on.client.check(),
        ):  # fmt: skip
            with pytest.raises(TmdbOffline):
                await question
        assert on.server.asked == []


async def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    for expected in (5, 0):
        async with stage(_everything, cache=TmdbCache(tmp_path / "tmdb.db", settings())) as on:
            await _ask_everything(on)
            assert len(on.server.asked) == expected


async def test_check_asks_the_cheapest_page_or_a_search_where_that_is_missing() -> None:
    async with stage(in_turn(Reply(body={"success": True, "status_code": 1}))) as on:
        await on.client.check()
    assert on.server.paths == ["authentication"]
    async with stage(in_turn(failure(404, 34, "Not found."), listing())) as on:
        await on.client.check()
    assert on.server.paths == ["authentication", "search/movie"]
