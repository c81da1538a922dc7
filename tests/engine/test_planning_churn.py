"""Discovery and planning together: the result of a run, found again, changes nothing, whatever the companions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from organizer.model import EpisodeRef, Match, MediaType, OperationStatus, Preset
from organizer.planning.disk import Disk
from tests.engine.planning_support import House, film, not_unchanged

PIER = Match(MediaType.MOVIE, 4711, "Quiet Pier: The Return", "Quiet Pier", 2011)
SPLIT = Match(MediaType.MOVIE, 4712, "Split Tide", "Split Tide", 1999)
NIGHT = tuple(
    Match(MediaType.EPISODE, 815, "Tidelands", "Tidelands", 2004, 1, (EpisodeRef(1, n, f"Night: {n}?"),))
    for n in (1, 2)
)
LAYOUT = (
    "Pier/Quiet.Pier.2011.1080p-GRP.mkv", "Pier/Quiet.Pier.2011.1080p-GRP.nfo", "Pier/Quiet.Pier.2011.1080p-GRP.en.srt",
    "Pier/Quiet.Pier.2011.1080p-GRP.en.sdh.srt", "Pier/Quiet.Pier.2011.1080p-GRP.pt-BR.forced.default.ass",
    "Pier/poster.jpg", "Pier/folder.jpg", "Pier/fanart.png", "Pier/backdrop1.jpg", "Pier/backdrop2.jpg",
    "Pier/Subs/2_English.srt", "Pier/Subs/3_English.srt", "Pier/Subs/4_German.idx", "Pier/Subs/4_German.sub",
    "Pier/Subs/5.idx", "Pier/Subs/5.sub", "Pier/Subs/6.idx", "Pier/Quiet.Pier.2011.1080p-GRP.chapters.xml",
    "Pier/Quiet.Pier.2011.1080p-GRP.eng.ac3", "Pier/Quiet.Pier.2011-trailer.mkv", "Pier/Quiet.Pier.2011-trailer.srt",
    "Pier 4K/pier2160.mkv", "Pier 4K/pier2160.fr.srt", "Pier 4K/movie.nfo", "Pier 4K/Teaser-trailer.mkv",
    "Split/split.cd1.avi", "Split/split.cd2.avi", "Split/split.cd1.en.srt", "Split/split.cd2.en.srt", "Split/split.nfo",
    "Tide/S01E01.mkv", "Tide/S01E02.mkv", "Tide/S01E01.en.srt", "Tide/Subs/S01E02/2_eng.srt", "Tide/S01E02-thumb.jpg",
    "Tide/Subs/S01E02/3_eng.srt", "Tide/Subs/S01E02/4_Hindi.srt", "Tide/S01E01.hi.srt", "Tide/S01E01.en.hi.srt",
)  # fmt: skip
KNOWN: dict[str, tuple[Match, dict[str, object]]] = {
    "Quiet.Pier.2011.1080p-GRP.mkv": (PIER, {"screen_size": "1080p"}),
    "pier2160.mkv": (PIER, {"screen_size": "2160p"}),
    "Quiet.Pier.2011-trailer.mkv": (PIER, {"extra": "trailer"}),
    "Teaser-trailer.mkv": (PIER, {"extra": "trailer"}),
    "split.cd1.avi": (SPLIT, {"part": 1}),
    "split.cd2.avi": (SPLIT, {"part": 2}),
    "S01E01.mkv": (NIGHT[0], {}),
    "S01E02.mkv": (NIGHT[1], {}),
}


@pytest.mark.parametrize("preset", Preset)
def test_a_poster_of_a_film_and_its_extras_stays_when_the_extras_have_gone_to_their_folders(
    tmp_path: Path, preset: Preset
) -> None:
    def tell(name: str) -> tuple[Match, dict[str, object]]:
        return PIER, ({"extra": "trailer"} if "Trailer" in name else {})

    house = House(tmp_path, tell, preset)
    house.fill("Pier/pier.mkv", "Pier/Pier Trailer 1.mkv", "Pier/poster.jpg", "Pier/fanart.jpg", "Pier/movie.nfo")
    with house.journal() as journal:
        house.apply(house.plan(), journal)
    again = house.plan(f"{tmp_path}/lib")
    assert not_unchanged(again) == []
    assert len(again.operations) == 5


@pytest.mark.parametrize("preset", Preset)
def test_the_result_of_a_run_found_again_is_unchanged(tmp_path: Path, preset: Preset) -> None:
    house = House(tmp_path, lambda name: KNOWN[os.path.basename(name)], preset, ids=True)
    house.fill(*LAYOUT)
    plan = house.plan()
    assert [op.source for op in plan.operations if op.status is not OperationStatus.READY] == []
    # A release has one NFO for both of its CDs: nothing of the layout stays behind.
    assert len(plan.operations) == len(LAYOUT)
    with house.journal() as journal:
        house.apply(plan, journal)

    again = house.plan(f"{tmp_path}/lib")
    assert not_unchanged(again) == []
    assert len(again.operations) == len(plan.operations)


def test_pictures_of_a_film_keep_the_names_that_servers_read(tmp_path: Path) -> None:
    house = House(tmp_path, lambda _: (PIER, {}))
    folder = tmp_path / "lib" / "Movies" / "Quiet Pier - The Return (2011)"
    folder.mkdir(parents=True)
    for name in ("Quiet Pier - The Return (2011).mkv", "poster.jpg", "fanart.jpg", "movie.nfo", "Quiet.2.jpg"):
        (folder / name).write_text(name)
    plan = house.plan(f"{tmp_path}/lib")
    assert [op.status for op in plan.operations] == [OperationStatus.UNCHANGED] * 4
    assert list(house.left(plan)) == ["../lib/Movies/Quiet Pier - The Return (2011)/Quiet.2.jpg"]
    os.rename(folder / "Quiet Pier - The Return (2011).mkv", folder / "pier.2011.mkv")
    assert list(house.told(house.plan(f"{tmp_path}/lib"))) == [
        "../lib/Movies/Quiet Pier - The Return (2011)/pier.2011.mkv"
    ]


def test_a_video_of_another_ending_that_meant_to_leave_and_stays_is_no_twin(tmp_path: Path) -> None:
    kite, heron = film("Kite", 1), film("Heron", 2)
    house = House(tmp_path, lambda name: (kite if name.endswith(".avi") else heron, {}))
    house.fill("kite.avi", "one.mkv")
    inside = tmp_path / "lib" / "Movies" / "Kite (1999)" / "Kite (1999).mkv"
    inside.parent.mkdir(parents=True)
    inside.write_text("named like one film and matched to another, which two files want to be")
    plan = house.plan(str(tmp_path))
    assert {os.path.basename(op.source): op.status for op in plan.operations} == dict.fromkeys(
        ("kite.avi", "one.mkv", "Kite (1999).mkv"), OperationStatus.CONFLICT
    )


class CaseBlind(Disk):
    """A disk that knows ``lib/Movies`` for its ``lib/movies``, as exFAT and shares do."""

    def lstat(self, path: str) -> os.stat_result | None:
        found = "/"
        for name in path.strip("/").split("/"):
            entries = os.listdir(found) if os.path.isdir(found) else []
            found = os.path.join(found, next((entry for entry in entries if entry.lower() == name.lower()), name))
        return super().lstat(found)


def test_a_library_that_is_spelled_otherwise_on_the_disk_is_unchanged(tmp_path: Path) -> None:
    house = House(tmp_path, lambda name: (film("Kite", 1), {}))
    os.makedirs(tmp_path / "lib" / "movies" / "kite (1999)")
    (tmp_path / "lib" / "movies" / "kite (1999)" / "Kite (1999).mkv").write_text("kite")
    plan = house.plan(f"{tmp_path}/lib", disk=CaseBlind())
    assert [(op.status, op.reason) for op in plan.operations] == [(OperationStatus.UNCHANGED, "already in its place")]
