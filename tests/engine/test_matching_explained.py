"""Why a verdict is what it is: its reasons multiply to its score, and what is wanted is what is missing."""

from __future__ import annotations

import math

import pytest

from organizer.config.schema import MatchingSettings
from organizer.matching.explained import Remedy, explain, weighed
from organizer.matching.matcher import Matcher
from organizer.matching.scoring import PERFECT
from organizer.model import Parse, ParsedName, Tier, Verdict
from tests.engine.matching_support import SmallTmdb, episode_name, film, film_name, parse, show

SETTINGS = MatchingSettings()
TMDB = (
    film(1, "The Lighthouse Keeper", 1951),
    film(2, "The Lighthouse Keeper", 2014),
    film(3, "Paper Kite", 1999),
    film(4, "Amber", 2003),
    film(5, "Amber", 2003),
    film(6, "The Slow Train North", 2004, votes=90_000),
    film(7, "Night Ferry", None),
    show(20, "Lantern Village", 2016, [6, 6]),
    show(21, "The Depot", 2001, [6, 6], country="GB", votes=900),
    show(22, "The Depot", 2005, [6, 22], country="US", votes=2500),
)


async def verdict_on(*readings: ParsedName) -> tuple[Verdict, Parse]:
    read = parse(*readings)
    return await Matcher(SmallTmdb(*TMDB), SETTINGS).match(read), read


@pytest.mark.parametrize(
    "reading",
    [
        film_name("Paper Kite", 1999),
        film_name("Paper Kite", 2000),
        film_name("Paper Kite", 2001),
        film_name("Paper Kite", 1980),
        film_name("Paper Kite"),
        film_name("Kite Paper", 1999),
        film_name("Slow Train North", 2004),
        film_name("The Lighthouse Keeper"),
        film_name("Amber", 2003),
        film_name("Night Ferry", 2011),
        episode_name("Lantern Village", 1, 2),
        episode_name("Lantern Village", 1, 9),
        episode_name("Lantern Village", 7, 1),
        episode_name("Lantern Village", None, 8),
        episode_name("Lantern Village"),
        episode_name("The Depot US", 2, 20),
        episode_name("Lantern Village", 1, 2, year=2017),
    ],
)
async def test_the_factors_of_the_reasons_are_the_score(reading: ParsedName) -> None:
    verdict, read = await verdict_on(reading)
    factors = [r.factor for r in explain(verdict, read, SETTINGS).reasons if r.factor is not None]
    assert factors
    assert PERFECT * math.prod(factors) == pytest.approx(verdict.score, abs=0.01)  # "88% alike" is rounded


@pytest.mark.parametrize(
    ("reading", "wanted", "remedy"),
    [
        (film_name("The Lighthouse Keeper"), "a year in the name would settle it", Remedy.PICK),
        (film_name("Paper Kite", 2000), "the year as TMDB has it: year 2000 in the name, 1999", Remedy.APPROVE),
        (film_name("Amber", 2003), "a longer lead: the runner-up is as good, 0.04 to be likely, 0.10", Remedy.PICK),
        (episode_name("Lantern Village", 7, 1), "season and episode as TMDB has them", Remedy.EPISODE),
        (episode_name("Lantern Village", None, 3), "a season in the name beside the number", Remedy.EPISODE),
        (film_name("Unheard Of Entirely", 1999), "a title that TMDB knows", Remedy.SEARCH),
    ],
)
async def test_what_would_have_to_be_different(reading: ParsedName, wanted: str, remedy: Remedy) -> None:
    verdict, read = await verdict_on(reading)
    assert verdict.tier is not Tier.SURE
    wants = explain(verdict, read, SETTINGS).to_be_sure
    assert [want.remedy for want in wants if want.text.startswith(wanted)] == [remedy]


async def test_a_year_that_is_said_to_settle_it_does() -> None:
    without, _ = await verdict_on(film_name("The Lighthouse Keeper"))
    best = without.candidates[0]
    settled, _ = await verdict_on(film_name("The Lighthouse Keeper", best.year))
    assert settled.tier is Tier.SURE


async def test_a_doubt_about_the_name_is_named() -> None:
    read = parse(film_name("Paper Kite", 1999))
    doubted = Parse(read.parsed, read.hypotheses, ("the folder says 1980",))
    verdict = await Matcher(SmallTmdb(*TMDB), SETTINGS).match(doubted)
    assert [want.text for want in explain(verdict, doubted, SETTINGS).to_be_sure] == [
        "without this: the folder says 1980"
    ]


async def test_what_is_sure_wants_nothing_and_the_runner_up_is_the_second() -> None:
    sure, read = await verdict_on(film_name("Paper Kite", 1999))
    assert explain(sure, read, SETTINGS).to_be_sure == ()
    split, read = await verdict_on(film_name("The Lighthouse Keeper"))
    explained = explain(split, read, SETTINGS)
    assert explained.runner_up == split.candidates[1]
    assert explained.behind == split.gap


def test_a_sentence_that_costs_nothing_known_has_no_factor() -> None:
    assert weighed("you chose this before for “Paper Kite”").factor is None
