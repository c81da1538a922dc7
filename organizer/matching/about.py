"""What a person wants to know of a film or series before taking it, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from organizer.tmdb.records import Title

# https://developer.themoviedb.org/reference/genre-movie-list and genre-tv-list: the ids have stayed the same for years.
_GENRES = {
    28: "Action", 12: "Adventure", 16: "Animation", 35: "Comedy", 80: "Crime", 99: "Documentary", 18: "Drama",
    10751: "Family", 14: "Fantasy", 36: "History", 27: "Horror", 10402: "Music", 9648: "Mystery", 10749: "Romance",
    878: "Science Fiction", 10770: "TV Movie", 53: "Thriller", 10752: "War", 37: "Western", 10759: "Action, Adventure",
    10762: "Kids", 10763: "News", 10764: "Reality", 10765: "Sci-Fi, Fantasy", 10766: "Soap", 10767: "Talk",
    10768: "War, Politics",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """``runtime`` in minutes, of a series that of an episode; ``seasons`` and ``episodes`` without the specials."""

    original_title: str
    overview: str
    runtime: int | None = None
    genres: tuple[str, ...] = ()
    seasons: int = 0
    episodes: int = 0
    imdb_id: str | None = None


def about(title: Title) -> About:
    """What a details answer says."""
    counts = [count for number, count in title.seasons if number]
    return About(
        original_title=title.original_title,
        overview=title.overview,
        runtime=title.runtime,
        genres=tuple(_GENRES[genre] for genre in title.genres if genre in _GENRES),
        seasons=len(counts),
        episodes=sum(counts),
        imdb_id=title.imdb_id,
    )
