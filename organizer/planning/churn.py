"""What is in the library already: never under two names at once, and no rename of it goes unsaid.

Servers take a new name for a new item: what was watched may be forgotten, above all where the old name and the new one
exist side by side (jellyfin#15001, jellyfin#16149).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from organizer.model import Action, Library, OperationStatus
from organizer.planning.disk import DiskView, is_below
from organizer.planning.draft import Draft


def refuse_second_names(drafts: Sequence[Draft], library: Library, disk: DiskView) -> None:
    """Put copies and links of what is in the library into conflict: only a move leaves no second item there."""
    twice = [draft for draft in _inside(drafts, library, disk) if draft.action is not Action.MOVE]
    groups = {draft.group for draft in twice}
    for draft in twice:
        draft.end(
            OperationStatus.CONFLICT,
            f"is in the library under another name already, and a {draft.action} would stand beside it: move it",
        )
    for draft in drafts:
        if draft.ready and draft.group in groups:
            draft.end(OperationStatus.CONFLICT, "goes together with a file of the library, which only a move renames")


def renames(drafts: Sequence[Draft], videos: AbstractSet[str], library: Library, disk: DiskView) -> list[str]:
    """A sentence on the videos of the library that get another name or folder; none when all stay."""
    count = sum(draft.source in videos for draft in _inside(drafts, library, disk))
    if not count:
        return []
    what = "1 video that is in the library already gets" if count == 1 else f"{count} videos of the library get"
    return [f"{what} another name or place: a media server may take it for new and forget what was watched"]


def _inside(drafts: Sequence[Draft], library: Library, disk: DiskView) -> Iterable[Draft]:
    """Those that would be carried out and whose sources lie in the library."""
    roots = [disk.realpath(root) for root in library.roots]
    for draft in drafts:
        if draft.ready:
            folder = disk.realpath(os.path.dirname(draft.source))
            if any(folder == root or is_below(folder, root) for root in roots):
                yield draft
