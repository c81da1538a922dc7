"""Which command is meant, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from organizer.errors import UsageError
from tui.commands.arguments import read
from tui.commands.table import COMMANDS

from .conftest import Call


@pytest.mark.parametrize(
    ("argv", "command", "words"),
    [
        ([], "", []),
        (["/films"], "", ["/films"]),
        (["./scan"], "", ["./scan"]),
        (["scan", "/a", "--json", "/b"], "scan", ["/a", "/b"]),
        (["--json", "scan", "/a"], "scan", ["/a"]),
        (["--library", "scan", "plan", "/a"], "plan", ["/a"]),
        (["--library=x", "plan", "/a"], "plan", ["/a"]),
        (["parse", "--", "-a.mkv", "--json"], "parse", ["-a.mkv", "--json"]),
        (["parse", "-"], "parse", ["-"]),
        (["--", "scan"], "", ["scan"]),
    ],
)
def test_the_first_word_that_is_a_command_is_the_command(
    argv: list[str], command: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scan").mkdir()
    found, arguments = read(argv)
    assert (found.name, arguments.words) == (command, words)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["scna", "/films"], "did you mean pmo scan?"),
        (["scan", "--jsno"], "did you mean --json?"),
        (["scan", "--libary=/x"], "did you mean --library?"),
        (["scan", "--zzz"], "see pmo scan --help"),
        (["scan", "--bogus"], "see pmo scan --help"),
        (["undo", "--yes"], "see pmo undo --help"),
        (["scan", "--library"], "expected one argument"),
        (["history", "x"], 'takes no "x"'),
        (["parse", "-weird.mkv"], "put -- before"),
    ],
)
def test_what_was_mistyped_is_named_with_what_was_meant(argv: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(argv)
    assert said in caught.value.sentence()


def test_an_option_is_not_abbreviated() -> None:
    with pytest.raises(UsageError, match="Unknown option"):
        read(["scan", "--js"])


@pytest.mark.parametrize("argv", [["scna"], ["scan", "--jsno"], ["config", "sho"], ["cache", "stats", "clear"]])
def test_a_mistake_ends_with_status_2_and_one_line(pmo: Call, argv: list[str]) -> None:
    called = pmo(*argv)
    assert called.status == 2
    assert called.out == ""
    assert called.err.count("\n") == 1
    assert called.err.startswith("pmo: ")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_answers_help(pmo: Call, command: str) -> None:
    called = pmo(*command.split(), "--help")
    assert called.status == 0
    assert called.out.startswith(f"usage: pmo {command}")
    assert "--library" in called.out
    assert called.err == ""
