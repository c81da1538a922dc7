"""Making a plan from the rows of the review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from organizer.model import Action, ConflictChoice, Library, Plan, ReviewRow
from organizer.naming import NameStyle
from organizer.planning.checks import check
from organizer.planning.choices import Choices
from organizer.planning.claims import Namer
from organizer.planning.disk import Disk, DiskView, Spellings
from organizer.planning.draft import Draft
from organizer.planning.foresight import foresee
from organizer.planning.keeping_both import KeepingBoth
from organizer.planning.naming_rows import RowDrafts
from organizer.planning.order import order


def make_plan(
    rows: Iterable[ReviewRow],
    library: Library,
    *,
    action: Action,
    style: NameStyle,
    approved: Callable[[ReviewRow], bool],
    source_roots: Sequence[str],
    disk: DiskView | None = None,
    choices: Mapping[str, ConflictChoice] | None = None,
    default_choice: ConflictChoice = ConflictChoice.SKIP,
) -> Plan:
    """What would become of every row: an operation for each video and each companion. Changes nothing.

    ``approved`` says whether a matched row may be carried out (a person's approval, or enough confidence); rows that
    were skipped or ignored stay so whatever it says. The library's folders are absolute and need not exist. Reads the
    disk through ``disk`` only: one look at each source, one listing for each target folder. Raises nothing for what
    it finds there: problems are operations in CONFLICT with a sentence, and they take their whole group along.
    A template that cannot be used is a ``TemplateError``.

    ``choices`` say for a video, by its source path, what to do when its target is taken; ``default_choice`` for all
    others. Companions follow. Whatever is chosen, no two READY operations share a target, and only an operation with
    ``replaces`` has a target that stands there. Of two files of one plan the only one with REPLACE in ``choices`` gets
    the place; the default chooses none of them.
    """
    view = disk or Disk()
    library = Library(**{name: os.path.normpath(folder) for name, folder in library.folders.items()})
    spellings = Spellings(view)
    wanted = Choices(choices or {}, default_choice)
    drafting = RowDrafts(rows, Namer(library, style, view, spellings), action, approved, wanted)
    drafts = _checked(drafting, view, spellings)
    keeping = KeepingBoth(drafting)
    while keeping.rename(drafts):
        drafts = _checked(drafting, view, spellings)
    return Plan(
        operations=tuple(draft.operation() for draft in order(drafts)),
        library=library,
        action=action,
        source_roots=tuple(source_roots),
        warnings=(*drafting.warnings(), *foresee(drafts, view)),
    )


def _checked(drafting: RowDrafts, disk: DiskView, spellings: Spellings) -> list[Draft]:
    drafts = drafting.drafts()
    check(drafts, disk, spellings)
    return drafts
