"""Names cut to columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.elide import fit, fit_left, fit_name, shorten, wrap

NAMES = st.text(alphabet=st.characters(exclude_categories=("C", "Mn", "Me", "Zl", "Zp")), max_size=80)


@given(NAMES, st.integers(1, 60))
def test_every_cut_fills_its_columns_exactly(name: str, width: int) -> None:
    assert cell_len(fit(name, width)) == width
    assert cell_len(fit_left(name, width)) == width
    assert cell_len(fit_name(name, width)) == width


@given(NAMES, st.integers(1, 60))
def test_a_shortened_text_is_never_wider(name: str, width: int) -> None:
    assert cell_len(shorten(name, width)) <= width


@given(NAMES, st.integers(4, 60))
def test_wrapping_keeps_every_word_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("The.Lighthouse.Keepers.Of.Saint.Anne.S02E11.1080p.WEB-DL.x264-KETTLE.mkv", "S02E11"),
        ("The.Lighthouse.Keepers.Of.Saint.Anne.S02E11E12.1080p.WEB-DL.mkv", "S02E11E12"),
        ("The Lighthouse Keepers Of Saint Anne and Friends - 3x07 - Fog.mkv", "3x07"),
        ("the.evening.paper.with.everyone.we.know.2019.04.11.720p.mkv", "2019.04.11"),
    ],
)
def test_a_cut_name_keeps_its_number_and_its_ending(name: str, telling: str) -> None:
    cut = fit_name(name, 36)
    assert telling in cut
    assert cut.rstrip().endswith(".mkv")
    assert cut.startswith(name[:6])


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert fit("灯台守の村", 6) == "灯台… "
