"""What is written to the two streams, and that nothing in it can command a terminal."""

from __future__ import annotations

import errno
import io
import json
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.commands.output import Output, Progress, json_line

ANY_NAME = st.text(st.characters(exclude_categories=()), max_size=20) | st.binary(max_size=12).map(os.fsdecode)


@given(ANY_NAME)
def test_json_gives_back_the_exact_text_on_one_line_of_utf8(name: str) -> None:
    line = json_line({name: name})
    assert json.loads(line) == {name: name}
    assert len(line.splitlines()) == 1
    line.encode("utf-8")


def test_json_is_readable_where_it_can_be() -> None:
    assert json_line({"title": "七人の侍 – é"}) == '{"title": "七人の侍 – é"}'


@pytest.mark.parametrize("nasty", ["\x1b]0;x\x07", "\x9b31m", "\u202efdp.mkv", "\udcff", "a\u2028b", "\x7f"])
def test_nothing_unprintable_leaves_either_stream(nasty: str, capsys: pytest.CaptureFixture[str]) -> None:
    for as_json in (True, False):
        out = Output(as_json=as_json, quiet=False, verbose=False, redact=str)
        out.object({"path": nasty})
        out.line(nasty)
        out.say(nasty)
    written = "".join(capsys.readouterr())
    assert nasty not in written
    assert all(char.isprintable() or char == "\n" for char in written)


def test_quiet_leaves_errors(capsys: pytest.CaptureFixture[str]) -> None:
    out = Output(as_json=False, quiet=True, verbose=False, redact=str)
    out.say("a note")
    out.error("an error")
    assert capsys.readouterr().err == "an error\n"


class Pipe(io.StringIO):
    """A reader that has gone, or a disk that is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.handle = os.open(os.devnull, os.O_WRONLY)
        self.error = error

    def write(self, _text: str) -> int:
        raise self.error

    def fileno(self) -> int:
        return self.handle


def test_a_reader_that_goes_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Output(as_json=True, quiet=False, verbose=False, redact=str)
    monkeypatch.setattr(sys, "stdout", Pipe(BrokenPipeError()))
    out.object({})
    assert out.broken
    assert not out.incomplete
    out.object({})


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("term", "shown"), [("xterm", True), ("dumb", False), ("", False)])
def test_progress_is_for_terminals_that_can_take_a_line_back(
    term: str, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    screen = Screen()
    Progress(screen, shown=True).show("5 found")
    assert ("5 found" in screen.getvalue()) is shown


def test_progress_stays_out_of_files() -> None:
    file = io.StringIO()
    Progress(file, shown=True).show("5 found")
    assert file.getvalue() == ""


def test_a_full_disk_is_said_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = Output(as_json=True, quiet=True, verbose=False, redact=str)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Pipe(OSError(errno.ENOSPC, "No space left on device")))
        out.object({})
        out.object({})
    assert out.incomplete
    assert capsys.readouterr().err.count("No space left") == 1
