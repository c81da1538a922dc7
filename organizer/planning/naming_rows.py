"""Rows become drafts: what is approved gets its target, all others the sentence that says why not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from organizer.display import safe_text
from organizer.errors import NamingError
from organizer.model import (
    Action,
    CarriedOut,
    Decision,
    EarlierRuns,
    OperationStatus,
    ParsedName,
    ReviewRow,
    Role,
    Tier,
)
from organizer.naming import is_numbered
from organizer.planning.choices import Choices
from organizer.planning.claims import Claim, Namer
from organizer.planning.draft import Draft
from organizer.planning.quality import Quality
from organizer.planning.routing import settle_shelves
from organizer.planning.said_size import with_said_size
from organizer.planning.telling_apart import keep_standing, tell_apart


class RowDrafts:
    """The rows of a plan with the claims of those that get a name. Claims may change between two ``drafts``."""

    def __init__(
        self,
        rows: Iterable[ReviewRow],
        namer: Namer,
        action: Action,
        approved: Callable[[ReviewRow], bool],
        choices: Choices,
        before: EarlierRuns | None,
    ) -> None:
        self.namer = namer
        self._action = action
        self._choices = choices
        self._before = before
        self._numbered: list[str] = []
        self._judged = [(row, *_verdict_on(row, approved)) for row in rows]
        self.claims = {row.id: claim for row, _, _ in self._judged if (claim := _claim(row)) is not None}
        settle_shelves(self.claims.values(), namer.library)
        tell_apart(self._claims_in(OperationStatus.READY), namer)
        keep_standing(self._claims_in(OperationStatus.BELOW_CONFIDENCE), namer)

    def drafts(self) -> list[Draft]:
        """Fresh drafts, in the order of the rows: each video, then its companions."""
        self._numbered = []
        return [draft for row, status, reason in self._judged for draft in self._group(row, status, reason)]

    def _claims_in(self, wanted: OperationStatus) -> list[Claim]:
        return [self.claims[row.id] for row, status, _ in self._judged if status is wanted]

    def warnings(self) -> list[str]:
        """What is odd about the names that the last drafts got."""
        if not self._numbered:
            return self.namer.warnings
        count = f"{len(self._numbered)} subtitles" if len(self._numbered) > 1 else "1 subtitle"
        shown = safe_text(self._numbered[0])
        numbered = f"{count} of the same language as another one of the film got a number: {shown}"
        return [*self.namer.warnings, numbered]

    def _group(self, row: ReviewRow, status: OperationStatus, reason: str) -> list[Draft]:
        """The drafts of one row; companions share the fate of the video."""
        claim = self.claims.get(row.id)
        paths = self._paths(claim) if claim else ()
        targets: Sequence[str | None] = paths or [None] * (1 + len(row.file.companions))
        if claim and claim.problem and status is OperationStatus.READY:
            status, reason = OperationStatus.CONFLICT, claim.problem
        if claim and status is OperationStatus.READY:
            self._note_numbered(row, paths)
        if claim and status is OperationStatus.BELOW_CONFIDENCE and self._stands(claim, paths):
            status, reason = OperationStatus.UNCHANGED, "already in its place"
        files = [(row.file.path, row.file.identity), *((c.path, c.identity) for c in row.file.companions)]
        verdict = row.verdict
        drafts = [
            Draft(
                source=source,
                target=target,
                action=self._action,
                group=row.id,
                root=self.namer.root(claim) if claim else "",
                identity=identity,
                companion_of=None if source == row.file.path else row.file.path,
                confidence=verdict.confidence if verdict else 0.0,
                tier=verdict.tier if verdict else Tier.NONE,
                status=status,
                reason=reason or None,
                choice=self._choices.of(row.file.path),
                named=self._choices.named(row.file.path),
                role=Role.VIDEO if source == row.file.path else Role.COMPANION,
                note=claim.note if claim and source == row.file.path else "",
                quality=claim.quality if claim and source == row.file.path else Quality(size=identity.size),
            )
            for (source, identity), target in zip(files, targets, strict=True)
        ]
        if row.decision is Decision.DONE:
            self._done_before(drafts)
        return drafts

    def _done_before(self, drafts: Sequence[Draft]) -> None:
        """An earlier run left these where they are. A companion that is new goes where its video went, if the video
        would still be called so; else it stays, because beside another name it is of no use.
        """
        video, proposed = drafts[0], drafts[0].target
        done = self._fact(video)
        for draft in drafts:
            if own := self._fact(draft):
                draft.target, draft.reason = own.target, safe_text(own.words)
            elif draft is not video and done is not None and done.target == proposed:
                draft.status, draft.reason = OperationStatus.READY, None
            elif draft is not video and done is not None:
                draft.end(OperationStatus.SKIPPED, f"its video was {safe_text(done.words)}")

    def _fact(self, draft: Draft) -> CarriedOut | None:
        return self._before(draft.source, draft.identity) if self._before and draft.identity else None

    def _stands(self, claim: Claim, paths: Sequence[str]) -> bool:
        """Whether the video and all that goes with it are where the match, sure or not, would put them."""
        sources = [claim.source, *(companion.path for companion in claim.row.file.companions)]
        return bool(paths) and all(map(self._same_place, sources, paths))

    def _same_place(self, one: str, other: str) -> bool:
        return self.namer.place(one) == self.namer.place(other)

    def _paths(self, claim: Claim) -> Sequence[str]:
        if claim.problem:
            return ()
        try:
            return self.namer.paths(claim)
        except NamingError as error:
            claim.problem = error.sentence()
            return ()

    def _note_numbered(self, row: ReviewRow, paths: Sequence[str]) -> None:
        stem = os.path.splitext(os.path.basename(paths[0]))[0]
        for companion, path in zip(row.file.companions, paths[1:], strict=True):
            if is_numbered(os.path.basename(path), stem, companion):
                self._numbered.append(stem)


def _verdict_on(row: ReviewRow, approved: Callable[[ReviewRow], bool]) -> tuple[OperationStatus, str]:
    if row.decision is Decision.SKIPPED:
        return OperationStatus.SKIPPED, "skipped by you"
    if row.decision is Decision.IGNORED:
        return OperationStatus.SKIPPED, "ignored by you"
    if row.decision is Decision.DONE:
        return OperationStatus.UNCHANGED, "carried out by an earlier run"
    if row.verdict is None:
        return OperationStatus.UNMATCHED, "not matched yet"
    if row.verdict.match is None:
        return OperationStatus.UNMATCHED, "; ".join(("no match", *row.verdict.reasons[:1]))
    if not approved(row):
        return OperationStatus.BELOW_CONFIDENCE, f"needs a person: {row.verdict.tier}, {row.verdict.confidence:.0%}"
    return OperationStatus.READY, ""


def _claim(row: ReviewRow) -> Claim | None:
    if row.verdict is None or row.verdict.match is None:
        return None
    parsed = row.parse.parsed if row.parse else ParsedName(row.file.path)
    return Claim(row, row.verdict.match, with_said_size(parsed, row.file))
