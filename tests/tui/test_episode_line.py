"""What may be typed of an episode, and what it makes of the names of several files."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.errors import OrganizerError
from organizer.model import Parse, ParsedName, ReviewRow, Tier
from tests.tui.world import LANTERN, episode_parse, media, verdict
from tui.episode_line import Absolute, Dated, Numbers, Said, Shift, named, read_line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2x03", Numbers(2, (3,))),
        ("S02E03", Numbers(2, (3,))),
        (" s2 e3 ", Numbers(2, (3,))),
        ("2x03-05", Numbers(2, (3, 4, 5))),
        ("s02e03-e04", Numbers(2, (3, 4))),
        ("s02e03e04", Numbers(2, (3, 4))),
        ("s0e3", Numbers(0, (3,))),
        ("sp3", Numbers(0, (3,))),
        ("special 12", Numbers(0, (12,))),
        ("2016x03", Numbers(2016, (3,))),
        ("e07", Numbers(None, (7,))),
        ("e7-9", Numbers(None, (7, 8, 9))),
        ("37", Absolute((37,))),
        ("#37", Absolute((37,))),
        ("abs 153", Absolute((153,))),
        ("#37-39", Absolute((37, 38, 39))),
        ("+1", Shift(1)),
        ("- 12", Shift(-12)),
        ("2016-09-12", Dated("2016-09-12")),
        ("2016.9.2", Dated("2016-09-02")),
    ],
)
def test_what_people_write_is_understood(text: str, said: Said) -> None:
    assert read_line(text) == said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Nothing is typed: type 2x03"),
        ("pilot", "That is no episode: type 2x03"),
        ("2x05-03", "The range ends before it begins: 5 to 3"),
        ("1x1-900", "more than 500 episodes"),
        ("2016-02-31", "There is no such day"),
        ("1e2e3e4", "That is no episode"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_way_out(text: str, sentence: str) -> None:
    with pytest.raises(OrganizerError) as refused:
        read_line(text)
    assert sentence in refused.value.sentence()


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(OrganizerError):
        assert isinstance(read_line(text), Said)


def rows(*names: str, parse: Parse | None = None) -> list[ReviewRow]:
    """Files of Lantern Village, 1x01 and on, in the order given."""
    found = []
    for number, name in enumerate(names, 1):
        own = parse or episode_parse("Lantern Village", 1, number)
        found.append(ReviewRow(number, media(name), parse=own, verdict=verdict(Tier.SURE, own, LANTERN)))
    return found


def numbers(said: dict[int, Parse]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(parse.parsed.season, parse.parsed.episode) for parse in said.values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3x07", [((3,), (7,)), ((3,), (8,)), ((3,), (9,))]),
        ("3x01-06", [((3,), (1, 2)), ((3,), (3, 4)), ((3,), (5, 6))]),
        ("e5", [((1,), (5,)), ((1,), (6,)), ((1,), (7,))]),
        ("#40", [((), (40,)), ((), (41,)), ((), (42,))]),
        ("+2", [((1,), (3,)), ((1,), (4,)), ((1,), (5,))]),
        ("-1", [((1,), (0,)), ((1,), (1,)), ((1,), (2,))]),
    ],
)
def test_several_files_are_numbered_in_the_order_of_their_names(
    text: str, found: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert numbers(named(read_line(text), rows("a 1.mkv", "a 2.mkv", "a 10.mkv"))) == found


def test_ten_comes_after_nine() -> None:
    assert list(named(read_line("1x01"), rows("Part 10.mkv", "part 9.mkv"))) == [2, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1x01-04", "4 episodes do not go into 3 files: type the first"),
        ("2016-09-12", "One date for 3 files"),
        ("-2", "a.mkv would come before episode 0"),
    ],
)
def test_numbers_that_do_not_go_with_the_files_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(OrganizerError) as refused:
        named(read_line(text), rows("a.mkv", "b.mkv", "c.mkv"))
    assert sentence in refused.value.sentence()


def test_a_shift_needs_a_number_and_leaves_files_without_one() -> None:
    blank = ReviewRow(9, media("x.mkv"), parse=Parse(ParsedName("")))
    with pytest.raises(OrganizerError) as refused:
        named(Shift(1), [blank])
    assert "no episode number yet" in refused.value.sentence()
    assert list(named(Shift(1), [blank, *rows("a.mkv")])) == [1]


def test_a_date_is_taken_instead_of_numbers() -> None:
    (parse,) = named(read_line("2016-09-12"), rows("a.mkv")).values()
    assert (parse.parsed.date, parse.parsed.season, parse.parsed.episode) == ("2016-09-12", (), ())
