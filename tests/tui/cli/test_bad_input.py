"""Every bad input has one clear sentence and the right exit status, and what was found is kept."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from organizer.demo.tmdb import Fault, Faults, serve
from organizer.errors import OrganizerError
from tui.commands import config as config_command

from .conftest import Call, Called

Write = Callable[[str], Path]
IMPATIENT = "[tmdb]\nretries = 0\ntimeout = 2\n"


def refused(called: Called, status: int, said: str) -> None:
    """Nothing but one line on standard error."""
    assert called.status == status
    assert called.out == ""
    assert called.err.count("\n") == 1
    assert said in called.err
    assert "Traceback" not in called.err


def test_a_path_that_does_not_exist(online: Call, tmp_path: Path) -> None:
    refused(online("scan", tmp_path / "none"), 2, "does not exist")


def test_a_file_where_a_folder_belongs(online: Call, downloads: Path) -> None:
    refused(online("scan", downloads / "Dune.mkv"), 2, "is a file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission(online: Call, downloads: Path) -> None:
    downloads.chmod(0)
    try:
        refused(online("scan", downloads), 2, "cannot be read")
    finally:
        downloads.chmod(0o700)


@pytest.mark.parametrize("argv", [["parse", ""], ["parse", "--json", "Heat.1995.mkv", "  "]])
def test_an_empty_name_is_no_name(pmo: Call, argv: list[str]) -> None:
    called = pmo(*argv)
    assert (called.status, called.out) == (2, "")
    assert "An empty name says nothing" in called.err


@pytest.mark.parametrize("command", ["history", "undo", "recover"])
def test_a_data_folder_that_cannot_be_is_no_empty_history(
    pmo: Call, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PMO_DATA_DIR", "/dev/null/pmo")
    called = pmo(command)
    assert (called.status, called.out) == (2, "")
    assert "Not a directory" in called.err
    assert "PMO_DATA_DIR" in called.err


def test_no_folder_at_all(online: Call) -> None:
    refused(online("scan"), 2, "No folder was named")


@pytest.mark.parametrize("argv", [["scan"], ["plan", "--library", "lib"], ["apply", "--yes", "--library", "lib"]])
def test_an_empty_text_is_not_the_current_folder(online: Call, argv: list[str]) -> None:
    refused(online(*argv, ""), 2, "empty text")


def test_a_plan_without_a_name_does_not_apply_what_is_configured(online: Call) -> None:
    refused(online("apply", "--plan", "", "--yes"), 2, "cannot be read")


@pytest.mark.parametrize(
    ("argv", "said"), [(["--action", "shred"], "must be one of"), (["--plan", "/none"], "cannot be read")]
)
def test_the_mistake_is_named_before_the_missing_answer(
    online: Call, downloads: Path, argv: list[str], said: str
) -> None:
    folders = [] if "--plan" in argv else [downloads]
    refused(online("apply", *folders, *argv), 2, said)


def test_a_library_inside_the_source(online: Call, downloads: Path) -> None:
    refused(online("plan", downloads, "--library", downloads / "library"), 2, "lies inside the source")


def test_no_library(online: Call, downloads: Path) -> None:
    refused(online("plan", downloads), 2, "No library is set")


def test_a_configured_library_whose_disk_is_gone(online: Call, downloads: Path, tmp_path: Path, config: Write) -> None:
    config(f'[library]\nroot = "{tmp_path}/gone"\n')
    called = online("apply", downloads, "--yes", "--json")
    assert called.status == 2
    assert "is its disk mounted?" in called.err
    assert (downloads / "Heat.1995.1080p.BluRay.mkv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[library]\nsorces = []\n", "did you mean sources?"),
        ("[tmdb]\nrate = 'fast'\n", "must be a number"),
        ("[tmdb\n", "line 1"),
    ],
)
def test_a_mistake_in_the_settings(online: Call, downloads: Path, config: Write, text: str, said: str) -> None:
    config(text)
    refused(online("scan", downloads), 2, said)


def test_a_settings_file_that_is_not_there(online: Call, downloads: Path, tmp_path: Path) -> None:
    refused(online("scan", downloads, "--config", tmp_path / "none.toml"), 2, "There is no settings file")


def test_a_wrong_value_of_an_option(online: Call, downloads: Path) -> None:
    refused(online("scan", downloads, "--action", "mvoe"), 2, "did you mean move?")
    refused(online("plan", downloads, "--min-confidence", "high"), 2, "a number from 0 to 1")


def test_a_wrong_address(online: Call, downloads: Path) -> None:
    refused(online("scan", downloads, env={"TMDB_BASE_URL": "localhost"}), 2, "TMDB_BASE_URL")


def test_no_terminal(online: Call, downloads: Path) -> None:
    refused(online(downloads), 2, "needs a terminal")


def test_a_terminal_that_can_only_show_lines(home: Path, downloads: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tui", downloads],
            stdin=theirs, stdout=theirs, stderr=theirs, timeout=30, check=False,
            env={**os.environ, "TERM": "dumb", "TMDB_ACCESS_TOKEN": "t"},
        )  # fmt: skip
        shown = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2
    assert 'TERM is "dumb"' in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("command", ["scan", "plan", "apply"])
def test_no_key(pmo: Call, downloads: Path, tmp_path: Path, command: str) -> None:
    called = pmo(command, downloads, "--library", tmp_path / "lib", *(["--yes"] if command == "apply" else []))
    refused(called, 3, "https://www.themoviedb.org/settings/api")
    assert "pmo demo" in called.err
    assert not (tmp_path / "lib").exists()


def test_a_wrong_key_is_said_once_and_what_was_found_is_there(online: Call, downloads: Path) -> None:
    called = online("scan", downloads, "--json", env={"TMDB_ACCESS_TOKEN": "wrong-and-secret"})
    assert called.status == 3
    assert called.err.count("\n") == 1
    assert "refuses the key" in called.err
    files = [found for found in called.objects if "path" in found]
    assert len(files) == 4
    assert {found["tier"] for found in files} == {"none"}
    assert all(found["match"] is None and found["reasons"][0].startswith("not looked up: ") for found in files)
    assert called.objects[-1]["summary"]["stopped"]


def test_no_network(online: Call, downloads: Path, config: Write) -> None:
    config(IMPATIENT)
    called = online("scan", downloads, "--json", env={"TMDB_BASE_URL": "http://127.0.0.1:1/3"})
    assert called.status == 3
    assert called.err.count("\n") == 1
    assert "cannot be reached" in called.err
    assert called.objects[-1]["summary"]["files"] == 4


def test_a_tmdb_that_fails_in_the_middle(online: Call, downloads: Path, config: Write) -> None:
    config(IMPATIENT + "concurrency = 1\n")
    with serve(faults=Faults(every={Fault.SERVER_ERROR: 4})) as server:
        called = online("scan", downloads, "--json", env={"TMDB_BASE_URL": server.url})
    assert called.status == 3
    assert called.err.count("\n") == 1
    summary = called.objects[-1]["summary"]
    assert summary["files"] == sum(summary["tiers"].values()) == 4
    assert summary["tmdb"]["requests"] >= 4


def test_apply_changes_nothing_when_tmdb_fails(online: Call, downloads: Path, tmp_path: Path, config: Write) -> None:
    config(IMPATIENT)
    before = sorted(downloads.rglob("*"))
    with serve(faults=Faults(every={Fault.HTML: 3})) as server:
        called = online("apply", downloads, "--library", tmp_path / "lib", "--yes", env={"TMDB_BASE_URL": server.url})
    assert called.status == 3
    assert "Nothing was changed" in called.err
    assert sorted(downloads.rglob("*")) == before


def test_nobody_to_ask(online: Call, downloads: Path, tmp_path: Path) -> None:
    refused(online("apply", downloads, "--library", tmp_path / "lib"), 2, "--yes")


def test_a_plan_that_is_not_there_or_no_plan(online: Call, tmp_path: Path) -> None:
    refused(online("apply", "--plan", tmp_path / "none", "--yes"), 2, "cannot be read")
    (tmp_path / "plan").write_text("no json\n")
    refused(online("apply", "--plan", tmp_path / "plan", "--yes"), 2, "Line 1 of the plan")


def test_an_unknown_run(pmo: Call) -> None:
    refused(pmo("undo", "77"), 2, "There is no run")
    refused(pmo("undo"), 2, "nothing to undo")


def test_what_nobody_expected_ends_in_a_sentence_and_the_log(
    pmo: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_context: object) -> int:
        raise KeyError("secret-token-1234")

    monkeypatch.setattr(config_command, "run", fail)
    called = pmo("config", "path", env={"TMDB_ACCESS_TOKEN": "secret-token-1234"})
    refused(called, 1, "KeyError")
    log = home / "data" / "organizer.log"
    assert str(log) in called.err
    assert "Traceback" in log.read_text()
    assert "secret-token-1234" not in log.read_text() + called.err


def test_an_expected_failure_is_one_sentence_with_its_hint(pmo: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_context: object) -> int:
        raise OrganizerError("It did not work.", hint="try again")

    monkeypatch.setattr(config_command, "run", fail)
    called = pmo("config")
    assert (called.status, called.err) == (1, "pmo: It did not work: try again\n")


def test_the_key_is_nowhere(online: Call, downloads: Path, home: Path, tmp_path: Path, config: Write) -> None:
    """Whatever TMDB answers, no stream and no file of ours holds the key."""
    key = "wrong0a1b2c3d4e5f60718293a4b5c6d7e8f"
    config(IMPATIENT)
    faults = [None, *Fault]
    with serve() as server:
        for fault in faults:
            server.faults = Faults(every={fault: 1} if fault else {})
            for variable in ("TMDB_ACCESS_TOKEN", "TMDB_API_KEY"):
                env = {"TMDB_BASE_URL": server.url, "TMDB_ACCESS_TOKEN": "", variable: key}
                for command in (["scan", downloads, "--json", "--verbose"], ["doctor"], ["config", "show"]):
                    called = online(*command, env=env)
                    assert key not in called.out + called.err, (fault, command)
    written = [path for path in home.rglob("*") if path.is_file() and path.parent.name != "config"]
    assert any(path.name == "organizer.log" for path in written)
    for path in written:
        assert key.encode() not in path.read_bytes(), path
