"""The accuracy benchmark: what it counts as right, and what matching comes to on a catalogue of hundreds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from benchmarks.accuracy import large
from benchmarks.identity import is_identity, tally
from benchmarks.invented.catalogue import make_world
from benchmarks.invented.names import Namer
from benchmarks.invented.standin import Search
from organizer.model import MediaType, Parse, ParsedName, Tier

NAME = ParsedName("x.mkv", MediaType.EPISODE, "The Long Winter", season=(2,), episode=(3, 4), year=2010)


@pytest.mark.parametrize(
    ("expect", "right"),
    [
        ({"title": "the long winter", "season": 2}, True),
        ({"title": "Long Winter"}, False),
        ({"type": "episode", "year": 2010, "date": None}, True),
        ({"episode": [3, 4]}, True),
        ({"episode": {"first": 3, "last": 4}}, True),
        ({"episode": {"first": 3, "last": None}}, False),
        ({"episode": 3}, False),
        ({"absolute_episode": [3, 4]}, True),
        ({"absolute_episode": 7, "episode": [3, 4]}, True),
        ({"title": "*", "season": []}, False),
        ({"screen_size": "720p"}, None),
    ],
)
def test_identity_is_what_a_case_asserts_and_no_more(expect: Mapping[str, Any], right: bool | None) -> None:
    assert is_identity({"expect": expect}, NAME.to_json()) is right


def test_another_reading_of_a_case_is_as_good() -> None:
    case = {"expect": {"title": "Winter", "season": 2}, "alt": [{"title": "The Long Winter"}]}
    assert is_identity(case, NAME.to_json()) is True


def test_names_that_are_no_media_are_counted_apart() -> None:
    cases = [
        {"source": "mine", "path": "x", "expect": {"type": None}},
        {"source": "mine", "path": "x", "expect": {"season": 2}},
        {"source": "mine", "path": "x", "expect": {"season": 9}},
    ]
    found, wrong = tally(cases, [Parse(ParsedName("x")), Parse(NAME), Parse(NAME)])
    assert {name: (t.right, t.cases) for name, t in found.items()} == {"refused": (1, 1), "mine": (1, 2), "all": (1, 2)}
    assert [case["expect"] for case, _ in wrong] == [{"season": 9}]


def test_the_same_seed_invents_the_same_world_and_names() -> None:
    one, other = (Namer(make_world(7, films=300, series=6), 7) for _ in range(2))
    assert one.world == other.world
    assert list(one.films(40)) == list(other.films(40))
    assert list(one.episodes(30)) == list(other.episodes(30))


@pytest.mark.parametrize("search", list(Search))
def test_on_an_invented_catalogue_sure_is_sure_whatever_the_search(search: Search) -> None:
    figures, rows = large(300, search, seed=3, films=2_000, series=25)
    assert figures.wrong[Tier.SURE] == 0
    assert figures.sure_clear >= 0.88 * figures.clear
    assert figures.first >= 0.96 * figures.clear
    assert figures.requests["for_each_series"] <= 2.2
    assert figures.requests["for_each_film_title"] <= 1.3  # a tenth of these names is of nothing, or misspelt
    assert figures.requests["asked_twice"] == 0
    assert len(rows) == figures.files
