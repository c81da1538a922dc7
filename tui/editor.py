"""The person's own editor, on the terminal that the app leaves to it for as long as it runs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

from organizer.display import safe_text
from organizer.errors import OrganizerError, UsageError

_USUAL = ("sensible-editor", "nano", "vi")


def editor_of(environ: Mapping[str, str]) -> list[str]:
    """The command of VISUAL, of EDITOR, or of what most systems have. Raises UsageError."""
    wanted = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    if wanted:
        try:
            return shlex.split(wanted)
        except ValueError as error:
            raise UsageError(f"EDITOR is no command: {safe_text(wanted)}", hint="correct its quotes") from error
    found = next((name for name in _USUAL if shutil.which(name)), None)
    if found is None:
        raise UsageError("There is no editor to open", hint="set EDITOR, for example to nano")
    return [found]


def edit(app: App[int], text: str, name: str) -> str:
    """The text as the person left it in the editor; blocks until that is closed.

    It lies in a folder that only the person can read, and is gone afterwards. Raises OrganizerError when the editor
    cannot be started, ends with an error, or leaves something else than text.
    """
    command = editor_of(os.environ)
    with tempfile.TemporaryDirectory(prefix="pmo-") as folder:
        file = Path(folder, name)
        file.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                status = subprocess.run([*command, str(file)], check=False).returncode
        except SuspendNotSupported as error:
            raise OrganizerError("This terminal cannot be left to an editor") from error
        except OSError as error:
            shown = safe_text(command[0])
            raise OrganizerError(f"{shown} cannot be started ({error.strerror})", hint="set EDITOR") from error
        if status:
            raise OrganizerError(f"{safe_text(command[0])} ended with status {status}: nothing was taken over")
        try:
            return file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise OrganizerError("What the editor left cannot be read as UTF-8 text") from error
