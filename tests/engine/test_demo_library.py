"""The demo library: what it holds, that it is always the same, and that its truth is true."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from organizer.demo.catalogue import catalogue
from organizer.demo.library import Expected, build_library
from organizer.model import LeftOutReason, MediaType


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Expected:
    return build_library(str(tmp_path_factory.mktemp("library")))


def snapshot(root: str) -> dict[str, tuple[bytes, int]]:
    """Content and time of every file below the root, by relative path."""
    found = {}
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, root)] = (file.read(), os.stat(path).st_mtime_ns)
    return found


def test_there_are_at_least_three_hundred_messy_names(library: Expected) -> None:
    assert len(library.truths) >= 300
    kinds = Counter(truth.type if truth else None for truth in library.truths.values())
    assert kinds[MediaType.MOVIE] >= 100
    assert kinds[MediaType.EPISODE] >= 200
    assert kinds[None] >= 10


def test_every_file_on_the_disk_is_accounted_for_once(library: Expected) -> None:
    parts = [*library.truths, *library.companions, *library.left_out]
    assert sorted(parts) == sorted(os.path.join(library.root, name) for name in snapshot(library.root))


def test_two_builds_are_the_same_and_no_two_files_are(library: Expected, tmp_path: Path) -> None:
    again = build_library(str(tmp_path / "again"))
    first, second = snapshot(library.root), snapshot(again.root)
    assert first == second
    contents = [content for content, _time in first.values()]
    assert len(set(contents)) == len(contents)


def test_the_truth_names_works_and_episodes_of_the_catalogue(library: Expected) -> None:
    for path, truth in library.truths.items():
        if truth is None:
            continue
        works = catalogue().films if truth.type is MediaType.MOVIE else catalogue().series
        work = works[truth.tmdb_id]
        known = {(episode.season, episode.number) for episode in work.episodes()}
        assert {(truth.season, number) for number in truth.episodes} <= known, path
        if truth.type is MediaType.EPISODE and not truth.extra:
            assert truth.episodes, path


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("films/2012.2009.720p.BRRip.x264-KITE.mkv", (MediaType.MOVIE, 14161, None, ())),
        ("films/world/Le fabuleux destin d'Am\udce9lie Poulain (2001).avi", (MediaType.MOVIE, 194, None, ())),
        ("series/Breaking Bad/Season 2/05 - Breakage.mkv", (MediaType.EPISODE, 1396, 2, (5,))),
        ("series/Breaking Bad/Season 2/Breaking.Bad.S02E11E12E13.720p.mkv", (MediaType.EPISODE, 1396, 2, (11, 12, 13))),
        ("anime/[Lanternfall] Attack on Titan - 28 [1080p].mkv", (MediaType.EPISODE, 1429, 2, (3,))),
        ("anime/[QuietSubs] Lantern Tide - 36 ~ 37 [1080p].mkv", (MediaType.EPISODE, 900001, 3, (36, 37))),
        ("shows/The.Late.Desk.2019.01.09.Carla.Menendez.720p.WEB.h264-KITE.mkv", (MediaType.EPISODE, 900002, 1, (3,))),
        ("series/EMHC-462x.p027.20E20S.nemyrreF.mkv", (MediaType.EPISODE, 900003, 2, (2,))),
    ],
)
def test_a_name_means_what_it_says(
    library: Expected, path: str, identity: tuple[MediaType, int, int | None, tuple[int, ...]]
) -> None:
    truth = library.truths[os.path.join(library.root, path)]
    assert truth is not None
    assert truth.identity == identity


def test_companions_of_every_kind_go_with_their_videos(library: Expected) -> None:
    endings = Counter(os.path.splitext(path)[1] for path in library.companions)
    assert set(endings) == {".srt", ".idx", ".sub", ".nfo", ".jpg"}
    assert set(library.companions.values()) <= set(library.truths)


def test_every_reason_to_leave_a_file_out_is_there(library: Expected) -> None:
    tried = {"SAMPLE", "SYSTEM_FOLDER", "HIDDEN", "UNFINISHED", "ORPHAN", "NOT_MEDIA"}
    assert set(library.left_out.values()) == {LeftOutReason[name] for name in tried}


def test_names_that_could_be_two_works_say_so(library: Expected) -> None:
    unclear = {os.path.basename(path) for path, truth in library.truths.items() if truth and truth.ambiguous}
    assert {"Dune.mkv", "True Grit.avi", "The.Office.S01E03.avi", "The.Quiet.Harbour.2018.mkv"} <= unclear


def test_it_takes_little_room_on_the_disk(library: Expected) -> None:
    sizes = [os.stat(os.path.join(library.root, name)) for name in snapshot(library.root)]
    assert sum(stat.st_blocks for stat in sizes) * 512 < 10_000_000
    assert all(16_384 <= os.stat(video).st_size <= 65_536 for video in library.truths)


def test_a_count_is_kept_to_the_file(tmp_path: Path) -> None:
    assert len(build_library(str(tmp_path / "small"), count=25).truths) == 25
    large = build_library(str(tmp_path / "large"), count=2000)
    assert len(large.truths) == 2000
    assert len({truth.identity for truth in large.truths.values() if truth}) > 700


def test_a_further_copy_adds_every_film_and_episode_once_more(library: Expected, tmp_path: Path) -> None:
    twice = build_library(str(tmp_path), copies=2)
    added = [truth for path, truth in twice.truths.items() if os.path.relpath(path, twice.root).startswith("backup")]
    assert len(twice.truths) == len(library.truths) + len(added)
    shows = {truth.tmdb_id for truth in added if truth and truth.type is MediaType.EPISODE}
    assert shows == set(catalogue().series)


def test_nothing_that_stands_in_the_way_is_overwritten(tmp_path: Path) -> None:
    build_library(str(tmp_path), count=1)
    before = snapshot(str(tmp_path))
    with pytest.raises(FileExistsError):
        build_library(str(tmp_path), count=1)
    assert snapshot(str(tmp_path)) == before
