"""Other orders of a series over real HTTP: what is asked, how groups are numbered, what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.errors import TmdbOffline
from organizer.tmdb.cache import TmdbCache
from organizer.tmdb.orders import OrderKind, OrderRow, read_order, read_orders
from organizer.tmdb.stored import Answer, from_text, to_text
from tests.engine.test_tmdb_records import ANYTHING
from tests.engine.tmdb_server import Reply, failure, in_turn, settings, stage

ID = "5f00aa0000000000000a0007"


def group(name: str, order: int | None, *places: tuple[int, int]) -> dict[str, Any]:
    rows = [
        {"season_number": s, "episode_number": e, "order": at, "name": f"Tale {s}.{e}"}
        for at, (s, e) in enumerate(places)
    ]
    return {"name": name, "order": order, "episodes": rows}


def order(*groups: dict[str, Any], kind: int = 3) -> dict[str, Any]:
    return {"id": ID, "name": "DVD Order", "type": kind, "groups": list(groups)}


async def test_orders_are_listed_and_opened_with_one_request_each_and_kept(tmp_path: Path) -> None:
    rows = [
        {"id": ID, "name": "DVD Order", "type": 3, "episode_count": 14, "group_count": 2},
        {"id": "../../movie/1", "name": "Not an id", "type": 3},
        {"id": "ab12", "name": "", "type": 2, "episode_count": None},
        {"id": "ab13", "name": "From the future", "type": 99},
    ]
    answers = in_turn(Reply(body={"id": 7, "results": rows}), Reply(body=order(group("Season 1", 1, (1, 2), (1, 1)))))
    cache = TmdbCache(tmp_path / "tmdb.db", settings())
    async with stage(answers, cache=cache) as on:
        listed = await on.client.orders(7)
        found = await on.client.order(ID)
        assert (await on.client.orders(7), await on.client.order(ID)) == (listed, found)
    assert on.server.paths == ["tv/7/episode_groups", f"tv/episode_group/{ID}"]
    assert listed == (
        OrderRow(ID, "DVD Order", OrderKind.DVD, 14, 2), OrderRow("ab12", "Absolute", OrderKind.ABSOLUTE),
    )  # fmt: skip
    assert found
    assert [(e.season, e.number, e.title) for e in found.groups[0].episodes] == [(1, 2, "Tale 1.2"), (1, 1, "Tale 1.1")]
    cache.close()
    async with stage(in_turn(failure(500, 11, "x")), cache=cache, offline=True) as on:
        assert await on.client.order(ID) == found
        with pytest.raises(TmdbOffline, match="episode orders of series 8"):
            await on.client.orders(8)


async def test_an_order_that_is_not_there_is_no_error_and_a_bad_id_is_never_sent() -> None:
    async with stage(in_turn(failure(404, 34, "The resource you requested could not be found."))) as on:
        assert await on.client.order(ID) is None
        assert await on.client.orders(7) == ()
        assert await on.client.order("../movie/1") is None
        assert await on.client.orders(0) == ()
    assert len(on.server.asked) == 2


@pytest.mark.parametrize(
    ("groups", "numbers"),
    [
        ([group("Season 1", 1, (1, 1)), group("Season 2", 2, (2, 1))], [1, 2]),
        ([group("Specials", 0, (0, 1)), group("Season 1", 1, (1, 1))], [0, 1]),
        ([group("Volume 2", 1, (2, 1)), group("Volume 1", 0, (1, 1))], [1, 2]),
        ([group("The Harbour", 0, (1, 1)), group("The Sea", 1, (2, 1))], [1, 2]),
        ([group("The Harbour", None, (1, 1)), group("Empty", 1), group("The Sea", None, (2, 1))], [1, 3]),
    ],
)
def test_groups_are_numbered_as_people_count_them(groups: list[dict[str, Any]], numbers: list[int]) -> None:
    found = read_order(order(*groups))
    assert found
    assert [g.number for g in found.groups] == numbers


def test_episodes_stand_in_their_places_whatever_the_sequence_of_rows() -> None:
    row = group("Season 1", 1, (1, 1), (1, 2), (1, 3))
    row["episodes"].reverse()
    found = read_order(order(row))
    assert found
    assert [e.number for e in found.groups[0].episodes] == [1, 2, 3]


@given(st.dictionaries(st.sampled_from(["id", "name", "type", "groups", "results", "order"]), ANYTHING, max_size=6))
def test_any_body_is_read_or_refused_and_what_is_read_survives_the_cache(body: dict[str, Any]) -> None:
    listed = read_orders(body)
    assert from_text(to_text(Answer(orders=listed))) == Answer(orders=listed)
    one = read_order({**body, "id": ID, "type": 2})
    assert from_text(to_text(Answer(order=one))) == Answer(order=one)
