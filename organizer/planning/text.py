"""A plan as text that people edit: one line for each file, ``source -> target``; written here, and read back."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields

from organizer.display import safe_text
from organizer.errors import UsageError
from organizer.model import (
    TRASH_FOLDER,
    Action,
    ConflictChoice,
    Library,
    Operation,
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

_HEAD = """\
# A plan of Plex Media Organizer. Each line is one file: source -> target
# Take a line away, or put # before it, and its file stays where it is. Change what is right of -> for another name.
# A line that begins with blanks goes with the one above it: subtitles and pictures with their film."""
_REPLACES = "# Where => stands, the file that is there goes to the trash."
_CONFLICTS = "# In conflict, so these stay. Give one another target and take its # away:"
_OUT = "taken out of the plan by hand"
_ARROWS = re.compile(r" (->|=>) ")
_SHELVES = tuple(field.name for field in fields(Library))
_DIRECTIVE = re.compile(rf"(action|from|library|{'|'.join(_SHELVES)}):[ \t]*(.*)")
_SHOWN_MISTAKES = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line, by its number from 1; a sentence without its beginning: ``has no ->``."""

    line: int
    what: str

    def sentence(self) -> str:
        """``Line 7 of the plan has no ->``."""
        return f"Line {self.line} of the plan {self.what}"


class PlanTextError(UsageError):
    """A text that is no plan. ``mistakes`` are all that were found, in the order of the lines."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        shown = [mistake.sentence() for mistake in mistakes[:_SHOWN_MISTAKES]]
        more = len(mistakes) - len(shown)
        text = "; ".join(shown) + (f"; and {more} more" if more else "")
        super().__init__(text, hint="correct the line, or take it away")
        self.mistakes = tuple(mistakes)


# -- writing


def plan_text(plan: Plan) -> str:
    """The READY operations as lines, and conflicts as comments that can be made lines.

    Sources are written below the folder that was scanned when there is one, targets below the folder that holds the
    library. A name that a line cannot hold as it is stands in quotes, with the escapes of JSON.
    """
    shown = _Base(_source_base(plan), _library_base(plan.library))
    lines = [_HEAD, *([_REPLACES] if any(op.replaces for op in plan.ready) else [])]
    lines += [f"action: {plan.action.value}"]
    lines += [f"from: {_quoted(root)}" for root in plan.source_roots]
    lines += [f"library: {_quoted(shown.library)}"]
    lines += [f"{name}: {_quoted(folder)}" for name, folder in plan.library.folders.items()]
    lines += [""]
    lines += [_line(op, shown) for op in _together(plan.ready)]
    conflicts = [op for op in plan.operations if op.status is OperationStatus.CONFLICT and op.target]
    if conflicts:
        lines += ["", _CONFLICTS]
        for op in conflicts:
            lines += [f"# {_line(op, shown).strip()}", f"#     {safe_text(op.reason or '')}"]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Base:
    """The folders that paths are written below; empty for whole paths."""

    source: str
    library: str


def _source_base(plan: Plan) -> str:
    return plan.source_roots[0] if len(plan.source_roots) == 1 else ""


def _library_base(library: Library) -> str:
    return os.path.commonpath([os.path.dirname(os.path.normpath(root)) for root in library.roots])


def _together(ready: Sequence[Operation]) -> Iterator[Operation]:
    """Videos by target, each followed by what goes with it."""
    groups: dict[int, list[Operation]] = {}
    for op in ready:
        groups.setdefault(op.group, []).append(op)
    for group in sorted(groups.values(), key=lambda ops: min(op.target or "" for op in ops)):
        yield from sorted(group, key=lambda op: (op.companion_of is not None, op.target or ""))


def _line(op: Operation, base: _Base) -> str:
    indent = "    " if op.companion_of is not None else ""
    arrow = "=>" if op.replaces is not None else "->"
    return f"{indent}{_below(op.source, base.source)} {arrow} {_below(op.target or '', base.library)}"


def _below(path: str, base: str) -> str:
    start = base.rstrip("/") + "/"
    return _quoted(path[len(start) :] if base and path.startswith(start) else path)


def _quoted(path: str) -> str:
    unsafe = safe_text(path) != path
    plain = path.strip() == path and path[:1] not in {'"', "#", ""} and not _ARROWS.search(path)
    if plain and not unsafe and not _DIRECTIVE.match(path):
        return path
    return json.dumps(path, ensure_ascii=unsafe)


# -- reading


