"""The log: private, rotating, and without secrets or terminal commands."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.commands.logs import Redactor, start_logging, stop_logging

SECRET = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    stop_logging()


@pytest.fixture
def redact() -> Redactor:
    redactor = Redactor()
    redactor.learn(SECRET, "")
    return redactor


def test_the_log_is_its_owners_and_is_made_when_there_is_something_to_say(tmp_path: Path, redact: Redactor) -> None:
    path = tmp_path / "state" / "organizer.log"
    start_logging(path, redact, verbose=False)
    assert not path.parent.exists()
    logging.getLogger("organizer.x").info("something")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "something" in path.read_text()


def test_secrets_are_gone_from_messages_arguments_and_tracebacks(tmp_path: Path, redact: Redactor) -> None:
    path = tmp_path / "organizer.log"
    start_logging(path, redact, verbose=False)
    log = logging.getLogger("tui.x")
    log.warning("asked %s", f"https://host/3/search?api_key={SECRET}&query=x")
    log.error("failed", exc_info=ValueError(f"Bearer {SECRET}"))
    text = path.read_text()
    assert "failed" in text
    assert "ValueError" in text
    assert SECRET not in text


@pytest.mark.parametrize(
    "text", ["GET /3/x?api_key=unknown1234&q=1", "Authorization: Bearer abc.def.ghi", "eyJhbGci.eyJzdWIi.c2ln"]
)
def test_what_looks_like_a_secret_goes_even_when_it_is_not_known(text: str) -> None:
    shown = Redactor()(text)
    assert "[secret]" in shown
    assert "unknown1234" not in shown
    assert "abc.def" not in shown
    assert "eyJzdWIi" not in shown


def test_a_name_can_neither_forge_a_line_nor_command_a_terminal(tmp_path: Path, redact: Redactor) -> None:
    path = tmp_path / "organizer.log"
    start_logging(path, redact, verbose=False)
    logging.getLogger("organizer.x").info("found %s", "a\n2001-01-01 1 INFO forged: \x1b[2J\x9b")
    text = path.read_text()
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert "\x9b" not in text


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, redact: Redactor, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    start_logging(tmp_path / "file" / "organizer.log", redact, verbose=False)
    logging.getLogger("organizer.x").error("nobody hears this")
    assert capsys.readouterr().err == ""


def test_other_libraries_are_heard_only_when_it_matters(tmp_path: Path, redact: Redactor) -> None:
    path = tmp_path / "organizer.log"
    start_logging(path, redact, verbose=True)
    logging.getLogger("httpx").info("HTTP Request: GET https://host")
    assert not path.exists()


def test_verbose_speaks_on_standard_error_too(
    tmp_path: Path, redact: Redactor, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path / "organizer.log", redact, verbose=True)
    logging.getLogger("organizer.x").info("asked with %s", SECRET)
    assert capsys.readouterr().err == "organizer.x: asked with [secret]\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_log_on_a_full_disk_is_done_without(tmp_path: Path) -> None:
    path = tmp_path / "pmo.log"
    path.symlink_to("/dev/full")
    start_logging(path, Redactor(), verbose=False)
    logging.getLogger("tui.test").warning("no room for this")
    stop_logging()
