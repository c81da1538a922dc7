"""The promise of a whole run: found, planned, carried out and taken back, any tree of releases is what it was."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.cancellation import CancelToken
from organizer.model import Action, ConflictChoice, Junk, OperationStatus, Preset, Result
from organizer.transfer.undo import undo
from tests.engine.planning_support import House, Known, episode, film, not_unchanged
from tests.engine.transfer_support import snapshot

VIDEOS = (
    "Kite.1999.1080p/kite.1999.1080p.mkv", "Kite.1999.1080p/kite.1999.1080p-trailer.mkv", "kite.1999.720p.avi",
    "Kite.1999.1080p/Featurettes/On Wind.mkv", "Copy/kite.1999.1080p.mkv", "Kite/kite.cd1.avi", "Kite/kite.cd2.avi",
    "Heron (2003)/Heron.mkv", "Heron (2003)/heron 2003 final.cut.mkv", "heron.mp4", "Tide/Season 1/tide.s01e01.mkv",
    "Tide/Season 1/tide.s01e02.mkv", "Tide/Season 1/tide.s01e02e03.mkv", "Tide/Specials/tide.s00e01.mkv",
    "Tide.S02/tide.s02e01.mkv", "unknown/what.mkv", "lib/Movies/Kite (1999)/Kite (1999).mkv",
    "lib/Movies/Heron (1999)/Heron (1999).avi", "lib/TV Shows/Tide (2004)/Season 01/Tide (2004) - s01e01 - Night 1.mkv",
)  # fmt: skip
BESIDE = (
    ".srt", ".en.srt", ".eng.SDH.srt", ".pt-BR.forced.ass", ".zh-Hans.srt", ".idx", ".sub", ".nfo", "-poster.jpg",
    "-thumb.jpg", ".chapters.xml", ".de.ac3", ".txt", ".mkv.part", ".2.en.srt", ".SRT",
)  # fmt: skip
AROUND = (
    "Subs/2_English.srt", "Subs/3_English.srt", "Subs/{stem}/4_German.srt", "Subs/{stem}/4_German.idx",
    "Subs/{stem}/4_German.sub", "English Subs/x.srt", "poster.jpg", "folder.jpg", "fanart.png", "movie.nfo",
    "tvshow.nfo", "theme.mp3", "season-specials-poster.jpg", "extrafanart/1.jpg", "release.nfo", "visit.url", "x.sfv",
    "Sample/sample.mkv", "Proof/p.jpg", "chapters.xml", "stray.fr.srt", "x.rar", ".hidden", "Sub/deep/er/x.srt",
)  # fmt: skip
NOTE = "░▒▓ THE GROUP PRESENTS ▓▒░\n" * 40


def tell(name: str) -> Known:
    leaf = os.path.basename(name)
    if found := re.search(r"tide.*s(\d\d)e(\d\d)(?:-?e(\d\d))?", leaf, re.IGNORECASE):
        season, first, last = int(found[1]), int(found[2]), int(found[3] or found[2])
        return episode("Tide", 815, season, *range(first, last + 1)), {}
    found = re.search(r"kite|heron|on wind", leaf, re.IGNORECASE)
    if found is None:
        return None
    part, size = re.search(r"cd(\d)", leaf), re.search(r"\d{3,4}p", leaf)
    said = {
        "part": int(part[1]) if part else None,
        "screen_size": size[0] if size else None,
        "edition": "Final Cut" if "final" in leaf else None,
        "extra": "trailer" if "trailer" in leaf else "featurette" if "Wind" in leaf else None,
        "episode_title": "On Wind" if "Wind" in leaf else None,
    }
    return (film("Heron", 2) if found[0].lower() == "heron" else film("Kite", 1)), said


@st.composite
def trees(draw: st.DrawFn) -> list[str]:
    """Videos with files beside and around them; those of ``lib`` are in the library already."""
    names: dict[str, None] = {}
    for video in draw(st.lists(st.sampled_from(VIDEOS), min_size=1, max_size=6, unique=True)):
        folder, stem = os.path.dirname(video), os.path.splitext(video)[0]
        names[video] = None
        for ending in draw(st.lists(st.sampled_from(BESIDE), max_size=4)):
            names[stem + ending] = None
        for beside in draw(st.lists(st.sampled_from(AROUND), max_size=4)):
            names[os.path.join(folder, beside.format(stem=os.path.basename(stem)))] = None
    # What lies beside an unfinished download is taken for unfinished too: in a library nobody finds it again.
    return [name for name in names if not (name.startswith("lib/") and name.endswith(".part"))]


def build(house: House, names: list[str], alike: set[int]) -> None:
    """Files with content and times of their own, but for those ``alike``, whose content is one."""
    for number, name in enumerate(names):
        path = Path(house.top, name if name.startswith("lib/") else f"in/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NOTE if name.endswith("release.nfo") else "alike" if number in alike else name)
    for folder, _, files in os.walk(house.top, topdown=False):
        for number, name in enumerate((*files, "")):
            os.utime(os.path.join(folder, name), ns=(10**18 + number, 10**18 + 7 * number))


def contents(top: Path) -> Counter[bytes]:
    """What the regular files below hold, each as often as it is there."""
    paths = (os.path.join(folder, name) for folder, _, files in os.walk(top) for name in files)
    return Counter(Path(path).read_bytes() for path in paths if stat.S_ISREG(os.lstat(path).st_mode))


@settings(max_examples=20, deadline=None)
@given(
    trees(),
    st.sets(st.integers(0, 20), max_size=5),
    st.sampled_from(Preset),
    st.sampled_from([Action.MOVE, Action.MOVE, Action.COPY, Action.HARDLINK, Action.SYMLINK]),
    st.sampled_from(Junk),
    st.sampled_from(ConflictChoice),
)
def test_a_run_loses_nothing_and_its_undo_restores_everything(
    names: list[str], alike: set[int], preset: Preset, action: Action, junk: Junk, choice: ConflictChoice
) -> None:
    with tempfile.TemporaryDirectory() as top, tempfile.TemporaryDirectory() as state:
        house = House(Path(top), tell, preset)
        for folder in (house.source, *house.library.roots):
            os.makedirs(folder)
        build(house, names, alike)
        before, held = snapshot(top), contents(house.top)
        plan = house.plan(action=action, junk=junk, default_choice=choice)
        assert snapshot(top) == before  # planning touches nothing
        with House(Path(state), tell).journal() as journal:
            outcomes = house.apply(plan, journal)
            assert {outcome.result for outcome in outcomes} <= {Result.DONE}
            after = contents(house.top)
            assert after == held if action is Action.MOVE else held <= after
            if action is not Action.COPY:  # of a copy the support does not know what it is
                again = house.plan(f"{top}/lib", default_choice=choice)
                targets = {outcome.target for outcome in outcomes}
                assert [found for found in not_unchanged(again) if found[0] in targets] == []
                assert {op.source for op in again.operations} >= {t for t in targets if "/.pmo-trash/" not in t}
            if outcomes:
                assert {outcome.result for outcome in undo(journal, None, CancelToken())} == {Result.DONE}
        assert snapshot(top) == before


@settings(max_examples=20, deadline=None)
@given(trees(), st.sampled_from(Preset), st.sampled_from(ConflictChoice))
def test_putting_a_library_in_order_ends_after_one_run(
    names: list[str], preset: Preset, choice: ConflictChoice
) -> None:
    with tempfile.TemporaryDirectory() as top, tempfile.TemporaryDirectory() as state:
        house = House(Path(top), tell, preset)
        for folder in (house.source, *house.library.roots):
            os.makedirs(folder)
        build(house, [f"lib/Movies/{name.removeprefix('lib/')}" for name in names], set())
        plan = house.plan(f"{top}/lib", default_choice=choice)
        with House(Path(state), tell).journal() as journal:
            outcomes = house.apply(plan, journal)
            assert {outcome.result for outcome in outcomes} <= {Result.DONE}
        again = house.plan(f"{top}/lib", default_choice=choice)
        assert [(op.source, op.target) for op in again.operations if op.status is OperationStatus.READY] == []
