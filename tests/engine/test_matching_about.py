"""What is said of a candidate before it is taken: genres in words, seasons without the specials."""

from __future__ import annotations

from organizer.matching.about import About, about
from organizer.model import CandidateType
from organizer.tmdb.records import Title


def test_a_series_is_told_by_its_seasons_without_the_specials() -> None:
    title = Title(
        CandidateType.TV, 7, "Long Winter", "Vinter", overview="Snow.", genres=(18, 10765, 999999), runtime=44,
        seasons=((0, 5), (1, 10), (2, 8)), imdb_id="tt0000007",
    )  # fmt: skip
    assert about(title) == About("Vinter", "Snow.", 44, ("Drama", "Sci-Fi, Fantasy"), 2, 18, "tt0000007")


def test_a_film_of_which_little_is_known_is_told_by_that() -> None:
    assert about(Title(CandidateType.MOVIE, 8, "Heat", "Heat")) == About("Heat", "")
