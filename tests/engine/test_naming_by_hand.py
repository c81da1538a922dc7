"""Names that a person writes: taken as they stand, or refused with the reason; never out of the library."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.errors import NamingError
from organizer.model import MediaType
from organizer.naming import COMPANION_ROOM, NAME_LIMIT, by_hand

FILM = MediaType.MOVIE


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Paper Kite (1999)/Paper Kite (1999).mkv", "Paper Kite (1999)/Paper Kite (1999).mkv"),
        ("Paper Kite/Paper Kite", "Paper Kite/Paper Kite.mkv"),
        ("Paper Kite.MKV", "Paper Kite.mkv"),
        ("  A /  Mr. B  ", "A/Mr. B.mkv"),
        ("a  b/c   d.mkv", "a b/c d.mkv"),
        ("e\u0301tude", "\u00e9tude.mkv"),
        ("凧/紙の凧 🪁.mkv", "凧/紙の凧 🪁.mkv"),
        ("Vol. 2.5", "Vol. 2.5.mkv"),
    ],
)
def test_a_name_is_taken_as_it_was_meant(text: str, path: str) -> None:
    assert by_hand(text, FILM, "/in/x.mkv").path == path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/media/Movies/x.mkv", "whole path"),
        ("../x.mkv", "empty or of dots"),
        ("a/./x.mkv", "empty or of dots"),
        ("a//x.mkv", "empty or of dots"),
        ("a/", "empty or of dots"),
        ("x.avi", "The ending stays .mkv"),
        ("Alien: Again.mkv", "“:” cannot stand in a name"),
        ("con/x.mkv", "“con_” is one"),
        ("what?.mkv", "“?” cannot stand in a name"),
        ("a\x1b[31m/x.mkv", "cannot stand in a name"),
        ("x.", "“x” is one"),
        (".mkv", "“mkv” is one"),
        ("n" * (NAME_LIMIT + 1) + "/x.mkv", "more than 255 bytes"),
        ("n" * (NAME_LIMIT - COMPANION_ROOM + 3) + ".mkv", "3 bytes too long"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_way_out(text: str, said: str) -> None:
    with pytest.raises(NamingError) as refused:
        by_hand(text, FILM, "/in/x.mkv")
    assert said in refused.value.sentence()


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("./\\: "), max_size=40))
def test_what_is_taken_stays_below_the_library_and_is_itself_again(text: str) -> None:
    try:
        place = by_hand(text, FILM, "/in/x.mkv")
    except NamingError:
        return
    assert os.path.normpath(os.path.join("/lib", place.path)) == f"/lib/{place.path}"
    assert place.extension == ".mkv"
    assert by_hand(place.path, FILM, "/in/x.mkv") == place
