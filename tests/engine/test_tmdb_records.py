"""Reading answers: any JSON at all, and the records back from the text that the cache keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.model import CandidateType
from organizer.tmdb.records import TEXT_LIMIT, Episode, Season, Title, read_season, read_title
from organizer.tmdb.stored import Answer, from_text, to_text

MOVIE, TV = CandidateType.MOVIE, CandidateType.TV
KEYS = [
    "id", "title", "name", "original_title", "original_name", "release_date", "first_air_date", "overview",
    "popularity", "vote_count", "original_language", "origin_country", "genre_ids", "genres", "runtime",
    "episode_run_time", "imdb_id", "external_ids", "tvdb_id", "alternative_titles", "titles", "results",
    "translations", "data", "seasons", "season_number", "episode_count", "status", "episodes", "episode_number",
    "air_date",
]  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats()
    | st.text(st.characters(codec=None), max_size=12) | st.sampled_from(["1999-02-30", "0001-01-01", "2001-01-01"])
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)
ROWS = st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=12)


@given(ROWS, st.sampled_from(CandidateType), st.booleans())
def test_any_row_is_read_or_refused_and_what_is_read_survives_the_cache(
    row: dict[str, Any], kind: CandidateType, detailed: bool
) -> None:
    title = read_title(row, kind, detailed=detailed)
    if title is not None:
        assert title.year is None or 1000 <= title.year <= 9999
        assert from_text(to_text(Answer((title,)))) == Answer((title,))


@given(ROWS)
def test_any_season_is_read_or_refused_and_what_is_read_survives_the_cache(row: dict[str, Any]) -> None:
    season = read_season(row, 7)
    if season is not None:
        assert all(episode.season == season.number for episode in season.episodes)
        assert from_text(to_text(Answer(season=season))) == Answer(season=season)


@given(st.recursive(SCALARS.filter(lambda value: value != 10**400), st.lists) | ROWS.map(json.dumps) | st.text())
def test_a_damaged_row_of_the_cache_is_a_miss(value: Any) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    assert from_text(text) in {None, Answer()}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1987-05-01", "1987-05-01"),
        ("1999-10-15T00:00:00.000Z", "1999-10-15"),
        ("", None),
        (None, None),
        ("1999-02-30", None),
        ("0001-01-01", None),
        ("2016-W01-1", None),
        ("١٩٩٩-٠١-٠١", None),
    ],
)
def test_only_a_day_that_exists_is_a_date(value: Any, expected: str | None) -> None:
    title = read_title({"id": 1, "title": "A", "release_date": value}, MOVIE)
    assert title is not None
    assert title.date == expected


def test_hostile_text_is_cut_and_on_one_line() -> None:
    title = read_title({"id": 1, "title": "a\n \x0bb\ud800" + "x" * 10_000}, MOVIE)
    assert title is not None
    assert title.title.startswith("a b\ufffdx")
    assert len(title.title) == TEXT_LIMIT


def test_an_imdb_id_of_another_form_is_dropped() -> None:
    title = read_title({"id": 1, "title": "A", "imdb_id": "../../etc", "external_ids": {"imdb_id": "tt0012345"}}, MOVIE)
    assert title is not None
    assert title.imdb_id == "tt0012345"


def test_a_film_and_a_series_name_the_same_thing_differently() -> None:
    more = {"translations": {"translations": [{"data": {"title": "Die Laterne", "name": ""}}]}}
    film = read_title(
        {"id": 1, "title": "A", "alternative_titles": {"titles": [{"title": "B"}]}} | more, MOVIE, detailed=True
    )
    show = read_title(
        {
            "id": 1, "name": "A", "first_air_date": "1970-01-05", "alternative_titles": {"results": [{"title": "B"}]},
            "translations": {"translations": [{"data": {"name": "Wache"}}, {"data": {"name": ""}}]},
            "external_ids": {"tvdb_id": 4242, "imdb_id": None}, "status": "Ended", "episode_run_time": [45],
            "seasons": [{"season_number": 0, "episode_count": 2}, {"season_number": 1, "episode_count": 8}],
        },
        TV, detailed=True,
    )  # fmt: skip
    assert film is not None
    assert show is not None
    assert film.titles == ("B", "Die Laterne")
    assert (show.titles, show.tvdb_id, show.ended, show.runtime) == (("B", "Wache"), 4242, True, 45)
    assert (show.year, show.seasons) == (1970, ((0, 2), (1, 8)))


def test_an_episode_is_looked_up_by_its_number() -> None:
    season = read_season({"season_number": 20, "episodes": [{"episode_number": 885, "name": "Late"}]}, 7)
    assert season == Season(7, 20, (Episode(20, 885, "Late"),))
    assert season.episode(885) == Episode(20, 885, "Late")
    assert season.episode(1) is None


def test_a_row_without_a_title_or_a_positive_id_is_no_title() -> None:
    assert read_title({"id": 0, "title": "A"}, MOVIE) is None
    assert read_title({"id": 5, "title": "  "}, MOVIE) is None
    assert read_title({"id": 5, "original_title": "A"}, MOVIE) == Title(MOVIE, 5, "A", "A")
