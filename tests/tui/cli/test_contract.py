"""The JSON contract: the objects of each command, their exit statuses, and what they do to the files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from .conftest import Call, Called

PARSED = [
    "path", "type", "title", "year", "season", "episode", "absolute_episode", "date", "episode_title", "part",
    "edition", "alternative_title", "screen_size", "source", "video_codec", "release_group", "extra",
]  # fmt: skip


def contents(folder: Path) -> Mapping[str, object]:
    """Every file and folder below, with bytes and times."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) if path.is_file() else None
        for path in folder.rglob("*")
    }


def by_name(called: Called, key: str) -> dict[str, dict[str, Any]]:
    return {os.path.basename(found[key]): found for found in called.objects if key in found}


def summary(called: Called) -> dict[str, Any]:
    found: dict[str, Any] = called.objects[-1]["summary"]
    return found


# -- parse


def test_parse_answers_each_line_in_its_order(pmo: Call) -> None:
    names = b"Show.Name.S01E02-E03.720p.mkv\n\nHeat.1995.mkv\r\n\xff\xfe.mkv\n-odd.mkv"
    called = pmo("parse", "--json", stdin=names)
    assert called.status == 0
    assert called.err == ""
    assert [list(found) for found in called.objects] == [PARSED] * 5
    assert [os.fsencode(found["path"]) for found in called.objects] == names.replace(b"\r", b"").split(b"\n")
    first, empty, film = called.objects[:3]
    assert (first["type"], first["title"], first["season"], first["episode"]) == ("episode", "Show Name", 1, [2, 3])
    assert empty["type"] is None
    assert (film["type"], film["title"], film["year"]) == ("movie", "Heat", 1995)


def test_parse_takes_names_and_standard_input_together(pmo: Call) -> None:
    called = pmo("parse", "--json", "A.1999.mkv", "-", "C.2001.mkv", stdin=b"B.2000.mkv\n")
    assert [found["year"] for found in called.objects] == [1999, 2000, 2001]


def test_parse_for_people_says_it_in_words(pmo: Call) -> None:
    called = pmo("parse", "Show.Name.S01E02-E03.720p.mkv")
    assert called.out == "Show.Name.S01E02-E03.720p.mkv\n    episode: Show Name, season 1, episodes 2-3, 720p\n"


# -- scan


def test_scan_writes_an_object_for_each_file_and_then_a_summary(online: Call, downloads: Path) -> None:
    called = online("scan", downloads, "--json")
    assert called.status == 1
    assert called.err == ""
    files = by_name(called, "path")
    assert list(next(iter(files.values()))) == [
        "path", "size", "parsed", "match", "confidence", "tier", "reasons", "candidates", "companions",
    ]  # fmt: skip
    heat = files["Heat.1995.1080p.BluRay.mkv"]
    assert heat["tier"] == "sure"
    assert heat["match"] == {
        "type": "movie", "tmdb_id": 949, "title": "Heat", "original_title": "Heat", "year": 1995,
    }  # fmt: skip
    assert heat["companions"] == [str(downloads / "Heat.1995.1080p.BluRay.en.srt")]
    assert heat["candidates"][0].keys() == {"type", "tmdb_id", "title", "year", "score"}
    lost = files["Lost.S01E03.720p.HDTV.mkv"]["match"]
    assert (lost["season"], lost["order"]) == (1, "aired")
    assert lost["episodes"] == [{"season": 1, "number": 3, "title": "Tabula Rasa"}]
    assert files["Dune.mkv"]["tier"] == "ambiguous"
    assert files["qw\udcffpzt.mkv"]["match"] is None


def test_scan_drops_nothing_silently(online: Call, downloads: Path) -> None:
    called = online("scan", downloads, "--json")
    left_out = by_name(called, "left_out")
    assert left_out["notes.txt"]["reason"] == "not a media file"
    found = summary(called)
    assert found["files"] == sum(found["tiers"].values()) == 4
    assert found["tiers"].keys() == {"sure", "likely", "ambiguous", "none"}
    assert found["tmdb"].keys() >= {"requests", "cache_hits", "rate_limited", "retries"}
    assert found["left_out"] == {"not a media file": 1}
    assert found["stopped"] is None


def test_scan_of_what_is_sure_has_status_0(online: Call, downloads: Path) -> None:
    called = online("scan", downloads / "Lost")
    assert called.status == 0
    assert "sure" in called.out
    assert "Lost (2004) S01E03" in called.out


