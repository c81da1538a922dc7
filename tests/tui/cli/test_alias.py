"""pmo alias: what is listed, added and removed, and that the next scan goes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Call


def test_an_alias_is_added_listed_applied_and_removed(online: Call, tmp_path: Path, home: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "The.Island.Show.S01E03.mkv").write_bytes(b"x" * 100)
    before = online("scan", source, "--json").objects[0]
    assert before["match"] is None
    assert not (home / "data" / "aliases.db").exists()  # a scan makes no file

    added = online("alias", "add", "the island show", "tv/4607", "--json")
    assert added.status == 0
    assert added.objects == [
        {"scope": "title", "key": "series the island show", "type": "tv", "tmdb_id": 4607, "title": "Lost",
         "year": 2004, "order": None},
    ]  # fmt: skip
    listed = online("alias")
    assert listed.out == "  1  series the island show -> Lost (2004) tv/4607\n"

    after = online("scan", source, "--json").objects[0]
    assert (after["match"]["tmdb_id"], after["tier"]) == (4607, "sure")
    assert after["reasons"][0] == "you chose this before for “The Island Show”"

    removed = online("alias", "remove", "The Island Show")
    assert (removed.status, removed.err) == (0, "1 alias removed.\n")
    assert online("alias", "list").out.startswith("No aliases yet.")
    assert online("scan", source, "--json").objects[0]["match"] is None


def test_a_release_name_a_year_and_an_order_can_be_said(online: Call) -> None:
    online("alias", "add", "abc.def.mkv", "https://www.themoviedb.org/movie/949-heat", "--release")
    online("alias", "add", "The Heat", "tt0113277", "--year", "1995")
    online("alias", "add", "AoT", "tv/1429", "--order", "absolute")
    assert online("alias", "list").out.splitlines() == [
        "  1  release abc.def -> Heat (1995) movie/949",
        "  2  film the heat (1995) -> Heat (1995) movie/949",
        "  3  series aot -> Attack on Titan (2013) tv/1429, absolute order",
    ]
    assert online("alias", "remove", "3").out == (
        "Forgotten: series aot -> Attack on Titan (2013) tv/1429, absolute order\n"
    )
    assert online("alias", "remove", "abc.def.mkv").status == 0
    assert len(online("alias", "--json").objects) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lst"], 'pmo: pmo alias knows no "lst": did you mean list?'),
        (["add", "Lost"], "pmo: pmo alias add takes a name and what it is"),
        (["add", "Lost", "Lost again"], 'pmo: "Lost again" is no id of a film or series'),
        (["add", "Lost", "4607"], 'pmo: "4607" is no id of a film or series'),
        (["add", "Lost", "tv/99999999"], "pmo: TMDB knows no tv/99999999: check the id"),
        (["add", "...", "tv/4607"], None),
        (["add", "", "tv/4607"], "pmo: The name is empty"),
        (["add", "Lost", "tv/4607", "--year", "20"], "pmo: 20 is no year"),
        (["add", "Lost", "tv/4607", "--year", "2004", "--release"], "pmo: --year goes with a title"),
        (["add", "AoT", "tv/1429", "--order", "disc"], 'pmo: Attack on Titan has no order "disc": it can be aired'),
        (["add", "Heat", "movie/949", "--order", "dvd"], 'pmo: Heat has no order "dvd": films have none'),
        (["remove"], "pmo: pmo alias remove takes a name"),
        (["remove", "Lost"], 'pmo: There is no alias "Lost": pmo alias list shows all of them'),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_kept(online: Call, words: list[str], sentence: str | None) -> None:
    called = online("alias", *words)
    if sentence is None:
        assert called.status == 0
        return
    assert called.status == 2
    assert called.err.startswith(sentence)
    assert online("alias", "list", "--json").out == ""


def test_adding_needs_a_key(pmo: Call) -> None:
    called = pmo("alias", "add", "Lost", "tv/4607")
    assert called.status == 3
    assert "No TMDB key is set" in called.err
