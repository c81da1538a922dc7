"""Matching with help: what a person chose before, and names read again with their title known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from organizer.config.schema import MatchingSettings
from organizer.matching.matcher import Matcher
from organizer.model import Alias, AliasScope, MediaType, Parse, Tier
from tests.engine.matching_support import MOVIE, TV, SmallTmdb, episode_name, film, film_name, parse, show


class Book:
    """Aliases by title."""

    def __init__(self, *aliases: Alias) -> None:
        self._aliases = {alias.key: alias for alias in aliases}

    def find(self, parse: Parse) -> Alias | None:
        return self._aliases.get(parse.parsed.title or "")


class Reader:
    """Reads every name as one thing, and remembers what it was told."""

    def __init__(self, reading: Parse) -> None:
        self.told: list[tuple[list[str], MediaType | None]] = []
        self._reading = reading

    async def again(self, path: str, titles: Sequence[str], kind: MediaType | None) -> Parse:
        self.told.append((list(titles), kind))
        return self._reading


async def test_what_a_person_chose_before_settles_a_name_without_a_search() -> None:
    tmdb = SmallTmdb(film(1, "The Ferry", 1951), film(2, "The Ferry", 2004))
    book = Book(Alias(AliasScope.TITLE, "Ferry Uncut", MOVIE, 1, "The Ferry", 1951))
    verdict = await Matcher(tmdb, MatchingSettings(), aliases=book).match(parse(film_name("Ferry Uncut")))
    assert verdict.tier is Tier.SURE
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 1
    assert verdict.reasons[0] == "you chose this before for “Ferry Uncut”"
    assert tmdb.questions == ["details movie 1"]


async def test_an_alias_of_a_series_finds_the_episode_of_the_name() -> None:
    tmdb = SmallTmdb(show(20, "Long Winter", 2010, [10, 8]))
    matcher = Matcher(tmdb, MatchingSettings(), aliases=Book(Alias(AliasScope.TITLE, "LW", TV, 20, "Long Winter")))
    there = await matcher.match(parse(episode_name("LW", 2, 3)))
    missing = await matcher.match(parse(episode_name("LW", 2, 9)))
    assert there.match is not None
    assert (there.tier, there.match.episodes[0].title) == (Tier.SURE, "Episode 3")
    assert missing.tier is Tier.AMBIGUOUS


async def test_an_alias_whose_film_is_gone_from_tmdb_is_passed_over() -> None:
    book = Book(Alias(AliasScope.TITLE, "The Ferry", MOVIE, 99, "The Ferry", 1951))
    tmdb = SmallTmdb(film(2, "The Ferry", 2004))
    verdict = await Matcher(tmdb, MatchingSettings(), aliases=book).match(parse(film_name("The Ferry", 2004)))
    assert verdict.match is not None
    assert verdict.match.tmdb_id == 2


async def test_a_name_whose_episode_does_not_exist_is_read_again_with_the_title_known() -> None:
    tmdb = SmallTmdb(show(20, "Area 24", 2010, [10, 8]))
    reader = Reader(parse(replace(episode_name("Area 24", 2, 3), path="e.mkv")))
    asked = parse(episode_name("Area 24", 24, 3))
    verdict = await Matcher(tmdb, MatchingSettings(), reader=reader).match(asked)
    assert reader.told == [(["Area 24"], MediaType.EPISODE)]
    assert verdict.match is not None
    assert [(e.season, e.number) for e in verdict.match.episodes] == [(2, 3)]


async def test_a_name_that_is_accounted_for_is_read_once() -> None:
    reader = Reader(parse(film_name("Other")))
    matcher = Matcher(SmallTmdb(film(1, "The Ferry", 2004)), MatchingSettings(), reader=reader)
    await matcher.match(parse(film_name("The Ferry", 2004)))
    assert reader.told == []


async def test_a_second_reading_that_says_less_is_not_taken() -> None:
    tmdb = SmallTmdb(show(20, "Long Winter", 2010, [10, 8]))
    reader = Reader(parse(episode_name("Long Winter", 9, 9)))
    verdict = await Matcher(tmdb, MatchingSettings(), reader=reader).match(parse(episode_name("Long Winter", 2, 9)))
    assert verdict.match is not None
    assert [(e.season, e.number) for e in verdict.match.episodes] == [(2, 9)]
