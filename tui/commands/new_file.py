"""Writing a file that a person named: a new one, readable by its owner alone; nothing is overwritten."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable

from organizer.display import safe_text
from organizer.errors import UsageError


def write_new(name: str, lines: Iterable[str]) -> int:
    """Write these lines; how many they are. Raises UsageError when the file exists or cannot be written whole: then
    none is left behind.
    """
    shown = safe_text(name)
    try:
        descriptor = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise UsageError(f"{shown} exists already", hint="nothing is overwritten; name a new file") from error
    except OSError as error:
        raise UsageError(f"{shown} cannot be written ({error.strerror})", hint="name another file") from error
    count = 0
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            for line in lines:
                file.write(line + "\n")
                count += 1
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise UsageError(f"{shown} cannot be written ({error.strerror})", hint="name another file") from error
    return count
