"""A set of numbers is a set of numbers, in less memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from organizer.hash_index import Numbers


@given(st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1) | st.integers(0, 300).map(lambda n: n * 8192)))
def test_each_number_is_new_once(numbers: list[int]) -> None:
    held, known = Numbers(), set[int]()
    for number in numbers:
        assert held.add(number) == (number not in known)
        known.add(number)
    assert len(held) == len(known)
