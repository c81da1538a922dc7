"""Confidence is a share of right matches: an ambiguous one never looks certain, and more never means less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from organizer.config.schema import MatchingSettings
from organizer.matching.confidence import SURE, confidence_of
from organizer.matching.matcher import Matcher
from organizer.matching.tiers import tier_of
from organizer.model import Tier, Verdict
from tests.engine.matching_support import SmallTmdb, episode_name, film, film_name, parse, show

SETTINGS = MatchingSettings()
UNIT = st.floats(0, 1)


def confidence(score: float, gap: float, *, capped: bool = False, exists: bool = True) -> float:
    tier = tier_of(score, gap, capped=capped, exists=exists, settings=SETTINGS)
    return confidence_of(score, gap, tier, exists=exists)


@given(UNIT, UNIT, UNIT, UNIT, st.booleans(), st.booleans())
def test_a_better_score_with_a_larger_lead_is_never_less_certain(
    one: float, more: float, gap: float, lead: float, capped: bool, exists: bool
) -> None:
    less = confidence(min(one, more), min(gap, lead), capped=capped, exists=exists)
    assert 0.0 < less + 0.01 <= 1.01
    assert less <= confidence(max(one, more), max(gap, lead), capped=capped, exists=exists)


@given(UNIT, UNIT, st.booleans(), st.booleans())
def test_only_what_is_sure_is_approved_by_default(score: float, gap: float, capped: bool, exists: bool) -> None:
    tier = tier_of(score, gap, capped=capped, exists=exists, settings=SETTINGS)
    found = confidence_of(score, gap, tier, exists=exists)
    assert (found >= SURE) == (tier is Tier.SURE)
    if tier is Tier.AMBIGUOUS:
        assert found <= 0.85


async def judged(asked: object, *titles: object) -> Verdict:
    return await Matcher(SmallTmdb(*titles), SETTINGS).match(asked)  # type: ignore[arg-type]


async def test_two_films_of_one_title_and_year_share_the_confidence() -> None:
    twins = film(1, "Arrivals", 2016, votes=300), film(2, "Arrivals", 2016, votes=900)
    verdict = await judged(parse(film_name("Arrivals", 2016)), *twins)
    assert verdict.tier is Tier.AMBIGUOUS
    assert verdict.confidence <= 0.6
    assert [round(c.score, 2) for c in verdict.candidates] == [0.6, 0.6]
    assert verdict.score > 0.9


async def test_the_first_candidate_is_as_certain_as_the_match_and_the_others_are_less() -> None:
    remakes = film(1, "The Lighthouse Keeper", 1951), film(2, "The Lighthouse Keeper", 2014)
    verdict = await judged(parse(film_name("The Lighthouse Keeper", 2014)), *remakes)
    assert verdict.candidates[0].score == verdict.confidence == SURE
    assert verdict.candidates[1].score < 0.7


async def test_an_episode_that_tmdb_does_not_have_is_hardly_certain() -> None:
    verdict = await judged(parse(episode_name("Long Winter", 2, 9)), show(20, "Long Winter", 2010, [10, 8]))
    assert verdict.confidence <= 0.3
