"""Parsing: what in a path contradicts its reading is said, so that nothing found for it is ever sure."""

from __future__ import annotations

import pytest

from organizer.parsing.engine import parse_names

CONTRADICTIONS = [
    ("The Ferry (1971)/The Ferry 2004.mkv", "the folder says 1971"),
    ("The Ferry (1971) and The Ferry (2004)/The Ferry.mkv", "holds two years"),
    ("Harbour.S01E01/Harbour.1996.mkv", "the file's own name says 1996"),
    ("Harbour.S02E05.1080p/harbour.105.mkv", "the file's own name says 105"),
    ("Harbour/Season 02/Harbour.S01E05.mkv", "the folder says “Season 02”"),
    ("Harbour Season 1/Harbour S02E05.mkv", "the folder says “Harbour Season 1”"),
    ("Harbour.S01E05.S02E06.mkv", "the name says S02E06 too"),
    ("Harbour.S01E03E07.mkv", "its episodes do not follow each other"),
    ("Harbour.S01E05.5.1080p.mkv", "episode 05.5"),
    ("Harbour.S01E05b.mkv", "which is no whole one"),
    ("Harbour.S01E05.Deleted.Scenes.mkv", "the name says “Deleted Scenes”"),
    ("Harbour.S01E05.Gag.Reel.mkv", "the name says “Gag Reel”"),
    ("The.Ferry.2004.Parody.1080p.mkv", "the name says “Parody”"),
    ("The.Ferry.XXX.2004.mkv", "the name says “XXX”"),
    ("The.Ferry.2004.Cast.Interviews.mkv", "the name says “Interviews”"),
    ("The.Ferry.2004.Trilogy.mkv", "the name says “Trilogy”"),
    ("[Group] Harbour OVA - 26.mkv", "the name says “OVA”"),
    ("harbour.s01e05.1080p-grp/harbour.s01e06.1080p-grp.mkv", "the folder says “harbour.s01e05"),
    ("The.Ferry.2004.Bonus.mkv", "the name says “Bonus”"),
]
CLEAR = [
    "The Ferry (2004)/The.Ferry.2004.1080p.BluRay.x264-GROUP.mkv",
    "The Ferry (2003)/The.Ferry.2004.1080p.mkv",  # a year off by one is no other film
    "The Ferry Collection (1971)/The Ferry Returns (1983).mkv",
    "The.Interview.2014.1080p.mkv",
    "xXx (2002).mkv",
    "Trailer Park Days (2006).mkv",
    "The.Ferry.2004.CD2.mkv",
    "The Ferry (2004)/Trailers/The Ferry 2004.mkv",
    "Harbour.S02E05.1080p/hbr.205.720p.mkv",
    "Harbour.S02E05.1080p/hbr-a9f3.mkv",
    "Harbour.S01-S05.1080p/Harbour.S03E05.mkv",
    "Harbour/Season 1/Harbour.S00E02.mkv",
    "Harbour.S01E05.5.1.DTS.mkv",
    "Harbour.S01E05E06E07.mkv",
    "Harbour.S01E05.The.Parody.mkv",
    "24/24.S01E05.mkv",
    "Harbour.S01E01-E12.1080p/Harbour.S01E06.mkv",
]


@pytest.mark.parametrize(("path", "doubt"), CONTRADICTIONS)
def test_what_contradicts_the_reading_is_said(path: str, doubt: str) -> None:
    (parse,) = parse_names([path])
    assert any(doubt in said for said in parse.doubts), parse


@pytest.mark.parametrize("path", CLEAR)
def test_what_contradicts_nothing_leaves_no_doubt(path: str) -> None:
    (parse,) = parse_names([path])
    assert parse.doubts == ()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("The Ferry (2004)/Night Train.mkv", "Night Train"),
        ("The Ferry (2004)/Night.Train.2010.1080p.mkv", "Night Train"),
        ("The.Ferry.2004.1080p-GRP/Night Train.mkv", "Night Train"),
        ("The Ferry (2004)/Паром.mkv", "Паром"),
        ("The Ferry (2004)/The.Ferry.1080p.mkv", None),
        ("The.Ferry.2004.1080p-GRP/grp-ferry.1080p.mkv", None),
        ("The Ferry (2004)/title_t05.mkv", None),
        ("The Ferry (2004)/CD1.mkv", None),
        ("The Ferry (2004)/movie.mkv", None),
        ("The Ferry (2004)/02.mkv", None),
        ("Night Train.mkv", None),
    ],
)
def test_a_file_that_is_called_otherwise_than_its_folder_is_told(path: str, title: str | None) -> None:
    (parse,) = parse_names([path])
    assert parse.own_title == title
