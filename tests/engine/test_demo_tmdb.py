"""The demo's TMDB says what TMDB would say, in the fields of TMDB's OpenAPI description."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.demo.answers import Response, answer
from organizer.demo.catalogue import catalogue
from organizer.demo.search import search, words
from organizer.model import CandidateType
from organizer.tmdb.records import read_season, read_title

TOKEN = {"Authorization": "Bearer demo-token"}


def get(path: str, **query: str) -> Response:
    return answer("GET", path, query, TOKEN)


def body(path: str, **query: str) -> Any:
    found = get(path, **query)
    assert found.status == 200, found.body
    return found.json()


def titles(path: str, **query: str) -> list[tuple[str, str]]:
    """Title and date of each row."""
    rows = body(path, **query)["results"]
    return [(r.get("title") or r["name"], r.get("release_date") or r["first_air_date"]) for r in rows]


# -------------------------------------------------------------------------------------------------- shapes

MOVIE_ROW = (
    "adult backdrop_path genre_ids id original_language original_title overview popularity poster_path release_date "
    "title video vote_average vote_count"
)
TV_ROW = (
    "adult backdrop_path genre_ids id origin_country original_language original_name overview popularity poster_path "
    "first_air_date name vote_average vote_count"
)
PAGE = "page results total_pages total_results"
MOVIE = (
    "adult backdrop_path belongs_to_collection budget genres homepage id imdb_id origin_country original_language "
    "original_title overview popularity poster_path production_companies production_countries release_date revenue "
    "runtime spoken_languages status tagline title video vote_average vote_count"
)
TV = (
    "adult backdrop_path created_by episode_run_time first_air_date genres homepage id in_production languages "
    "last_air_date last_episode_to_air name next_episode_to_air networks number_of_episodes number_of_seasons "
    "origin_country original_language original_name overview popularity poster_path production_companies "
    "production_countries seasons spoken_languages status tagline type vote_average vote_count"
)
SEASON_ROW = "air_date episode_count id name overview poster_path season_number vote_average"
LAST_EPISODE = (
    "id name overview vote_average vote_count air_date episode_number production_code runtime season_number show_id "
    "still_path"
)
SEASON = "_id air_date episodes name networks overview id poster_path season_number vote_average"
SEASON_EPISODE = (
    "air_date episode_number episode_type id name overview production_code runtime season_number show_id still_path "
    "vote_average vote_count crew guest_stars"
)
EPISODE = (
    "air_date crew episode_number guest_stars name overview id production_code runtime season_number still_path "
    "vote_average vote_count"
)
TV_IDS = "id imdb_id freebase_mid freebase_id tvdb_id tvrage_id wikidata_id facebook_id instagram_id twitter_id"
GROUP = "description episode_count group_count groups id name network type"
FIND = "movie_results person_results tv_results tv_episode_results tv_season_results"
IMAGES = "base_url secure_base_url backdrop_sizes logo_sizes poster_sizes profile_sizes still_sizes"
LOST, HEAT, TITAN = "/3/tv/4607", "/3/movie/949", "/3/tv/1429"


@pytest.mark.parametrize(
    ("path", "query", "inside", "fields"),
    [
        ("/3/search/movie", {"query": "heat"}, (), PAGE),
        ("/3/search/movie", {"query": "heat"}, ("results", 0), MOVIE_ROW),
        ("/3/search/tv", {"query": "lost"}, ("results", 0), TV_ROW),
        ("/3/search/multi", {"query": "heat"}, ("results", 0), MOVIE_ROW + " media_type"),
        ("/3/search/multi", {"query": "lost"}, ("results", 0), TV_ROW + " media_type"),
        (HEAT, {}, (), MOVIE),
        ("/3/movie/603", {}, ("belongs_to_collection",), "id name poster_path backdrop_path"),
        (HEAT, {}, ("production_countries", 0), "iso_3166_1 name"),
        (HEAT, {}, ("spoken_languages", 0), "english_name iso_639_1 name"),
        (f"{HEAT}/alternative_titles", {}, (), "id titles"),
        ("/3/movie/807/alternative_titles", {}, ("titles", 0), "iso_3166_1 title type"),
        (f"{HEAT}/translations", {}, ("translations", 0), "iso_3166_1 iso_639_1 name english_name data"),
        (f"{HEAT}/translations", {}, ("translations", 0, "data"), "homepage overview runtime tagline title"),
        (f"{HEAT}/external_ids", {}, (), "id imdb_id wikidata_id facebook_id instagram_id twitter_id"),
        (f"{HEAT}/images", {}, (), "id backdrops logos posters"),
        (f"{HEAT}/release_dates", {}, ("results", 0), "iso_3166_1 release_dates"),
        (f"{HEAT}/release_dates", {}, ("results", 0, "release_dates", 0),
         "certification descriptors iso_639_1 note release_date type"),
        (LOST, {}, (), TV),
        (LOST, {}, ("seasons", 0), SEASON_ROW),
        (LOST, {}, ("last_episode_to_air",), LAST_EPISODE),
        (f"{LOST}/alternative_titles", {}, (), "id results"),
        (f"{LOST}/translations", {}, ("translations", 1, "data"), "homepage overview tagline name"),
        (f"{LOST}/external_ids", {}, (), TV_IDS),
        (f"{LOST}/content_ratings", {}, ("results", 0), "descriptors iso_3166_1 rating"),
        (f"{TITAN}/episode_groups", {}, ("results", 0),
         "description episode_count group_count id name network type"),
        ("/3/tv/episode_group/5f00aa0000000000000a1429", {}, (), GROUP),
        ("/3/tv/episode_group/5f00aa0000000000000a1429", {}, ("groups", 0, "episodes", 0), LAST_EPISODE + " order"),
        (f"{LOST}/season/1", {}, (), SEASON),
        (f"{LOST}/season/1", {}, ("episodes", 0), SEASON_EPISODE),
        (f"{LOST}/season/1/episode/1", {}, (), EPISODE),
        ("/3/find/tt0113277", {"external_source": "imdb_id"}, (), FIND),
        ("/3/find/tt0113277", {"external_source": "imdb_id"}, ("movie_results", 0), MOVIE_ROW + " media_type"),
        ("/3/collection/2344", {}, (),
         "id name original_language original_name overview poster_path backdrop_path parts"),
        ("/3/configuration", {}, ("images",), IMAGES),
        ("/3/authentication", {}, (), "success status_code status_message"),
        ("/3/genre/movie/list", {}, ("genres", 0), "id name"),
    ],
)  # fmt: skip
def test_an_answer_has_exactly_the_fields_of_the_real_one(
    path: str, query: dict[str, str], inside: tuple[str | int, ...], fields: str
) -> None:
    found = body(path, **query)
    for step in inside:
        found = found[step]
    assert set(found) == set(fields.split())


def test_every_work_can_be_asked_for_in_full_and_read_as_a_record() -> None:
    parts = "alternative_titles,translations,external_ids,content_ratings,episode_groups,season/0,season/1,season/2"
    for work in catalogue().works():
        found = body(f"/3/{work.kind.value}/{work.id}", append_to_response=parts)
        title = read_title(found, work.kind, detailed=True)
        assert title is not None
        assert (title.id, title.original_title, title.year) == (work.id, work.original_title, work.year)
        for season in work.seasons:
            if season.number <= 2:
                read = read_season(found[f"season/{season.number}"], work.id)
                assert read is not None
                assert len(read.episodes) == len(season.episodes)


# ------------------------------------------------------------------------------------------------ searches


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("heat", 949),
        ("HEAT", 949),
        ("amelie poulain", 194),
        ("AMÉLIE", 194),
        ("oceans twelve", 163),
        ("ocean s twelve", 163),
        ("ocean's twelve", 163),
        ("WALL·E", 10681),
        ("wall e", 10681),
        ("walle", 10681),
        ("face off", 754),
        ("faceoff", 754),
        ("mission impossible fallout", 353081),
        ("8 1 2", 422),
        ("500 days of summer", 19913),
        ("seven samurai", 346),
        ("sen to chihiro", 129),
        ("千と千尋の神隠し", 129),
        ("Унесённые призраками", 129),
        ("Chihiros Reise", 129),
        ("der pate", 238),
        ("alien 3", 8077),
        ("pride and prejudice", 4348),
        ("part two dune", 693134),
    ],
)
def test_a_film_is_found_by_any_of_its_titles_whatever_the_spelling(query: str, number: int) -> None:
    assert body("/3/search/movie", query=query)["results"][0]["id"] == number


@pytest.mark.parametrize("query", ["heat 1995", "heat xyzzy", "", "...", "·", "hea"])
def test_a_word_that_is_in_no_title_finds_nothing_and_that_is_no_error(query: str) -> None:
    assert body("/3/search/movie", query=query) == {"page": 1, "results": [], "total_pages": 1, "total_results": 0}


def test_a_search_without_a_query_is_an_empty_answer() -> None:
    assert body("/3/search/multi")["results"] == []


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("/3/search/movie", {"query": "true grit", "primary_release_year": "1969"}, [("True Grit", "1969-06-11")]),
        ("/3/search/movie", {"query": "dune part two", "year": "2023"}, []),
        ("/3/search/movie", {"query": "the raid", "year": "2011"}, [("The Raid", "2012-03-21")]),
        ("/3/search/movie", {"query": "the raid", "primary_release_year": "2011"}, []),
        ("/3/search/movie", {"query": "the raid", "primary_release_year": "2012"}, [("The Raid", "2012-03-21")]),
        ("/3/search/tv", {"query": "the office", "first_air_date_year": "2001"}, [("The Office", "2001-07-09")]),
        ("/3/search/tv", {"query": "lost", "first_air_date_year": "2005"}, []),
        ("/3/search/tv", {"query": "lost", "year": "2005"}, [("Lost", "2004-09-22")]),
        ("/3/search/multi", {"query": "heat", "year": "1812"}, [("Heat", "1995-12-15")]),
        ("/3/search/movie", {"query": "oppenheimer"}, []),
    ],
)
def test_years_narrow_a_search_as_tmdb_documents_them(
    path: str, query: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert titles(path, **query) == found


def test_an_equal_title_comes_before_a_longer_one_and_then_the_better_known() -> None:
    found = titles("/3/search/movie", query="dune")
    assert found == [("Dune", "2021-09-15"), ("Dune", "1984-12-14"), ("Dune: Part Two", "2024-02-27")]


def test_two_films_may_share_title_and_year() -> None:
    assert [title for title, _date in titles("/3/search/movie", query="arrival", year="2016")] == ["Arrival"] * 2


def test_a_region_changes_the_date_that_is_shown() -> None:
    row = body("/3/search/movie", query="perfect blue", region="CA")["results"][0]
    assert row["release_date"] == "1997-08-05"


def test_a_page_holds_twenty_rows_and_one_past_the_end_holds_none() -> None:
    first, second, beyond = (body("/3/search/multi", query="the", page=page) for page in ("1", "2", "400"))
    assert len(first["results"]) == 20
    assert first["total_pages"] > 1
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}
    assert (beyond["results"], beyond["total_results"]) == ([], first["total_results"])


@given(st.sampled_from(list(catalogue().works())), st.data())
def test_every_work_is_found_by_any_words_of_any_of_its_titles(work: Any, data: st.DataObject) -> None:
    title = data.draw(st.sampled_from(list(work.all_titles())))
    chosen = data.draw(st.lists(st.sampled_from(words(title)), min_size=1))
    assert work in search(" ".join(chosen), {work.kind})


@given(st.text(max_size=40))
def test_no_query_breaks_the_search(query: str) -> None:
    assert get("/3/search/multi", query=query).status == 200


# ----------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("language", "title", "has_overview"),
    [("en-US", "Spirited Away", True), ("de-DE", "Chihiros Reise ins Zauberland", False),
     ("ja-JP", "千と千尋の神隠し", False), ("nl-NL", "千と千尋の神隠し", False)],
)  # fmt: skip
def test_an_untranslated_title_falls_back_to_the_original_and_an_overview_to_nothing(
    language: str, title: str, has_overview: bool
) -> None:
    found = body("/3/movie/129", language=language)
    assert (found["title"], bool(found["overview"])) == (title, has_overview)


@pytest.mark.parametrize(
    ("path", "language", "name"),
    [
        ("/3/tv/70523/season/1/episode/5", "de-DE", "Wahrheiten"),
        ("/3/tv/70523/season/1/episode/5", "en-US", "Truths"),
        ("/3/tv/70523/season/1/episode/5", "ja-JP", "第5話"),
        ("/3/tv/71446/season/1/episode/3", "en-US", "Episode 3"),
        (f"{LOST}/season/0", "en-US", "Specials"),
        (f"{LOST}/season/2", "de-DE", "Staffel 2"),
    ],
)
def test_what_nobody_named_gets_a_label_that_looks_like_a_name(path: str, language: str, name: str) -> None:
    assert body(path, language=language)["name"] == name


# ------------------------------------------------------------------------------------------------- details


def test_appended_parts_come_without_their_id_and_unknown_ones_are_ignored() -> None:
    found = body(LOST, append_to_response="external_ids, season/1,season/99,seson/2,nonsense,,")
    assert set(found) - set(TV.split()) == {"external_ids", "season/1"}
    assert "id" not in found["external_ids"]
    assert len(found["season/1"]["episodes"]) == 24


def test_twenty_parts_may_be_appended_and_no_more() -> None:
    twenty = ",".join(f"season/{n}" for n in range(20))
    assert get(LOST, append_to_response=twenty).status == 200
    refused = get(LOST, append_to_response=twenty + ",season/20")
    assert (refused.status, refused.json()["status_code"]) == (400, 27)


def test_the_specials_are_listed_but_not_counted() -> None:
    found = body(LOST)
    assert [season["season_number"] for season in found["seasons"]] == [0, 1, 2]
    assert (found["number_of_seasons"], found["number_of_episodes"]) == (2, 48)


def test_numbers_of_a_later_season_may_run_on() -> None:
    numbers = [episode["episode_number"] for episode in body("/3/tv/900001/season/2")["episodes"]]
    assert numbers == list(range(14, 26))


def test_an_episode_group_counts_from_nought() -> None:
    episodes = body("/3/tv/episode_group/5f00aa0000000000000a1429")["groups"][0]["episodes"]
    assert [episode["order"] for episode in episodes] == list(range(59))
    assert (episodes[25]["season_number"], episodes[25]["episode_number"]) == (2, 1)


@pytest.mark.parametrize(
    ("path", "source", "where", "number"),
    [("tt0903747", "imdb_id", "tv_results", 1396), ("81189", "tvdb_id", "tv_results", 1396),
     ("tt1375666", "imdb_id", "movie_results", 27205)],
)  # fmt: skip
def test_an_id_of_another_database_is_found(path: str, source: str, where: str, number: int) -> None:
    found = body(f"/3/find/{path}", external_source=source)
    assert {key: [row["id"] for row in rows] for key, rows in found.items() if rows} == {where: [number]}


def test_an_unknown_id_of_another_database_is_five_empty_lists() -> None:
    assert not any(body("/3/find/tt9999999", external_source="imdb_id").values())


# ---------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("method", "path", "query", "status", "code"),
    [
        ("GET", "/3/movie/0", {}, 404, 6),
        ("GET", "/3/movie/abc", {}, 404, 6),
        ("GET", "/3/movie/123456789", {}, 404, 34),
        ("GET", "/3/tv/949", {}, 404, 34),
        ("GET", f"{LOST}/season/9", {}, 404, 34),
        ("GET", f"{LOST}/season/1/episode/25", {}, 404, 34),
        ("GET", "/3/nonsense", {}, 404, 34),
        ("GET", "/movie/949", {}, 404, 34),
        ("POST", HEAT, {}, 405, 42),
        ("GET", "/3/search/movie", {"query": "heat", "page": "0"}, 400, 22),
        ("GET", "/3/search/movie", {"query": "heat", "page": "501"}, 400, 22),
        ("GET", "/3/search/movie", {"query": "heat", "page": "x"}, 400, 22),
    ],
)
def test_a_refusal_has_tmdbs_status_and_code(
    method: str, path: str, query: dict[str, str], status: int, code: int
) -> None:
    found = answer(method, path, query, TOKEN)
    assert (found.status, found.json()["status_code"], found.json()["success"]) == (status, code, False)


V3_KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ({}, {}, 401),
        ({}, {"Authorization": "Bearer "}, 401),
        ({}, {"Authorization": "Bearer wrong-token"}, 401),
        ({}, {"Authorization": "Basic abc"}, 401),
        ({}, {"Authorization": f"Bearer {V3_KEY}"}, 401),
        ({"api_key": ""}, {}, 401),
        ({"api_key": "wrong"}, {}, 401),
        ({"api_key": "eyJhbGciOi"}, {}, 401),
        ({"api_key": V3_KEY}, {}, 200),
        ({}, {"authorization": "bearer demo"}, 200),
    ],
)
def test_a_token_is_a_bearer_and_a_key_a_parameter(query: dict[str, str], headers: dict[str, str], status: int) -> None:
    found = answer("GET", "/3/authentication", query, headers)
    assert found.status == status
    assert found.json()["status_code"] == (1 if status == 200 else 7)


def test_what_was_not_changed_is_not_sent_again() -> None:
    tag = get(HEAT).headers["ETag"]
    again = answer("GET", HEAT, {}, {**TOKEN, "If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")


def test_kinds_are_told_apart_by_their_own_number_space() -> None:
    assert body("/3/movie/63")["title"] == "Twelve Monkeys"
    assert get("/3/tv/63").status == 404
    assert {work.kind for work in search("12 monkeys", set(CandidateType))} == set(CandidateType)