def read_text_plan(
    lines: Iterable[str], *, library: Library | None = None, original: Plan | None = None, disk: DiskView | None = None
) -> Plan:
    """The plan that a text says. Raises PlanTextError with every mistake by its line; changes nothing.

    With ``original``, the plan that the text was made from: only its files may be named, those that are missing are
    SKIPPED, and all others stay what they were. ``library`` counts for more than the one in the text. What is only out
    of date (a source gone, a target taken) becomes a CONFLICT with a sentence, as in ``read_plan``.
    """
    reading = _Reading(library or (original.library if original else None), original)
    for number, text in enumerate(lines, start=1):
        reading.take(number, text.rstrip("\r\n"))
    drafts = reading.drafts()
    if reading.mistakes:
        raise PlanTextError(sorted(reading.mistakes, key=lambda mistake: mistake.line))
    found = reading.library
    if found is None:
        raise UsageError("The plan does not say where its library is", hint="give --library, or keep its first lines")
    view = disk or Disk()
    check(drafts, view, Spellings(view))
    operations = tuple(draft.operation() for draft in order(drafts))
    trash = tuple(dict.fromkeys(draft.root for draft in drafts if draft.role is Role.JUNK and draft.ready))
    return Plan(
        operations,
        found,
        reading.action,
        reading.roots,
        tuple(foresee(drafts, found, view)),
        original.leftovers if original else (),
        trash,
    )


@dataclass(slots=True)
class _Row:
    number: int
    indented: bool
    source: str
    target: str
    replaces: bool


@dataclass(slots=True)
class _Reading:
    """A text while it is read; whatever is wrong is gathered, not raised."""

    given: Library | None
    original: Plan | None
    rows: list[_Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)
    action: Action = Action.MOVE

    def take(self, number: int, text: str) -> None:
        """One line."""
        stripped = text.strip()
        if not stripped or stripped.startswith("#"):
            return
        directive = _DIRECTIVE.fullmatch(stripped)
        if directive and not self.rows:
            self._direct(number, directive[1], directive[2])
            return
        source, arrow, target = _parted(stripped)
        if not arrow:
            self._wrong(number, 'has no "->" between a source and a target')
            return
        row = _Row(number, text[:1].isspace(), source or "", target or "", arrow == "=>")
        if source is None or target is None:
            self._wrong(number, "has quotes that are not closed")
        else:
            self.rows.append(row)

    @property
    def library(self) -> Library | None:
        """The library that was given, else that of the text."""
        known = {name: self.folders[name][0] for name in _SHELVES if name in self.folders}
        return self.given or (Library(**known) if {"movies", "tv"} <= known.keys() else None)

    @property
    def roots(self) -> tuple[str, ...]:
        """The folders that were scanned."""
        return tuple(self.folders.get("from", ()))

    def drafts(self) -> list[Draft]:
        """The operations; every row that is wrong is a mistake instead."""
        known = {op.source: op for op in self.original.operations} if self.original else {}
        if self.original:
            self.action = self.original.action
            self.folders.setdefault("from", list(self.original.source_roots))
        sources: dict[str, int] = {}
        targets: dict[str, int] = {}
        found: list[Draft] = []
        video: Draft | None = None
        for row in self.rows:
            draft = self._draft(row, known, video)
            if draft is None:
                continue
            for path, seen, what in ((draft.source, sources, "source"), (draft.target or "", targets, "target")):
                if path in seen:
                    self._wrong(row.number, f"has the same {what} as line {seen[path]}")
                seen.setdefault(path, row.number)
            if draft.companion_of is None:
                video = draft
            found.append(draft)
        left = [op for op in known.values() if op.source not in sources]
        beyond = max((row.number for row in self.rows), default=0) + 1
        return [*found, *(_kept(op, beyond + op.group) for op in left)]

    # -- inside

    def _wrong(self, number: int, what: str) -> None:
        self.mistakes.append(Mistake(number, what))

    def _direct(self, number: int, word: str, text: str) -> None:
        value, _, rest = _parted(f"{text} -> .")
        if word == "action":
            if text not in tuple(Action):
                self._wrong(number, f"names the action {safe_text(text)}, which is none of {', '.join(Action)}")
            else:
                self.action = Action(text)
        elif value is None or rest is None or not _is_plain(value):
            self._wrong(number, f'has no absolute path after "{word}:"')
        else:
            self.folders.setdefault(word, []).append(value)

    def _draft(self, row: _Row, known: dict[str, Operation], video: Draft | None) -> Draft | None:
        source, target = self._source(row), self._target(row)
        library = self.library
        if source is None:
            self._wrong(row.number, "has a source without its whole path")
        elif target is None:
            self._wrong(row.number, "has a target without its whole path")
        elif self.original and source not in known:
            self._wrong(row.number, f"names a file that this plan does not have: {safe_text(row.source)}")
        elif library is not None and (problem := _target_problem(source, target, (*library.roots, *self._trash()))):
            self._wrong(row.number, problem)
        elif row.indented and (video is None or not _goes_with(source, video.source)):
            self._wrong(row.number, "is indented, but goes with no line above: take it away, or its blanks")
        else:
            return self._made(row, source, target, known.get(source), video if row.indented else None)
        return None

    def _made(self, row: _Row, source: str, target: str, known: Operation | None, video: Draft | None) -> Draft:
        library = self.library
        trash = self._trash()
        roots = (
            [root for root in (*library.roots, *trash) if is_below(target, os.path.normpath(root))] if library else []
        )
        root = max(roots, key=len, default="")
        role = Role.JUNK if root in trash else Role.COMPANION if video else Role.VIDEO
        return Draft(
            source=source,
            target=target,
            action=known.action if known else Action.MOVE if role is Role.JUNK else self.action,
            group=video.group if video else row.number,
            root=root,
            identity=known.identity if known else None,
            companion_of=video.source if video else None,
            confidence=known.confidence if known else 0.0,
            tier=known.tier if known else Tier.NONE,
            choice=ConflictChoice.REPLACE if row.replaces else ConflictChoice.SKIP,
            named=row.replaces,
            expects=known.replaces if known and row.replaces and known.target == target else None,
            role=known.role if known and known.role is not Role.JUNK else role,
        )

    def _source(self, row: _Row) -> str | None:
        return self._whole(row.source, self.roots[0] if len(self.roots) == 1 else "")

    def _target(self, row: _Row) -> str | None:
        return self._whole(row.target, self._library_folder())

    def _trash(self) -> tuple[str, ...]:
        return tuple(os.path.join(root, TRASH_FOLDER) for root in self.roots)

    def _whole(self, path: str, base: str) -> str | None:
        whole = path if os.path.isabs(path) else os.path.join(base, path) if base and path else ""
        return whole if _is_plain(whole) else None

    def _library_folder(self) -> str:
        if self.given is not None and not self.folders.get("library"):
            return _library_base(self.given)
        return next(iter(self.folders.get("library", ())), "")


