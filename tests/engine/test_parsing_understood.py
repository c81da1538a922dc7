"""Where in a path the values of its reading stand: only there, and never one over the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.model import MediaType, ParsedName
from organizer.parsing.engine import parse_names
from organizer.parsing.understood import PartKind, only_in_folders, understood


def drawn(path: str, parsed: ParsedName) -> str:
    """A letter under each character: the first of what it was taken for, a dot where nothing was understood."""
    line = ["."] * len(path)
    for part in understood(path, parsed):
        letter = {PartKind.EPISODE_TITLE: "n", PartKind.EDITION: "d", PartKind.IGNORED: "-"}.get(part.kind)
        line[part.start : part.end] = (letter or part.kind.value[0]) * (part.end - part.start)
    return "".join(line)


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("Paper.Kite.1999.1080p.BluRay.x264-KETTLE.mkv",
         "tttttttttt.yyyy.qqqqq.qqqqqq.qqqq.gggggg----"),
        ("Lantern.Village.S01E02-E03.720p.WEB-DL.mkv",
         "ttttttttttttttt.eeeeeeeeee.qqqq.qqqqqq----"),
        ("lantern_village_1x02_the_wick.avi",
         "ttttttttttttttt.eeee.nnnnnnnn----"),
        ("[Owl] Paper Boats - 12 [720p].mkv",
         ".ggg..ttttttttttt...ee..qqqq.----"),
        ("lantern.village.105.hdtv-owl.avi",
         "ttttttttttttttt.eee.qqqq.ggg----"),
        ("Lantern Village/Season 2/05 - The Wick.mkv",
         "ttttttttttttttt.eeeeeeee.ee...nnnnnnnn----"),
        ("Late.Light.2014.03.12.WEB.mkv",
         "tttttttttt.eeeeeeeeee.qqq----"),
        ("Paper Kite (1999) {tmdb-603} EXTENDED.mkv",
         "tttttttttt..yyyy..iiiiiiiiii.dddddddd----"),
        ("2017.2009.1080p.mkv",
         "tttt.yyyy.qqqqq----"),
        ("Chalé.2001.PROPER.mkv",
         "ttttt.yyyy.----------"),
        ("L.A.M.P.S.S02E05.HDTV.mkv",
         "ttttttttt.eeeeee.qqqq----"),
        ("灯台守.第12話.1080p.mkv",
         "ttt.eeee.qqqqq----"),
    ],
)  # fmt: skip
def test_the_parts_of_a_name_that_its_reading_was_made_from(path: str, marks: str) -> None:
    assert drawn(path, parse_names([path])[0].parsed) == marks


def test_what_is_not_in_the_reading_is_not_marked() -> None:
    assert drawn("Paper.Kite.Something.Else.mkv", ParsedName("", MediaType.MOVIE, "Other")) == "." * 25 + "----"


def test_a_title_that_only_the_folder_says_is_found_there() -> None:
    path = "Paper Kite (1999)/disc.mkv"
    parts = understood(path, ParsedName("", MediaType.MOVIE, "Paper Kite", 1999))
    assert only_in_folders(path, parts) == (PartKind.TITLE, PartKind.YEAR)


def test_what_the_name_says_too_is_not_the_folders() -> None:
    path = "Paper Kite (1999)/Paper.Kite.mkv"
    parts = understood(path, ParsedName("", MediaType.MOVIE, "Paper Kite", 1999))
    assert only_in_folders(path, parts) == (PartKind.YEAR,)


words = st.text(st.sampled_from("abCD12 ._-[](){}/'éß灯🙂\u200d\udcff\n"), max_size=12)
readings = st.builds(
    replace,
    st.just(ParsedName("")),
    title=st.none() | words,
    alternative_title=st.none() | words,
    episode_title=st.none() | words,
    year=st.none() | st.integers(1900, 2030),
    season=st.lists(st.integers(0, 30), max_size=2).map(tuple),
    episode=st.lists(st.integers(0, 130), max_size=3).map(tuple),
    absolute_episode=st.none() | st.integers(0, 1200),
    date=st.none() | st.dates().map(str) | words,
    part=st.none() | st.integers(0, 5),
    edition=st.none() | words,
    source=st.none() | st.sampled_from(["Web", "Blu-ray", "DVD"]) | words,
    video_codec=st.none() | st.sampled_from(["H.264"]) | words,
    release_group=st.none() | words,
    tmdb_id=st.none() | st.integers(1, 999),
    imdb_id=st.none() | words,
)
pieces = st.sampled_from(["S01E02", "1x02", "2014.03.12", "1999", "720p", "WEB-DL", "x264", "tmdb-6", "Season 1", "12"])
paths = st.lists(words | pieces, max_size=8).map(".".join)


@given(paths, readings)
def test_parts_are_within_the_name_in_order_and_never_overlap(path: str, parsed: ParsedName) -> None:
    at = 0
    for part in understood(path, parsed):
        assert at <= part.start < part.end <= len(path)
        assert "/" not in path[part.start : part.end]
        at = part.end


@given(paths, readings)
def test_a_title_is_marked_only_where_its_letters_stand(path: str, parsed: ParsedName) -> None:
    reading = replace(parsed, alternative_title=None)
    for part in understood(path, reading):
        if part.kind is PartKind.TITLE:
            marked = [c for c in path[part.start : part.end].casefold() if c.isascii() and c.isalnum()]
            assert marked == [c for c in (reading.title or "").casefold() if c.isascii() and c.isalnum()]
