"""A plan as JSON Lines: its last line, and reading it again after a person may have edited it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from organizer.display import safe_text
from organizer.errors import UsageError
from organizer.model import (
    TRASH_FOLDER,
    Action,
    ConflictChoice,
    FileIdentity,
    Library,
    OperationStatus,
    Plan,
    Role,
    Tier,
)
from organizer.planning.checks import check
from organizer.planning.disk import Disk, DiskView, Spellings, is_below
from organizer.planning.draft import Draft
from organizer.planning.foresight import foresee
from organizer.planning.order import order

E = TypeVar("E", Action, OperationStatus, Role, Tier)


def plan_summary(plan: Plan) -> dict[str, Any]:
    """The last line of ``plan --json``. It records library, roots and action, so that ``read_plan`` needs no flags."""
    return {
        "summary": {
            "operations": len(plan.operations),
            "statuses": {status.value: count for status, count in plan.counts().items()},
            "bytes": sum(operation.size for operation in plan.ready),
            "action": plan.action.value,
            "library": dict(plan.library.folders),
            "source_roots": list(plan.source_roots),
            "warnings": list(plan.warnings),
            "junk": sum(operation.role is Role.JUNK for operation in plan.ready),
            "leftovers": len(plan.leftovers),
            "leftover_bytes": sum(leftover.size or 0 for leftover in plan.leftovers),
        }
    }


def read_plan(lines: Iterable[str], *, library: Library | None = None, disk: DiskView | None = None) -> Plan:
    """The plan that ``plan --json`` wrote: rows may be gone, targets changed, keys added.

    Targets have to stay inside the library: the one given, else the one in the summary line. ``UsageError`` names the
    first line that is malformed or leaves the library. What is only out of date (a source gone or changed, a target
    taken, two rows with one target) becomes a CONFLICT with a sentence, and the rest can go on. A row whose status is
    not ``ready`` stays what it is. ``size``, ``mtime_ns`` and ``inode`` are compared with the disk when they are
    there; without them the file is taken as it is now. A file that two rows carry away is malformed too. Rows of
    leftovers are passed over; junk may also go into the trash of a source folder. What ``replaces`` describes is
    replaced, and no other file.
    """
    read = _read_lines(lines)
    library = library or read.library
    if library is None:
        raise UsageError("The plan does not say where its library is", hint="give --library, or keep its last line")
    trash = tuple(os.path.join(root, TRASH_FOLDER) for root in read.source_roots)
    for line in read.rows:
        _find_root(line, library, trash)
    _refuse_repeated(read.rows)
    drafts = _regroup([line.draft for line in read.rows])
    view = disk or Disk()
    check(drafts, view, Spellings(view))
    actions = [draft.action for draft in drafts]
    return Plan(
        operations=tuple(draft.operation() for draft in order(drafts)),
        library=library,
        action=read.action or (actions[0] if actions else Action.MOVE),
        source_roots=read.source_roots,
        warnings=tuple(foresee(drafts, library, view)),
        trash=tuple(dict.fromkeys(draft.root for draft in drafts if draft.role is Role.JUNK and draft.ready)),
    )


@dataclass(slots=True)
class _Row:
    number: int
    draft: Draft


@dataclass(slots=True)
class _Read:
    rows: list[_Row] = field(default_factory=list)
    library: Library | None = None
    action: Action | None = None
    source_roots: tuple[str, ...] = ()


class _Line:
    """One object of the file; every complaint names its number."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise self.wrong("is no JSON") from error
        if not isinstance(value, dict):
            raise self.wrong("is no JSON object")
        self.value: dict[str, Any] = value

    def wrong(self, what: str) -> UsageError:
        return UsageError(f"Line {self.number} of the plan {what}", hint="write the plan again, or drop the line")

    def path(self, key: str, value: object) -> str:
        if not isinstance(value, str) or "\0" in value or not os.path.isabs(value) or not _encodes(value):
            raise self.wrong(f"has no absolute path in {key!r}")
        if os.path.normpath(value) != value:
            raise self.wrong(f"has a path with detours in {key!r}")
        return value

    def choice(self, key: str, kind: type[E], default: E) -> E:
        try:
            return kind(self.value.get(key, default))
        except ValueError as error:
            shown = safe_text(repr(self.value[key])[:80])
            raise self.wrong(f"has {shown} for {key!r}, which is none of {', '.join(kind)}") from error

    def whole(self, key: str, within: Mapping[str, Any] | None = None) -> int | None:
        value = (self.value if within is None else within).get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.wrong(f"has no whole number in {key!r}")
        return value


