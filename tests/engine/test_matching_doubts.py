"""Matching: what speaks for something else keeps a match from being sure, however well title and year fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from organizer.config.schema import MatchingSettings
from organizer.matching.matcher import Matcher
from organizer.model import Parse, Tier, Verdict
from tests.engine.matching_support import SmallTmdb, episode_name, film, film_name, parse, show


async def verdict_on(asked: Parse, *titles: object, episode_titles: dict[int, str] | None = None) -> Verdict:
    tmdb = SmallTmdb(*titles, episode_titles=episode_titles)  # type: ignore[arg-type]
    return await Matcher(tmdb, MatchingSettings()).match(asked)


@pytest.mark.parametrize("asked", [parse(film_name("The Ferry", 2004)), parse(episode_name("Harbour", 1, 5))])
async def test_a_contradiction_in_the_path_keeps_a_match_from_being_sure(asked: Parse) -> None:
    known = (film(1, "The Ferry", 2004), show(2, "Harbour", 2010, [12]))
    assert (await verdict_on(asked, *known)).tier is Tier.SURE
    doubted = await verdict_on(replace(asked, doubts=("the folder says 1971",)), *known)
    assert doubted.tier is Tier.LIKELY
    assert "the folder says 1971" in doubted.reasons


async def test_a_film_found_for_the_name_of_an_episode_is_not_sure() -> None:
    asked = parse(replace(episode_name("The Ferry", 1, 2), year=2004), film_name("The Ferry", 2004))
    assert (await verdict_on(asked, film(1, "The Ferry", 2004))).tier is Tier.LIKELY


async def test_a_number_that_counts_two_ways_is_not_sure_when_both_episodes_exist() -> None:
    counted = replace(episode_name("Harbour", 1, 5), season=(), episode=(105,))
    asked = parse(episode_name("Harbour", 1, 5), counted)
    assert (await verdict_on(asked, show(2, "Harbour", 2010, [24, 24]))).tier is Tier.SURE
    assert (await verdict_on(asked, show(2, "Harbour", 2010, [60, 60]))).tier is Tier.LIKELY


async def test_a_number_counts_two_ways_whatever_is_read_as_the_title_before_it() -> None:
    counted = replace(episode_name("Harbour - Lights"), episode=(105,))
    asked = parse(counted, replace(counted, title="Harbour", season=(1,), episode=(5,)))
    verdict = await verdict_on(asked, show(2, "Harbour: Lights", 2010, [60, 60]))
    assert verdict.tier is Tier.LIKELY


async def test_of_a_range_and_a_number_in_a_title_the_title_decides() -> None:
    known = show(2, "Harbour", 2010, [24])
    both = replace(episode_name("Harbour", 1, 8, 9), episode_title="Doors")
    one = replace(episode_name("Harbour", 1, 8), episode_title="9 Doors 8")
    verdict = await verdict_on(parse(both, one), known, episode_titles={2: "9 Doors"})
    assert (verdict.tier, [e.number for e in verdict.match.episodes] if verdict.match else []) == (Tier.SURE, [8])


async def test_a_date_that_reads_two_ways_is_not_sure_when_both_were_aired() -> None:
    day = replace(episode_name("Harbour", 1, 1), season=(), episode=(), date="2010-03-01")
    for other, tier in (("2010-03-02", Tier.LIKELY), ("2010-05-02", Tier.SURE)):
        verdict = await verdict_on(parse(day, replace(day, date=other)), show(2, "Harbour", 2010, [12]))
        assert verdict.tier is tier


@pytest.mark.parametrize(("number", "tier"), [(2, Tier.SURE), (7, Tier.LIKELY)])
async def test_a_date_and_a_number_that_mean_two_episodes_are_not_sure(number: int, tier: Tier) -> None:
    asked = replace(episode_name("Harbour", 1, number), date="2010-03-02")
    assert (await verdict_on(parse(asked), show(2, "Harbour", 2010, [12]))).tier is tier


async def test_the_title_of_another_episode_of_the_season_keeps_the_number_from_being_sure() -> None:
    known = show(2, "Harbour", 2010, [12])
    named = replace(episode_name("Harbour", 1, 5), episode_title="The Storm 5")
    assert (await verdict_on(parse(named), known, episode_titles={2: "The Storm"})).tier is Tier.SURE
    other = await verdict_on(parse(replace(named, episode_title="The Storm 7")), known, episode_titles={2: "The Storm"})
    assert other.tier is Tier.LIKELY
    assert "s01e07" in " ".join(other.reasons)
    translated = replace(named, episode_title="Der Sturm")  # titles in other languages say nothing
    assert (await verdict_on(parse(translated), known, episode_titles={2: "The Storm"})).tier is Tier.SURE


async def test_a_series_is_sure_beside_a_namesake_only_when_the_name_tells_them_apart() -> None:
    old, new = show(2, "Harbour", 1978, [18], votes=200), show(3, "Harbour", 2004, [13], votes=900)
    fifteenth = episode_name("Harbour", 1, 15)
    assert (await verdict_on(parse(fifteenth), old, new)).tier is Tier.LIKELY
    assert (await verdict_on(parse(replace(fifteenth, year=1978)), old, new)).tier is Tier.SURE
    unknown = replace(new, votes=1)
    assert (await verdict_on(parse(fifteenth), old, unknown)).tier is Tier.SURE


@pytest.mark.parametrize(
    ("own", "tier"),
    [("Night Train", Tier.LIKELY), ("Die Fähre", Tier.SURE), ("The Ferry Remastered", Tier.SURE), (None, Tier.SURE)],
)
async def test_a_film_that_only_the_folder_is_named_after_is_not_sure(own: str | None, tier: Tier) -> None:
    asked = replace(parse(film_name("The Ferry", 2004)), own_title=own)
    assert (await verdict_on(asked, film(1, "The Ferry", 2004, "Die Fähre"))).tier is tier


@pytest.mark.parametrize(("year", "tier"), [(2004, Tier.SURE), (None, Tier.SURE), (1971, Tier.LIKELY)])
async def test_an_id_that_the_year_in_the_name_contradicts_is_not_sure(year: int | None, tier: Tier) -> None:
    asked = parse(film_name("The Ferry", year, tmdb_id=1))
    assert (await verdict_on(asked, film(1, "The Ferry", 2004))).tier is tier
