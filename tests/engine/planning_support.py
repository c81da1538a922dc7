"""A house with folders of downloads and a library: found by discovery, matched by a table, planned and carried out."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings
from organizer.discovery import discover
from organizer.model import (
    Action,
    Decision,
    EpisodeRef,
    LeftOut,
    Library,
    Match,
    MediaFile,
    MediaType,
    OperationStatus,
    Outcome,
    Parse,
    ParsedName,
    Plan,
    Preset,
    ReviewRow,
    RowStage,
    Tier,
    Verdict,
)
from organizer.naming import NameStyle
from organizer.planning import make_plan
from organizer.transfer.apply import carry_out
from organizer.transfer.journal import Journal

Known = tuple[Match, dict[str, Any]] | None
Teller = Callable[[str], Known]
"""What a source path is, by its relative path: a match and what its name says, or None."""


def film(title: str, number: int, year: int = 1999) -> Match:
    return Match(MediaType.MOVIE, number, title, title, year)


def episode(title: str, number: int, season: int, *episodes: int) -> Match:
    refs = tuple(EpisodeRef(season, n, f"Night {n}") for n in episodes)
    return Match(MediaType.EPISODE, number, title, title, 2004, season, refs)


@dataclass
class House:
    """``tell`` knows each file by its name below ``in``; once found, by its inode, wherever it goes."""

    top: Path
    tell: Teller
    preset: Preset = Preset.PLEX
    ids: bool = False
    known: dict[int, Known] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return f"{self.top}/in"

    @property
    def library(self) -> Library:
        return Library(f"{self.top}/lib/Movies", f"{self.top}/lib/TV Shows")

    def fill(self, *names: str, content: dict[str, str] | None = None) -> None:
        for name in names:
            path = os.path.join(self.source, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(path).write_text((content or {}).get(name, name))

    def found(self, *roots: str) -> tuple[list[MediaFile], list[LeftOut]]:
        results = list(discover(roots, DiscoverySettings(threads=1), CancelToken()))
        files = sorted((file for found in results for file in found.files), key=lambda file: file.path)
        return files, [gone for found in results for gone in found.left_out]

    def rows(self, files: Sequence[MediaFile]) -> list[ReviewRow]:
        rows = []
        for number, file in enumerate(files):
            inode = file.identity.inode
            if inode not in self.known:
                self.known[inode] = self.tell(os.path.relpath(file.path, self.source))
            match, said = self.known[inode] or (None, {})
            parse = Parse(ParsedName(file.path, **said))
            verdict = Verdict(Tier.SURE if match else Tier.NONE, match, 1.0 if match else 0.0, reasons=("test",))
            decision = Decision.APPROVED if match else Decision.PENDING
            rows.append(ReviewRow(number, file, RowStage.MATCHED, parse, verdict, decision))
        return rows

    def plan(self, root: str = "", *, action: Action = Action.MOVE, **more: Any) -> Plan:
        root = root or self.source
        files, left_out = self.found(root)
        return make_plan(
            self.rows(files),
            self.library,
            action=action,
            style=NameStyle(self.preset, self.ids),
            approved=lambda row: row.decision.approves,
            source_roots=[root],
            left_out=left_out,
            **more,
        )

    def journal(self) -> Journal:
        return Journal.open(self.top / "state" / "journal.db", write=True)

    def apply(self, plan: Plan, journal: Journal) -> list[Outcome]:
        os.makedirs(f"{self.top}/lib", exist_ok=True)
        return list(carry_out(plan, journal, CancelToken()))

    def told(self, plan: Plan) -> dict[str, str]:
        """Where each file goes that is carried out: names below ``in``, targets below the library or the house."""
        return {
            os.path.relpath(op.source, self.source): os.path.relpath(op.target or "", f"{self.top}/lib")
            for op in plan.ready
        }

    def left(self, plan: Plan) -> dict[str, str]:
        return {os.path.relpath(item.path, self.source): item.detail or item.reason for item in plan.leftovers}


def not_unchanged(plan: Plan) -> list[tuple[str, str | None, str | None]]:
    return [(op.source, op.target, op.reason) for op in plan.operations if op.status is not OperationStatus.UNCHANGED]
