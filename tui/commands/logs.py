"""The log file: rotating, for its owner only, with secrets and terminal commands taken out of every line."""

from __future__ import annotations

import logging
import os
import re
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from organizer.display import safe_text

_BYTES, _KEPT = 2_000_000, 3
_OURS = ("organizer", "tui")
# Belt and braces: what looks like a credential goes even when nobody told the redactor that it is one.
_SHAPES = re.compile(r"((?:api_key|session_id|access_token)=|Bearer\s+)[^\s&\"'<>]+|eyJ[\w-]+\.[\w-]+\.[\w-]+")


class Redactor:
    """Takes known secrets, and what looks like one, out of text."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def learn(self, *secrets: str) -> None:
        """Take these out from now on. Very short ones are no secrets and would maim ordinary text."""
        self._secrets.update(secret for secret in secrets if len(secret) >= 4)

    def __call__(self, text: str) -> str:
        """The text without them."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _SHAPES.sub(lambda found: (found.group(1) or "") + "[secret]", text)


class _Formatter(logging.Formatter):
    """One record, one line, then its traceback; both through the redactor. Tracebacks never show local variables."""

    def __init__(self, form: str, redact: Redactor) -> None:
        super().__init__(form)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The lines, without trusting the traceback that another handler's formatter leaves in the record."""
        theirs, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = theirs

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is the library's
        return safe_text(self._redact(super().formatMessage(record)))

    def formatException(  # noqa: N802 - as above
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        text = self._redact(super().formatException(ei))
        return "\n".join(safe_text(line) for line in text.splitlines())


class _PrivateFile(RotatingFileHandler):
    """Opened when the first record comes; a log that cannot be written is done without."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True)

    def _open(self) -> IO[Any]:  # type: ignore[override]
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the library's
        """A full disk or a folder without permission: the work goes on, ``doctor`` tells."""

    def close(self) -> None:
        """Close the file, also when the disk has no room for its last lines."""
        with suppress(OSError):
            super().close()


def start_logging(path: Path, redact: Redactor, *, verbose: bool) -> None:
    """Send records of the program to the log file, and with ``verbose`` to standard error as well."""
    root = logging.getLogger()
    stop_logging()
    file = _PrivateFile(path)
    file.setFormatter(_Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s", redact))
    root.addHandler(file)
    if verbose:
        stream = logging.StreamHandler(sys.stderr)
        stream.setFormatter(_Formatter("%(name)s: %(message)s", redact))
        root.addHandler(stream)
    root.setLevel(logging.WARNING)  # of other libraries only what matters: httpx writes whole addresses at INFO
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.INFO)


def stop_logging() -> None:
    """Close what ``start_logging`` opened."""
    root = logging.getLogger()
    for handler in [*root.handlers]:
        if isinstance(handler.formatter, _Formatter):
            root.removeHandler(handler)
            handler.close()
