"""The cache: how long, how much, and that no file, however damaged, stops the work."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from organizer.config.schema import TmdbSettings
from organizer.model import CandidateType
from organizer.tmdb.cache import DAY, Lifetime, TmdbCache
from organizer.tmdb.questions import QuestionKeys
from organizer.tmdb.records import Episode, Season, Title
from organizer.tmdb.stored import Answer

LANTERN = Answer((Title(CandidateType.MOVIE, 11, "The Lantern", "Die Laterne", "1987-05-01"),))
SEASON = Answer(season=Season(77, 1, (Episode(1, 1, "Part \udc80 1", "1970-01-05", 25),)))


class Hours:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hours() -> Hours:
    return Hours()


def cache_at(path: Path | None, hours: Hours, **changes: Any) -> TmdbCache:
    return TmdbCache(path, TmdbSettings(**changes), clock=hours)


@pytest.mark.parametrize(
    ("answer", "lifetime", "days"),
    [
        (LANTERN, Lifetime.SEARCH, 7),
        (LANTERN, Lifetime.DETAILS, 30),
        (LANTERN, Lifetime.AIRING, 1),
        (Answer(), Lifetime.DETAILS, 1),
        (SEASON, Lifetime.AIRING, 1),
    ],
)
@pytest.mark.parametrize("reopened", [False, True])
def test_an_answer_is_kept_for_the_days_of_its_kind(
    tmp_path: Path, hours: Hours, answer: Answer, lifetime: Lifetime, days: int, reopened: bool
) -> None:
    cache = cache_at(tmp_path / "tmdb.db", hours)
    cache.put("question", answer, lifetime)
    for later, expected in ((days * DAY - 1, True), (days * DAY + 1, False)):
        if reopened:
            cache.close()
            cache = cache_at(tmp_path / "tmdb.db", hours)
        hours.now = 1_700_000_000.0 + later
        found = cache.get("question")
        assert (found is not None) is expected
    assert cache.get("question", stale=True) is not None


def test_new_settings_hold_for_what_is_already_there(tmp_path: Path, hours: Hours) -> None:
    cache_at(tmp_path / "tmdb.db", hours).put("question", LANTERN, Lifetime.SEARCH)
    hours.now += 2 * DAY
    assert cache_at(tmp_path / "tmdb.db", hours, search_days=1.0).get("question") is None
    assert cache_at(tmp_path / "tmdb.db", hours, search_days=3.0).get("question") == LANTERN


def test_nothing_is_kept_longer_than_the_terms_allow(tmp_path: Path, hours: Hours) -> None:
    cache_at(tmp_path / "tmdb.db", hours).put("question", LANTERN, Lifetime.DETAILS)
    hours.now += 181 * DAY
    cache = cache_at(tmp_path / "tmdb.db", hours)
    assert cache.get("question", stale=True) is None
    assert cache.stats().entries == 0


def test_a_clock_that_was_wrong_makes_nothing_fresh_for_ever(tmp_path: Path, hours: Hours) -> None:
    hours.now += 1000 * DAY
    cache_at(tmp_path / "tmdb.db", hours).put("question", LANTERN, Lifetime.DETAILS)
    hours.now -= 1000 * DAY
    assert cache_at(tmp_path / "tmdb.db", hours).get("question") is None


def test_hits_and_misses_are_counted_over_all_runs(tmp_path: Path, hours: Hours) -> None:
    for _ in range(2):
        cache = cache_at(tmp_path / "tmdb.db", hours)
        cache.get("missing")
        cache.put("question", LANTERN, Lifetime.DETAILS)
        for _ in range(3):
            cache.get("question")
        hours.now += 100.0
        cache.close()
    stats = cache_at(tmp_path / "tmdb.db", hours).stats()
    assert (stats.entries, stats.hits, stats.misses, stats.hit_rate) == (1, 6, 2, 0.75)
    assert stats.oldest_seconds == 100.0
    assert stats.size_bytes > 0
    assert stats.path == str(tmp_path / "tmdb.db")
    assert stats.to_json()["hit_rate"] == 0.75


@pytest.mark.parametrize("on_disk", [True, False])
def test_entries_are_counted_by_what_was_asked(tmp_path: Path, hours: Hours, on_disk: bool) -> None:
    cache = cache_at(tmp_path / "tmdb.db" if on_disk else None, hours)
    keys = QuestionKeys("tmdb", "en-US")
    cache.put(keys.season(7, 1), SEASON, Lifetime.DETAILS)
    cache.put(keys.search(CandidateType.MOVIE, "lantern", None), LANTERN, Lifetime.SEARCH)
    hours.now += 50.0
    cache.put(keys.season(7, 2), SEASON, Lifetime.DETAILS)
    stats = cache.stats()
    assert dict(stats.kinds) == {"season": 2, "search": 1}
    assert (stats.oldest_seconds, stats.newest_seconds) == (50.0, 0.0)


@pytest.mark.parametrize("on_disk", [True, False])
def test_clear_says_how_many_there_were_and_leaves_nothing(tmp_path: Path, hours: Hours, on_disk: bool) -> None:
    cache = cache_at(tmp_path / "tmdb.db" if on_disk else None, hours)
    for number in range(500):
        cache.put(f"question {number}", SEASON, Lifetime.DETAILS)
    before = cache.stats().size_bytes
    assert cache.clear() == 500
    assert cache.get("question 1") is None
    stats = cache.stats()
    assert (stats.entries, stats.hits, stats.oldest_seconds) == (0, 0, None)
    assert stats.size_bytes < before or not on_disk


def test_memory_holds_no_more_than_it_was_given(hours: Hours) -> None:
    cache = cache_at(None, hours, memory_entries=10 * LANTERN.size)
    for number in range(50):
        cache.put(f"question {number}", LANTERN, Lifetime.DETAILS)
    assert cache.stats().entries == 10
    assert cache.get("question 49") == LANTERN


def test_a_season_takes_the_room_of_its_episodes(hours: Hours) -> None:
    assert SEASON.season is not None
    assert SEASON.size > len(SEASON.season.episodes)
    cache = cache_at(None, hours, memory_entries=3 * SEASON.size)
    for number in range(5):
        cache.put(f"season {number}", SEASON, Lifetime.DETAILS)
    assert cache.stats().entries == 3


def test_an_answer_larger_than_all_of_memory_is_kept_alone(hours: Hours) -> None:
    cache = cache_at(None, hours, memory_entries=1)
    cache.put("first", LANTERN, Lifetime.DETAILS)
    cache.put("second", SEASON, Lifetime.DETAILS)
    assert cache.stats().entries == 1
    assert cache.get("second") == SEASON


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def _half(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * (size // 2))


def _other_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (a)")
        connection.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("damage", [_garbage, _half, _other_program])
def test_a_damaged_file_is_put_aside_and_begun_anew(tmp_path: Path, hours: Hours, damage: Any) -> None:
    path = tmp_path / "tmdb.db"
    cache = cache_at(path, hours)
    for number in range(300):
        cache.put(f"question {number}", SEASON, Lifetime.DETAILS)
    cache.close()
    damage(path)
    cache = cache_at(path, hours)
    assert cache.get("question 7") is None
    cache.put("question", LANTERN, Lifetime.DETAILS)
    cache.close()
    assert "damaged" in cache.warning
    assert (tmp_path / "tmdb.db.damaged").exists()
    again = cache_at(path, hours)
    assert again.get("question") == LANTERN
    assert again.warning == ""


@pytest.mark.parametrize("version", [0, 99])
def test_a_file_of_another_version_is_rebuilt(tmp_path: Path, hours: Hours, version: int) -> None:
    path = tmp_path / "tmdb.db"
    cache_at(path, hours).put("question", LANTERN, Lifetime.DETAILS)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE answers DROP COLUMN lifetime")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    cache = cache_at(path, hours)
    assert cache.get("question") is None
    cache.put("question", LANTERN, Lifetime.DETAILS)
    assert cache_at(path, hours).get("question") == LANTERN
    assert cache.warning == ""


def test_a_place_that_cannot_be_written_leaves_memory(tmp_path: Path, hours: Hours) -> None:
    (tmp_path / "file").write_text("in the way")
    for path in (tmp_path / "file" / "tmdb.db", tmp_path):
        cache = cache_at(path, hours)
        cache.put("question", LANTERN, Lifetime.DETAILS)
        assert cache.get("question") == LANTERN
        assert "in memory alone" in cache.warning
        assert cache.stats().hits == 0
        assert cache.clear() == 0
        cache.close()


def test_rows_that_make_no_sense_are_misses(tmp_path: Path, hours: Hours) -> None:
    path = tmp_path / "tmdb.db"
    cache_at(path, hours).put("question", LANTERN, Lifetime.DETAILS)
    for column, value in (("answer", "{"), ("answer", b"\xff"), ("lifetime", "for ever"), ("stored", "soon")):
        with sqlite3.connect(path) as connection:
            connection.execute(f"UPDATE answers SET {column} = ?", (value,))
        connection.close()
        assert cache_at(path, hours).get("question") is None


def test_another_process_that_holds_the_file_costs_a_row_and_no_error(tmp_path: Path, hours: Hours) -> None:
    path = tmp_path / "tmdb.db"
    cache = cache_at(path, hours)
    cache.put("first", LANTERN, Lifetime.DETAILS)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    cache.put("second", LANTERN, Lifetime.DETAILS)
    fresh = cache_at(path, hours)
    assert fresh.get("first") == LANTERN
    other.execute("ROLLBACK")
    other.close()
    cache.put("third", LANTERN, Lifetime.DETAILS)
    assert [cache_at(path, hours).get(name) is not None for name in ("first", "second", "third")] == [True, False, True]
    assert cache.warning == fresh.warning == ""


def test_two_caches_may_write_the_same_file_from_two_threads(tmp_path: Path, hours: Hours) -> None:
    path = tmp_path / "tmdb.db"

    def fill(name: str) -> None:
        cache = cache_at(path, hours)
        for number in range(100):
            cache.put(f"{name} {number}", LANTERN, Lifetime.DETAILS)
        cache.close()

    threads = [threading.Thread(target=fill, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache_at(path, hours).stats().entries == 200
