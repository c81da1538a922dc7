"""What a command says: JSON Lines or plain text on standard output, sentences and progress on standard error."""

from __future__ import annotations

import json
import os
import re
import sys
import termios
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from organizer.display import safe_text

_TICK = 0.1
# Everything but printable text is escaped in JSON too: lone surrogates because UTF-8 has no place for them, U+2028 and
# U+0085 because readers split lines there, the rest because JSON is also read on terminals. The exact text stays.
_ESCAPED = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def json_line(value: Mapping[str, Any]) -> str:
    r"""One line of JSON, UTF-8 but for what is escaped as ``\uXXXX``; names that are not UTF-8 as lone ``\udcXX``."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


class Output:
    """The two streams of a command.

    A reader that goes away (``| head``) is no error: ``broken`` is set and what follows is dropped, so that an apply
    goes on to the end it was told to reach, while a scan can stop early. A full disk is one: then ``incomplete`` is
    set too. Everything for people is made safe to show
    and has secrets taken out by ``redact``.
    """

    def __init__(self, *, as_json: bool, quiet: bool, verbose: bool, redact: Callable[[str], str]) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.verbose = verbose
        self.broken = False
        self.incomplete = False
        self.progress = Progress(sys.stderr, shown=not quiet)
        self._redact = redact
        for stream, encoding in ((sys.stdout, "utf-8" if as_json else None), (sys.stderr, None)):
            if hasattr(stream, "reconfigure"):  # a file of the person's locale; a test's stream may have none
                stream.reconfigure(encoding=encoding, errors="backslashreplace")

    def object(self, value: Mapping[str, Any]) -> None:
        """Write a JSON object; nothing without ``--json``."""
        if self.as_json:
            self._write(json_line(value))

    def exported(self, value: Mapping[str, Any]) -> None:
        """Write a JSON object, with ``--json`` or without."""
        self._write(json_line(value))

    def line(self, text: str = "") -> None:
        """Write a line for people to standard output; nothing with ``--json``."""
        if not self.as_json:
            self._write(safe_text(self._redact(text)))

    def say(self, sentence: str) -> None:
        """Tell the person something on standard error, unless they want quiet."""
        if not self.quiet:
            self.error(sentence)

    def error(self, sentence: str) -> None:
        """Tell the person what is wrong, on standard error, always."""
        self.progress.clear()
        try:
            print(safe_text(self._redact(sentence)), file=sys.stderr, flush=True)  # noqa: T201 - this is the place
        except OSError:  # the terminal is gone: nobody is left to be told, and the work matters more
            return

    def ask(self, question: str) -> str:
        """Ask on standard error and read a line; no answer when the input has ended.

        What was typed before the question was there is no answer to it.
        """
        self.progress.clear()
        if sys.stdin.isatty():
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
        sys.stderr.write(safe_text(question))
        sys.stderr.flush()
        return sys.stdin.readline()

    def _write(self, text: str) -> None:
        if self.broken:
            return
        self.progress.clear()
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except OSError as error:
            self.broken = True
            _silence(sys.stdout)
            if not isinstance(error, BrokenPipeError):
                self.incomplete = True
                self.error(f"The output is incomplete, because it cannot be written ({error.strerror}).")


def _silence(stream: TextIO) -> None:
    """Point the stream at nothing, or Python itself complains about the broken pipe when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, stream.fileno())
    finally:
        os.close(nothing)


class Progress:
    """A line on standard error that is written over, at most ten times a second; nothing where that is no terminal."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self._stream = stream
        self.shown = shown and stream.isatty() and os.environ.get("TERM", "") not in {"", "dumb"}
        self._visible = False
        self._last = 0.0

    def show(self, text: str) -> None:
        """Replace the line, unless that was done just now. The text is ASCII and is cut to the terminal's width."""
        if self.shown and time.monotonic() - self._last >= _TICK:
            self._last = time.monotonic()
            self._put("\r" + text[: _columns(self._stream) - 1] + "\x1b[K")
            self._visible = True

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._visible:
            self._put("\r\x1b[K")
            self._visible = False

    def _put(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self.shown = False


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
