"""A library that is put in order again: what is right stays, what is renamed is counted, nothing stands there twice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from organizer.config.schema import NamingSettings
from organizer.model import (
    Action,
    CompanionKind,
    ConflictChoice,
    Decision,
    Library,
    Match,
    NumberCase,
    OperationStatus,
    Preset,
    Tier,
)
from organizer.naming import NameStyle
from tests.engine.test_planning import World, episode, film, statuses

READY, UNCHANGED, CONFLICT = OperationStatus.READY, OperationStatus.UNCHANGED, OperationStatus.CONFLICT
SRT, NFO = CompanionKind.SUBTITLE, CompanionKind.NFO
SEASON = "lib/TV Shows/Tidelands (2004)/Season 01"
FULL: dict[str, Any] = {
    "screen_size": "1080p", "source": "Blu-ray", "video_codec": "H.264", "release_group": "PIER",
    "imdb_id": "tt0004711", "absolute_episode": 7,
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize(
    ("name", "numbers", "status"),
    [
        ("Tidelands (2004) - S01E01 - Night 1.mkv", NumberCase.PRESET, UNCHANGED),
        ("Tidelands (2004) - s01e01 - Night 1.mkv", NumberCase.PRESET, UNCHANGED),
        ("Tidelands (2004) - S01E01 - Night 1.mkv", NumberCase.LOWER, READY),
        ("Tidelands (2004) - s01e01 - Night 1.mkv", NumberCase.UPPER, READY),
        ("Tidelands (2004) - S01E01 - NIGHT 1.mkv", NumberCase.PRESET, READY),
        ("Tidelands (2004) - S01E1 - Night 1.mkv", NumberCase.PRESET, READY),
    ],
)
def test_the_letters_of_numbers_are_no_reason_for_a_rename(
    world: World, name: str, numbers: NumberCase, status: OperationStatus
) -> None:
    stem = f"{SEASON}/{name[:-4]}"
    world.add(f"{SEASON}/{name}", episode(1), (f"{stem}.en.srt", SRT, "en"))
    style = NameStyle(ids=False, naming=NamingSettings(numbers=numbers))
    assert statuses(world.plan(style=style)) == [status, status]


def test_renames_in_the_library_are_counted_and_warned_of(world: World) -> None:
    world.add("lib/Movies/quiet.harbour.mkv", film(), ("lib/Movies/quiet.harbour.en.srt", SRT, "en"))
    world.add(f"{SEASON}/x.mkv", episode(1))
    world.add("in/new.mkv", episode(2))
    (warning,) = (w for w in world.plan().warnings if "forget what was watched" in w)
    assert warning.startswith("2 videos of the library get another name or place")
    world.rows.pop(1)
    assert any(w.startswith("1 video that is in the library already gets another name") for w in world.plan().warnings)
    world.rows.pop(0)
    assert not any("forget" in w for w in world.plan().warnings)


@pytest.mark.parametrize("action", [Action.COPY, Action.HARDLINK, Action.SYMLINK, Action.REFLINK])
def test_nothing_of_the_library_gets_a_second_name_there(world: World, action: Action) -> None:
    world.add("lib/Movies/quiet.harbour.mkv", film(), ("lib/Movies/quiet.harbour.en.srt", SRT, "en"))
    world.add("in/new.mkv", episode(2))
    world.add(f"{SEASON}/Tidelands (2004) - s01e01 - Night 1.mkv", episode(1))
    plan = world.plan(action)
    assert statuses(plan) == [CONFLICT, CONFLICT, READY, UNCHANGED]
    assert plan.operations[0].reason == (
        f"is in the library under another name already, and a {action} would stand beside it: move it"
    )


def test_what_stands_right_needs_nobody_to_look_at_it(world: World) -> None:
    place = "lib/Movies/Quiet Harbour (1995)/Quiet Harbour (1995)"
    unsure: dict[str, Any] = {"decision": Decision.PENDING, "tier": Tier.AMBIGUOUS}
    world.add(f"{place}.mkv", film(), (f"{place}.nfo", NFO, ""), **unsure)
    world.add("in/other.mkv", film("Other", 5), **unsure)
    assert statuses(world.plan()) == [UNCHANGED, UNCHANGED, OperationStatus.BELOW_CONFIDENCE]


@pytest.mark.parametrize("choice", [ConflictChoice.SKIP, ConflictChoice.KEEP_BOTH, ConflictChoice.REPLACE])
def test_two_films_of_one_name_are_no_versions_of_each_other(world: World, choice: ConflictChoice) -> None:
    world.add("in/a.mkv", film(), screen_size="1080p")
    world.add("in/b.mkv", film("QUIET HARBOUR", 5), screen_size="2160p")
    world.add("in/b-trailer.mkv", film("QUIET HARBOUR", 5), extra="trailer")
    world.add("in/other.mkv", film("Other", 6))
    plan = world.plan(default_choice=choice)
    assert sorted(statuses(plan)) == sorted([CONFLICT, CONFLICT, READY, READY])
    conflicts = {world.short(op.source): op.reason for op in plan.operations if op.status is CONFLICT}
    assert conflicts == {
        "in/a.mkv": "another title would get the same name (QUIET HARBOUR (1995), TMDB 5): write ids into names, or "
        "skip one",
        "in/b.mkv": "another title would get the same name (Quiet Harbour (1995), TMDB 4711): write ids into names, or "
        "skip one",
    }
    assert not any(op.status is CONFLICT for op in world.plan(ids=True).operations)


def test_a_film_that_stands_there_keeps_its_name_from_another_of_that_name(world: World) -> None:
    place = "lib/Movies/Quiet Harbour (1995)/Quiet Harbour (1995)"
    world.add(f"{place}.mkv", film(), screen_size="1080p")
    world.add("in/more.mkv", film(), screen_size="720p")
    world.add("in/b.mkv", film("Quiet Harbour", 5), screen_size="2160p")
    plan = world.plan()
    assert sorted(world.told(plan), key=str) == [
        ("in/b.mkv", None, CONFLICT),
        ("in/more.mkv", f"{place} - 720p.mkv", READY),
        (f"{place}.mkv", f"{place}.mkv", UNCHANGED),
    ]


def test_versions_and_numbered_extras_stand_right_though_nobody_looked_at_them(world: World) -> None:
    place = "lib/Movies/Quiet Harbour (1995)"
    unsure: dict[str, Any] = {"decision": Decision.PENDING, "tier": Tier.AMBIGUOUS}
    for label in ("1080p", "2160p"):
        name = f"{place}/Quiet Harbour (1995) - {label}"
        world.add(f"{name}.mkv", film(), (f"{name}.en.srt", SRT, "en"), **unsure)
    world.add(f"{place}/Trailers/Quiet Harbour (1995)-trailer2.mkv", film(), extra="trailer", **unsure)
    world.add("in/quiet.harbour.2160p.mkv", film(), screen_size="2160p", **unsure)
    assert statuses(world.plan()) == [UNCHANGED] * 5 + [OperationStatus.BELOW_CONFIDENCE]


TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "release": {
        "movie_folder": "{{ title | slice: 0 }}/{{ title }} ({{ year }}) [{{ imdb_id }}]",
        "movie_file": "{{ title }} [{{ quality }} {{ source }} {{ codec }}]{% if group %}-{{ group }}{% endif %}",
        "episode_file": "{{ title }} - {{ numbers }} - {{ absolute | pad: 3 }} [{{ source | upcase }}]",
        "extra_file": "{{ title }} {{ quality }}-{{ extra }}",
    },
    "old name": {
        "movie_file": "{{ title }} - {{ original_name }}",
        "episode_file": "{{ numbers }} {{ episode_title }} ({{ original_name }})",
        "show_folder": "{{ title }}",
        "season_folder": "Staffel {{ season }}",
    },
    "edition": {"movie_file": "{{ title }} {{ edition }} {{ quality }}", "movie_folder": "{{ title }} {{ tmdb_id }}"},
}


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("templates", TEMPLATES)
def test_what_a_template_made_stays_though_its_name_tells_less(tmp_path: Path, preset: Preset, templates: str) -> None:
    first = World(tmp_path / "first")
    first.add("in/a-PIER.mkv", film(), ("in/a-PIER.en.srt", SRT, "en"), **FULL)
    first.add("in/b.uncut.mkv", film("Grey Coast", 5), **FULL | {"edition": "Uncut", "release_group": None})
    first.add("in/cd1.avi", film("Two Halves", 6), part=1)
    first.add("in/cd2.avi", film("Two Halves", 6), part=2)
    first.add("in/trailer.mkv", film(), **FULL | {"extra": "trailer"})
    first.add("in/e1.mkv", episode(1), **FULL)
    first.add("in/e2.mkv", episode(2, 3))
    style = NameStyle(preset, naming=NamingSettings(**TEMPLATES[templates]))  # type: ignore[arg-type]
    plan = first.plan(style=style)
    assert {op.status for op in plan.operations} == {READY}

    second = World(tmp_path / "second")
    known = {row.file.path: row for row in first.rows}
    for op in plan.operations:
        row = known.get(op.source)
        place = (op.target or "").replace(f"{first.top}/", "")
        if row and row.verdict and row.verdict.match and row.parse:
            told = {key: getattr(row.parse.parsed, key) for key in ("part", "edition", "extra")}
            beside = [
                ((other.target or "").replace(f"{first.top}/", ""), SRT, "en")
                for other in plan.operations
                if other.companion_of == op.source
            ]
            second.add(place, row.verdict.match, *beside, **told)
    again = second.plan(style=style)
    assert [(op.source, op.target) for op in again.operations if op.status is not UNCHANGED] == []
    assert len(again.operations) == len(plan.operations)


def test_another_film_under_the_name_of_a_template_is_renamed(world: World) -> None:
    style = NameStyle(naming=NamingSettings(movie_file="{{ title }} ({{ year }}) - {{ original_name }}"))
    folder = "lib/Movies/Quiet Harbour (1995) {tmdb-4711}"
    world.add(f"{folder}/Grey Coast (1995) - x.mkv", film())
    world.add(f"{folder}/Quiet Harbour (1995) - y.mkv", film())
    assert statuses(world.plan(style=style)) == [READY, UNCHANGED]


def test_a_link_to_the_library_is_the_library(tmp_path: Path) -> None:
    world = World(tmp_path)
    os.makedirs(f"{tmp_path}/disk/Movies")
    os.makedirs(f"{tmp_path}/lib")
    os.symlink(f"{tmp_path}/disk/Movies", f"{tmp_path}/lib/Movies")
    world.library = replace(world.library, movies=f"{tmp_path}/lib/Movies")
    world.add("disk/Movies/a.mkv", film())
    assert statuses(world.plan(Action.HARDLINK)) == [CONFLICT]
    assert any("forget what was watched" in warning for warning in world.plan().warnings)


def test_a_file_goes_to_the_new_shelf_once_and_then_stays(tmp_path: Path) -> None:
    drawn: Match = replace(film("Drawn", 2), genres=(16,), original_language="ja")
    world = World(tmp_path)
    world.library = Library(f"{tmp_path}/lib/Movies", f"{tmp_path}/lib/TV Shows", anime_movies=f"{tmp_path}/lib/Anime")
    world.add("lib/Movies/Drawn (1995)/Drawn (1995).mkv", drawn)
    (moved,) = world.plan().ready
    assert world.short(moved.target or "") == "lib/Anime/Drawn (1995)/Drawn (1995).mkv"
    os.renames(moved.source, moved.target or "")
    again = World(tmp_path)
    again.library = world.library
    again.add("lib/Anime/Drawn (1995)/Drawn (1995).mkv", replace(drawn, genres=()))
    assert statuses(again.plan()) == [UNCHANGED]


@pytest.mark.parametrize(("preset", "count", "told"), [(Preset.PLEX, 9, 1), (Preset.PLEX, 8, 0), (Preset.KODI, 9, 0)])
def test_more_parts_than_plex_plays_are_warned_of(world: World, preset: Preset, count: int, told: int) -> None:
    for part in range(1, count + 1):
        world.add(f"in/cd{part}.avi", film(), part=part)
    plan = world.plan(style=NameStyle(preset))
    assert {op.status for op in plan.operations} == {READY}
    assert sum("8 parts" in warning for warning in plan.warnings) == told
