"""Leftovers: everything that was found in the source folders and will still be there, with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Mapping

from organizer.model import Action, LeftOut, LeftOutReason, Leftover, OperationStatus, Outcome, Plan, Result
from organizer.planning.disk import DiskView
from organizer.planning.draft import Draft

_GONE_OR_RIGHT = frozenset({OperationStatus.READY, OperationStatus.UNCHANGED})


def leftovers(
    drafts: Iterable[Draft],
    left_out: Iterable[LeftOut],
    junk: Collection[str],
    stays: Mapping[str, str],
    disk: DiskView,
) -> list[Leftover]:
    """What stays, sorted by path: operations that are not carried out, and what discovery passed over.

    What is UNCHANGED is where it belongs and no leftover; nor is what a copy or a link leaves in its place. Together
    with these two and with what is READY the list holds all that was found: a folder stands for everything in it.
    ``stays`` has better sentences for some of what was passed over. What is gone since is passed over.
    """
    found: dict[str, Leftover] = {}
    planned = set()
    for draft in drafts:
        planned.add(draft.source)
        if draft.status not in _GONE_OR_RIGHT and (status := disk.lstat(draft.source)) is not None:
            size = draft.identity.size if draft.identity else status.st_size
            is_known_junk = draft.source in junk
            found[draft.source] = Leftover(draft.source, size, draft.status.value, draft.reason or "", is_known_junk)
    for item in left_out:
        if item.path in planned or (status := disk.lstat(item.path)) is None:
            continue
        held = None if stat.S_ISDIR(status.st_mode) else status.st_size
        reason = LeftOutReason.ORPHAN if item.reason is LeftOutReason.SHARED else item.reason
        detail = stays.get(item.path, item.detail)
        found[item.path] = Leftover(item.path, held, reason.value, detail, item.path in junk)
    return [found[path] for path in sorted(found, key=os.fsencode)]


def leftovers_after(plan: Plan, stayed: Iterable[Outcome]) -> list[Leftover]:
    """What is left once a plan was carried out: its leftovers, and the sources of moves that were not done."""
    more = [
        Leftover(outcome.source, outcome.size, outcome.result.value, outcome.error or "")
        for outcome in stayed
        if outcome.result is not Result.DONE and outcome.action is Action.MOVE
    ]
    return sorted((*plan.leftovers, *more), key=lambda item: os.fsencode(item.path))
