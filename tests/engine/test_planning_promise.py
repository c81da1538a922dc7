"""Promises of planning for any rows and any disk: nothing is lost, shared, overwritten or outside the library."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.config.schema import NamingSettings
from organizer.display import fold
from organizer.model import (
    Action,
    Companion,
    CompanionKind,
    ConflictChoice,
    Decision,
    EpisodeRef,
    FileIdentity,
    Library,
    Match,
    MediaFile,
    MediaType,
    Operation,
    OperationStatus,
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
from organizer.planning import make_plan, plan_summary, read_plan
from organizer.planning.likeness import Likeness

LIBRARY = Library("/lib/Movies", "/lib/TV Shows")


class Shelf:
    """A disk in memory: paths of files, each with its inode; folders are what is above them."""

    def __init__(self, files: dict[str, int]) -> None:
        self.files = files

    def names(self, folder: str) -> frozenset[str]:
        start = f"{folder.rstrip('/')}/"
        return frozenset(path[len(start) :].split("/")[0] for path in self.files if path.startswith(start))

    def lstat(self, path: str) -> os.stat_result | None:
        if path in self.files:
            return os.stat_result((stat.S_IFREG, self.files[path], 1, 1, 0, 0, 5, 0, 0, 0), {"st_mtime_ns": 0})
        return os.stat_result((stat.S_IFDIR, 1, 1, 1, 0, 0, 0, 0, 0, 0)) if path == "/" or self.names(path) else None

    def realpath(self, path: str) -> str:
        return path

    def free(self, folder: str) -> int | None:
        return None

    def name_limit(self, folder: str) -> int:
        return 255

    def may_change(self, folder: str) -> bool:
        return True

    def is_read_only(self, folder: str) -> bool:
        return False

    def links(self, folder: str) -> dict[str, str]:
        return {}

    def likeness(self, one: str, other: str) -> Likeness:
        if one not in self.files or other not in self.files:
            return Likeness.UNKNOWN
        return Likeness.SAME if self.files[one] % 2 == self.files[other] % 2 else Likeness.DIFFERENT

    def beginning(self, path: str, count: int) -> bytes:
        return b""

    def is_being_written(self, path: str, mtime_ns: int) -> bool:
        return False


titles = st.sampled_from(
    ["Pier"] * 4
    + ["Pier", "PIER", "Pie\u0301r", "Piér", "../../etc", "con", "a/b", "?", "Pier: Two - Three", "日" * 200]
)
films = st.builds(lambda title, number: Match(MediaType.MOVIE, number, title, title, 1995), titles, st.integers(1, 3))
shows = st.builds(
    lambda title, first, count, step: Match(
        MediaType.EPISODE, 7, title, title, 2004, 1,
        tuple(EpisodeRef(1, first + step * n, "Night", "2012-01-05") for n in range(count)),
    ),
    titles, st.integers(1, 3), st.integers(1, 2), st.sampled_from([1, 1, 1, 2]),
)  # fmt: skip
SOURCES = [
    "/in/a.mkv", "/in/b.mkv", "/in/sub/a.mkv", "/in/x\udcff.avi", "/in/c", "/lib/Movies/loose.mkv",
    "/lib/Movies/Pier (1995)/Pier (1995).mkv", "/lib/Movies/Pier (1995)/pier (1995).MKV",
    "/lib/TV Shows/Pier (2004)/Season 01/Pier (2004) - s01e01 - Night.mkv",
    "/lib/TV Shows/Pier (2004)/Season 01/Pier (2004) - s01e02 - Night.mkv",
    "/lib/TV Shows/Pier (2004)/Season 01/Pier (2004) - s01e03 - Night.mkv",
]  # fmt: skip
labels = st.sampled_from(["", "-poster", "-folder", ".chapters", "/../x"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[ReviewRow], dict[str, int]]:
    sources = draw(st.lists(st.sampled_from(SOURCES), unique=True, max_size=7))
    files: dict[str, int] = {}
    rows = []
    for number, source in enumerate(sources):
        companions = [
            Companion(
                f"{source[:-4]}.{n}{ending}", kind, _identity(100 * number + n + 1), draw(languages), (), draw(labels)
            )
            for n, (kind, ending) in enumerate(draw(st.lists(companion_kinds, max_size=3)))
        ]
        file = MediaFile(source, "/in", _identity(100 * number + 50), tuple(companions))
        parsed = ParsedName(
            source,
            part=draw(st.sampled_from([None, None, 1, 2])),
            screen_size=draw(st.sampled_from([None, "1080p", "2160p"])),
            extra=draw(st.sampled_from([None, None, None, "trailer"])),
        )
        match = draw(st.one_of(films, shows)) if draw(st.integers(0, 7)) else None
        verdict = Verdict(Tier.SURE if match else Tier.NONE, match, 0.9)
        rows.append(ReviewRow(number, file, RowStage.MATCHED, Parse(parsed), verdict, draw(decisions)))
        files |= {c.path: c.identity.inode for c in companions} | {source: file.identity.inode}
    strangers = draw(st.lists(st.sampled_from(SOURCES[5:]), max_size=2))
    files |= {path: 9000 + n for n, path in enumerate(strangers) if path not in files}
    gone = draw(st.lists(st.sampled_from(sorted(files)), max_size=1)) if files else []
    return rows, {path: inode for path, inode in files.items() if path not in gone}


languages = st.sampled_from([None, "en", "de"])
companion_kinds = st.sampled_from(
    [(CompanionKind.SUBTITLE, ".srt"), (CompanionKind.ARTWORK, ".jpg"), (CompanionKind.NFO, ".nfo")]
)
decisions = st.sampled_from([Decision.APPROVED] * 8 + [Decision.PENDING, Decision.SKIPPED])


# Templates that tell less than the presets do: what shares a name then is a conflict, or told apart by a label.
templates = st.sampled_from([
    NamingSettings(),
    NamingSettings(movie_folder="All", movie_file="{{ title }}", episode_file="{{ numbers }}", extra_file="x"),
    NamingSettings(movie_file="{{ original_name }}", show_folder="{{ title }}", season_folder="{{ season }}"),
    NamingSettings(movie_file="{{ title }} {{ quality }}", episode_file="{{ title }} {{ numbers }} {{ group }}"),
])  # fmt: skip
styles = st.builds(NameStyle, st.sampled_from(Preset), st.booleans(), templates)


Choices = tuple[dict[str, ConflictChoice], ConflictChoice]
choices_of_all: st.SearchStrategy[Choices] = st.tuples(
    st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(ConflictChoice), max_size=4),
    st.sampled_from(ConflictChoice),
)


def _inode(identity: FileIdentity | None) -> int | None:
    return identity.inode if identity else None


def _identity(inode: int) -> FileIdentity:
    return FileIdentity(1, inode, 5, 0)


def _plan(
    rows: list[ReviewRow],
    files: dict[str, int],
    style: NameStyle,
    action: Action,
    choices: dict[str, ConflictChoice] | None = None,
    default: ConflictChoice = ConflictChoice.SKIP,
) -> Plan:
    return make_plan(
        rows, LIBRARY, action=action, style=style, approved=lambda row: row.decision.approves,
        source_roots=["/in"], disk=Shelf(files), choices=choices, default_choice=default,
    )  # fmt: skip


def _target(op: Operation) -> str:
    assert op.target is not None
    return op.target


def _carry_out(plan: Plan, files: dict[str, int], action: Action) -> dict[str, int]:
    """As transfer would: in order, parking what stands in the way of a cycle; fails on any overwriting."""
    after = dict(files)
    parked: dict[str, int] = {}
    trash: dict[str, int] = {}
    sources = {op.source for op in plan.ready}
    for op in plan.ready:
        if op.source in parked:
            inode = parked.pop(op.source)
        else:
            inode = after.pop(op.source) if action is Action.MOVE else after[op.source]
        if op.replaces:
            assert after[_target(op)] == op.replaces.inode
            trash[_target(op)] = after.pop(_target(op))
        for other in [path for path in after if fold(path) == fold(_target(op))]:
            assert other in sources, "a stranger would be overwritten"
            assert action is Action.MOVE
            parked[other] = after.pop(other)
        after[_target(op)] = inode
    assert not parked
    return after | {f"trash:{path}": inode for path, inode in trash.items()}


@settings(max_examples=300, deadline=None)
@given(worlds(), styles, st.sampled_from([Action.MOVE, Action.COPY]), choices_of_all)
def test_a_plan_keeps_its_promises_whatever_is_chosen(
    world: tuple[list[ReviewRow], dict[str, int]], style: NameStyle, action: Action, choices: Choices
) -> None:
    rows, files = world
    plan = _plan(rows, files, style, action, *choices)

    planned = Counter(op.source for op in plan.operations)
    assert planned == Counter(path for r in rows for path in (r.file.path, *(c.path for c in r.file.companions)))
    ready = [_target(op) for op in plan.ready]
    assert len({fold(target) for target in ready}) == len(ready)
    for target in ready:
        assert os.path.normpath(target) == target
        assert target.startswith(("/lib/Movies/", "/lib/TV Shows/"))
        assert all(len(name.encode()) <= 255 for name in target.split("/"))
    for op in plan.operations:
        assert (op.reason is None) == (op.status is OperationStatus.READY)
    for group in {op.group for op in plan.operations}:
        members = [op for op in plan.operations if op.group == group]
        where = [n for n, op in enumerate(plan.operations) if op.group == group]
        assert where == list(range(where[0], where[0] + len(where)))
        assert members[0].companion_of is None
        told = {op.status for op in members}
        assert not {OperationStatus.READY, OperationStatus.CONFLICT} <= told
    after = _carry_out(plan, files, action)
    assert set(files.values()) == set(after.values())


@settings(max_examples=150, deadline=None)
@given(worlds(), st.sampled_from(Preset), choices_of_all)
def test_a_plan_read_again_is_the_same_plan(
    world: tuple[list[ReviewRow], dict[str, int]], preset: Preset, choices: Choices
) -> None:
    rows, files = world
    plan = _plan(rows, files, NameStyle(preset), Action.MOVE, *choices)
    lines = [json.dumps(op.to_json()) for op in plan.operations] + [json.dumps(plan_summary(plan))]
    again = read_plan(lines, disk=Shelf(files))
    assert [(op.source, op.target, op.status, _inode(op.replaces)) for op in again.operations] == [
        (op.source, op.target, op.status, _inode(op.replaces)) for op in plan.operations
    ]
