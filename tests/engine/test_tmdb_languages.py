"""Titles in the person's language: what is asked, and what stands in for a translation that nobody has made."""

from __future__ import annotations

from typing import Any

import pytest

from organizer.model import CandidateType
from organizer.tmdb.labels import is_label
from tests.engine.tmdb_server import Asked, Reply, Script, film, in_turn, listing, stage

MOVIE, TV = CandidateType.MOVIE, CandidateType.TV


def translations(**titles: str) -> dict[str, Any]:
    """Translations as TMDB appends them, by language and country joined by an underscore."""
    rows = [
        {"iso_639_1": code[:2], "iso_3166_1": code[3:], "data": {"title": title, "name": title}}
        for code, title in titles.items()
    ]
    return {"translations": {"translations": rows}}


def japanese(title: str, **titles: str) -> dict[str, Any]:
    return film(11, title, original_title="潮の灯", original_language="ja", **translations(**titles))


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (japanese("Das Gezeitenlicht", de_DE="Das Gezeitenlicht", en_US="Tide Light"), "Das Gezeitenlicht"),
        (japanese("潮の灯", en_GB="The Tide Light", en_US="Tide Light"), "Tide Light"),
        (japanese("潮の灯", en_GB="The Tide Light"), "The Tide Light"),
        (japanese("潮の灯", de_AT="Gezeitenleuchten", en_US="Tide Light"), "Gezeitenleuchten"),
        (japanese("潮の灯", fr_FR="La Lumière", en_US=""), "潮の灯"),
        (film(11, "Meer", original_title="Meer", original_language="de", **translations(en_US="Sea")), "Meer"),
        (film(11, "Sea", original_title="Sea", original_language="en", **translations(en_US="The Sea")), "Sea"),
    ],
)
async def test_a_title_is_in_the_wanted_language_else_the_fall_back_else_the_original(
    row: dict[str, Any], shown: str
) -> None:
    async with stage(in_turn(Reply(body=row)), language="de-DE", fallback="en-US") as on:
        title = await on.client.details(MOVIE, 11)
    assert title
    assert title.title == shown
    assert on.server.asked[0].query["language"] == "de-DE"


async def test_a_search_row_is_looked_up_only_where_a_translation_may_be_missing() -> None:
    rows = [
        film(11, "潮の灯", original_language="ja"),
        film(12, "Laternen", original_title="Lanterns", original_language="ja"),
        film(13, "Harbour", original_language="en"),
        film(14, "Hafen", original_language="de"),
    ]
    answers = in_turn(listing(*rows), Reply(body=japanese("潮の灯", en_US="Tide Light")))
    async with stage(answers, language="de-DE", fallback="en-US") as on:
        found = await on.client.search(MOVIE, "light")
        shown = [(await on.client.localised(title)).title for title in found]
    assert shown == ["Tide Light", "Laternen", "Harbour", "Hafen"]
    assert on.server.paths == ["search/movie", "movie/11"]


async def test_without_a_fall_back_nothing_more_is_asked() -> None:
    async with stage(in_turn(listing(film(11, "潮の灯", original_language="ja")))) as on:
        found = await on.client.search(MOVIE, "light")
        assert (await on.client.localised(found[0])).title == "潮の灯"
    assert len(on.server.asked) == 1


def episodes_in(**names: list[str]) -> Script:
    """A series of one season whose episodes are called so in each language."""

    def answer(asked: Asked) -> Reply:
        titles = names[asked.query["language"][:2]]
        rows = [{"episode_number": n, "name": name} for n, name in enumerate(titles, start=1)]
        body = {"id": 7, "name": "Light", "original_name": "灯", "original_language": "ja", "status": "Ended"}
        return Reply(body={**body, "season/1": {"season_number": 1, "episodes": rows}})

    return answer


async def test_a_made_up_label_gives_way_to_the_title_in_the_fall_back_language() -> None:
    script = episodes_in(de=["Folge 1", "Der Steg"], en=["The Lamp", "The Pier"])
    async with stage(script, language="de-DE", fallback="en-US") as on:
        season = (await on.client.seasons(7, [1]))[1]
        again = (await on.client.seasons(7, [1]))[1]
    assert [e.title for e in season.episodes] == ["The Lamp", "Der Steg"]
    assert again == season
    assert [asked.query["language"] for asked in on.server.asked] == ["de-DE", "en-US"]


async def test_titles_that_are_all_there_cost_no_second_request_and_labels_are_no_titles() -> None:
    async with stage(episodes_in(de=["Die Lampe", "Der Steg"]), language="de-DE", fallback="en-US") as on:
        await on.client.seasons(7, [1])
    assert len(on.server.asked) == 1
    async with stage(episodes_in(en=["Episode 1", "The Pier"])) as on:
        season = (await on.client.seasons(7, [1]))[1]
    assert [e.title for e in season.episodes] == ["", "The Pier"]


async def test_original_titles_are_asked_for_in_the_original_language() -> None:
    script = episodes_in(en=["The Lamp", "The Pier"], ja=["灯", "第2話"])
    async with stage(script, originals=True) as on:
        await on.client.details(TV, 7)
        season = (await on.client.seasons(7, [1]))[1]
    assert [(e.title, e.original_title) for e in season.episodes] == [("The Lamp", "灯"), ("The Pier", "")]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Episode 5", 5), ("episode 5", 5), ("Folge 12", 12), ("Épisode 3", 3), ("Эпизод 1", 1), ("第1話", 1),
        ("第 24 集", 24), ("제3화", 3), ("3. Bölüm", 3), ("Episodio 100", 100), ("Odcinek 7", 7),
    ],
)  # fmt: skip
def test_a_label_says_the_number_and_nothing_else(name: str, number: int) -> None:
    assert is_label(name, number)
    assert not is_label(name, number + 1)


@pytest.mark.parametrize("name", ["", "Episode", "Episode Five", "Pilot", "Episode 5: Home", "1984", "Chapter 5", "5"])
def test_a_title_of_its_own_is_no_label(name: str) -> None:
    assert not is_label(name, 5)
