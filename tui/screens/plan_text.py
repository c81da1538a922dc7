"""A plan in the person's editor: out as text, back as a plan, and what is wrong in it told line by line."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from textual.app import App

from organizer.errors import OrganizerError
from organizer.model import Plan
from organizer.planning import Mistake, PlanTextError, plan_text, read_text_plan
from tui.editor import edit
from tui.phrases import counted
from tui.screens.confirm import Choice, Confirm

_TOLD = "#! "
_AGAIN = (Choice(("e",), "edit again", "again"), Choice(("d", "escape"), "drop the changes", ""))


async def edited_plan(app: App[int], plan: Plan) -> Plan | None:
    """The plan as the person wants it; None when nothing was changed, or the changes were dropped.

    A text with mistakes goes back into the editor with a remark below each line that has one. Call it on a worker.
    Raises OrganizerError when the editor cannot be used.
    """
    text = before = plan_text(plan)
    while True:
        text = _without_remarks(edit(app, text, "plan.txt"))
        if text == before:
            return None
        try:
            return await asyncio.to_thread(read_text_plan, text.split("\n"), original=plan)
        except PlanTextError as error:
            mistakes = error.mistakes
        question = f"{counted(len(mistakes), 'line')} cannot be understood. {mistakes[0].sentence()}."
        more = f"{mistakes[1].sentence()}." if len(mistakes) > 1 else ""
        if await app.push_screen_wait(Confirm(question, more=more, choices=_AGAIN)) != "again":
            return None
        text = _with_remarks(text, mistakes)


def write_plan(folder: Path, plan: Plan) -> Path:
    """Write the plan into a new file of the folder, readable by its owner only. Raises OrganizerError."""
    path = folder / f"plan-{datetime.now():%Y%m%d-%H%M%S}.txt"  # noqa: DTZ005 - the person's own clock
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(0o600)
        path.write_text(plan_text(plan), encoding="utf-8")
    except OSError as error:
        raise OrganizerError(f"{path} cannot be written ({error.strerror})", hint="check the folder") from error
    return path


def _with_remarks(text: str, mistakes: Sequence[Mistake]) -> str:
    lines = text.split("\n")
    for mistake in sorted(mistakes, key=lambda mistake: -mistake.line):
        lines.insert(mistake.line, f"{_TOLD}the line above {mistake.what}")
    return "\n".join(lines)


def _without_remarks(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(_TOLD))
