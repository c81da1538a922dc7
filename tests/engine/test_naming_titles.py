"""Which title a name is made from."""

from __future__ import annotations

import pytest

from organizer.model import EpisodeRef, Match, MediaType, TitleStyle
from organizer.naming.titles import episode_title_of, title_of

LOCAL, ORIGINAL, BOTH = TitleStyle.LOCALISED, TitleStyle.ORIGINAL, TitleStyle.BOTH


@pytest.mark.parametrize(
    ("local", "original", "style", "shown"),
    [
        ("The Lamp Lighter", "Lampentänder", LOCAL, "The Lamp Lighter"),
        ("The Lamp Lighter", "Lampentänder", ORIGINAL, "Lampentänder"),
        ("The Lamp Lighter", "Lampentänder", BOTH, "Lampentänder [The Lamp Lighter]"),
        ("Harbour", "Harbour", BOTH, "Harbour"),
        ("HARBOUR", "Harbour", BOTH, "Harbour"),
        ("The Lamp Lighter", "", ORIGINAL, "The Lamp Lighter"),
        ("", "Lampentänder", LOCAL, "Lampentänder"),
        ("", "Lampentänder", BOTH, "Lampentänder"),
        ("", "", BOTH, ""),
    ],
)
def test_a_title_is_local_original_or_both_where_they_differ(
    local: str, original: str, style: TitleStyle, shown: str
) -> None:
    assert title_of(Match(MediaType.MOVIE, 1, local, original, 1999), style) == shown
    assert episode_title_of(EpisodeRef(1, 2, local, original_title=original), style) == shown
