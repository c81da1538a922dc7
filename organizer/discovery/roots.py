"""The folders a person named, checked before anything is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from organizer.display import safe_text
from organizer.errors import UsageError


def check_roots(roots: Sequence[str]) -> tuple[str, ...]:
    """Absolute real folders (symlinks resolved, ``~`` expanded), each once, in the order given.

    Raises ``UsageError`` for the first one that does not exist, is a file, or cannot be read: a mount that is not
    there must stop the program, not look like an empty library (Sonarr's RootFolderNotFound).
    """
    return tuple(dict.fromkeys(_check_root(root) for root in roots))


def _check_root(root: str) -> str:
    shown = safe_text(root)
    if not root or "\0" in root:
        raise UsageError("An empty path was given", hint="name a folder")
    path = os.path.realpath(os.path.expanduser(root))
    try:
        mode = os.stat(path).st_mode
    except PermissionError as error:
        raise UsageError(f"{shown} cannot be read", hint="check the permissions of the folders above it") from error
    except OSError as error:
        raise UsageError(f"{shown} does not exist", hint="check the path, or whether the disk is mounted") from error
    if not stat.S_ISDIR(mode):
        kind = "is a file" if stat.S_ISREG(mode) else "is not a folder"
        raise UsageError(f"{shown} {kind}", hint=f"give its folder, {safe_text(os.path.dirname(path))}")
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UsageError(f"{shown} cannot be read", hint=f"{error.strerror}: check its permissions") from error
    return path
