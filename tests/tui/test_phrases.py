"""Values in words."""

from __future__ import annotations

import pytest

from organizer.model import EpisodeRef, Match, MediaType, ReviewRow, Tier, Verdict
from organizer.tmdb.statistics import TmdbStatistics
from tests.tui.world import media
from tui.commands.scan import tmdb_text
from tui.phrases import counted, episode_code, pause_text, percent
from tui.widgets.review_list import row_title


def refs(*numbers: int) -> tuple[EpisodeRef, ...]:
    return tuple(EpisodeRef(1, number, f"Chapter {number}") for number in numbers)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [((2,), "S01E02"), ((2, 3), "S01E02-E03"), ((2, 3, 4), "S01E02-E04"), ((2, 5), "S01E02 E05"), ((), "")],
)
def test_episodes_are_written_as_people_write_them(numbers: tuple[int, ...], code: str) -> None:
    assert episode_code(refs(*numbers)) == code


@pytest.mark.parametrize(("score", "text"), [(1.0, "100%"), (0.999, "99%"), (0.936, "94%"), (0.0, "0%")])
def test_only_certainty_is_a_hundred_percent(score: float, text: str) -> None:
    assert percent(score) == text


@pytest.mark.parametrize(("pause", "text"), [(0.0, ""), (4.9, ""), (42.0, "TMDB wants a pause, 42s left")])
def test_only_a_long_pause_is_spoken_of(pause: float, text: str) -> None:
    assert pause_text(TmdbStatistics(pause=pause)) == text


@pytest.mark.parametrize(
    ("statistics", "text"),
    [
        (TmdbStatistics(requests=1), "TMDB: 1 request, 0 saved."),
        (TmdbStatistics(12, 3, 4), "TMDB: 12 requests, 7 saved (3 by the cache, 4 by asking once for several files)."),
        (
            TmdbStatistics(12, 3, 0, rate_limited=2, rate=44.4),
            "TMDB: 12 requests, 3 saved (3 by the cache); told 2 times to slow down, 44 a second in the end.",
        ),
    ],
)
def test_the_summary_says_what_tmdb_was_spared(statistics: TmdbStatistics, text: str) -> None:
    assert tmdb_text(statistics) == text


def test_counts_agree_with_their_noun() -> None:
    assert (counted(1, "file"), counted(1204, "file"), counted(2, "entry", "entries")) == (
        "1 file",
        "1,204 files",
        "2 entries",
    )


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (60, "Lantern Village (2016) S01E02 Chapter 2"),
        (30, "Lantern Village (2016) S01E02"),
        (20, "Lantern Vill… S01E02"),
    ],
)
def test_a_title_gives_way_before_the_episode_does(width: int, text: str) -> None:
    match = Match(MediaType.EPISODE, 5, "Lantern Village", "Lantern Village", 2016, 1, refs(2))
    row = ReviewRow(0, media("a.mkv"), verdict=Verdict(Tier.SURE, match, 0.98))
    assert row_title(row, width, "…") == text
