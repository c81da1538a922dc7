"""What is put in its place one by one stands where a sort of all would put it."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from organizer.store.placing import with_more


@given(st.lists(st.text("abA", max_size=3), max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_numbers_that_come_bit_by_bit_are_sorted_like_all_at_once(texts: list[str], steps: list[int]) -> None:
    ordered = array("I")
    for count in sorted({min(step, len(texts)) for step in steps} | {len(texts)}):
        ordered = with_more(ordered, count, texts.__getitem__, lambda: texts)
        assert list(ordered) == sorted(range(count), key=texts.__getitem__)


def test_few_new_ones_among_many_are_placed_without_the_keys_of_all() -> None:
    texts = [str(number * 7919 % 1000) for number in range(1000)]
    most = with_more(array("I"), 990, texts.__getitem__, lambda: texts)
    whole = with_more(most, 1000, texts.__getitem__, list)
    assert list(whole) == sorted(range(1000), key=texts.__getitem__)
