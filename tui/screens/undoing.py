"""Taking a run back: what can go back and why the rest cannot is shown first, then the person says yes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import App

from organizer.cancellation import CancelToken
from organizer.transfer.apply import Execution
from organizer.transfer.journal import Journal
from organizer.transfer.undo import UndoCheck, check_undo, undo
from tui.carrying import Carrying
from tui.desk import Desk
from tui.phrases import counted
from tui.screens.apply import ApplyScreen, Job
from tui.screens.confirm import Confirm


def question(checks: Sequence[UndoCheck]) -> tuple[str, str]:
    """The question, and a second line about what cannot go back; no question when nothing can."""
    possible = sum(1 for check in checks if check.possible)
    refused = [check for check in checks if not check.possible]
    asked = f"{counted(possible, 'file')} will go back to where they were. Go?" if possible else ""
    reasons = sorted({check.reason or "" for check in refused})
    more = ""
    if refused:
        more = f"{counted(len(refused), 'file')} stay: {reasons[0]}" + (" and other reasons" if reasons[1:] else "")
    return asked, more


async def take_back(app: App[object], desk: Desk, run_id: str, only: Sequence[str] | None = None) -> str:
    """Check, ask and undo a run, or ``only`` the files of these paths; answers a sentence when nothing was done.

    Call it on a worker. Raises OrganizerError when the journal cannot be read.
    """

    def check() -> list[UndoCheck]:
        with Journal.open(desk.places.journal, write=False) as journal:
            return check_undo(journal, run_id, only=only)

    checks = await asyncio.to_thread(check)  # it looks at every file
    asked, more = question(checks)
    if not asked:
        return f"Nothing of it can be taken back. {more}"
    if await app.push_screen_wait(Confirm(asked, more=more)) != "yes":
        return "Nothing was taken back."

    def carry(journal: Journal, token: CancelToken, carrying: Carrying) -> Execution:
        return undo(journal, run_id, token, carrying, only=only)

    await app.push_screen_wait(ApplyScreen(desk, Job("Files are taken back", carry, len(checks), 0, undoes=True)))
    return ""
