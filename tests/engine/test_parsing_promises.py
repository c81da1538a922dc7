"""What parsing promises for every name, and what it offers where a name can be read in several ways."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from organizer.model import Hypothesis, MediaType, Parse, ParsedName
from organizer.parsing.engine import parse_names
from organizer.parsing.facts import span
from organizer.parsing.fansub import unfold_brackets
from organizer.parsing.folders import season_number
from organizer.parsing.ids import take_ids
from organizer.parsing.repair import repair

MOVIE, EPISODE = MediaType.MOVIE, MediaType.EPISODE
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
quick = settings(max_examples=300, deadline=None)

# What names are made of, so that the search finds the rules: separators, numbers, marks, other scripts, hostile bytes.
_PIECES = st.sampled_from([
    ".", " - ", "_", "[", "]", "(", ")", "{", "}", "/", "\\", "~", "#", " ", "S01E02", "1x02", "E03", "Season", "2019",
    "1080p", "x264", "第12話", "月", "【", "】", "{tmdb-5}", "tt0133093", "part", "cd1", "aka", "US", "12", "003",
    "Copper", "Valley", "été", "Медь", "琥珀", ".mkv", ".avi", ".r01", "sample", "-trailer",
    "\udce9", "\x00", "\x1b[31m", "\u202e", "\u200b", "\ud800", "e\u0301", "İ", "ß",
])  # fmt: skip
names = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join), st.text(st.characters(exclude_categories=()), max_size=40)
)

_WORD = st.sampled_from([
    "Copper", "Valley", "1917", "9", "French", "Part", "Two", "The", "of", "Season", "2", "Été", "Mr.", "US", "-",
    "琥珀", "S.W.A.T.", "Uncut",
])  # fmt: skip
titles = st.lists(_WORD, min_size=1, max_size=4).map(" ".join).filter(lambda title: title.strip("- ") == title)
years = st.integers(1930, 2039)
tmdb_ids = st.integers(1, 9_999_999)


@slow
@given(st.lists(names, max_size=3))
def test_no_text_makes_it_raise_and_every_path_comes_back_as_it_was(paths: list[str]) -> None:
    found = parse_names(paths)
    assert [parse.parsed.path for parse in found] == paths
    assert all(
        hypothesis.parsed.path == path
        for parse, path in zip(found, paths, strict=True)
        for hypothesis in parse.hypotheses
    )


@slow
@given(names)
@example("Harbour-trailer/cd1")  # an extra in a folder of extras has a name of its own
def test_hypotheses_are_few_different_and_best_first(path: str) -> None:
    (parse,) = parse_names([path])
    weights = [hypothesis.weight for hypothesis in parse.hypotheses]
    assert len(weights) <= 8
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight <= 1 for weight in weights)
    assert len({_key(hypothesis.parsed) for hypothesis in parse.hypotheses}) == len(weights)
    assert (parse.parsed.type is None) == (not parse.hypotheses)
    assert parse.parsed.type is None or parse.parsed in [hypothesis.parsed for hypothesis in parse.hypotheses]


def _key(parsed: ParsedName) -> tuple[object, ...]:
    return (
        parsed.type,
        (parsed.title or "").casefold(),
        parsed.year,
        parsed.season,
        parsed.episode,
        parsed.date,
        parsed.absolute_episode,
    )


@quick
@given(titles, years, tmdb_ids, st.sampled_from(["", "Final Cut", "Director's Cut"]), st.sampled_from([None, 1, 2]))
def test_a_film_that_the_program_named_is_read_back(
    title: str, year: int, tmdb: int, edition: str, part: int | None
) -> None:
    folder = f"{title} ({year}) {{tmdb-{tmdb}}}" + (f" {{edition-{edition}}}" if edition else "")
    (parse,) = parse_names([f"{folder}/{folder}" + (f" - pt{part}" if part else "") + ".mkv"])
    parsed = parse.parsed
    assert (parsed.type, parsed.title, parsed.year, parsed.tmdb_id) == (MOVIE, title, year, tmdb)
    assert (parsed.edition, parsed.part) == (edition or None, part)
    assert parse.hypotheses[0].weight == 1.0


@quick
@given(
    titles, years, tmdb_ids, st.integers(0, 60), st.integers(1, 120), st.integers(0, 3), st.one_of(st.none(), titles)
)
def test_an_episode_that_the_program_named_is_read_back(
    title: str, year: int, tmdb: int, season: int, first: int, more: int, name: str | None
) -> None:
    numbers = f"s{season:02d}e{first:02d}" + (f"-e{first + more:02d}" if more else "")
    leaf = f"{title} ({year}) - {numbers}" + (f" - {name}" if name else "")
    (parse,) = parse_names([f"{title} ({year}) {{tmdb-{tmdb}}}/Season {season:02d}/{leaf}.mkv"])
    parsed = parse.parsed
    assert (parsed.type, parsed.title, parsed.year, parsed.tmdb_id) == (EPISODE, title, year, tmdb)
    assert (parsed.season, parsed.episode) == ((season,), tuple(range(first, first + more + 1)))
    assert parsed.episode_title == name


@quick
@given(titles, years, st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 40))
def test_an_episode_named_by_its_date_is_read_back(title: str, year: int, day: dt.date, season: int) -> None:
    (parse,) = parse_names([f"{title} ({year}) {{tmdb-7}}/Season {season:02d}/{title} ({year}) - {day} - Guest.mkv"])
    parsed = parse.parsed
    assert (parsed.title, parsed.year, parsed.date, parsed.season) == (title, year, str(day), (season,))


@quick
@given(names)
def test_rules_alone_are_total(text: str) -> None:
    repair(unfold_brackets(take_ids(text)[1]).text)
    season_number(text)


@quick
@given(st.integers(0, 999), st.integers(0, 400))
def test_a_repaired_range_holds_every_number(first: int, more: int) -> None:
    _, facts = repair(f"[Crew] Amber Road - {first:03d} ~ {first + more + 1:03d} [1080p]")
    assert facts.episode == tuple(range(first, first + more + 2))


def test_a_range_without_end_is_not_written_out() -> None:
    assert span(1, 9999) == (1, 9999)


def test_neighbours_do_not_change_a_reading() -> None:
    paths = [f"Copper Valley (2011)/Season 1/{number:02d} - Rust.mkv" for number in range(1, 6)]
    together = parse_names([*paths, "Amber.Road.2014.mkv"])
    assert together[:-1] == [parse_names([path])[0] for path in paths]


def test_bytes_that_are_no_text_come_back_exactly() -> None:
    path = os.fsdecode(b"Copper Valley (2011)/Caf\xe9.S01E02.mkv")
    (parse,) = pickle.loads(pickle.dumps(parse_names([path])))
    assert os.fsencode(parse.parsed.path) == b"Copper Valley (2011)/Caf\xe9.S01E02.mkv"
    assert (parse.parsed.season, parse.parsed.episode) == ((1,), (2,))


def test_importing_the_package_does_not_import_guessit() -> None:
    code = "import sys, organizer.parsing.engine, organizer.parsing.pool; sys.exit('guessit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --------------------------------------------------------------------------------------------- hypotheses


def offered(path: str) -> list[Hypothesis]:
    return list(parse_names([path])[0].hypotheses)


def titles_of(path: str) -> set[str | None]:
    return {hypothesis.parsed.title for hypothesis in offered(path)}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("[Crew] Amber Road - Dusk Line - 01 [1080p].mkv", {"Amber Road", "Amber Road - Dusk Line"}),
        ("Copper Valley - The Return (2010).mkv", {"Copper Valley - The Return", "Copper Valley", "The Return"}),
        ("Медная долина / Copper Valley (2010) WEB-DL", {"Copper Valley", "Медная долина"}),
        ("Kobberdal.AKA.Copper.Valley.1978.1080p.mkv", {"Kobberdal", "Copper Valley"}),
        ("Copper.Valley.US.S01E02.mkv", {"Copper Valley", "Copper Valley US"}),
        ("The Quiet Harbour Part III.mkv", {"The Quiet Harbour Part III", "The Quiet Harbour"}),
        ("Harbour Runner 2049 1080p.mkv", {"Harbour Runner", "Harbour Runner 2049"}),
        ("Amber Dusk (2012)/amber.line.2013.1080p.mkv", {"amber line", "Amber Dusk"}),
        ("01x04 - The Lamp.mkv", {"The Lamp"}),
        ("Quiet Harbour, The (2010).mkv", {"The Quiet Harbour"}),
    ],
)
def test_titles_that_can_be_read_in_two_ways_are_offered_both_ways(path: str, wanted: set[str]) -> None:
    assert wanted <= titles_of(path)


def readings(path: str) -> set[tuple[object, ...]]:
    return {
        (hypothesis.parsed.type, hypothesis.parsed.title, hypothesis.parsed.season, hypothesis.parsed.episode)
        for hypothesis in offered(path)
    }


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Amber Line - 102.mkv", (EPISODE, "Amber Line", (1,), (2,))),
        ("amber.line.102.hdtv.mkv", (EPISODE, "amber line", (), (102,))),
        ("[Crew] Amber Line II - 05 [1080p].mkv", (EPISODE, "Amber Line", (2,), (5,))),
        ("Amber Line 10.mkv", (MOVIE, "Amber Line 10", (), ())),
        ("The Quiet Harbour Part 2.mkv", (EPISODE, "The Quiet Harbour", (), (2,))),
    ],
)
def test_numbers_that_can_be_read_in_two_ways_are_offered_both_ways(path: str, wanted: tuple[object, ...]) -> None:
    assert wanted in readings(path)


def test_both_orders_of_day_and_month_are_offered() -> None:
    dates = {hypothesis.parsed.date for hypothesis in offered("Evening.Talk.04.05.2014.720p.mkv")}
    assert {"2014-04-05", "2014-05-04"} <= dates


def test_the_whole_title_of_a_film_with_a_part_is_asked_first() -> None:
    assert offered("The Quiet Harbour Part III.mkv")[0].parsed.title == "The Quiet Harbour Part III"


def test_a_year_that_numbers_a_season_is_not_asked_as_the_year_of_the_series() -> None:
    best = offered("Copper.Valley.S2017E12.mkv")[0].parsed
    assert (best.year, best.season) == (None, (2017,))


def test_agreement_is_worth_more_than_doubt() -> None:
    certain = offered("Copper.Valley.S02E07.1080p.mkv")[0].weight
    doubtful = offered("copper valley 10.mkv")[0].weight
    assert certain == 1.0
    assert doubtful < certain


def test_a_parse_is_a_value() -> None:
    assert parse_names(["a.2014.mkv"]) == parse_names(["a.2014.mkv"])
    assert isinstance(parse_names(["a.2014.mkv"])[0], Parse)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("12.Lanterns.720p.mkv", {(MOVIE, "12 Lanterns", (), ()), (EPISODE, "Lanterns", (), (12,))}),
        ("Apollo 13.mkv", {(EPISODE, "Apollo", (), (13,)), (MOVIE, "Apollo 13", (), ())}),
        ("Harbour.Runner.2049.1080p.mkv", {(MOVIE, "Harbour Runner 2049", (), ()), (MOVIE, "Harbour Runner", (), ())}),
        ("Kobberdal (Copper Valley) (1978).mkv", {(MOVIE, "Kobberdal", (), ()), (MOVIE, "Copper Valley", (), ())}),
        ("钢铁之港.Iron.Harbour.2008.mkv", {(MOVIE, "Iron Harbour", (), ()), (MOVIE, "钢铁之港", (), ())}),
        ("The.Quiet.Harbour.Part.2.1080p.mkv", {(MOVIE, "The Quiet Harbour Part 2", (), ())}),
        ("Copper Valley/Season 2/16 - 12 Rust.avi", {(EPISODE, "Copper Valley", (2,), (12,))}),
        ("12 Lanterns US S01E02.mkv", {(EPISODE, "12 Lanterns", (1,), (2,)), (EPISODE, "12 Lanterns US", (1,), (2,))}),
    ],
)
def test_what_a_judge_needs_is_among_the_readings(path: str, wanted: set[tuple[object, ...]]) -> None:
    assert wanted <= readings(path)


def test_a_plain_name_has_one_reading_only() -> None:
    for path in ("Copper.Valley.S02E07.1080p.mkv", "The Quiet Harbour (2014).mkv", "Show (2004) - s01e02 - Rust.mkv"):
        assert len(offered(path)) == 1
