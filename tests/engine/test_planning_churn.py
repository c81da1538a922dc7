"""Discovery and planning together: the result of a run, found again, changes nothing, whatever the companions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings
from organizer.discovery import discover
from organizer.model import (
    Action,
    Decision,
    EpisodeRef,
    Library,
    Match,
    MediaFile,
    MediaType,
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
from organizer.planning import make_plan

Known = dict[str, tuple[Match, dict[str, object]]]

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
KNOWN: Known = {
    "Quiet.Pier.2011.1080p-GRP.mkv": (PIER, {"screen_size": "1080p"}),
    "pier2160.mkv": (PIER, {"screen_size": "2160p"}),
    "Quiet.Pier.2011-trailer.mkv": (PIER, {"extra": "trailer"}),
    "Teaser-trailer.mkv": (PIER, {"extra": "trailer"}),
    "split.cd1.avi": (SPLIT, {"part": 1}),
    "split.cd2.avi": (SPLIT, {"part": 2}),
    "S01E01.mkv": (NIGHT[0], {}),
    "S01E02.mkv": (NIGHT[1], {}),
}


def _found(*roots: str) -> list[MediaFile]:
    results = discover(roots, DiscoverySettings(), CancelToken())
    return sorted((file for result in results for file in result.files), key=lambda file: file.path)


def _rows(files: list[MediaFile], known: dict[int, tuple[Match, dict[str, object]]]) -> list[ReviewRow]:
    rows = []
    for number, file in enumerate(files):
        match, parsed = known[file.identity.inode]
        parse = Parse(ParsedName(file.path, **parsed))  # type: ignore[arg-type]
        rows.append(ReviewRow(number, file, RowStage.MATCHED, parse, Verdict(Tier.SURE, match, 1.0), Decision.APPROVED))
    return rows


def _plan(rows: list[ReviewRow], library: Library, preset: Preset, root: str) -> Plan:
    return make_plan(
        rows, library, action=Action.MOVE, style=NameStyle(preset), approved=lambda _: True, source_roots=[root]
    )


@pytest.mark.parametrize("preset", Preset)
def test_the_result_of_a_run_found_again_is_unchanged(tmp_path: Path, preset: Preset) -> None:
    for name in LAYOUT:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    library = Library(f"{tmp_path}/lib/Movies", f"{tmp_path}/lib/TV Shows")
    files = _found(f"{tmp_path}/in")
    known = {file.identity.inode: KNOWN[file.name] for file in files}
    plan = _plan(_rows(files, known), library, preset, f"{tmp_path}/in")
    assert [op.source for op in plan.operations if op.status is not OperationStatus.READY] == []
    # A release has one NFO for both of its CDs: nothing of the layout stays behind.
    assert len(plan.operations) == len(LAYOUT)
    for op in plan.operations:
        assert op.target
        os.makedirs(os.path.dirname(op.target), exist_ok=True)
        os.rename(op.source, op.target)

    again = _plan(_rows(_found(f"{tmp_path}/lib"), known), library, preset, f"{tmp_path}/lib")
    assert [(op.source, op.target) for op in again.operations if op.status is not OperationStatus.UNCHANGED] == []
    assert len(again.operations) == len(plan.operations)
