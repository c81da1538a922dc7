"""The similarity of two texts, against a library that is known for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from organizer.matching.similarity import common

LIKE_TITLES = st.text("abcde 12é", max_size=90)


@given(LIKE_TITLES | st.text(), LIKE_TITLES | st.text())
def test_what_two_texts_have_in_common_is_what_rapidfuzz_says(one: str, other: str) -> None:
    assert common(one, other) == pytest.approx(fuzz.ratio(one, other) / 100, abs=1e-12)
