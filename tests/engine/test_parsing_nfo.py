"""Ids in the NFO beside a video, and what they settle. All titles and ids are invented."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.model import MediaType, Origin
from organizer.parsing.engine import parse_names
from organizer.parsing.ids import NO_IDS, Ids
from organizer.parsing.nfo import ids_in_nfo, with_ids

MOVIE, EPISODE = MediaType.MOVIE, MediaType.EPISODE

FILM = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<movie>
  <title>The Quiet Harbour</title>
  <uniqueid type="imdb">tt7654321</uniqueid>
  <uniqueid type="tmdb" default="true">70001</uniqueid>
  <set><name>Harbours</name><tmdbid>999</tmdbid></set>
  <actor><name>Someone</name><tmdbid>42</tmdbid><imdbid>nm0000042</imdbid></actor>
</movie>"""


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (FILM, Ids(70001, "tt7654321", kind=MOVIE)),
        ("<movie><tmdbid>70001</tmdbid><imdbid>tt7654321</imdbid></movie>", Ids(70001, "tt7654321", kind=MOVIE)),
        ("<movie>\n<id>tt7654321</id></movie>", Ids(imdb="tt7654321", kind=MOVIE)),
        ("<tvshow><uniqueid default='true' type='tvdb'> 5150 </uniqueid></tvshow>", Ids(tvdb=5150, kind=EPISODE)),
        ("<tvshow><tvdbid>5150</tvdbid><tmdbid></tmdbid></tvshow>", Ids(tvdb=5150, kind=EPISODE)),
        ("https://www.themoviedb.org/movie/70001-the-quiet-harbour", Ids(70001, kind=MOVIE)),
        ("https://www.themoviedb.org/tv/808/season/2", Ids(808, kind=EPISODE)),
        ("░▒▓ iMDB ....: http://www.imdb.com/title/tt7654321/ ▓▒░", Ids(imdb="tt7654321")),
        ("imdb.com/title/tt7654321 and again https://m.imdb.com/title/TT7654321/", Ids(imdb="tt7654321")),
        ("http://thetvdb.com/?tab=series&id=5150&lid=7", Ids(tvdb=5150)),
        (FILM.replace("</movie>", "<url>imdb.com/title/tt1111111</url>"), Ids(70001, "tt7654321", kind=MOVIE)),
        ("imdb.com/title/tt7654321 imdb.com/title/tt1234567", NO_IDS),
        ("<movie><tmdbid>1</tmdbid></movie><movie><tmdbid>2</tmdbid></movie>", NO_IDS),
        ("<episodedetails><uniqueid type='tmdb'>33</uniqueid></episodedetails>", NO_IDS),
        ("<movie><actor><tmdbid>42</tmdbid></actor></movie>", NO_IDS),
        ("<movie><actor><tmdbid>42</tmdbid>", NO_IDS),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><movie><tmdbid>&a;</tmdbid></movie>", NO_IDS),
        ("nothing of use", NO_IDS),
        ("", NO_IDS),
    ],
)  # fmt: skip
def test_an_nfo_says_which_film_or_series_it_is_about(tmp_path: Path, text: str, ids: Ids) -> None:
    file = tmp_path / "movie.nfo"
    file.write_text(text, encoding="utf-8")
    assert ids_in_nfo(str(file)) == ids


def test_an_nfo_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "movie.nfo"
    file.write_text(FILM, encoding="utf-16")
    assert ids_in_nfo(str(file)).tmdb == 70001


def test_what_lies_deep_in_a_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "movie.nfo"
    file.write_text(" " * 70_000 + FILM)
    assert ids_in_nfo(str(file)) == NO_IDS


def test_what_is_no_file_says_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.nfo")  # reading it would wait for ever
    for name in ("pipe.nfo", "missing.nfo", ".", "a\0b.nfo", "x" * 300):
        assert ids_in_nfo(f"{tmp_path}/{name}") == NO_IDS


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.nfo"
    file.write_bytes(data)
    assert isinstance(ids_in_nfo(str(file)), Ids)


def test_ids_beside_a_video_count_like_ids_in_its_name() -> None:
    (parse,) = parse_names(["The.Quiet.Harbour.1080p.mkv"])
    found = with_ids(parse, Ids(70001, "tt7654321", kind=MOVIE))
    assert (found.parsed.tmdb_id, found.parsed.imdb_id, found.parsed.title) == (70001, "tt7654321", "The Quiet Harbour")
    assert (found.hypotheses[0].parsed, found.hypotheses[0].origin) == (found.parsed, Origin.ID)
    assert with_ids(found, Ids(5)) == found


def test_a_name_with_an_id_of_its_own_keeps_it() -> None:
    (parse,) = parse_names(["The Quiet Harbour (2014) {tmdb-7}.mkv"])
    assert with_ids(parse, Ids(70001, kind=MOVIE)) == parse


def test_the_nfo_of_a_film_makes_a_weak_number_part_of_the_title() -> None:
    (parse,) = parse_names(["Amber Line - 102.mkv"])
    found = with_ids(parse, Ids(70001, kind=MOVIE))
    assert (parse.parsed.type, found.parsed.type, found.parsed.episode) == (EPISODE, MOVIE, ())


def test_the_nfo_of_a_film_beside_an_episode_is_a_doubt() -> None:
    (parse,) = parse_names(["Copper.Valley.S02E07.1080p.mkv"])
    found = with_ids(parse, Ids(70001, kind=MOVIE))
    assert (found.parsed, found.doubts) == (parse.parsed, ("the NFO beside it is about a film",))
    assert with_ids(found, Ids(70001, kind=MOVIE)) == found


def test_junk_stays_junk() -> None:
    (parse,) = parse_names(["sample.mkv"])
    assert with_ids(parse, Ids(70001)) == parse
