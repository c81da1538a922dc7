"""Untrusted text made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.display import fold, human_duration, human_size, safe_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Heat (1995).mkv", "Heat (1995).mkv"),
        ("千と千尋の神隠し 👩‍🚀", "千と千尋の神隠し 👩‍🚀"),
        ("a\x1b]52;c;eA==\x07b", "a\\x1b]52;c;eA==\\x07b"),
        ("tab\tline\nend", "tab\\x09line\\x0aend"),
        ("\u202egpj.mkv", "\\u202egpj.mkv"),
        ("bad \udcff byte", "bad \\xff byte"),
        ("\x9bc1", "\\x9bc1"),
        ("\ue000\U000f0000", "\\ue000\\U000f0000"),
        ("[/b] [red]x", "[/b] [red]x"),
    ],
)
def test_what_could_fool_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@given(st.text(st.characters(), max_size=80))
def test_no_control_or_direction_character_gets_through_and_a_second_time_changes_nothing(text: str) -> None:
    shown = safe_text(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [c for c in shown if unicodedata.bidirectional(c) in {"RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI"}]
    assert safe_text(shown) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1500, "1.5 kB"),
        (734_003_200, "734 MB"),
        (8_100_000_000, "8.1 GB"),
        (2e12, "2.0 TB"),
    ],
)
def test_sizes_are_short(count: int, shown: str) -> None:
    assert human_size(count) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0s"), (59.4, "59s"), (125, "2m05s"), (4320, "1h12m")])
def test_durations_are_short(seconds: float, shown: str) -> None:
    assert human_duration(seconds) == shown


@pytest.mark.parametrize(("a", "b"), [("CAFÉ", "cafe\u0301"), ("Straße", "STRASSE"), ("a.MKV", "A.mkv")])
def test_names_that_a_careless_file_system_takes_for_the_same_have_one_key(a: str, b: str) -> None:
    assert fold(a) == fold(b)
