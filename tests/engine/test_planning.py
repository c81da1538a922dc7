"""Plans for real folders: targets, conflicts before anything is touched, order, and what is foreseen."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from organizer.errors import UsageError
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
from organizer.planning import Disk, check_library, make_plan, plan_summary, read_plan
from organizer.planning.quality import Quality, better

READY, UNCHANGED, CONFLICT = OperationStatus.READY, OperationStatus.UNCHANGED, OperationStatus.CONFLICT


class World:
    """A folder of downloads, a library, and rows for the files that are put there."""

    def __init__(self, top: Path) -> None:
        self.top = str(top)
        self.library = Library(f"{top}/lib/Movies", f"{top}/lib/TV Shows")
        self.rows: list[ReviewRow] = []
        self.content = "x"  # empty: each file holds its own name

    def put(self, name: str, content: str = "") -> str:
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(path).write_text(content or self.content or name)
        return path

    def add(
        self,
        name: str,
        match: Match | None,
        *companions: tuple[str, CompanionKind, str],
        decision: Decision = Decision.APPROVED,
        tier: Tier = Tier.SURE,
        **parsed: object,
    ) -> ReviewRow:
        path = self.put(name)
        goes_along = tuple(
            Companion(self.put(c), kind, identity(os.path.join(self.top, c)), language=tag or None)
            if kind is CompanionKind.SUBTITLE
            else Companion(self.put(c), kind, identity(os.path.join(self.top, c)), label=tag)
            for c, kind, tag in companions
        )
        row = ReviewRow(
            len(self.rows),
            MediaFile(path, f"{self.top}/in", identity(path), goes_along),
            RowStage.MATCHED,
            Parse(ParsedName(path, **parsed)),  # type: ignore[arg-type]
            Verdict(tier, match, 0.97 if match else 0.0, reasons=("title exact",)),
            decision,
        )
        self.rows.append(row)
        return row

    def plan(self, action: Action = Action.MOVE, rows: Sequence[ReviewRow] | None = None, **more: object) -> Plan:
        arguments: dict[str, object] = dict(more)
        preset, ids = str(arguments.pop("preset", Preset.PLEX)), bool(arguments.pop("ids", False))
        arguments.setdefault("style", NameStyle(Preset(preset), ids))
        return make_plan(
            self.rows if rows is None else rows,
            self.library,
            action=action,
            approved=lambda row: row.decision.approves,
            source_roots=[f"{self.top}/in"],
            **arguments,  # type: ignore[arg-type]
        )

    def told(self, plan: Plan) -> list[tuple[str, str | None, OperationStatus]]:
        return [
            (self.short(op.source), self.short(op.target) if op.target else None, op.status) for op in plan.operations
        ]

    def short(self, path: str) -> str:
        return os.path.relpath(path, self.top)


def identity(path: str) -> FileIdentity:
    found = os.lstat(path)
    return FileIdentity(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_nlink)


def film(title: str = "Quiet Harbour", number: int = 4711, year: int = 1995) -> Match:
    return Match(MediaType.MOVIE, number, title, title, year)


def episode(*numbers: int, title: str = "Tidelands") -> Match:
    refs = tuple(EpisodeRef(1, n, f"Night {n}") for n in numbers)
    return Match(MediaType.EPISODE, 815, title, title, 2004, 1, refs)


def statuses(plan: Plan) -> list[OperationStatus]:
    return [op.status for op in plan.operations]


def reasons(plan: Plan) -> list[str | None]:
    return [op.reason for op in plan.operations]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def differing(world: World) -> World:
    """A world in which no two files hold the same."""
    world.content = ""
    return world


SRT, ART, NFO = CompanionKind.SUBTITLE, CompanionKind.ARTWORK, CompanionKind.NFO
HARBOUR = "lib/Movies/Quiet Harbour (1995)/Quiet Harbour (1995)"


# --------------------------------------------------------------------------------------------------- targets


def test_a_film_goes_with_its_companions_as_one_group(world: World) -> None:
    world.add(
        "in/qh.mkv", film(), ("in/qh.en.srt", SRT, "en"), ("in/poster.jpg", ART, "-poster"), ("in/qh.nfo", NFO, "")
    )
    plan = world.plan()
    assert world.told(plan) == [
        ("in/qh.mkv", f"{HARBOUR}.mkv", READY),
        ("in/qh.en.srt", f"{HARBOUR}.en.srt", READY),
        ("in/poster.jpg", f"{HARBOUR}-poster.jpg", READY),
        ("in/qh.nfo", f"{HARBOUR}.nfo", READY),
    ]
    assert {op.group for op in plan.operations} == {0}
    assert [op.companion_of for op in plan.operations] == [None, *[f"{world.top}/in/qh.mkv"] * 3]
    assert plan.operations[0].confidence == 0.97
    assert plan.operations[0].identity == identity(f"{world.top}/in/qh.mkv")


def test_what_is_not_approved_says_why(world: World) -> None:
    world.add("in/a.mkv", film(), decision=Decision.PENDING, tier=Tier.LIKELY)
    world.add("in/b.mkv", None, decision=Decision.PENDING, tier=Tier.NONE)
    world.add("in/c.mkv", film(), ("in/c.srt", SRT, ""), decision=Decision.SKIPPED)
    world.add("in/d.mkv", film(), decision=Decision.IGNORED)
    world.rows.append(replace(world.add("in/e.mkv", None), id=9, verdict=None))
    del world.rows[4]
    plan = world.plan()
    assert [(op.status.value, op.reason) for op in plan.operations] == [
        ("below-confidence", "needs a person: likely, 97%"),
        ("unmatched", "no match; title exact"),
        ("skipped", "skipped by you"),
        ("skipped", "skipped by you"),
        ("skipped", "ignored by you"),
        ("unmatched", "not matched yet"),
    ]
    assert plan.operations[0].target == f"{world.top}/{HARBOUR}.mkv"
    assert plan.ready == ()


def test_a_gap_in_the_episodes_needs_a_person(world: World) -> None:
    world.add("in/a.mkv", episode(1, 3), ("in/a.srt", SRT, "en"))
    plan = world.plan()
    assert statuses(plan) == [CONFLICT, CONFLICT]
    assert plan.operations[0].target is None
    assert "do not follow each other" in (plan.operations[0].reason or "")


def test_both_parts_are_numbered_and_a_lone_one_is_not(world: World) -> None:
    world.add("in/a1.avi", film(), part=1)
    world.add("in/a2.avi", film(), part=2)
    world.add("in/b1.avi", film("Lone Pier", 5), part=1)
    assert [op.target and os.path.basename(op.target) for op in world.plan().operations] == [
        "Quiet Harbour (1995) - pt1.avi",
        "Quiet Harbour (1995) - pt2.avi",
        "Lone Pier (1995).avi",
    ]


def test_a_missing_part_is_warned_of(world: World) -> None:
    world.add("in/a1.avi", film(), part=1)
    world.add("in/a3.avi", film(), part=3)
    assert world.plan().warnings == ("Quiet Harbour (1995): a part seems to be missing between those found",)


def test_two_sizes_of_one_film_become_versions(differing: World) -> None:
    differing.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"), screen_size="1080p")
    differing.add("in/b.mkv", film(), screen_size="2160p")
    assert differing.told(differing.plan()) == [
        ("in/a.mkv", f"{HARBOUR} - 1080p.mkv", READY),
        ("in/a.srt", f"{HARBOUR} - 1080p.en.srt", READY),
        ("in/b.mkv", f"{HARBOUR} - 2160p.mkv", READY),
    ]


TWO = ("in/a.mkv", "in/bb.mkv")


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ({"screen_size": "1080p"}, {"screen_size": "720p"}, (" - 1080p.mkv", " - 720p.mkv")),
        ({"screen_size": "1080p", "source": "Blu-ray"}, {"screen_size": "1080p", "source": "Web"},
         (" - Blu-ray.mkv", " - Web.mkv")),
        ({"source": "Web", "video_codec": "H.264"}, {"source": "Web", "video_codec": "H.265"},
         (" - H.264.mkv", " - H.265.mkv")),
        ({"release_group": "KITE"}, {"release_group": "HERON"}, (" - KITE.mkv", " - HERON.mkv")),
    ],
)  # fmt: skip
def test_what_the_names_say_tells_versions_apart(
    differing: World, one: dict[str, Any], other: dict[str, Any], names: tuple[str, str]
) -> None:
    differing.add(TWO[0], film(), **one)
    differing.add(TWO[1], film(), **other)
    assert [op.target for op in differing.plan().ready] == [f"{differing.top}/{HARBOUR}{name}" for name in names]


def test_two_things_together_tell_three_versions_apart(differing: World) -> None:
    for name, size, source in (("a", "1080p", "Web"), ("bb", "1080p", "Blu-ray"), ("ccc", "2160p", "Web")):
        differing.add(f"in/{name}.mkv", film(), screen_size=size, source=source)
    plan = differing.plan()
    labels = [os.path.basename(op.target or "").removeprefix("Quiet Harbour (1995)") for op in plan.ready]
    assert labels == [" - 1080p-Web.mkv", " - 1080p-Blu-ray.mkv", " - 2160p-Web.mkv"]
    assert plan.ready[0].note == "kept as a version: 1080p Web, 8 B, beside 1080p Blu-ray, 9 B; 2160p Web, 10 B"


def test_names_that_differ_only_in_their_ending_are_told_apart(differing: World) -> None:
    differing.add("in/a.mkv", film(), screen_size="1080p")
    differing.add("in/bb.avi", film(), screen_size="480p")
    assert [op.target for op in differing.plan().ready] == [
        f"{differing.top}/{HARBOUR} - 1080p.mkv",
        f"{differing.top}/{HARBOUR} - 480p.avi",
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (({"screen_size": "1080p"}, {"screen_size": "1080p"}),
         "would get the same target as bb.mkv (1080p, 9 B; yours: 1080p, 8 B): the names say no difference"),
        (({"screen_size": "1080p"}, {}),
         "would get the same target as bb.mkv (9 B; yours: 1080p, 8 B): the names do not say which is better"),
    ],
)  # fmt: skip
def test_two_files_with_one_target_are_both_in_conflict(
    differing: World, said: tuple[dict[str, Any], dict[str, Any]], reason: str
) -> None:
    differing.add(TWO[0], film(), ("in/a.srt", SRT, "en"), **said[0])
    differing.add(TWO[1], film(), **said[1])
    differing.add("in/c.mkv", film("Other", 3))
    plan = differing.plan()
    assert statuses(plan) == [CONFLICT, CONFLICT, CONFLICT, READY]
    assert reasons(plan)[:2] == [reason, "goes together with a.mkv, which is in conflict"]


def test_endings_alone_tell_nothing_apart(differing: World) -> None:
    differing.add("in/a.mkv", film())
    differing.add("in/bb.avi", film())
    plan = differing.plan()
    assert statuses(plan) == [CONFLICT, CONFLICT]
    assert "would get the same target as bb.avi" in (plan.operations[0].reason or "")
    both = differing.plan(default_choice=ConflictChoice.KEEP_BOTH)
    assert [op.target for op in both.ready] == [f"{differing.top}/{HARBOUR}.mkv", f"{differing.top}/{HARBOUR} - 2.avi"]


@pytest.mark.parametrize("names", [("a.1080p-KITE.mkv", "b.720p-HERON.mkv"), ("a.mkv", "b.avi")])
def test_the_same_content_twice_is_one_too_many(world: World, names: tuple[str, str]) -> None:
    """Whatever their names promise."""
    world.content = "the same"
    for name, size in zip(names, ("1080p", "720p"), strict=True):
        world.add(f"in/{name}", film(), screen_size=size)
    assert reasons(world.plan()) == [f"has the same content as {other}: one is enough" for other in reversed(names)]


def test_a_video_of_another_ending_in_the_library_is_a_conflict(differing: World) -> None:
    differing.put(f"{HARBOUR}.avi", "old")
    differing.add("in/a.mkv", film(), screen_size="1080p")
    (op,) = differing.plan().operations
    assert op.reason == "Quiet Harbour (1995).avi is there under the same name but for its ending, 3 B; yours has 8 B"
    (kept,) = differing.plan(default_choice=ConflictChoice.KEEP_BOTH).ready
    assert kept.target == f"{differing.top}/{HARBOUR} - 1080p.mkv"
    (refused,) = differing.plan(default_choice=ConflictChoice.REPLACE).operations
    assert "only a file of exactly the same name is replaced" in (refused.reason or "")


def test_two_endings_that_stand_in_the_library_stay(world: World) -> None:
    for ending in ("mkv", "avi"):
        world.add(f"{HARBOUR}.{ending}", film())
    assert statuses(world.plan()) == [UNCHANGED, UNCHANGED]


def test_one_that_stands_in_its_place_keeps_its_name_beside_a_version(differing: World) -> None:
    differing.add(f"{HARBOUR}.mkv", film(), screen_size="1080p")
    differing.add("in/a.mkv", film(), screen_size="2160p")
    plan = differing.plan()
    assert differing.told(plan) == [
        (f"{HARBOUR}.mkv", f"{HARBOUR}.mkv", UNCHANGED),
        ("in/a.mkv", f"{HARBOUR} - 2160p.mkv", READY),
    ]


def test_which_one_is_better_is_said_of_a_taken_target(differing: World) -> None:
    differing.put(f"{HARBOUR} - 1080p.mkv", "old")
    differing.add("in/a.mkv", film(), screen_size="2160p")
    differing.add("in/bb.mkv", film(), screen_size="720p")
    differing.put(f"{HARBOUR} - 720p.mkv", "older")
    (better, worse) = differing.plan().operations
    assert better.status is READY
    assert worse.reason == "another file is there: Quiet Harbour (1995) - 720p.mkv, 5 B; yours has 9 B"


@pytest.mark.parametrize(
    ("mine", "its", "said"),
    [
        (Quality(2160), Quality(1080), "yours is better: 2160p beside 1080p"),
        (Quality(720, "Blu-ray"), Quality(1080, "Web"), "yours is worse: 720p beside 1080p"),
        (Quality(1080, "Blu-ray"), Quality(1080, "Web"), "yours is better: Blu-ray beside Web"),
        (Quality(1080, "Telesync"), Quality(0, "DVD"), "yours is worse: Telesync beside DVD"),
        (Quality(1080, "", 9), Quality(1080, "", 5), ""),
        (Quality(1080), Quality(), ""),
    ],
)
def test_the_better_one_is_named(mine: Quality, its: Quality, said: str) -> None:
    assert better(mine, its) == said


def test_parts_without_numbers_conflict(differing: World) -> None:
    for name in ("in/cd-a.avi", "in/cd-b.avi", "in/cd-c.avi"):
        differing.add(name, film())
    plan = differing.plan()
    assert statuses(plan) == [CONFLICT] * 3
    assert (plan.operations[0].reason or "").startswith("would get the same target as cd-b.avi and 1 more")


def test_two_names_of_one_inode_are_called_that(world: World) -> None:
    row = world.add("in/a.mkv", film())
    os.link(row.file.path, f"{world.top}/in/b.mkv")
    file = replace(row.file, path=f"{world.top}/in/b.mkv")
    plan = world.plan(rows=[row, replace(row, id=1, file=file)])
    assert statuses(plan) == [CONFLICT, CONFLICT]
    assert "hard link" in (plan.operations[0].reason or "")


def test_extras_of_one_kind_are_numbered(world: World) -> None:
    world.add("in/t1.mkv", film(), extra="trailer")
    world.add("in/t2.mkv", film(), extra="trailer")
    folder = "lib/Movies/Quiet Harbour (1995)/Trailers/Quiet Harbour (1995)"
    assert world.told(world.plan()) == [
        ("in/t1.mkv", f"{folder}-trailer.mkv", READY),
        ("in/t2.mkv", f"{folder}-trailer2.mkv", READY),
    ]


@pytest.mark.parametrize(
    ("one", "two"), [("Harbour", "HARBOUR"), ("Ha\u0308fen", unicodedata.normalize("NFC", "Ha\u0308fen"))]
)
def test_names_that_differ_only_in_case_or_normal_form_collide(world: World, one: str, two: str) -> None:
    world.add("in/a.mkv", film(one, 1))
    world.add("in/b.mkv", film(two, 2))
    assert statuses(world.plan()) == [CONFLICT, CONFLICT]


def test_an_existing_folder_keeps_its_spelling(world: World) -> None:
    world.put("lib/Movies/QUIET HARBOUR (1995)/notes.txt")
    world.add("in/a.mkv", film())
    assert world.told(world.plan())[0][1] == "lib/Movies/QUIET HARBOUR (1995)/Quiet Harbour (1995).mkv"


def test_alike_subtitles_are_numbered_and_warned_of(world: World) -> None:
    world.add("in/a.mkv", film(), ("in/2_English.srt", SRT, "en"), ("in/3_English.srt", SRT, "en"))
    plan = world.plan()
    assert [op.target and os.path.basename(op.target) for op in plan.operations[1:]] == [
        "Quiet Harbour (1995).en.srt",
        "Quiet Harbour (1995).2.en.srt",
    ]
    assert plan.warnings == (
        "1 subtitle of the same language as another one of the film got a number: Quiet Harbour (1995)",
    )


# --------------------------------------------------------------------------------------------------- the disk


def test_a_taken_target_is_a_conflict_on_every_file_system(world: World) -> None:
    world.put("lib/Movies/Quiet Harbour (1995)/quiet harbour (1995).MKV", "another")
    world.add("in/a.mkv", film())
    plan = world.plan()
    assert statuses(plan) == [CONFLICT]
    assert plan.operations[0].reason == "another file is there: quiet harbour (1995).MKV, 7 B; yours has 1 B"


def test_a_taken_companion_puts_the_whole_group_in_conflict(world: World) -> None:
    world.put(f"{HARBOUR}.en.srt")
    world.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"), ("in/a.nfo", NFO, ""))
    plan = world.plan()
    assert statuses(plan) == [CONFLICT] * 3
    assert plan.operations[1].reason == "the same file is already there: Quiet Harbour (1995).en.srt"


def test_what_stands_in_its_place_is_unchanged(world: World) -> None:
    world.add(f"{HARBOUR}.mkv", film(), (f"{HARBOUR}.en.srt", SRT, "en"))
    assert statuses(world.plan()) == [UNCHANGED, UNCHANGED]


def test_a_library_behind_a_link_is_recognised(world: World) -> None:
    world.add(f"{HARBOUR}.mkv", film())
    os.symlink(f"{world.top}/lib", f"{world.top}/link")
    world.library = Library(f"{world.top}/link/Movies", f"{world.top}/link/TV Shows")
    assert statuses(world.plan()) == [UNCHANGED]


@pytest.mark.parametrize("action", [Action.HARDLINK, Action.MOVE, Action.COPY])
def test_a_hard_link_that_is_there_already_is_unchanged(world: World, action: Action) -> None:
    row = world.add("in/a.mkv", film())
    os.makedirs(f"{world.top}/lib/Movies/Quiet Harbour (1995)")
    os.link(row.file.path, f"{world.top}/{HARBOUR}.mkv")
    assert statuses(world.plan(action)) == [UNCHANGED]


def test_a_symlink_that_is_there_already_is_unchanged_for_symlink_only(world: World) -> None:
    row = world.add("in/a.mkv", film())
    os.makedirs(f"{world.top}/lib/Movies/Quiet Harbour (1995)")
    os.symlink(row.file.path, f"{world.top}/{HARBOUR}.mkv")
    assert statuses(world.plan(Action.SYMLINK)) == [UNCHANGED]
    assert statuses(world.plan(Action.MOVE)) == [CONFLICT]


def test_a_file_where_a_folder_is_needed_is_a_conflict(world: World) -> None:
    world.put("lib/Movies/Quiet Harbour (1995)")
    world.add("in/a.mkv", film())
    plan = world.plan()
    assert statuses(plan) == [CONFLICT]
    assert "is not a folder" in (plan.operations[0].reason or "")


def test_a_link_out_of_the_library_is_a_conflict(world: World) -> None:
    os.makedirs(f"{world.top}/elsewhere")
    os.makedirs(world.library.movies)
    os.symlink(f"{world.top}/elsewhere", f"{world.library.movies}/Quiet Harbour (1995)")
    world.add("in/a.mkv", film())
    plan = world.plan()
    assert statuses(plan) == [CONFLICT]
    assert plan.operations[0].reason == "a link in the library leads out of it"


def _remove(path: str) -> None:
    os.unlink(path)


def _touch(path: str) -> None:
    os.utime(path, (1_000_000_000, 1_000_000_000))


def _grow(path: str) -> None:
    Path(path).write_text("longer than before")


def _replace_by_pipe(path: str) -> None:
    os.unlink(path)
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_remove, "not there any more"),
        (_grow, "is still being written"),
        (_touch, "changed since"),
        (_replace_by_pipe, "no regular file"),
    ],
)
def test_a_source_that_is_no_longer_what_it_was_is_a_conflict(
    world: World, happens: Callable[[str], None], reason: str
) -> None:
    happens(world.add("in/a.mkv", film()).file.path)
    plan = world.plan()
    assert statuses(plan) == [CONFLICT]
    assert reason in (plan.operations[0].reason or "")


class Small(Disk):
    """A disk whose names are short, as on an encrypted share."""

    def name_limit(self, folder: str) -> int:
        return 143


def test_names_fit_the_disk(world: World) -> None:
    world.add("in/a.mkv", film("A Very Long Title Indeed " * 12), ("in/a.srt", SRT, "en"))
    for disk, limit in ((Disk(), 255), (Small(), 143)):
        plan = world.plan(disk=disk, ids=True)
        assert statuses(plan) == [READY, READY]
        longest = max(len(n.encode()) for op in plan.operations for n in (op.target or "").split("/"))
        assert limit - 80 < longest <= limit


def test_a_file_is_never_the_folder_of_another(world: World) -> None:
    lines = [
        json.dumps({"source": world.put("in/a.mkv"), "target": f"{world.library.movies}/X.mkv"}),
        json.dumps({"source": world.put("in/b.mkv"), "target": f"{world.library.movies}/x.MKV/b.mkv"}),
    ]
    plan = read_plan(lines, library=world.library)
    assert sorted(statuses(plan)) == [CONFLICT, READY]


# ------------------------------------------------------------------------------------------------------ order


def test_a_case_only_rename_is_ready(world: World) -> None:
    world.add("lib/Movies/Quiet Harbour (1995)/quiet harbour (1995).mkv", film())
    assert statuses(world.plan()) == [READY]
    assert statuses(world.plan(Action.HARDLINK)) == [UNCHANGED]  # two names that a share takes for one


def show(number: int) -> str:
    return f"lib/TV Shows/Tidelands (2004)/Season 01/Tidelands (2004) - s01e{number:02d} - Night {number}.mkv"


def test_a_chain_runs_from_its_free_end(world: World) -> None:
    for number in (1, 2, 3):
        world.add(show(number), episode(number + 1))
    plan = world.plan()
    assert statuses(plan) == [READY] * 3
    assert [world.short(op.source) for op in plan.operations] == [show(3), show(2), show(1)]


def test_a_swap_is_left_to_transfer(world: World) -> None:
    world.add(show(1), episode(2))
    world.add(show(2), episode(1))
    assert statuses(world.plan()) == [READY, READY]


def test_a_chain_whose_end_is_stuck_is_stuck(world: World) -> None:
    world.put(show(3))
    world.add(show(1), episode(2))
    world.add(show(2), episode(3))
    plan = world.plan()
    assert statuses(plan) == [CONFLICT, CONFLICT]
    assert plan.operations[0].reason == f"{os.path.basename(show(2))} stands there and stays"


def test_a_copy_does_not_free_the_place(world: World) -> None:
    world.add(show(1), episode(2))
    world.add(show(2), episode(3))
    plan = world.plan(Action.COPY)
    assert statuses(plan) == [CONFLICT, CONFLICT]
    assert "already there" in (plan.operations[0].reason or "")
    assert "would stand beside it" in (plan.operations[1].reason or "")


def test_groups_stay_together_when_the_order_changes(world: World) -> None:
    stem = show(1)[:-4], show(2)[:-4]
    world.add(show(1), episode(2), (f"{stem[0]}.en.srt", SRT, "en"))
    world.add("in/z.mkv", film(), ("in/z.srt", SRT, ""))
    world.add(show(2), episode(3), (f"{stem[1]}.en.srt", SRT, "en"))
    plan = world.plan()
    assert statuses(plan) == [READY] * 6
    assert [op.group for op in plan.operations] == [1, 1, 2, 2, 0, 0]
    assert [op.companion_of is None for op in plan.operations] == [True, False] * 3


def test_a_second_run_over_the_result_changes_nothing(differing: World) -> None:
    differing.add("in/a.mkv", film(), ("in/2.srt", SRT, "en"), ("in/3.srt", SRT, "en"), screen_size="1080p")
    differing.add("in/b.mkv", film(), screen_size="2160p")
    differing.add("in/t.mkv", film(), extra="trailer")
    differing.add("in/u.mkv", film(), extra="trailer")
    differing.add("in/c1.mkv", film("Split", 8), part=1)
    differing.add("in/c2.mkv", film("Split", 8), part=2)
    plan = differing.plan()
    assert statuses(plan) == [READY] * 8
    moved = {}
    for op in plan.operations:
        assert op.target
        os.makedirs(os.path.dirname(op.target), exist_ok=True)
        os.rename(op.source, op.target)
        moved[op.source] = op.target

    def now(row: ReviewRow) -> ReviewRow:
        companions = tuple(replace(c, path=moved[c.path]) for c in row.file.companions)
        return replace(row, file=replace(row.file, path=moved[row.file.path], companions=companions))

    rows = [now(row) for row in differing.rows]
    assert statuses(differing.plan(rows=rows)) == [UNCHANGED] * 8
    for row in rows:  # nor does a run over one of them alone
        assert set(statuses(differing.plan(rows=[row]))) == {UNCHANGED}


# -------------------------------------------------------------------------------------------------- foresight


class OtherDevice(Disk):
    """The library on a disk of its own, with little room."""

    def lstat(self, path: str) -> os.stat_result | None:
        found = super().lstat(path)
        if found is None or "/lib" not in path:
            return found
        return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))

    def free(self, folder: str) -> int | None:
        return 10


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.HARDLINK, ["1 file is on another disk than the library: a hardlink is impossible there"]),
        (Action.REFLINK, ["1 file is on another disk than the library: a reflink is impossible there"]),
        (Action.COPY, ["Not enough room at"]),
        (Action.MOVE, ["Not enough room at", "1 file is to go to another disk (20 B)", "further names"]),
        (Action.SYMLINK, []),
    ],
)
def test_what_another_disk_brings_is_foreseen(world: World, action: Action, expected: list[str]) -> None:
    path = world.put("in/a.mkv", "x" * 20)
    os.link(path, f"{world.top}/in/seeding")
    os.makedirs(world.library.movies)
    row = world.add("in/dummy.mkv", film())
    row = replace(row, file=replace(row.file, path=path, identity=identity(path)))
    warnings = world.plan(action, rows=[row], disk=OtherDevice()).warnings
    assert len(warnings) == len(expected)
    assert all(part in warning for part, warning in zip(expected, warnings, strict=True))


def test_a_seeding_file_on_the_same_disk_is_mentioned(world: World) -> None:
    row = world.add("in/a.mkv", film())
    os.link(row.file.path, f"{world.top}/in/twin")
    assert world.plan().warnings == (
        "1 file is known under further names (hard links, as of seeding torrents), which stay",
    )


# ---------------------------------------------------------------------------------------------- check_library


@pytest.mark.parametrize(
    ("library", "source", "allowed"),
    [
        (("m/Movies", "m/TV"), "in", True),
        (("m/Movies", "m/TV"), "m/Movies", True),
        (("m/Movies", "m/TV"), "m/TV", True),
        (("m/Movies", "m/TV"), "m", True),
        (("m/Movies", "m/TV"), "m/Movies/new", True),
        (("m/Movies", "m/TV"), ".", False),
        (("in/lib/Movies", "in/lib/TV"), "in", False),
        (("in/Movies", "other/TV"), "in", False),
        (("in/all", "in/all"), "in", False),
        (("in/all", "in/all"), "in/all", True),
        (("inn/Movies", "inn/TV"), "in", True),
    ],
)
def test_a_library_inside_a_source_is_refused(
    tmp_path: Path, library: tuple[str, str], source: str, allowed: bool
) -> None:
    where = Library(*(str(tmp_path / folder) for folder in library))
    if allowed:
        check_library(where, [str(tmp_path / source)])
    else:
        with pytest.raises(UsageError, match="lies inside the source") as caught:
            check_library(where, [str(tmp_path / source)])
        assert caught.value.exit_status == 2


def test_a_link_does_not_hide_that_the_library_is_inside(tmp_path: Path) -> None:
    (tmp_path / "in/lib").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "in/lib")
    with pytest.raises(UsageError, match="lies inside"):
        check_library(Library(f"{tmp_path}/link/M", f"{tmp_path}/link/T"), [f"{tmp_path}/in"])


@pytest.mark.parametrize("movies", ["relative", "", "a\0b"])
def test_a_library_is_an_absolute_path(movies: str) -> None:
    with pytest.raises(UsageError, match="no absolute path"):
        check_library(Library(movies, "/tv"), [])


def test_a_library_that_is_a_file_is_refused(world: World) -> None:
    with pytest.raises(UsageError, match="is not a folder"):
        check_library(Library(world.put("file"), world.library.tv), [])


# ---------------------------------------------------------------------------------------------- plans as text


def lines_of(plan: Plan) -> list[str]:
    return [json.dumps(op.to_json()) for op in plan.operations] + [json.dumps(plan_summary(plan))]


def same(one: Operation, two: Operation) -> bool:
    return (one.source, one.target, one.status, one.action, one.reason, one.companion_of) == (
        two.source, two.target, two.status, two.action, two.reason, two.companion_of,
    )  # fmt: skip


def test_a_plan_comes_back_from_its_lines(world: World) -> None:
    world.add("in/a\udcff.mkv", film(), ("in/a.srt", SRT, "en"))
    world.add("in/b.mkv", None, decision=Decision.PENDING)
    plan = world.plan()
    again = read_plan(lines_of(plan))
    assert (again.library, again.action, again.source_roots) == (plan.library, plan.action, plan.source_roots)
    assert all(same(one, two) for one, two in zip(again.operations, plan.operations, strict=True))
    assert [op.group for op in again.operations] == [0, 0, 1]


def test_rows_may_be_dropped_and_keys_unknown(world: World) -> None:
    world.add("in/a.mkv", film(), ("in/a.srt", SRT, "en"))
    video = json.loads(lines_of(world.plan())[0])
    kept = {key: video[key] for key in ("source", "target", "action", "status")} | {"note": "mine"}
    plan = read_plan(["\n", json.dumps(kept)], library=world.library)
    assert statuses(plan) == [READY]
    assert plan.operations[0].identity == identity(f"{world.top}/in/a.mkv")


def test_an_edited_target_is_checked_again(world: World) -> None:
    world.add("in/a.mkv", film())
    world.add("in/b.mkv", film("Other", 2))
    lines = lines_of(world.plan())
    one, two = json.loads(lines[0]), json.loads(lines[1])
    taken = world.put("lib/Movies/taken.mkv")
    assert statuses(read_plan([json.dumps(one | {"target": taken}), *lines[1:]])) == [CONFLICT, READY]
    assert statuses(read_plan([json.dumps(one | {"target": two["target"]}), *lines[1:]])) == [CONFLICT, CONFLICT]


def test_a_source_that_changed_since_the_plan_is_a_conflict(world: World) -> None:
    world.add("in/a.mkv", film())
    lines = lines_of(world.plan())
    _grow(f"{world.top}/in/a.mkv")
    assert statuses(read_plan(lines)) == [CONFLICT]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"target": "/etc/passwd"}, "leaves the library"),
        ({"target": "LIB/../../x.mkv"}, "has a path with detours in 'target'"),
        ({"target": "LIB"}, "leaves the library"),
        ({"target": "relative.mkv"}, "no absolute path in 'target'"),
        ({"target": None}, "no absolute path in 'target'"),
        ({"target": "LIB/\ud800.mkv"}, "no absolute path in 'target'"),
        ({"source": 7}, "no absolute path in 'source'"),
        ({"action": "eat"}, "none of move, copy"),
        ({"status": []}, "none of ready"),
        ({"size": "big"}, "no whole number in 'size'"),
        ({"companion_of": "x"}, "no absolute path in 'companion_of'"),
    ],
)
def test_a_bad_line_is_named_by_its_number(world: World, change: dict[str, object], complaint: str) -> None:
    world.add("in/a.mkv", film())
    world.add("in/b.mkv", film("Other", 2))
    lines = lines_of(world.plan())
    if isinstance(change.get("target"), str):
        change = {"target": str(change["target"]).replace("LIB", world.library.movies)}
    lines[1] = json.dumps(json.loads(lines[1]) | change)
    with pytest.raises(UsageError) as caught:
        read_plan(lines)
    assert str(caught.value).startswith("Line 2 of the plan")
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    "text", ["{", "[]", "7", '{"summary": 7}', '{"summary": {"action": "x"}}', '{"summary": {"library": {}}}',
             '{"summary": {"source_roots": 3}}', "[" * 100_000]
)  # fmt: skip
def test_what_is_no_plan_is_said(text: str) -> None:
    with pytest.raises(UsageError, match=r"Line 1 (?:of the plan |has no \"->\")"):  # read as JSON, else as text
        read_plan([text])


def test_a_plan_without_a_library_is_refused(world: World) -> None:
    world.add("in/a.mkv", film())
    with pytest.raises(UsageError, match="does not say where its library is"):
        read_plan(lines_of(world.plan())[:1])