def _encodes(path: str) -> bool:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # a lone surrogate that stands for no byte
        return False
    return True


def _read_lines(lines: Iterable[str]) -> _Read:
    read = _Read()
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        line = _Line(number, text)
        if "summary" in line.value:
            _take_summary(line, read)
        elif "leftover" not in line.value:
            read.rows.append(_Row(number, _draft(line)))
    return read


def _take_summary(line: _Line, read: _Read) -> None:
    summary = line.value["summary"]
    if not isinstance(summary, dict):
        raise line.wrong("has a summary that is no object")
    roots = summary.get("source_roots", [])
    if not isinstance(roots, list):
        raise line.wrong("has no list in 'source_roots'")
    read.source_roots = tuple(line.path("source_roots", root) for root in roots)
    folders = summary.get("library")
    if isinstance(folders, dict):
        movies, tv = (line.path(name, folders.get(name)) for name in ("movies", "tv"))
        others = {field.name for field in fields(Library)} & folders.keys() - {"movies", "tv"}
        read.library = Library(movies, tv, **{name: line.path(name, folders[name]) for name in sorted(others)})
    if "action" in summary:
        try:
            read.action = Action(summary["action"])
        except ValueError as error:
            raise line.wrong("has an unknown action") from error


def _draft(line: _Line) -> Draft:
    value = line.value
    source = line.path("source", value.get("source"))
    status = line.choice("status", OperationStatus, OperationStatus.READY)
    target = value.get("target")
    if target is not None or status is OperationStatus.READY:
        target = line.path("target", target)
    owner = value.get("companion_of")
    confidence = value.get("confidence")
    reason = value.get("reason")
    group = line.whole("group")
    expected = _identity(line, line.value.get("replaces"))
    return Draft(
        source=source,
        target=target,
        action=line.choice("action", Action, Action.MOVE),
        group=-1 if group is None else group,
        identity=_identity(line, line.value),
        companion_of=None if owner is None else line.path("companion_of", owner),
        confidence=float(confidence) if isinstance(confidence, int | float) else 0.0,
        tier=line.choice("tier", Tier, Tier.NONE),
        status=status,
        reason=reason if isinstance(reason, str) and status is not OperationStatus.READY else None,
        choice=ConflictChoice.REPLACE if expected else ConflictChoice.SKIP,
        named=expected is not None,
        expects=expected,
        role=line.choice("role", Role, Role.VIDEO if owner is None else Role.COMPANION),
    )


def _identity(line: _Line, value: object) -> FileIdentity | None:
    """Size, time and inode of an object; None when there is none, or one of them is missing."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise line.wrong("has something else than an object in 'replaces'")
    size, time, inode = (line.whole(key, value) for key in ("size", "mtime_ns", "inode"))
    if size is None or time is None or inode is None:
        return None
    return FileIdentity(0, inode, size, time)


def _find_root(row: _Row, library: Library, trash: Sequence[str]) -> None:
    draft = row.draft
    allowed = trash if draft.role is Role.JUNK else library.roots
    roots = [root for root in allowed if draft.target and is_below(draft.target, os.path.normpath(root))]
    if roots:
        draft.root = max(roots, key=len)
    elif draft.ready:
        target = safe_text(draft.target or "")
        raise UsageError(
            f"Line {row.number} of the plan leaves the library: {target}",
            hint=f"choose a target below {' or '.join(map(safe_text, allowed or library.roots))}",
        )


def _refuse_repeated(rows: Iterable[_Row]) -> None:
    """Two rows with one source and one target, or that both move one file, cannot both be meant."""
    seen: dict[tuple[str, str], int] = {}
    moved: dict[str, int] = {}
    for row in rows:
        draft = row.draft
        if not draft.ready:
            continue
        source, target = draft.source, draft.target or ""
        first = seen.get((source, target)) or (moved.get(source) if draft.action is Action.MOVE else None)
        if first is not None:
            raise UsageError(
                f"Lines {first} and {row.number} of the plan are both about {safe_text(source)}",
                hint="drop one of them",
            )
        seen[source, target] = row.number
        if draft.action is Action.MOVE:
            moved[source] = row.number


def _regroup(drafts: Sequence[Draft]) -> list[Draft]:
    """Fresh group numbers: by ``group`` where the rows have one, else companions with their video."""
    numbers: dict[object, int] = {}
    for draft in drafts:
        key: object = draft.group if draft.group >= 0 else (draft.companion_of or draft.source)
        draft.group = numbers.setdefault(key, len(numbers))
    return list(drafts)
