"""What people paste into the search: addresses and ids in every form that sites and names have."""

from __future__ import annotations

import pytest

from organizer.matching.queries import Query, read_query
from organizer.model import CandidateType

FILM, TV = CandidateType.MOVIE, CandidateType.TV


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("https://www.themoviedb.org/movie/603-the-matrix?language=de-DE", Query(tmdb_id=603, kind=FILM)),
        ("themoviedb.org/movie/603", Query(tmdb_id=603, kind=FILM)),
        ("https://www.themoviedb.org/tv/1396/season/1", Query(tmdb_id=1396, kind=TV)),
        ("www.themoviedb.org/tv/1396-breaking-bad/season/1/episode/2", Query(tmdb_id=1396, kind=TV)),
        ("https://api.themoviedb.org/3/movie/603", Query(tmdb_id=603, kind=FILM)),
        ("/tv/1396/season/1", Query(tmdb_id=1396, kind=TV)),
        ("movie/603", Query(tmdb_id=603, kind=FILM)),
        ("https://www.imdb.com/title/tt0133093/?ref_=nv_sr_srsg_0", Query(external_id="tt0133093")),
        ("https://m.imdb.com/de/title/tt0133093/", Query(external_id="tt0133093")),
        ("imdb.com/title/tt0133093", Query(external_id="tt0133093")),
        ("tt0133093", Query(external_id="tt0133093")),
        ("imdb:tt0133093", Query(external_id="tt0133093")),
        ("{imdb-tt0133093}", Query(external_id="tt0133093")),
        ("tmdb:603", Query(tmdb_id=603)),
        ("{tmdb-603}", Query(tmdb_id=603)),
        ("[tmdbid=603]", Query(tmdb_id=603)),
        ("tv tmdb:1396", Query(tmdb_id=1396, kind=TV)),
        ("tvdb:81189", Query(external_id="81189")),
        ("{tvdb-81189}", Query(external_id="81189")),
        ("https://thetvdb.com/?tab=series&id=81189", Query(external_id="81189")),
        ("https://www.thetvdb.com/dereferrer/series/81189", Query(external_id="81189")),
        ("603", Query(title="603", tmdb_id=603)),
        ("The Matrix (1999)", Query(title="The Matrix", year=1999)),
        ("[REC]", Query(title="REC")),
        ("Movie 43", Query(title="Movie 43")),
        ("  ", Query()),
    ],
)
def test_a_paste_goes_straight_to_what_it_names(text: str, query: Query) -> None:
    assert read_query(text) == query
