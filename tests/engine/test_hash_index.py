"""What lies by its hash is found by it, the first one first; a set of numbers is one, in less memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from organizer.hash_index import HashIndex, Numbers


@given(st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1) | st.integers(0, 300).map(lambda n: n * 8192)))
def test_each_number_is_new_once(numbers: list[int]) -> None:
    held, known = Numbers(), set[int]()
    for number in numbers:
        assert held.add(number) == (number not in known)
        known.add(number)
    assert len(held) == len(known)


@given(
    st.lists(st.integers(0, 9), min_size=100, max_size=300),
    st.lists(
        st.integers(0, 2**12) | st.sampled_from([62, 63, 126, 127]) | st.integers(-(2**63), 2**63 - 1),
        min_size=10,
        max_size=10,
    ),
    st.lists(st.integers(0, 100), max_size=9).map(sorted),
)
def test_the_first_of_equal_things_is_found_first_however_often_the_index_grew(
    things: list[int], hashes: list[int], steps: list[int]
) -> None:
    index = HashIndex(lambda start, end: (hashes[thing] for thing in things[start:end]))
    for count in steps:
        index.reach(count)
    index.reach(len(things))

    def find(thing: int) -> int:
        return index.find(hashes[thing], lambda place: things[place] == thing)

    assert [find(thing) for thing in range(10)] == [things.index(n) if n in things else -1 for n in range(10)]


def test_those_that_lie_around_the_end_keep_their_order() -> None:
    last = 63  # of the 64 places that there are at first
    index = HashIndex(lambda start, end: (last for _ in range(start, end)))
    for count in range(40):
        index.reach(count)
    assert index.find(last, lambda _place: True) == 0


def test_what_has_another_hash_is_not_asked() -> None:
    def hash_of(number: int) -> int:
        return number * 0x9E3779B97F4A7C15

    def ask(place: int) -> bool:
        raise AssertionError(place)

    index = HashIndex(lambda start, end: map(hash_of, range(start, end)))
    index.reach(100)
    assert {index.find(hash_of(number), ask) for number in range(100, 1100)} == {-1}
