"""Folders of their own for anime, kids and 4K: what goes where, what stays, and that every folder is guarded."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from organizer.config.library import below_root, library_of
from organizer.config.schema import LibrarySettings
from organizer.errors import UsageError
from organizer.model import FileIdentity, Library, Match, MediaFile, MediaType, OperationStatus, ParsedName, Shelf
from organizer.planning import check_library, plan_summary, read_plan
from organizer.planning.routing import shelf_of
from organizer.planning.said_size import with_said_size
from tests.engine.test_planning import World, film

ALL = Library("/m", "/t", "/am", "/at", "/km", "/kt", "/um", "/ut")
DRAWN = Match(MediaType.MOVIE, 1, "Drawn", "描", 2001, genres=(16, 10751), original_language="ja", countries=("JP",))
AIRED = Match(MediaType.EPISODE, 2, "Aired", "Aired", 2001, 1, genres=(16, 10762), original_language="en")


@pytest.mark.parametrize(
    ("match", "size", "library", "source", "shelf"),
    [
        (DRAWN, None, ALL, "/in/x.mkv", Shelf.ANIME),
        (DRAWN, "2160p", ALL, "/in/x.mkv", Shelf.UHD),
        (DRAWN, "1080p", replace(ALL, anime_movies=""), "/in/x.mkv", Shelf.KIDS),
        (DRAWN, "2160p", Library("/m", "/t"), "/in/x.mkv", Shelf.MAIN),
        (DRAWN, None, Library("/m", "/t", anime_tv="/at"), "/in/x.mkv", Shelf.MAIN),
        (replace(DRAWN, original_language="", genres=(16,)), None, ALL, "/in/x.mkv", Shelf.ANIME),
        (replace(DRAWN, genres=(18,)), None, ALL, "/in/x.mkv", Shelf.MAIN),
        (replace(DRAWN, original_language="en", countries=("US",)), None, ALL, "/in/x.mkv", Shelf.KIDS),
        (AIRED, None, ALL, "/in/x.mkv", Shelf.KIDS),
        (replace(AIRED, genres=(10751,)), None, ALL, "/in/x.mkv", Shelf.MAIN),
        (replace(AIRED, countries=("JP",)), "4320p", ALL, "/in/x.mkv", Shelf.UHD),
        # What a person put on a shelf stays there, also when its name says nothing any more.
        (replace(DRAWN, genres=()), "1080p", ALL, "/um/Drawn (2001)/Drawn (2001).mkv", Shelf.UHD),
        (replace(DRAWN, genres=()), "1080p", ALL, "/km/Drawn (2001)/Drawn (2001).mkv", Shelf.KIDS),
        (DRAWN, None, ALL, "/m/Drawn (2001)/Drawn (2001).mkv", Shelf.ANIME),
        (DRAWN, None, replace(ALL, kids_movies="/m"), "/m/Drawn (2001)/Drawn (2001).mkv", Shelf.ANIME),
        (replace(DRAWN, genres=()), None, ALL, "/ut/Drawn (2001).mkv", Shelf.MAIN),
        (replace(DRAWN, genres=()), None, replace(ALL, anime_movies="/m/Anime"), "/m/Anime/D/D.mkv", Shelf.ANIME),
    ],
)  # fmt: skip
def test_each_goes_to_its_shelf(match: Match, size: str | None, library: Library, source: str, shelf: Shelf) -> None:
    assert shelf_of(match, ParsedName(source, screen_size=size), library, source) is shelf


def routed(world: World) -> Library:
    return replace(world.library, uhd_movies=f"{world.top}/lib/4K", anime_movies=f"{world.top}/anime/Movies")


def test_a_plan_sends_versions_to_their_folders_and_extras_after_their_film(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.library = routed(world)
    world.add("in/big/big.mkv", film(), screen_size="2160p")
    world.add("in/big/big-trailer.mkv", film(), extra="trailer", screen_size="1080p")
    world.add("in/small/small.mkv", film(), screen_size="1080p")
    world.add("in/drawn.mkv", replace(film("Drawn", 2), genres=(16,), original_language="ja"))
    plan = world.plan()
    assert {world.short(op.source): world.short(op.target or "") for op in plan.ready} == {
        "in/big/big.mkv": "lib/4K/Quiet Harbour (1995)/Quiet Harbour (1995).mkv",
        "in/big/big-trailer.mkv": "lib/4K/Quiet Harbour (1995)/Trailers/Quiet Harbour (1995)-trailer.mkv",
        "in/small/small.mkv": "lib/Movies/Quiet Harbour (1995)/Quiet Harbour (1995).mkv",
        "in/drawn.mkv": "anime/Movies/Drawn (1995)/Drawn (1995).mkv",
    }
    assert all(op.status is OperationStatus.READY for op in plan.operations)


def test_a_folder_that_is_missing_beside_others_is_asked_about(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.library = routed(world)
    world.add("in/drawn.mkv", replace(film("Drawn", 2), genres=(16,), original_language="ja"))
    world.add("in/film.mkv", film())
    assert not any("mounted" in warning for warning in world.plan().warnings)  # a library that is new
    os.makedirs(world.library.movies)
    assert world.plan().warnings == (
        f"{tmp_path}/anime/Movies is not there yet and would be made, for 1 file: is its disk mounted?",
    )
    os.makedirs(world.library.anime_movies)
    assert world.plan().warnings == ()


def test_a_written_plan_knows_all_folders(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.library = routed(world)
    world.add("in/big.mkv", film(), screen_size="2160p")
    plan = world.plan()
    lines = [json.dumps(op.to_json()) for op in plan.operations] + [json.dumps(plan_summary(plan))]
    again = read_plan(lines)
    assert again.library == world.library
    assert [op.target for op in again.ready] == [op.target for op in plan.ready]


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("lib", False),  # it holds three of the library's folders: it is the library
        ("lib/4K", False),
        ("anime", True),  # one of them lies inside
        ("anime/Movies", False),
        ("", True),
    ],
)
def test_a_source_holds_no_folder_of_the_library_unless_it_is_the_library(
    tmp_path: Path, source: str, refused: bool
) -> None:
    library = routed(World(tmp_path))
    if not refused:
        check_library(library, [os.path.join(tmp_path, source)])
        return
    with pytest.raises(UsageError, match="lies inside the source"):
        check_library(library, [os.path.join(tmp_path, source).rstrip("/")])


def test_the_settings_name_the_folders_and_a_demo_has_none_of_them() -> None:
    settings = LibrarySettings(root="/media", anime_tv="/media/Anime", uhd_movies="/big/Movies")
    library = library_of(settings)
    assert library == Library("/media/Movies", "/media/TV Shows", anime_tv="/media/Anime", uhd_movies="/big/Movies")
    assert library is not None
    assert library.roots == ("/media/Movies", "/media/TV Shows", "/media/Anime", "/big/Movies")
    assert library_of(below_root(settings, "/demo")) == Library("/demo/Movies", "/demo/TV Shows")


@pytest.mark.parametrize(
    ("path", "said", "size"),
    [
        ("Heat (1995) [2160p]/Heat (1995).mkv", None, "2160p"),
        ("Heat.1995.4K/disc/heat.mkv", None, "2160p"),
        ("Tide.S01.UHD/tide.s01e01.mkv", None, "2160p"),
        ("Heat.1995.UHD.BluRay.mkv", None, "2160p"),
        ("Heat (1995) 720p/Heat.mkv", None, "720p"),
        ("Heat.2160p/heat.1080p.mkv", "1080p", "1080p"),  # its own name counts first
        ("Heat 1080p and 2160p/heat.mkv", None, None),
        ("4K/far/away/heat.mkv", None, None),
        ("Heat 1995p/The 4Knots/heat.mkv", None, None),
        ("heat.mkv", None, None),
    ],
)
def test_a_folder_says_the_resolution_that_a_name_does_not(path: str, said: str | None, size: str | None) -> None:
    file = MediaFile(f"/in/{path}", "/in", FileIdentity(1, 2, 3, 4))
    assert with_said_size(ParsedName(file.path, screen_size=said), file).screen_size == size


def test_a_film_whose_folder_says_4k_goes_to_the_4k_folder(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.library = routed(world)
    world.add("lib/Movies/Quiet Harbour (1995) 2160p/Quiet Harbour (1995).mkv", film())
    (op,) = world.plan().ready
    assert world.short(op.target or "") == "lib/4K/Quiet Harbour (1995)/Quiet Harbour (1995).mkv"