def _parted(text: str) -> tuple[str | None, str, str | None]:
    """Source, arrow and target; an empty arrow where there is none, None for what cannot be read."""
    source, rest = _taken(text)
    arrow = _ARROWS.match(rest) if text.startswith('"') else _ARROWS.search(rest)
    if arrow is None:
        return None, "", None
    if not text.startswith('"'):
        source = rest[: arrow.start()].rstrip()
    target, after = _taken(rest[arrow.end() :].strip())
    if target is None and not rest[arrow.end() :].strip().startswith('"'):
        target, after = rest[arrow.end() :].strip(), ""
    return source, arrow[1], target if not after.strip() else None


def _taken(text: str) -> tuple[str | None, str]:
    """What stands in quotes at the beginning, and the rest; None and everything where nothing does."""
    if not text.startswith('"'):
        return None, text
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None, text
    return (value, text[end:]) if isinstance(value, str) else (None, text)


def _is_plain(path: str) -> bool:
    if not os.path.isabs(path) or "\0" in path or os.path.normpath(path) != path:
        return False
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # a lone surrogate that stands for no byte
        return False
    return True


def _target_problem(source: str, target: str, roots: Sequence[str]) -> str:
    if not any(is_below(target, os.path.normpath(root)) for root in roots):
        return f"leaves the library: {safe_text(target)} is not below {' or '.join(map(safe_text, roots))}"
    old, new = (os.path.splitext(path)[1] for path in (source, target))
    if old.casefold() != new.casefold():
        return f'would change the ending of the file from "{safe_text(old)}" to "{safe_text(new)}"'
    return ""


def _goes_with(companion: str, video: str) -> bool:
    """Whether a file may be a companion: beside its video, below it, or in a folder beside it."""
    folder = os.path.dirname(video)
    return os.path.dirname(companion) == folder or is_below(companion, folder)


def _kept(op: Operation, group: int) -> Draft:
    """A file of the original plan that the text does not name."""
    ready = op.status is OperationStatus.READY
    return Draft(
        source=op.source,
        target=op.target,
        action=op.action,
        group=group,
        identity=op.identity,
        companion_of=op.companion_of,
        confidence=op.confidence,
        tier=op.tier,
        role=op.role,
        status=OperationStatus.SKIPPED if ready else op.status,
        reason=_OUT if ready else op.reason,
    )
