"""Cast and crew in TMDB's answers: never held, and no difference to what is read."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable

from organizer.tmdb.exchange import decoded
from organizer.tmdb.records import read_season

_PERSON = {"credit_id": "52fe", "id": 77, "name": "Somebody", "character": "A guard", "profile_path": "/someone.jpg"}


def _season(people: int) -> bytes:
    rows = [{**_PERSON, "order": number, "known_for": f"part {number}"} for number in range(people)]
    episodes = [
        {"season_number": 1, "episode_number": n, "name": f"Night {n}", "crew": rows, "guest_stars": rows}
        for n in range(1, 25)
    ]
    return json.dumps({"id": 5, "season_number": 1, "episodes": episodes}).encode()


def _peak(read: Callable[[bytes], object], content: bytes) -> int:
    tracemalloc.start()
    try:
        read(content)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_season_reads_the_same_with_its_people() -> None:
    assert read_season(decoded(_season(20)), 5) == read_season(decoded(_season(0)), 5)


def test_people_are_not_held_while_an_answer_is_read() -> None:
    content = _season(20)
    assert _peak(decoded, content) < _peak(json.loads, content) / 2
