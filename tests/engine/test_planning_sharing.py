"""Files of whole films, shows and seasons: they go once, to the folder that they are of, or stay with a reason."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Action, ConflictChoice, OperationStatus, Preset, Result, Role
from organizer.naming.folder_files import Level, folder_file_name, read_folder_file
from organizer.transfer.undo import undo
from tests.engine.planning_support import House, Known, episode, film, not_unchanged

SHOW = "TV Shows/Tidelands (2004)"
PIER = "Movies/Quiet Pier (1999)"


def tell(name: str) -> Known:
    leaf = os.path.basename(name)
    if found := re.search(r"(other)?\.?s(\d\d)e(\d\d)", leaf, re.IGNORECASE):
        title, number = ("Otherlands", 816) if found[1] else ("Tidelands", 815)
        return episode(title, number, int(found[2]), int(found[3])), {}
    if "strange" in leaf:
        return None
    if found := re.search(r"(pier|kite)(?:.*(cd)(\d))?", leaf):
        match = film("Quiet Pier", 4711) if found[1] == "pier" else film("Paper Kite", 4712)
        size = re.search(r"\d{3,4}p", leaf)
        return match, {"part": int(found[3]) if found[2] else None, "screen_size": size.group() if size else None}
    return None


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, tell)


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (  # a show with folders of seasons
            ("Tide/poster.jpg", "Tide/fanart.jpg", "Tide/tvshow.nfo", "Tide/theme.mp3", "Tide/Season01.jpg",
             "Tide/season-specials-poster.jpg", "Tide/Season 1/t.s01e01.mkv", "Tide/Season 1/folder.jpg",
             "Tide/Season 2/t.s02e01.mkv", "Tide/Season 2/poster.jpg", "Tide/Specials/t.s00e01.mkv"),
            {"Tide/poster.jpg": f"{SHOW}/poster.jpg", "Tide/fanart.jpg": f"{SHOW}/fanart.jpg",
             "Tide/tvshow.nfo": f"{SHOW}/tvshow.nfo", "Tide/theme.mp3": f"{SHOW}/theme.mp3",
             "Tide/Season01.jpg": f"{SHOW}/Season 01/Season01.jpg",
             "Tide/Season 2/poster.jpg": f"{SHOW}/Season 02/Season02.jpg",
             "Tide/season-specials-poster.jpg": f"{SHOW}/Season 00/season-specials-poster.jpg"},
        ),
        (  # one season as a release
            ("Tidelands.S02.1080p-GRP/t.s02e01.mkv", "Tidelands.S02.1080p-GRP/t.s02e02.mkv",
             "Tidelands.S02.1080p-GRP/folder.jpg"),
            {"Tidelands.S02.1080p-GRP/folder.jpg": f"{SHOW}/Season 02/Season02.jpg"},
        ),
        (  # parts of a film
            ("Pier/pier.cd1.avi", "Pier/pier.cd2.avi", "Pier/poster.jpg", "Pier/pier.nfo"),
            {"Pier/poster.jpg": f"{PIER}/poster.jpg", "Pier/pier.nfo": f"{PIER}/movie.nfo"},
        ),
        (  # pictures and music in folders of their own
            ("Pier/pier.mkv", "Pier/extrafanart/fanart1.jpg", "Pier/Extrathumbs/1.png", "Tide/theme-music/a.mp3",
             "Tide/Season 1/t.s01e01.mkv", "Tide/Season 1/extrafanart/1.jpg"),
            {"Pier/extrafanart/fanart1.jpg": f"{PIER}/extrafanart/fanart1.jpg",
             "Pier/Extrathumbs/1.png": f"{PIER}/Extrathumbs/1.png",
             "Tide/theme-music/a.mp3": f"{SHOW}/theme-music/a.mp3",
             "Tide/Season 1/extrafanart/1.jpg": f"{SHOW}/Season 01/extrafanart/1.jpg"},
        ),
        (  # two qualities of a film
            ("Pier/pier.1080p.mkv", "Pier/pier.2160p.mkv", "Pier/fanart.jpg"),
            {"Pier/fanart.jpg": f"{PIER}/fanart.jpg"},
        ),
    ],
)  # fmt: skip
def test_they_go_to_their_folder_once(house: House, layout: tuple[str, ...], expected: dict[str, str]) -> None:
    house.fill(*layout)
    plan = house.plan()
    shared = {op.source for op in plan.ready if op.role is Role.FOLDER}
    assert {name: target for name, target in house.told(plan).items() if f"{house.source}/{name}" in shared} == expected


def test_of_two_for_one_place_one_goes_and_the_other_says_so(house: House) -> None:
    house.fill("Tide/Season 1/folder.jpg", "Tide/Season 1/Season01.jpg", "Tide/Season 1/t.s01e01.mkv")
    assert house.left(house.plan()) == {
        "Tide/Season 1/folder.jpg": "Season01.jpg of another folder, or of another name, goes to its place"
    }


@pytest.mark.parametrize(
    ("layout", "path", "why"),
    [
        (("Both/pier.mkv", "Both/kite.mkv", "Both/poster.jpg"), "Both/poster.jpg", "several titles"),
        (("Tide/t.s01e01.mkv", "Tide/other.s01e01.mkv", "Tide/poster.jpg"), "Tide/poster.jpg", "several titles"),
        (("Pier/pier.720p.mkv", "Pier/strange.mkv", "Pier/poster.jpg"), "Pier/poster.jpg", "could also be of strange"),
        (("Empty/poster.jpg",), "Empty/poster.jpg", "no video in this folder or below it"),
        (("New/strange.1.mkv", "New/strange.2.mkv", "New/poster.jpg"), "New/poster.jpg", "no video of its folder is"),
        (("Pier/pier.mkv", "poster.jpg"), "poster.jpg", "lies beside the folders"),
        (("Tide/Season 1/t.s01e01.mkv", "Tide/season07.jpg"), "Tide/season07.jpg", "no episode of season 7"),
        (("Pier/pier.cd1.avi", "Pier/pier.cd2.avi", "Pier/pier.srt"), "Pier/pier.srt", "any of 2 files of one film"),
    ],
)  # fmt: skip
def test_one_of_several_possible_videos_stays_with_the_reason(
    house: House, layout: tuple[str, ...], path: str, why: str
) -> None:
    house.fill(*layout)
    plan = house.plan()
    assert path not in house.told(plan)
    assert why in house.left(plan)[path]


def test_they_stay_when_the_videos_stay(house: House) -> None:
    house.fill("Tide/t.s01e01.mkv", "Tide/t.s01e02.mkv", "Tide/tvshow.nfo")
    target = Path(house.library.tv, "Tidelands (2004)/Season 01/Tidelands (2004) - s01e01 - Night 1.mkv")
    target.parent.mkdir(parents=True)
    target.write_text("another")
    assert "Tide/tvshow.nfo" in house.told(house.plan())  # the second episode goes
    target.with_name("Tidelands (2004) - s01e02 - Night 2.mkv").write_text("another")
    assert house.left(house.plan())["Tide/tvshow.nfo"] == "stays with the videos of its folder, which stay"


def test_a_library_that_has_one_keeps_it_without_a_person(house: House) -> None:
    house.fill("Tide/Season 1/t.s01e01.mkv", "Tide/poster.jpg")
    standing = Path(house.library.tv, "Tidelands (2004)/poster.jpg")
    standing.parent.mkdir(parents=True)
    standing.write_text("mine")
    plan = house.plan()
    (poster,) = [op for op in plan.operations if op.role is Role.FOLDER]
    assert poster.status is OperationStatus.SKIPPED
    assert (poster.reason or "").startswith("the library has one already")
    chosen = house.plan(choices={poster.source: ConflictChoice.REPLACE})
    assert f"{house.source}/Tide/poster.jpg" in {op.source for op in chosen.ready if op.replaces}


def test_undoing_one_episode_leaves_the_poster_of_the_show(house: House) -> None:
    house.fill("Tide/Season 1/t.s01e01.mkv", "Tide/Season 1/t.s01e02.mkv", "Tide/poster.jpg")
    first = f"{house.source}/Tide/Season 1/t.s01e01.mkv"
    with house.journal() as journal:
        house.apply(house.plan(), journal)
        back = list(undo(journal, None, CancelToken(), only=[first]))
        assert [(outcome.source, outcome.result) for outcome in back] == [(first, Result.DONE)]
        assert Path(house.library.tv, "Tidelands (2004)/poster.jpg").is_file()
        list(undo(journal, None, CancelToken()))
    assert Path(house.source, "Tide/poster.jpg").is_file()


@pytest.mark.parametrize("preset", Preset)
def test_found_again_in_the_library_they_are_unchanged(house: House, preset: Preset) -> None:
    house.preset = preset
    house.fill(
        "Tide/poster.jpg", "Tide/banner.jpg", "Tide/tvshow.nfo", "Tide/theme.mp3", "Tide/season01-poster.jpg",
        "Tide/season-all-poster.jpg", "Tide/Season 1/t.s01e01.mkv", "Tide/Season 1/season.nfo",
        "Tide/Season 2/t.s02e01.mkv", "Tide/Season 2/poster.jpg", "Tide/Season 2/banner.jpg",
        "Tide/Specials/t.s00e01.mkv", "Tide/Specials/folder.jpg",
        "Pier/pier.cd1.avi", "Pier/pier.cd2.avi", "Pier/poster.jpg", "Pier/fanart.png", "Pier/pier.nfo",
    )  # fmt: skip
    plan = house.plan()
    assert not_unchanged(plan) == [(op.source, op.target, None) for op in plan.ready]
    assert not plan.leftovers
    with house.journal() as journal:
        house.apply(plan, journal)
    again = house.plan(f"{house.top}/lib")
    assert not_unchanged(again) == []
    assert not again.leftovers
    assert len(again.operations) == len(plan.operations)


def test_copies_leave_their_sources_out_of_the_leftovers(house: House) -> None:
    house.fill("Tide/Season 1/t.s01e01.mkv", "Tide/poster.jpg", "Tide/readme.doc")
    assert house.left(house.plan(action=Action.COPY)) == {"Tide/readme.doc": "not a media file"}


@pytest.mark.parametrize(
    ("stem", "season", "ending", "preset", "expected"),
    [
        ("poster", None, "jpg", Preset.PLEX, (Level.TITLE, "poster.jpg")),
        ("Folder", None, "jpg", Preset.KODI, (Level.TITLE, "folder.jpg")),
        ("backdrop2", None, "jpg", Preset.JELLYFIN, (Level.TITLE, "backdrop2.jpg")),
        ("tvshow", 3, "nfo", Preset.KODI, (Level.TITLE, "tvshow.nfo")),
        ("season", 3, "nfo", Preset.KODI, (Level.SEASON, "season.nfo")),
        ("poster", 3, "jpg", Preset.PLEX, (Level.SEASON, "Season03.jpg")),
        ("banner", 3, "png", Preset.PLEX, (Level.SEASON, "Season03-banner.png")),
        ("poster", 3, "jpg", Preset.JELLYFIN, (Level.SEASON, "poster.jpg")),
        ("poster", 3, "jpg", Preset.KODI, (Level.TITLE, "season03-poster.jpg")),
        ("poster", 0, "jpg", Preset.KODI, (Level.TITLE, "season-specials-poster.jpg")),
        ("season03-poster", None, "jpg", Preset.PLEX, (Level.SEASON, "Season03.jpg")),
        ("Season03b", 3, "jpg", Preset.PLEX, (Level.SEASON, "Season03b.jpg")),
        ("season03-fanart", None, "jpg", Preset.EMBY, (Level.TITLE, "season03-fanart.jpg")),
        ("season-specials-banner", None, "jpg", Preset.PLEX, (Level.SEASON, "season-specials-banner.jpg")),
        ("season-all-poster", None, "jpg", Preset.PLEX, (Level.TITLE, "season-all-poster.jpg")),
    ],
)  # fmt: skip
def test_the_name_is_one_that_the_server_reads(
    stem: str, season: int | None, ending: str, preset: Preset, expected: tuple[Level, str]
) -> None:
    file = read_folder_file(stem)
    assert file is not None
    assert folder_file_name(file, season, ending, preset) == expected


@pytest.mark.parametrize("stem", ["Show Me", "season of rain", "posters", "season1xy"])
def test_a_title_is_not_taken_for_such_a_name(stem: str) -> None:
    assert read_folder_file(stem) is None
