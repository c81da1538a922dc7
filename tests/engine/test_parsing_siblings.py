"""What the files of one folder say about each other, and what they must not. All titles are invented."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.model import Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.parsing.engine import parse_names
from organizer.parsing.siblings import vote

MOVIE, EPISODE = MediaType.MOVIE, MediaType.EPISODE


def voted(paths: Sequence[str]) -> list[ParsedName]:
    return [parse.parsed for parse in vote(parse_names(paths))]


def said(paths: Sequence[str]) -> list[tuple[str | None, tuple[int, ...], tuple[int, ...]]]:
    found = voted(paths)
    assert all(parsed.type is EPISODE for parsed in found)
    return [(parsed.title, parsed.season, parsed.episode) for parsed in found]


def row(template: str, numbers: Sequence[int]) -> list[str]:
    return [template.format(number) for number in numbers]


@pytest.mark.parametrize(
    ("template", "numbers", "title", "season"),
    [
        ("Area 51 {:03d}.mkv", range(1, 6), "Area 51", ()),  # B: the number that stays is the title's
        ("Copper Valley/Season 2/2 - {} Rusty Nails.avi", (3, 4, 5, 12), "Copper Valley", (2,)),  # W
        ("Copper Valley/Season 2/{} - 12 Rusty Nails.avi", (14, 15, 16), "Copper Valley", (2,)),  # W
        ("Deep Water Part {}.mkv", range(1, 5), "Deep Water", ()),  # J: a mini-series
        ("Deep.Water.Part.{}.1080p.WEB.mkv", range(1, 7), "Deep Water", ()),
        ("Lamplight {}.mkv", range(1, 13), "Lamplight", ()),  # so many films in a row there are not
        ("Amber Line - {}.mkv", range(97, 104), "Amber Line", ()),  # F: over the hundred it counts through
        ("amber.line.{}.hdtv.mkv", range(97, 104), "amber line", ()),
        ("[Crew] Amber Line - {} [1080p].mkv", range(101, 105), "Amber Line", ()),
    ],
)
def test_what_counts_up_is_the_episode(
    template: str, numbers: Sequence[int], title: str, season: tuple[int, ...]
) -> None:
    assert said(row(template, numbers)) == [(title, season, (number,)) for number in numbers]


@pytest.mark.parametrize("template", ["Amber Line {}.mkv", "amber.line.{}.hdtv.mkv", "Amber Line/Amber Line - {}.avi"])
def test_numbers_that_begin_anew_with_each_hundred_are_seasons(template: str) -> None:
    found = said(row(template, (101, 102, 103, 201, 202)))
    assert [(season, episode) for _, season, episode in found] == [
        ((1,), (1,)), ((1,), (2,)), ((1,), (3,)), ((2,), (1,)), ((2,), (2,)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "paths",
    [
        row("Boxer {}.mkv", (1, 2, 3, 4)),
        ["Boxer (1976).mkv", "Boxer 2 (1979).mkv", "Boxer 3 (1982).mkv", "Boxer 4 (1985).mkv"],
        [f"{number:02d} - Boxer {number} ({1970 + 3 * number}).mkv" for number in range(1, 7)],
        row("Deep Water (1995) part{}.mkv", (1, 2, 3, 4)),
        row("Deep Water (1995) - cd{}.avi", (1, 2, 3)),
        row("Deep Water Part {}.mkv", (1, 2)),
        row("Harbour {}.1080p.mkv", (2001, 2002, 2003, 2004)),
        ["Heat (1995).mkv", "Amber.Road.2014.mkv", "Lamplight.S01E02.mkv", "sample.mkv"],
        row("Heat (1995)/Trailers/trailer {}.mkv", (1, 2, 3, 4)),
    ],
)
def test_films_beside_each_other_stay_films(paths: list[str]) -> None:
    first = parse_names(paths)
    assert vote(first) == first


def test_the_majority_spells_the_title_and_knows_its_year() -> None:
    paths = [*row("Copper Valley (2011) - {:02d}.mkv", range(1, 6)), "copper.valley.06.mkv"]
    assert {(parsed.title, parsed.year) for parsed in voted(paths)} == {("Copper Valley", 2011)}


def test_a_number_without_a_season_is_of_its_neighbours_season() -> None:
    paths = [*row("Copper Valley S02E{:02d}.mkv", (1, 2, 3)), "Copper Valley - 04.mkv"]
    assert voted(paths)[-1].season == (2,)


def test_an_episode_that_is_there_already_is_not_had_twice() -> None:
    paths = [*row("Copper Valley S02E{:02d}.mkv", (1, 2, 3, 4)), "Copper Valley - 04.mkv"]
    assert voted(paths)[-1].season == ()


def test_a_stray_keeps_its_reading_and_gets_a_doubt() -> None:
    paths = [*row("Copper Valley S02E{:02d}.mkv", range(1, 13)), "The Lost Tape.mkv", "Heat (1995).mkv"]
    first = parse_names(paths)
    found = vote(first)
    assert found[-2].parsed == first[-2].parsed
    assert found[-2].doubts == ("the files beside it are episodes of “Copper Valley”",)
    assert [parse.doubts for parse in found if parse is not found[-2]] == [()] * 13


def test_the_reading_that_was_taken_stands_first_and_the_old_one_behind_it() -> None:
    parse = vote(parse_names(row("Lamplight {}.mkv", range(1, 13))))[3]
    assert (parse.hypotheses[0].parsed, parse.hypotheses[0].origin) == (parse.parsed, Origin.SIBLINGS)
    assert "Lamplight 4" in {other.parsed.title for other in parse.hypotheses[1:]}
    weights = [hypothesis.weight for hypothesis in parse.hypotheses]
    assert weights == sorted(weights, reverse=True)


def test_ten_thousand_files_take_well_under_a_second() -> None:
    parses = [
        _parse(f"Copper Valley - {number:05d} - Rust {number % 9}.mkv", "Copper Valley", number)
        for number in range(10_000)
    ]
    began = time.process_time()
    vote(parses)
    assert time.process_time() - began < 2


def _parse(path: str, title: str | None, episode: int | None, kind: MediaType | None = EPISODE) -> Parse:
    parsed = ParsedName(path, kind, title, episode=(episode,) if episode is not None else ())
    return Parse(parsed, (Hypothesis(parsed, Origin.LEAF, 0.85),) if kind else ())


_TITLES = st.sampled_from(["Copper Valley", "copper valley", "Area 51", "12 Lanterns", "The Lost Tape", "77", ""])
_MARKS = st.sampled_from([" - {:02d}", " {}", " S01E{:02d}", " Part {}", ".{}.hdtv", " - 3 - {}", ""])
_PARSES = st.builds(
    lambda folder, title, mark, number, kind, read: _parse(
        f"{folder}{title}{mark.format(number)}.mkv", title or None, number if read else None, kind
    ),
    st.sampled_from(["", "Copper Valley/Season 2/", "Stuff/"]),
    _TITLES,
    _MARKS,
    st.one_of(st.integers(0, 25), st.integers(95, 310)),
    st.sampled_from([MOVIE, EPISODE, EPISODE, None]),
    st.booleans(),
)


@pytest.mark.parametrize("title", ["1931", "1931 (2004)"])
def test_a_season_in_front_of_the_number_is_no_part_of_a_title_of_digits(title: str) -> None:
    template = f"{title}/Season 1/{title} Season 1 Episode {{}} - Name.mkv"
    assert said(row(template, (4, 5, 6))) == [("1931", (1,), (number,)) for number in (4, 5, 6)]


@settings(max_examples=400, deadline=None)
@given(st.lists(_PARSES, max_size=14))
def test_a_second_vote_changes_nothing_and_no_file_is_lost(parses: list[Parse]) -> None:
    found = vote(parses)
    assert [parse.parsed.path for parse in found] == [parse.parsed.path for parse in parses]
    assert [parse.parsed.type is None for parse in found] == [parse.parsed.type is None for parse in parses]
    assert vote(found) == found
    assert all(parse.parsed in [other.parsed for other in parse.hypotheses] for parse in found if parse.parsed.type)


@given(_PARSES)
def test_a_file_alone_is_what_it_was(parse: Parse) -> None:
    assert vote([parse]) == [parse]
