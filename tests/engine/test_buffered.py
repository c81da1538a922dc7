"""A buffered list is a list of strings that only grows."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.buffered import Buffered

NAMES = st.binary(max_size=12).map(os.fsdecode).map(lambda name: name.replace("\0", "")) | st.text(
    st.characters(exclude_characters="\0"), max_size=12
)
PLACES = st.none() | st.integers(-9, 9)


@given(st.lists(NAMES, max_size=7), PLACES, PLACES, st.none() | st.integers(1, 3) | st.integers(-3, -1))
def test_a_buffered_list_holds_what_a_list_holds(
    names: list[str], start: int | None, end: int | None, step: int | None
) -> None:
    held = Buffered(names[:2])
    held.extend(names[2:4])
    for name in names[4:]:
        held.append(name)
    assert list(held) == names
    assert [held[place] for place in range(len(held))] == names
    assert held[start:end:step] == names[start:end:step]


@given(st.integers(4000, 4200))
def test_many_are_read_like_few(count: int) -> None:
    assert list(Buffered(map(str, range(count)))) == list(map(str, range(count)))


@pytest.mark.parametrize("place", [-1, 2])
def test_a_place_that_is_none_is_refused(place: int) -> None:
    with pytest.raises(IndexError):
        Buffered(["one", "two"])[place]
