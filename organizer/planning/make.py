"""Making a plan from the rows of the review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from organizer.model import Action, ConflictChoice, EarlierRuns, Junk, LeftOut, Leftover, Library, Plan, ReviewRow
from organizer.naming import NameStyle
from organizer.planning.checks import check
from organizer.planning.choices import Choices
from organizer.planning.churn import refuse_second_names, renames
from organizer.planning.claims import Namer
from organizer.planning.disk import Disk, DiskView, Spellings
from organizer.planning.draft import Draft
from organizer.planning.foresight import foresee
from organizer.planning.junk import JunkDrafts, part_with_notes
from organizer.planning.keeping_both import KeepingBoth
from organizer.planning.leftovers import leftovers
from organizer.planning.link_drafts import LinkDrafts
from organizer.planning.naming_rows import RowDrafts
from organizer.planning.order import order
from organizer.planning.sharing import Sharing


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
    left_out: Iterable[LeftOut] = (),
    junk: Junk = Junk.KEEP,
    before: EarlierRuns | None = None,
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
    the place; the default chooses none of them. ``before`` says of rows that are DONE what an earlier run did with
    them.

    ``left_out`` is what discovery passed over below the sources: of it the files of whole shows, seasons and films get
    operations of their own (undoing one episode does not take the show's poster away), ``junk`` too when it is to go
    into the trash, and the rest is in the plan's ``leftovers``.
    """
    view = disk or Disk()
    library = Library(**{name: os.path.normpath(folder) for name, folder in library.folders.items()})
    wanted = Choices(choices or {}, default_choice)
    namer = Namer(library, style, view, Spellings(view))
    drafting = _Drafting(tuple(rows), namer, action, approved, wanted, tuple(left_out), source_roots, junk, before)
    drafts = drafting.checked()
    keeping = KeepingBoth(drafting.rows)
    while keeping.rename(drafts):
        drafts = drafting.checked()
    return Plan(
        operations=tuple(draft.operation() for draft in order(drafts)),
        library=library,
        action=action,
        source_roots=tuple(source_roots),
        warnings=(*drafting.warnings(drafts), *foresee(drafts, library, view)),
        leftovers=tuple(drafting.leftovers(drafts)),
        trash=drafting.trash,
    )


class _Drafting:
    """All that is drafted for one plan: the rows, what their folders share, and the junk."""

    def __init__(
        self,
        rows: Sequence[ReviewRow],
        namer: Namer,
        action: Action,
        approved: Callable[[ReviewRow], bool],
        choices: Choices,
        left_out: Sequence[LeftOut],
        roots: Sequence[str],
        junk: Junk,
        before: EarlierRuns | None,
    ) -> None:
        self._namer = namer
        self._wants_junk = junk is Junk.TRASH
        # Links and copies leave the sources as they are, and so what lies beside them.
        self._takes_junk = self._wants_junk and action is Action.MOVE
        rows, notes = part_with_notes(rows, namer.disk) if self._takes_junk else (rows, ())
        self._left_out = (*left_out, *(note.item for note in notes))
        self._links = LinkDrafts(left_out, namer.library, namer.disk, action)
        self.rows = RowDrafts(rows, namer, action, approved, choices, before)
        self._sharing = Sharing(left_out, rows, self.rows.claims, namer, action, choices)
        self._junk = JunkDrafts(left_out, notes, rows, roots, namer.disk)

    def checked(self) -> list[Draft]:
        """Fresh drafts with what the checks say of them."""
        drafts = self.rows.drafts()
        drafts += self._sharing.drafts(drafts)
        drafts += self._links.drafts(_next_group(drafts))
        if self._takes_junk:
            drafts += self._junk.drafts(drafts, _next_group(drafts))
        check(drafts, self._namer.disk, self._namer.spellings)
        refuse_second_names(drafts, self._namer.library, self._namer.disk)
        self._sharing.settle(drafts)
        return drafts

    @property
    def trash(self) -> tuple[str, ...]:
        """The folders that junk goes into."""
        return self._junk.folders

    def leftovers(self, drafts: Sequence[Draft]) -> list[Leftover]:
        """What stays in the source folders."""
        junk = {item.path for item in self._junk.junk}
        return leftovers(drafts, self._left_out, junk, self._sharing.stays, self._namer.disk)

    def warnings(self, drafts: Sequence[Draft]) -> list[str]:
        """What is odd about the names, what servers may forget, and what was asked for in vain."""
        videos = {claim.source for claim in self.rows.claims.values()}
        renamed = renames(drafts, videos, self._namer.library, self._namer.disk)
        vain = self._wants_junk and not self._takes_junk
        junk = ["Junk stays: only a move clears the source folders"] if vain else []
        return [*self.rows.warnings(), *renamed, *junk]


def _next_group(drafts: Sequence[Draft]) -> int:
    return 1 + max((draft.group for draft in drafts), default=-1)
