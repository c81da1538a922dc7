"""Matching: candidates, scores with reasons, and tiers that a person can trust."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.config.schema import MatchingSettings
from organizer.matching.matcher import Matcher
from organizer.matching.queries import Query, read_query
from organizer.matching.similarity import Fit, compare, country_suffix
from organizer.matching.tiers import tier_of
from organizer.model import Candidate, CandidateType, MediaType, Parse, ParsedName, Tier
from tests.engine.matching_support import MOVIE, TV, SmallTmdb, episode_name, film, film_name, parse, show

SETTINGS = MatchingSettings()
REMAKES = (film(1, "The Lighthouse Keeper", 1951), film(2, "The Lighthouse Keeper", 2014))
OFFICES = (
    show(10, "The Depot", 2001, [6, 6], country="GB", votes=900),
    show(11, "The Depot", 2005, [6, 22, 23], country="US", votes=2500),
)


def matcher(*titles: object, run_on: bool = False) -> tuple[Matcher, SmallTmdb]:
    tmdb = SmallTmdb(*titles, run_on=run_on)  # type: ignore[arg-type]
    return Matcher(tmdb, SETTINGS), tmdb


@pytest.mark.parametrize(
    ("asked", "known", "fit"),
    [
        ("WALL E", "WALL·E", Fit.EXACT),
        ("Amelie", "Amélie", Fit.EXACT),
        ("Spiderman", "Spider-Man", Fit.EXACT),
        ("Oceans Eleven", "Ocean's Eleven", Fit.EXACT),
        ("Fast and Furious", "Fast & Furious", Fit.EXACT),
        ("Matrix", "The Matrix", Fit.NEARLY),
        ("Matrix, The", "The Matrix", Fit.NEARLY),
        ("Rocky 2", "Rocky II", Fit.NEARLY),
        ("Dune Part 2", "Dune: Part Two", Fit.NEARLY),
        ("Iron Man 2", "Iron Man 3", Fit.ALIKE),
        ("The Good Place", "The Good Place: The Podcast", Fit.ALIKE),
        ("300", "300: Rise of an Empire", Fit.ALIKE),
        ("...", "???", Fit.ALIKE),
        ("The Lamp " * 8, "The Lamp " * 8 + "and Those Who Carry It Home", Fit.NEARLY),
        ("The Lamp " * 3, "The Lamp " * 3 + "and Those Who Carry It Home", Fit.ALIKE),
    ],
)
def test_titles_fit_as_a_person_would_say(asked: str, known: str, fit: Fit) -> None:
    assert compare(asked, known)[1] is fit


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    score, fit = compare(a, b)
    assert (score, fit) == compare(b, a)
    assert 0.0 <= score <= 1.0
    assert (score < 0.97) == (fit is Fit.ALIKE)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("The Depot US", ("The Depot", "US")), ("The Depot (UK)", ("The Depot", "GB")), ("Let us", None), ("Us", None)],
)
def test_a_country_after_the_title_is_recognised_in_capitals_only(title: str, expected: object) -> None:
    assert country_suffix(title) == expected


@given(
    st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans(),
)  # fmt: skip
def test_nothing_doubtful_is_ever_sure(score: float, gap: float, capped: bool, exists: bool) -> None:
    tier = tier_of(score, gap, capped=capped, exists=exists, settings=SETTINGS)
    if tier is Tier.SURE:
        assert score >= SETTINGS.sure_score
        assert gap >= SETTINGS.sure_gap
        assert exists
        assert not capped
    if not exists:
        assert tier in {Tier.AMBIGUOUS, Tier.NONE}


async def test_a_film_with_its_exact_title_and_year_is_sure_after_one_question() -> None:
    match, tmdb = matcher(*REMAKES)
    verdict = await match.match(parse(film_name("The Lighthouse Keeper", 2014)))
    assert verdict.tier is Tier.SURE
    assert verdict.match is not None
    assert (verdict.match.type, verdict.match.tmdb_id) == (MediaType.MOVIE, 2)
    assert tmdb.questions == ["search movie The Lighthouse Keeper"]
    assert "title exact" in verdict.reasons


async def test_a_year_that_is_off_by_one_is_found_but_not_sure() -> None:
    match, _ = matcher(*REMAKES)
    verdict = await match.match(parse(film_name("The Lighthouse Keeper", 2013)))
    assert verdict.tier is Tier.LIKELY
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 2
    assert any("differs by one" in reason for reason in verdict.reasons)


async def test_remakes_without_a_year_are_ambiguous() -> None:
    match, _ = matcher(*REMAKES)
    verdict = await match.match(parse(film_name("The Lighthouse Keeper")))
    assert verdict.tier is Tier.AMBIGUOUS
    assert {c.tmdb_id for c in verdict.candidates} == {1, 2}


async def test_two_films_of_one_title_and_year_are_never_told_apart_by_luck() -> None:
    match, _ = matcher(film(1, "Arrivals", 2016, votes=300), film(2, "Arrivals", 2016, votes=900))
    assert (await match.match(parse(film_name("Arrivals", 2016)))).tier is Tier.AMBIGUOUS


@pytest.mark.parametrize(
    ("other", "votes", "tier"),
    [(500, 9000, Tier.LIKELY), (500, 90000, Tier.LIKELY), (4, 900, Tier.SURE), (0, 150, Tier.SURE)],
)
async def test_votes_settle_a_namesake_only_where_it_is_next_to_unknown(other: int, votes: int, tier: Tier) -> None:
    match, _ = matcher(film(1, "Arrivals", 2016, votes=other), film(2, "Arrivals", 2016, votes=votes))
    verdict = await match.match(parse(film_name("Arrivals", 2016)))
    assert verdict.tier is tier
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 2


async def test_a_film_is_found_by_its_original_title() -> None:
    match, _ = matcher(film(5, "The Fabulous Garden", 2001, original="Le Jardin fabuleux"))
    verdict = await match.match(parse(film_name("Le Jardin Fabuleux", 2001)))
    assert verdict.tier is Tier.SURE
    assert verdict.match is not None
    assert verdict.match.title == "The Fabulous Garden"


async def test_a_film_is_found_by_an_alternative_title_that_the_search_row_does_not_show() -> None:
    match, tmdb = matcher(film(5, "The Fabulous Garden", 2001, "Der wunderbare Garten"))
    verdict = await match.match(parse(film_name("Der wunderbare Garten", 2001)))
    assert verdict.tier is Tier.SURE
    assert "details movie 5" in tmdb.questions


async def test_the_second_reading_is_asked_when_the_first_finds_nothing_good() -> None:
    match, _ = matcher(film(7, "Harbour 2049", 2017), film(8, "Harbour", 1982))
    verdict = await match.match(parse(film_name("Harbour", 2049), film_name("Harbour 2049")))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 7
    assert verdict.tier is Tier.LIKELY


async def test_a_wrong_year_does_not_make_another_film_likely() -> None:
    match, _ = matcher(film(8, "Harbour", 1982))
    assert (await match.match(parse(film_name("Harbour", 2020)))).tier is Tier.AMBIGUOUS


async def test_an_episode_that_exists_is_sure() -> None:
    match, _ = matcher(show(20, "Long Winter", 2010, [10, 8]))
    verdict = await match.match(parse(episode_name("Long Winter", 2, 3)))
    assert verdict.tier is Tier.SURE
    assert verdict.match is not None
    assert [(e.season, e.number, e.title) for e in verdict.match.episodes] == [(2, 3, "Episode 3")]


@pytest.mark.parametrize("numbers", [(9,), (7, 8, 9)])
async def test_an_episode_that_tmdb_does_not_have_is_ambiguous_and_says_so(numbers: tuple[int, ...]) -> None:
    match, _ = matcher(show(20, "Long Winter", 2010, [10, 8]))
    verdict = await match.match(parse(episode_name("Long Winter", 2, *numbers)))
    assert verdict.tier is Tier.AMBIGUOUS
    assert any("episode 9 of 8" in reason for reason in verdict.reasons)


async def test_series_of_one_name_are_told_apart_by_the_episode_that_only_one_has() -> None:
    match, _ = matcher(*OFFICES)
    verdict = await match.match(parse(episode_name("The Depot", 3, 20)))
    assert verdict.tier is Tier.LIKELY  # the other one's third season may only be new to TMDB
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 11


async def test_series_of_one_name_that_both_have_the_episode_are_ambiguous() -> None:
    match, _ = matcher(*OFFICES)
    assert (await match.match(parse(episode_name("The Depot", 1, 2)))).tier is Tier.AMBIGUOUS


@pytest.mark.parametrize("countries", [("The Depot", "The Depot US"), ("The Depot US", "The Depot")])
async def test_a_country_in_any_reading_speaks_against_the_series_of_another(countries: tuple[str, str]) -> None:
    match, _ = matcher(*OFFICES)
    verdict = await match.match(parse(*(episode_name(title, 1, 2) for title in countries)))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 11
    assert verdict.tier is Tier.SURE


async def test_the_title_of_the_episode_decides_between_series_of_one_name() -> None:
    long, short = show(40, "Harbour Town", 1999, [3]), show(41, "Harbour Town", 2015, [9], votes=20)
    tmdb = SmallTmdb(long, short, episode_titles={41: "Sediment"})
    verdict = await Matcher(tmdb, SETTINGS).match(parse(episode_name("Harbour Town", 1, 2, episode_title="Sediment 2")))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 41
    assert verdict.tier is Tier.SURE
    assert any("its title agrees" in reason for reason in verdict.reasons)


async def test_what_reads_every_word_of_the_name_is_better_than_what_leaves_one_unread() -> None:
    match, _ = matcher(film(7, "Harbour 2049", 2017), film(8, "Harbour", 1982, votes=9000))
    verdict = await match.match(parse(film_name("Harbour 2049"), film_name("Harbour")))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 7
    assert verdict.tier is Tier.LIKELY


@pytest.mark.parametrize(("title", "number"), [("The Depot US", 11), ("The Depot UK", 10)])
async def test_a_country_in_the_name_decides_between_series_of_one_name(title: str, number: int) -> None:
    match, _ = matcher(*OFFICES)
    verdict = await match.match(parse(episode_name(title, 1, 2)))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == number
    assert verdict.tier is Tier.SURE


async def test_a_year_in_the_name_decides_between_series_of_one_name() -> None:
    match, _ = matcher(*OFFICES)
    verdict = await match.match(parse(episode_name("The Depot", 1, 2, year=2005)))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 11
    assert verdict.tier is Tier.SURE


async def test_a_date_finds_the_episode_that_was_aired_on_it() -> None:
    match, _ = matcher(show(20, "Evening Talk", 2010, [10, 8]))
    verdict = await match.match(parse(episode_name("Evening Talk", date="2011-03-04")))
    assert verdict.tier is Tier.SURE
    assert verdict.match is not None
    assert verdict.match.date_based
    assert (verdict.match.season, verdict.match.episodes[0].number) == (2, 4)


async def test_a_date_on_which_nothing_was_aired_is_not_approved_unseen() -> None:
    match, _ = matcher(show(20, "Evening Talk", 2010, [10, 8]))
    verdict = await match.match(parse(episode_name("Evening Talk", date="2011-07-04")))
    assert verdict.tier is Tier.NONE
    assert verdict.match is None


@pytest.mark.parametrize(
    ("number", "run_on", "place", "tier"),
    [(12, False, (2, 2), Tier.SURE), (12, True, (2, 12), Tier.SURE), (5, False, (1, 5), Tier.LIKELY)],
)
async def test_absolute_numbers_are_counted_over_the_seasons(
    number: int, run_on: bool, place: tuple[int, int], tier: Tier
) -> None:
    match, _ = matcher(show(30, "Sword Garden", 2004, [10, 10]), run_on=run_on)
    verdict = await match.match(parse(episode_name("Sword Garden", absolute_episode=number)))
    assert verdict.tier is tier
    assert verdict.match is not None
    assert (verdict.match.season, verdict.match.episodes[0].number) == place


async def test_an_episode_without_a_number_is_found_by_its_title_but_not_sure() -> None:
    match, _ = matcher(show(20, "Long Winter", 2010, [10]))
    verdict = await match.match(parse(episode_name("Long Winter", episode_title="Episode 7")))
    assert verdict.match is not None
    assert verdict.match.episodes[0].number == 7
    assert verdict.tier is Tier.LIKELY


async def test_a_series_without_any_episode_in_the_name_has_candidates_but_no_match() -> None:
    match, _ = matcher(show(20, "Long Winter", 2010, [10]))
    verdict = await match.match(parse(episode_name("Long Winter", 1)))
    assert (verdict.tier, verdict.match) == (Tier.NONE, None)
    assert verdict.candidates[0].tmdb_id == 20


async def test_an_id_in_the_name_settles_it() -> None:
    match, tmdb = matcher(*REMAKES)
    verdict = await match.match(parse(film_name("The Lighthouse Keeper", tmdb_id=1)))
    assert verdict.tier is Tier.SURE
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 1
    assert tmdb.questions == ["details movie 1"]


async def test_the_id_of_an_extra_may_be_that_of_a_series() -> None:
    match, _ = matcher(film(7, "Kangaroo", 2004), show(7, "Long Winter", 2004, [3]))
    verdict = await match.match(parse(film_name("Long Winter", tmdb_id=7, extra="featurette")))
    assert verdict.match is not None
    assert (verdict.tier, verdict.match.type, verdict.match.title) == (Tier.SURE, MediaType.EPISODE, "Long Winter")
    assert (verdict.match.season, verdict.match.episodes) == (None, ())
    verdict = await match.match(parse(film_name("Kangaroo", tmdb_id=7, extra="featurette")))
    assert verdict.match is not None
    assert verdict.match.type is MediaType.MOVIE


async def test_an_id_that_contradicts_the_title_is_not_sure() -> None:
    match, _ = matcher(*REMAKES, film(3, "Kangaroo", 1990))
    verdict = await match.match(parse(film_name("The Lighthouse Keeper", 2014, tmdb_id=3)))
    assert verdict.tier is Tier.LIKELY


async def test_what_is_no_film_or_episode_is_not_asked_about() -> None:
    match, tmdb = matcher(*REMAKES)
    verdict = await match.match(Parse(ParsedName("d41d8cd98f00b204.mkv")))
    assert verdict.tier is Tier.NONE
    assert tmdb.questions == []


async def test_the_title_is_shortened_when_nothing_is_found_but_stays_unsure() -> None:
    match, _ = matcher(film(5, "The Fabulous Garden", 2001))
    verdict = await match.match(parse(film_name("The Fabulous Garden Remux", 2001)))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 5
    assert verdict.tier in {Tier.LIKELY, Tier.AMBIGUOUS}


async def test_a_chosen_series_gives_the_episode_of_the_name() -> None:
    match, _ = matcher(*OFFICES)
    chosen = Candidate(CandidateType.TV, 10, "The Depot", "The Depot", 2001, 0.9)
    verdict = await match.choose(parse(episode_name("Depot something", 2, 4)), chosen)
    assert verdict.match is not None
    assert (verdict.match.tmdb_id, verdict.match.episodes[0].title) == (10, "Episode 4")


async def test_a_chosen_series_for_a_name_without_a_number_has_no_match_and_says_why() -> None:
    match, _ = matcher(*OFFICES)
    chosen = Candidate(CandidateType.TV, 10, "The Depot", "The Depot", 2001, 0.9)
    verdict = await match.choose(parse(film_name("Depot")), chosen)
    assert verdict.match is None
    assert verdict.reasons == ("the name says no episode",)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("https://www.themoviedb.org/movie/603-the-matrix", Query(tmdb_id=603, kind=MOVIE)),
        ("https://www.themoviedb.org/tv/1396?language=de", Query(tmdb_id=1396, kind=TV)),
        ("https://www.imdb.com/title/tt0133093/", Query(external_id="tt0133093")),
        ("tt0133093", Query(external_id="tt0133093")),
        ("tmdb-603", Query(tmdb_id=603)),
        ("tv:tmdb 1396", Query(tmdb_id=1396, kind=TV)),
        ("tvdb-81189", Query(external_id="81189")),
        ("1917", Query(title="1917", tmdb_id=1917)),
        ("True Grit 2010", Query(title="True Grit", year=2010)),
        ("True Grit (1969)", Query(title="True Grit", year=1969)),
        ("2012", Query(title="2012", tmdb_id=2012)),
        ("  Heat ", Query(title="Heat")),
    ],
)
def test_what_was_typed_is_understood(text: str, query: Query) -> None:
    assert read_query(text) == query


async def test_a_bare_number_is_searched_as_a_title_and_as_an_id() -> None:
    match, _ = matcher(film(1917, "Heatwave", 1999), film(4, "1917", 2019))
    assert {c.tmdb_id for c in await match.search("1917")} == {1917, 4}


async def test_a_search_with_a_year_that_nothing_has_is_made_without_it() -> None:
    match, _ = matcher(show(20, "Long Winter", 2010, [10]))
    assert [c.tmdb_id for c in await match.search("Long Winter", TV, 1923)] == [20]