def test_scan_offline_needs_no_key_and_no_network(online: Call, downloads: Path) -> None:
    online("scan", downloads, "--json")
    called = online("scan", downloads, "--json", "--offline", env={"TMDB_ACCESS_TOKEN": ""})
    assert called.status == 1
    assert summary(called)["tmdb"]["requests"] == 0
    assert summary(called)["tiers"]["sure"] == 2


# -- plan


def test_plan_says_what_would_go_where_and_changes_nothing(online: Call, downloads: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    called = online("plan", downloads, "--library", tmp_path / "lib", "--json")
    assert called.status == 1
    rows = by_name(called, "source")
    heat = rows["Heat.1995.1080p.BluRay.mkv"]
    assert heat.keys() >= {
        "source", "target", "action", "status", "reason", "confidence", "tier", "companion_of",
    }  # fmt: skip
    folder = tmp_path / "lib/Movies/Heat (1995) {tmdb-949}"
    assert (heat["status"], heat["target"]) == ("ready", f"{folder}/Heat (1995) {{tmdb-949}}.mkv")
    assert rows["Heat.1995.1080p.BluRay.en.srt"]["companion_of"] == heat["source"]
    assert (rows["Dune.mkv"]["status"], bool(rows["Dune.mkv"]["reason"])) == ("below-confidence", True)
    assert rows["qw\udcffpzt.mkv"]["status"] == "unmatched"
    assert summary(called)["statuses"]["ready"] == 3
    assert contents(tmp_path) == before


def test_an_ambiguous_match_is_never_approved_by_confidence(online: Call, downloads: Path, tmp_path: Path) -> None:
    called = online("plan", downloads, "--library", tmp_path / "lib", "--json", "--min-confidence", "0")
    assert by_name(called, "source")["Dune.mkv"]["status"] == "below-confidence"
    called = online("plan", downloads, "--library", tmp_path / "lib", "--json", "--min-confidence", "1")
    assert by_name(called, "source")["Heat.1995.1080p.BluRay.mkv"]["status"] == "below-confidence"


# -- apply and undo


@pytest.mark.parametrize("action", ["move", "copy", "hardlink", "symlink"])
def test_apply_and_undo_leave_the_files_as_they_were(
    online: Call, downloads: Path, tmp_path: Path, action: str
) -> None:
    before = contents(downloads)
    applied = online("apply", downloads, "--library", tmp_path / "lib", "--action", action, "--yes", "--json")
    assert applied.status == 1
    assert applied.err == ""
    rows = by_name(applied, "source")
    assert rows["Heat.1995.1080p.BluRay.mkv"]["result"] == "done"
    assert Path(rows["Heat.1995.1080p.BluRay.mkv"]["target"]).exists()
    assert (rows["Dune.mkv"]["result"], bool(rows["Dune.mkv"]["error"])) == ("skipped", True)
    found = summary(applied)
    assert found.keys() >= {"run", "done", "failed", "skipped", "bytes", "seconds"}
    assert (found["done"], found["failed"], found["skipped"]) == (3, 0, 2)
    undone = online("undo", found["run"], "--json")
    assert undone.status == 0
    assert summary(undone)["run"] == found["run"]
    assert {row["result"] for row in by_name(undone, "source").values()} == {"done"}
    assert contents(downloads) == before
    assert not [path for path in (tmp_path / "lib").rglob("*") if path.is_file()]


def test_a_library_in_order_has_nothing_to_do(online: Call, downloads: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    assert online("apply", downloads / "Lost", "--library", library, "--yes").status == 0
    called = online("apply", library, "--library", library, "--yes", "--json")
    assert called.status == 0
    assert [row["status"] for row in by_name(called, "source").values()] == ["unchanged"]
    assert summary(called)["run"] is None


def test_apply_asks_first_and_takes_no_for_an_answer(
    online: Call, downloads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.context.Context.interactive", True)
    before = contents(downloads)
    for answer in (b"\n", b"n\n", b"", b"what?\n"):
        called = online("apply", downloads, "--library", tmp_path / "lib", stdin=answer)
        assert "Move 3 files" in called.err
        assert contents(downloads) == before
    assert online("apply", downloads, "--library", tmp_path / "lib", stdin=b"y\n").status == 1
    assert not (downloads / "Lost").exists()


def test_an_edited_plan_is_carried_out(online: Call, downloads: Path, tmp_path: Path) -> None:
    planned = online("plan", downloads, "--library", tmp_path / "lib", "--json")
    rows = [row for row in planned.objects if row.get("status") == "ready" and row["companion_of"] is None]
    row = next(row for row in rows if "Heat" in row["source"])
    row["target"] = str(tmp_path / "lib" / "Movies" / "My Heat" / "Heat.mkv")
    plan = tmp_path / "plan.jsonl"
    plan.write_text("".join(json.dumps(line) + "\n" for line in (row, planned.objects[-1])))
    called = online("apply", "--plan", plan, "--library", tmp_path / "lib", "--yes", "--json")
    assert called.status == 0
    assert summary(called)["done"] == 1
    assert (tmp_path / "lib/Movies/My Heat/Heat.mkv").exists()
    assert (downloads / "Lost").exists()


def test_a_plan_that_leaves_the_library_is_refused(online: Call, downloads: Path, tmp_path: Path) -> None:
    planned = online("plan", downloads, "--library", tmp_path / "lib", "--json")
    plan = tmp_path / "plan.jsonl"
    plan.write_text(planned.out.replace(f"{tmp_path}/lib/Movies/Heat", f"{tmp_path}/elsewhere/Heat"))
    called = online("apply", "--plan", plan, "--yes")
    assert called.status == 2
    assert "leaves the library" in called.err
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_was_changed_since_is_left_alone_by_undo(online: Call, downloads: Path, tmp_path: Path) -> None:
    run = summary(online("apply", downloads, "--library", tmp_path / "lib", "--yes", "--json"))["run"]
    changed = next((tmp_path / "lib").rglob("Lost*.mkv"))
    changed.write_bytes(b"mine now")
    checked = online("undo", run, "--check", "--json")
    assert checked.status == 1
    assert summary(checked) == {"possible": 2, "impossible": 1}
    called = online("undo", "--json")
    assert called.status == 1
    failed = [row for row in called.objects if row.get("result") == "failed"]
    assert [row["target"] for row in failed] == [str(changed)]
    assert "changed since" in failed[0]["error"]
    assert changed.read_bytes() == b"mine now"
    assert (downloads / "Heat.1995.1080p.BluRay.mkv").exists()


# -- the others


def test_history_lists_the_runs_newest_first(online: Call, downloads: Path, tmp_path: Path) -> None:
    assert online("history", "--json").objects == []
    for folder, action in ((downloads / "Lost", "copy"), (downloads, "hardlink")):
        online("apply", folder, "--library", tmp_path / action, "--action", action, "--yes")
    online("undo", "1")
    called = online("history", "--json")
    assert called.status == 0
    assert [(run["run"], run["action"], run["state"]) for run in called.objects] == [
        ("2", "hardlink", "complete"),
        ("1", "copy", "undone"),
    ]
    assert called.objects[0].keys() >= {"run", "started", "action", "operations", "state"}
    assert "hardlink" in online("history").out


def test_recover_has_nothing_to_do_after_an_orderly_end(pmo: Call, home: Path) -> None:
    called = pmo("recover", "--json")
    assert called.status == 0
    assert summary(called) == {"finished": 0, "rolled_back": 0, "left_alone": 0}
    assert not (home / "data" / "journal.db").exists()


def test_the_cache_is_counted_and_emptied(online: Call, downloads: Path) -> None:
    online("scan", downloads)
    stats = online("cache", "stats", "--json").objects[0]
    assert stats["entries"] > 0
    assert stats["size_bytes"] > 0
    assert 0 <= stats["hit_rate"] <= 1
    assert online("cache", "clear", "--json").objects[0]["cleared"] == stats["entries"]
    assert online("cache", "stats", "--json").objects[0]["entries"] == 0


def test_a_scan_after_the_cache_was_emptied_asks_again(online: Call, downloads: Path) -> None:
    first = summary(online("scan", downloads, "--json"))
    second = summary(online("scan", downloads, "--json"))
    assert second["tmdb"]["requests"] == second["work"]["parsed"] - second["work"]["recalled_parses"] == 0
    assert second["work"]["recalled_verdicts"] == first["files"] > 0
    cleared = online("cache", "clear")
    assert f"asks about {first['files']} files again; decisions stay" in cleared.out
    third = summary(online("scan", downloads, "--json"))
    assert third["tmdb"]["requests"] == first["tmdb"]["requests"]
    assert third["work"]["recalled_verdicts"] == 0
    assert third["work"]["recalled_parses"] == first["files"]
    assert third["tiers"] == first["tiers"]


def test_config_show_says_where_each_setting_comes_from(pmo: Call, config: Callable[[str], Path]) -> None:
    path = config('[tmdb]\nrate = 5\naccess_token = "very-secret"\n')
    called = pmo("config", "show", "--json", "--language", "de-DE", env={"TMDB_BASE_URL": "http://h"})
    rows = {row["setting"]: (row["value"], row["from"]) for row in called.objects}
    assert rows["tmdb.rate"] == (5.0, str(path))
    assert rows["library.language"] == ("de-DE", "--language")
    assert rows["tmdb.base_url"] == ("http://h", "TMDB_BASE_URL")
    assert rows["tmdb.access_token"] == ("set", str(path))
    assert rows["tmdb.retries"] == (4, None)


def test_config_path_and_init_work_without_a_good_file(pmo: Call, home: Path, config: Callable[[str], Path]) -> None:
    assert pmo("config", "init").status == 0
    path = home / "config" / "config.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert pmo("config", "init").status == 2
    config("[broken")
    assert pmo("config", "path").out == f"{path}\n"


def test_doctor_says_what_to_do_about_each_problem(online: Call, tmp_path: Path, config: Callable[[str], Path]) -> None:
    config(f'[library]\nsources = ["{tmp_path}/none"]\nroot = "{tmp_path}"\n')
    called = online("doctor", "--json")
    found = {row["check"]: row for row in called.objects}
    assert called.status == 1
    assert found["TMDB"]["state"] == "ok"
    assert found["source"]["state"] == "problem"
    assert all(row["advice"] for row in called.objects if row["state"] == "problem")
    config(f'[library]\nsources = ["{tmp_path}"]\nroot = "{tmp_path}/lib"\n')
    assert online("doctor").status == 0


def test_doctor_finds_a_wrong_key_and_a_broken_file(online: Call, config: Callable[[str], Path]) -> None:
    called = online("doctor", "--json", env={"TMDB_ACCESS_TOKEN": "wrong"})
    assert called.status == 1
    assert any("refuses the key" in row["detail"] for row in called.objects)
    config("[broken")
    called = online("doctor", "--json")
    assert called.status == 1
    assert called.objects[0]["state"] == "problem"


def test_verbose_and_quiet_change_standard_error_alone(online: Call, downloads: Path) -> None:
    plain = online("scan", downloads / "Lost", "--json")
    quiet = online("scan", downloads / "Lost", "--json", "--quiet")
    assert [found.get("path") for found in quiet.objects] == [found.get("path") for found in plain.objects]
    assert quiet.err == plain.err == ""


def test_the_demo_leaves_everything_as_it_was(pmo: Call, home: Path) -> None:
    called = pmo("demo", "--headless", "--json")
    assert called.status == 0
    assert called.err == ""
    demo = called.objects[-1]["demo"]
    assert demo["restored"] is True
    assert demo["moved"] > 300
    assert len([found for found in called.objects if "summary" in found]) == 4
    assert not (home / "data" / "journal.db").exists()
    assert not (home / "cache").exists()


def test_a_plan_as_text_can_be_edited_and_carried_out(online: Call, downloads: Path, tmp_path: Path) -> None:
    file, library = tmp_path / "plan.txt", tmp_path / "lib"
    library.mkdir()
    planned = online("plan", downloads, "--library", library, "--text", file)
    assert "edit it, then pmo apply --plan" in planned.err
    text = file.read_text()
    assert online("plan", downloads, "--library", library, "--text", "-").out.splitlines() == text.splitlines()
    heat = next(line for line in text.splitlines() if line.startswith("Heat"))
    file.write_text(
        "\n".join(line for line in text.splitlines() if "Lost" not in line).replace("/Heat (1995)", "/Mine", 1)
    )
    applied = online("apply", "--plan", file, "--yes", "--json")
    assert applied.status == 0
    assert any("/Mine" in row["target"] for row in applied.objects[:-1]), heat
    assert (downloads / "Lost" / "Lost.S01E03.720p.HDTV.mkv").exists()
    assert online("plan", downloads, "--library", library, "--text", file).status == 2


def test_a_mistake_in_a_plan_as_text_is_named_by_its_line(online: Call, downloads: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    online("plan", downloads, "--library", tmp_path / "lib", "--text", file)
    file.write_text(file.read_text().replace("-> Movies", "-> /etc"))
    called = online("apply", "--plan", file, "--yes")
    assert called.status == 2
    assert "Line 10 of the plan leaves the library" in called.err
    assert called.err.count("\n") == 1
