"""The similarity of two texts and of two words, against a library that is known for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from organizer.matching.similarity import common
from organizer.matching.vocabulary import Vocabulary, slips
from tests.engine.matching_support import film

LIKE_TITLES = st.text("abcde 12é", max_size=90)


@given(LIKE_TITLES | st.text(), LIKE_TITLES | st.text())
def test_what_two_texts_have_in_common_is_what_rapidfuzz_says(one: str, other: str) -> None:
    assert common(one, other) == pytest.approx(fuzz.ratio(one, other) / 100, abs=1e-12)


@given(st.text("abcé1", max_size=7), st.text("abcé1", max_size=7))
def test_a_slip_is_what_rapidfuzz_puts_at_a_distance_of_one(one: str, other: str) -> None:
    assert (other in slips(one, "abcé1")) is (OSA.distance(one, other) == 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lighthouze", "lighthouse"),  # a letter mistaken
        ("lighthose", "lighthouse"),  # lost
        ("lighthhouse", "lighthouse"),  # doubled
        ("lihgthouse", "lighthouse"),  # swapped
        ("lighthousf", None),  # at the end words bend
        ("lighthouse", None),  # known
        ("lihgthouze", None),  # two slips
        ("kite", None),  # so does one with a letter fewer there
        ("off", None),  # too short to tell
    ],
)
def test_a_word_that_is_a_slip_away_from_a_known_one(written: str, meant: str | None) -> None:
    vocabulary = Vocabulary()
    vocabulary.note([film(1, "The Lighthouse of Kites", 2001)])
    assert vocabulary.meant_by(written) == meant
