"""Making a plan from the rows of the review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from organizer.model import Action, Library, Plan, Preset, ReviewRow
from organizer.planning.checks import check
from organizer.planning.disk import Disk, DiskView, Spellings
from organizer.planning.foresight import foresee
from organizer.planning.naming_rows import Namer, draft_rows
from organizer.planning.order import order


def make_plan(
    rows: Iterable[ReviewRow],
    library: Library,
    *,
    action: Action,
    preset: Preset,
    ids: bool,
    approved: Callable[[ReviewRow], bool],
    source_roots: Sequence[str],
    disk: DiskView | None = None,
) -> Plan:
    """What would become of every row: an operation for each video and each companion. Changes nothing.

    ``approved`` says whether a matched row may be carried out (a person's approval, or enough confidence); rows that
    were skipped or ignored stay so whatever it says. The library's folders are absolute and need not exist. Reads the
    disk through ``disk`` only: one look at each source, one listing for each target folder. Raises nothing for what
    it finds there: problems are operations in CONFLICT with a sentence, and they take their whole group along.
    """
    view = disk or Disk()
    library = Library(os.path.normpath(library.movies), os.path.normpath(library.tv))
    spellings = Spellings(view)
    namer = Namer(library, preset, ids, view, spellings)
    drafts = [draft for group in draft_rows(rows, namer, action, approved) for draft in group]
    check(drafts, view, spellings)
    return Plan(
        operations=tuple(draft.operation() for draft in order(drafts)),
        library=library,
        action=action,
        source_roots=tuple(source_roots),
        warnings=(*namer.warnings, *foresee(drafts, view)),
    )
