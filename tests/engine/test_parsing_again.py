"""The second reading, with the title known. All titles are invented."""

from __future__ import annotations

import pytest

from organizer.model import MediaType, Origin, ParsedName
from organizer.parsing.engine import parse_names, read_again

MOVIE, EPISODE = MediaType.MOVIE, MediaType.EPISODE


def again(path: str, titles: list[str], kind: MediaType | None) -> ParsedName:
    return read_again(path, titles, kind).parsed


@pytest.mark.parametrize(
    ("path", "titles", "kind", "season", "episode"),
    [
        ("Amber Road - Dusk Line - 01 [1080p].mkv", ["Amber Road - Dusk Line"], EPISODE, (), (1,)),
        ("[Crew] 77 - 04.mkv", ["77"], EPISODE, (), (4,)),
        ("12.Lanterns.Season.1.Complete.mkv", ["12 Lanterns"], EPISODE, (1,), ()),
        ("Area 51 03.mkv", ["Area 51"], EPISODE, (), (3,)),
        ("Copper.Valley.US.S01E02.mkv", ["Copper Valley (US)"], EPISODE, (1,), (2,)),
        ("Law.&.Harbour.S01E02.mkv", ["Law and Harbour"], EPISODE, (1,), (2,)),
        ("[站] 琥珀之路.Amber.Road.S01E02.mkv", ["Amber Road", "琥珀之路"], EPISODE, (1,), (2,)),
        ("Amber Line 102.mkv", ["Amber Line 102"], MOVIE, (), ()),
        ("The Remastered Heart 2001 Remastered.mkv", ["The Remastered Heart"], MOVIE, (), ()),
        ("The.Good.German.Tailor.FRENCH.1080p.mkv", ["The Good German Tailor"], MOVIE, (), ()),
        ("Ameliere.2001.mkv", ["Amélière"], MOVIE, (), ()),
        ("Gardeners.Harbour.1998.mkv", ["Gardener's Harbour"], MOVIE, (), ()),
        ("Copper Valley/Season 1/01x04 - Halloween, Part 1.mkv", ["Copper Valley"], EPISODE, (1,), (4,)),
    ],
)
def test_a_known_title_frees_its_words(
    path: str, titles: list[str], kind: MediaType, season: tuple[int, ...], episode: tuple[int, ...]
) -> None:
    parsed = again(path, titles, kind)
    assert (parsed.path, parsed.type, parsed.title) == (path, kind, titles[0])
    assert (parsed.season, parsed.episode) == (season, episode)


def test_what_the_title_leaves_is_read_as_before() -> None:
    parsed = again("The Remastered Heart 2001 Remastered 720p.mkv", ["The Remastered Heart"], MOVIE)
    assert (parsed.year, parsed.edition, parsed.screen_size) == (2001, "Remastered", "720p")


@pytest.mark.parametrize(
    ("path", "titles", "kind"),
    [
        ("Amber Line 102.mkv", ["Quite Another"], MOVIE),
        ("Copper.Valley.S01E02.mkv", ["Copper Valley"], MOVIE),  # the mark is plain, whatever is believed
        ("Amber Line 102.mkv", [], None),
        ("Amber Line 102.mkv", ["", " - "], None),
        ("sample.mkv", ["Sample"], MOVIE),
    ],
)
def test_a_reading_that_does_not_agree_is_worth_nothing(path: str, titles: list[str], kind: MediaType | None) -> None:
    assert read_again(path, titles, kind) == parse_names([path])[0]


def test_hostile_titles_are_text() -> None:
    for title in ("(", "[a-", "a" * 5000, "\\", ".*", "\ud800", "\x00", "(?P<x>", "Zqtitle"):
        assert read_again("Copper.Valley.S01E02.mkv", [title], EPISODE).parsed.path == "Copper.Valley.S01E02.mkv"


def test_the_reading_says_where_it_comes_from() -> None:
    parse = read_again("Amber Road - Dusk Line - 01.mkv", ["Amber Road - Dusk Line"], EPISODE)
    assert parse.parsed in [other.parsed for other in parse.hypotheses if other.origin is Origin.KNOWN]
