"""A rescan costs the walk and nothing else: what was found before is known, as long as it holds."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.config.schema import MatchingSettings, ParsingSettings, Settings
from organizer.discovery import noted, walk
from organizer.discovery.folder import Look, look
from organizer.discovery.names import Endings
from organizer.errors import TmdbOffline
from organizer.model import (
    Alias,
    AliasScope,
    CandidateType,
    Decision,
    EpisodeRef,
    FileIdentity,
    Hypothesis,
    LeftOut,
    LeftOutReason,
    Match,
    MediaFile,
    MediaType,
    Origin,
    Parse,
    ParsedName,
    ReviewRow,
    Tier,
    Verdict,
)
from organizer.mounts import file_system_of, keeps_times
from organizer.pipeline import Pipeline, PipelineEvent, ScanKept
from organizer.state.basis import Basis, basis_of
from organizer.state.details import Details
from organizer.state.kept import Kept
from organizer.state.recall import Recall, Recalled
from organizer.state.segments import BYTES, NUMBERS, Segment, pack, unpack
from organizer.store.memory import DecisionMemory
from organizer.store.review import ReviewStore

SETTINGS = Settings(parsing=ParsingSettings(batch=5))


@dataclass
class Engine:
    """Reads and judges names, and counts. ``shift`` is what the series' numbers are off by, once all are there."""

    parsed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    shift: int = 0
    offline: bool = False

    async def parse(self, paths: Sequence[str]) -> list[Parse]:
        self.parsed += paths
        await asyncio.sleep(0)
        return [parse_of(path) for path in paths]

    async def match(self, parse: Parse) -> Verdict:
        if self.offline:
            raise TmdbOffline("not in the cache")
        self.asked.append(parse.parsed.path)
        return verdict_of(parse, 0)

    async def settle(self, files: Sequence[tuple[str, Parse, Verdict]]) -> Mapping[str, Verdict]:
        return {path: verdict_of(parse, self.shift) for path, parse, _ in files} if self.shift else {}


def name_of(path: str) -> ParsedName:
    title, _, number = os.path.basename(path).removesuffix(".mkv").rpartition(" ")
    if "Season" in path:
        return ParsedName(path, MediaType.EPISODE, title, season=(1,), episode=(int(number),))
    return ParsedName(path, MediaType.MOVIE, title, year=int(number))


def parse_of(path: str) -> Parse:
    name = name_of(path)
    return Parse(name, (Hypothesis(name, Origin.LEAF, 0.9),))


def verdict_of(parse: Parse, shift: int) -> Verdict:
    name = parse.parsed
    title = name.title or ""
    if name.type is MediaType.MOVIE:
        return Verdict(Tier.LIKELY, Match(MediaType.MOVIE, len(title), title, title, name.year), 0.9)
    number = name.episode[0] + shift
    match = Match(MediaType.EPISODE, 7, title, title, 2000, 1, (EpisodeRef(1, number, f"Part {number}"),))
    return Verdict(Tier.SURE, match, 0.95)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    for number in range(6):
        folder = root / f"Amber Tide {'I' * number} {1990 + number}"
        folder.mkdir(parents=True)
        (folder / f"Amber Tide {'I' * number} {1990 + number}.mkv").write_bytes(b"x" * (number + 1))
    season = root / "Long Winter" / "Season 1"
    season.mkdir(parents=True)
    for number in range(1, 13):
        (season / f"Long Winter {number}.mkv").write_bytes(b"y" * number)
    (season / "Long Winter 3.en.srt").write_text("text")
    return root


def scan(
    root: Path, state: Path, engine: Engine, settings: Settings = SETTINGS, aliases: Sequence[Alias] = ()
) -> dict[str, ReviewRow]:
    """One start of the program: everything is opened, scanned, written and closed. The rows by path."""
    return whole_scan(root, state, engine, settings, aliases)[0]


def whole_scan(
    root: Path, state: Path, engine: Engine, settings: Settings = SETTINGS, aliases: Sequence[Alias] = ()
) -> tuple[dict[str, ReviewRow], list[LeftOut]]:
    """The same, with what was left out."""
    basis = basis_of(settings, aliases)
    store = ReviewStore(DecisionMemory(state / "decisions.db"), Details(state / "state.db", lambda: basis))
    recall = Recall(state / "state.db", lambda: basis)
    pipeline = Pipeline([str(root)], settings, engine, engine, store.take, CancelToken(), memory=recall)
    asyncio.run(pipeline.run())
    rows = {os.path.relpath(row.file.path, root): replace(row, id=0) for row in store}
    left_out = sorted(store.left_out, key=lambda gone: gone.path)
    recall.close()
    store.close()
    return rows, left_out


def cost(engine: Engine) -> tuple[int, int]:
    return len(engine.parsed), len(engine.asked)


def test_a_second_scan_parses_nothing_and_asks_nothing(library: Path, tmp_path: Path) -> None:
    first, second = Engine(), Engine()
    before = scan(library, tmp_path, first)
    assert cost(first) == (18, 18)
    assert scan(library, tmp_path, second) == before
    assert cost(second) == (0, 0)


def test_a_file_that_changed_is_asked_again_and_no_other(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    (library / "Long Winter" / "Season 1" / "Long Winter 4.mkv").write_bytes(b"another one")
    engine = Engine()
    scan(library, tmp_path, engine)
    assert (len(engine.parsed), [os.path.basename(p) for p in engine.asked]) == (0, ["Long Winter 4.mkv"])


def test_a_renamed_file_is_read_again_and_asked_only_if_it_says_something_else(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    season = library / "Long Winter" / "Season 1"
    (season / "Long Winter 5.mkv").rename(season / "Long Winter 05.mkv")
    (season / "Long Winter 6.mkv").rename(season / "Long Winter 60.mkv")
    engine = Engine()
    rows = scan(library, tmp_path, engine)
    assert cost(engine) == (2, 1)
    assert rows["Long Winter/Season 1/Long Winter 05.mkv"].tier is Tier.SURE
    again = Engine()
    assert scan(library, tmp_path, again) == rows
    assert cost(again) == (0, 0)


def test_a_folder_that_was_moved_is_read_again_and_not_asked(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    (library / "new").mkdir()
    (library / "Long Winter").rename(library / "new" / "Long Winter")
    engine = Engine()
    rows = scan(library, tmp_path, engine)
    assert cost(engine) == (12, 0)
    moved = rows["new/Long Winter/Season 1/Long Winter 3.mkv"]
    assert moved.tier is Tier.SURE
    assert [os.path.basename(c.path) for c in moved.file.companions] == ["Long Winter 3.en.srt"]


def test_a_hard_link_elsewhere_is_no_move(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    source = library / "Amber Tide I 1991" / "Amber Tide I 1991.mkv"
    (library / "copy").mkdir()
    os.link(source, library / "copy" / "Amber Tide I 1991.mkv")
    engine = Engine()
    scan(library, tmp_path, engine)
    assert cost(engine) == (1, 1)


def test_decisions_follow_a_file_that_was_moved(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    store = ReviewStore(DecisionMemory(tmp_path / "decisions.db"), Details(tmp_path / "state.db"))
    rows = scan(library, tmp_path, Engine())
    store.add(row.file for row in rows.values())
    for row in rows.values():
        store.set_verdicts([(row.file.path, row.verdict)] if row.verdict else [])
    ids = {store[i].file.name: i for i in range(len(store))}
    store.decide([ids["Long Winter 1.mkv"]], Decision.APPROVED)
    store.decide([ids["Long Winter 2.mkv"]], Decision.IGNORED)
    store.fix({ids["Long Winter 3.mkv"]: verdict_of(parse_of("Season/Long Winter 9.mkv"), 0)})
    store.close()
    (library / "Long Winter").rename(library / "Langer Winter")
    moved = scan(library, tmp_path, Engine())
    season = "Langer Winter/Season 1/Long Winter"
    assert moved[f"{season} 1.mkv"].decision is Decision.APPROVED
    assert moved[f"{season} 2.mkv"].decision is Decision.IGNORED
    fixed = moved[f"{season} 3.mkv"]
    assert fixed.decision is Decision.FIXED
    assert fixed.verdict is not None
    assert fixed.verdict.match is not None
    assert fixed.verdict.match.episodes[0].number == 9


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, matching=MatchingSettings(likely_score=0.9)),
        replace(SETTINGS, library=replace(SETTINGS.library, language="de-DE")),
    ],
    ids=["thresholds", "language"],
)
def test_other_settings_ask_again_and_read_nothing(library: Path, tmp_path: Path, settings: Settings) -> None:
    scan(library, tmp_path, Engine())
    engine = Engine()
    scan(library, tmp_path, engine, settings)
    assert cost(engine) == (0, 18)


def test_what_was_taught_since_is_asked_again(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    engine = Engine()
    taught = Alias(AliasScope.TITLE, "film amber tide", CandidateType.MOVIE, 9, "Amber", 1990)
    scan(library, tmp_path, engine, aliases=[taught])
    assert cost(engine) == (0, 18)


def test_verdicts_grow_old(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    with sqlite3.connect(tmp_path / "state.db") as state:
        state.execute("UPDATE detail SET checked = checked - 40 * 86400 WHERE CAST(path AS TEXT) LIKE '%Amber%'")
        state.execute("DELETE FROM segment")
    engine = Engine()
    scan(library, tmp_path, engine)
    assert cost(engine) == (0, 6)


def test_what_nobody_could_be_asked_is_asked_the_next_time(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine(offline=True))
    engine = Engine()
    rows = scan(library, tmp_path, engine)
    assert cost(engine) == (0, 18)
    assert {row.tier for row in rows.values()} == {Tier.LIKELY, Tier.SURE}


def test_the_order_that_a_series_follows_is_kept(library: Path, tmp_path: Path) -> None:
    rows = scan(library, tmp_path, Engine(shift=100))
    row = rows["Long Winter/Season 1/Long Winter 3.mkv"]
    assert row.verdict is not None
    assert row.verdict.match is not None
    assert row.verdict.match.episodes[0].number == 103
    again = Engine()
    assert scan(library, tmp_path, again) == rows
    assert cost(again) == (0, 0)


def test_an_nfo_that_changed_is_read_again(library: Path, tmp_path: Path) -> None:
    folder = library / "Amber Tide I 1991"
    nfo = folder / "Amber Tide I 1991.nfo"
    nfo.write_text("<movie><tmdbid>31</tmdbid></movie>")
    first = scan(library, tmp_path, Engine())["Amber Tide I 1991/Amber Tide I 1991.mkv"]
    assert first.parse is not None
    assert first.parse.parsed.tmdb_id == 31
    quiet = Engine()
    scan(library, tmp_path, quiet)
    assert cost(quiet) == (0, 0)
    nfo.write_text("<movie><tmdbid>4711</tmdbid></movie>")
    engine = Engine()
    row = scan(library, tmp_path, engine)["Amber Tide I 1991/Amber Tide I 1991.mkv"]
    assert cost(engine) == (1, 1)
    assert row.parse is not None
    assert row.parse.parsed.tmdb_id == 4711


@pytest.mark.parametrize("content", [b"this is no database" * 100, None], ids=["broken", "foreign"])
def test_a_state_that_cannot_be_used_is_moved_aside_with_one_line(
    library: Path, tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    state = tmp_path / "state.db"
    if content is None:
        with sqlite3.connect(state) as other:
            other.execute("CREATE TABLE theirs (x)")
    else:
        state.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        scan(library, tmp_path, Engine())
    assert len(caplog.records) == 1
    assert (tmp_path / "state.db.old-1").exists()
    engine = Engine()
    scan(library, tmp_path, engine)
    assert cost(engine) == (0, 0)


def test_two_processes_at_once_do_each_other_no_harm(library: Path, tmp_path: Path) -> None:
    basis = Basis("p", "v", "d")
    both = [Details(tmp_path / "state.db", lambda: basis) for _ in range(2)]
    stores = [ReviewStore(details=details) for details in both]
    rows = scan(library, tmp_path / "other", Engine())
    for row in rows.values():
        for store in stores:
            store.add([row.file])
            store.set_parses([(row.file.path, row.parse)] if row.parse else [])
            store.set_verdicts([(row.file.path, row.verdict)] if row.verdict else [])
    for store in stores:
        store.close()
    recall = Recall(tmp_path / "state.db", lambda: basis)
    found = recall.files([row.file for row in rows.values()])
    assert len(found) == len(rows)
    assert all(known.verdict for known in found.values())


def test_a_killed_scan_goes_on_where_it_was(library: Path, tmp_path: Path) -> None:
    """The child is killed once the state holds something; what it held is not asked again."""
    script = textwrap.dedent(f"""
        import asyncio, sys
        from pathlib import Path
        from tests.engine.test_rescan import Engine, scan

        class Slow(Engine):
            async def match(self, parse):
                if len(self.asked) >= 9:
                    print("halfway", flush=True)
                    await asyncio.sleep(60)
                return await super().match(parse)

        scan(Path({str(library)!r}), Path({str(tmp_path)!r}), Slow())
    """)
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    assert child.stdout.readline() == b"halfway\n"
    _until_kept(tmp_path / "state.db", 9)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    engine = Engine()
    rows = scan(library, tmp_path, engine)
    assert cost(engine) == (0, 9)
    assert all(row.verdict for row in rows.values())


def _until_kept(state: Path, count: int) -> None:
    with sqlite3.connect(state, timeout=10) as connection:
        while connection.execute("SELECT count(verdict) FROM detail").fetchone()[0] < count:
            pass


def test_no_secret_is_in_the_state(library: Path, tmp_path: Path) -> None:
    secret = "s3cret-token-of-the-person"
    scan(library, tmp_path, Engine(), replace(SETTINGS, tmdb=replace(SETTINGS.tmdb, access_token=secret)))
    for file in tmp_path.glob("state.db*"):
        assert secret.encode() not in file.read_bytes()
    shutil.rmtree(library)


class Asleep:
    """No file is looked up one by one: what is recalled, is recalled by folders."""

    def __init__(self, recall: Recall) -> None:
        self._recall = recall
        self.looked_up: list[str] = []

    def files(self, files: Sequence[MediaFile]) -> dict[str, Recalled]:
        self.looked_up += [os.path.basename(file.path) for file in files]
        return self._recall.files(files)

    def kept(self, roots: Sequence[str]) -> Kept:
        return self._recall.kept(roots)


def looked_up(root: Path, state: Path) -> tuple[list[str], list[LeftOut]]:
    """Which files a scan looks up one by one, and what it left out; it parses and asks nothing."""
    basis = basis_of(SETTINGS, ())
    engine, recall = Engine(), Recall(state / "state.db", lambda: basis)
    store = ReviewStore(None, Details(state / "state.db", lambda: basis))
    memory = Asleep(recall)
    asyncio.run(Pipeline([str(root)], SETTINGS, engine, engine, store.take, CancelToken(), memory=memory).run())
    recall.close()
    store.close()
    assert cost(engine) == (0, 0)
    return sorted(memory.looked_up), sorted(store.left_out, key=lambda gone: gone.path)


def test_folders_that_are_as_they_were_are_taken_whole(library: Path, tmp_path: Path) -> None:
    (library / "notes.txt").write_text("text")
    (library / "Amber Tide I 1991" / "notes.txt").write_text("text")
    scan(library, tmp_path, Engine())
    files, left_out = looked_up(library, tmp_path)
    assert files == []
    assert [os.path.relpath(gone.path, library) for gone in left_out] == ["Amber Tide I 1991/notes.txt", "notes.txt"]


def test_one_file_beside_others_brings_its_own_folder_only(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    (library / "Amber Tide I 1991" / "notes.txt").write_text("text")
    assert looked_up(library, tmp_path)[0] == ["Amber Tide I 1991.mkv"]
    assert looked_up(library, tmp_path)[0] == []


def test_a_folder_that_is_gone_is_gone(library: Path, tmp_path: Path) -> None:
    before = scan(library, tmp_path, Engine())
    shutil.rmtree(library / "Long Winter")
    rows = scan(library, tmp_path, Engine())
    assert rows == {path: row for path, row in before.items() if "Winter" not in path}
    assert looked_up(library, tmp_path)[0] == []


def test_folders_with_subtitle_folders_are_read_each_time(library: Path, tmp_path: Path) -> None:
    subs = library / "Amber Tide I 1991" / "Subs"
    subs.mkdir()
    (subs / "2_English.srt").write_text("text")
    first = scan(library, tmp_path, Engine())
    assert len(first["Amber Tide I 1991/Amber Tide I 1991.mkv"].file.companions) == 1
    assert looked_up(library, tmp_path)[0] == ["Amber Tide I 1991.mkv"]


def test_what_was_fixed_by_hand_is_not_taken_for_what_matching_said(library: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    basis = basis_of(SETTINGS, ())
    store, recall = ReviewStore(None, Details(state, lambda: basis)), Recall(state, lambda: basis)
    engine = Engine()
    pipeline = Pipeline([str(library)], SETTINGS, engine, engine, _fixing(store), CancelToken(), memory=recall)
    asyncio.run(pipeline.run())
    recall.close()
    store.close()
    rows = scan(library, tmp_path, Engine())
    verdict = rows["Long Winter/Season 1/Long Winter 3.mkv"].verdict
    assert verdict is not None
    assert verdict.match is not None
    assert verdict.match.episodes[0].number == 3


def _fixing(store: ReviewStore) -> Callable[[PipelineEvent], None]:
    def sink(event: PipelineEvent) -> None:
        if isinstance(event, ScanKept):
            fixed = next(row.id for row in store if row.file.name == "Long Winter 3.mkv")
            store.fix({fixed: verdict_of(parse_of("Season/Long Winter 9.mkv"), 0)})
        store.take(event)

    return sink


def test_a_segment_that_is_damaged_costs_time_only(library: Path, tmp_path: Path) -> None:
    before = scan(library, tmp_path, Engine())
    with sqlite3.connect(tmp_path / "state.db") as state:
        body = state.execute("SELECT body FROM segment").fetchone()[0]
        for broken in (b"", b"x", body[:-1], body + b"x", body[:200] + bytes(16) + body[216:]):
            state.execute("UPDATE segment SET body = ?", (broken,))
            state.commit()
            engine = Engine()
            assert scan(library, tmp_path, engine) == before
            assert cost(engine) == (0, 0)


def test_small_segments_become_one_again(library: Path, tmp_path: Path) -> None:
    scan(library, tmp_path, Engine())
    for number in range(40):
        folder = library / f"Zulu {2000 + number}"
        folder.mkdir()
        (folder / f"Zulu {2000 + number}.mkv").write_bytes(b"z" * number)
        scan(library, tmp_path, Engine())
    with sqlite3.connect(tmp_path / "state.db") as state:
        assert state.execute("SELECT count(*) FROM segment").fetchone()[0] <= 34
    engine = Engine()
    assert len(scan(library, tmp_path, engine)) == 58
    assert cost(engine) == (0, 0)


@pytest.mark.parametrize("text", ["", "Amber", "with \N{SNOWMAN}", os.fsdecode(b"\xff\xfe")])
def test_segments_come_back_as_they_went_in(text: str) -> None:
    gone = LeftOut(f"/in/{text}/x", LeftOutReason.SHARED, "why", FileIdentity(1, 2, 3, 4))
    numbers = {name: array(kind, [0, 1]) for name, kind in NUMBERS.items()}
    segment = Segment(
        "/in", ["", f"a{text}"], b"p" * 32, array("Q", [1, 2]), array("Q", [3, 4]), array("I", [1, 1]),
        array("I", [9, 9]), array("q", [5, 0]), array("q", [-6, 7]), [f"m/{text}x", ""], ["", "b/c"], {1: [gone]},
        [f"n{text}", "m"], numbers, dict.fromkeys(BYTES, b"ab"), ["", f"t{text}"], ["", "en"], ["", "fr"], [7, 8],
    )  # fmt: skip
    assert unpack("/in", pack(segment)) == segment
    assert unpack("/in", pack(segment.only([1]))) == segment.only([1])


# What may happen to a library between two scans, each with what hides it best: times of files and folders put back.
def _put_back(path: Path, work: Callable[[], object]) -> None:
    """Do something in a folder without a trace in its time of change for people (mtime)."""
    before = path.stat()
    work()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _films(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("Amber*") if not path.is_symlink())


def _add(root: Path) -> None:
    season = root / "Long Winter" / "Season 1"
    number = len(list(season.iterdir())) + 20
    _put_back(season, lambda: (season / f"Long Winter {number}.mkv").write_bytes(b"new"))


def _take_away(root: Path) -> None:
    videos = sorted(root.rglob("*.mkv"))
    if videos:
        _put_back(videos[0].parent, videos[0].unlink)


def _rename(root: Path) -> None:
    videos = sorted(root.rglob("Long Winter*.mkv"))
    if videos:
        _put_back(videos[0].parent, lambda: videos[0].rename(videos[0].with_name("Long Winter 99.mkv")))


def _rewrite(root: Path) -> None:
    """In place: the folder does not change at all."""
    for video in sorted(root.rglob("*.mkv"))[-1:]:
        video.write_bytes(video.read_bytes() + b"more")


def _swap(root: Path) -> None:
    """Two files of one size change their names."""
    one, other = sorted((root / "Long Winter" / "Season 1").glob("*.mkv"))[-2:]
    aside = one.with_name("aside.mkv")
    for old, new in ((one, aside), (other, one), (aside, other)):
        old.rename(new)


def _add_subtitle(root: Path) -> None:
    videos = sorted(root.rglob("*.mkv"))
    if videos:
        _put_back(videos[0].parent, lambda: videos[0].with_suffix(".fr.srt").write_text("text"))


def _replace_subtitle(root: Path) -> None:
    for subtitle in sorted(root.rglob("*.srt"))[:1]:
        subtitle.write_text("another text")


def _add_folder(root: Path) -> None:
    folder = root / "new" / f"Zulu {1950 + len(list(root.rglob('*')))}"
    folder.mkdir(parents=True)
    (folder / f"{folder.name}.mkv").write_bytes(b"z")


def _add_subtitle_folder(root: Path) -> None:
    subs = root / "Long Winter" / "Season 1" / "Subs"
    subs.mkdir(exist_ok=True)
    (subs / "Long Winter 7.de.srt").write_text("text")


def _take_folder_away(root: Path) -> None:
    for folder in _films(root)[:1]:
        shutil.rmtree(folder)


def _move_folder(root: Path) -> None:
    for folder in _films(root)[:1]:
        (root / "moved").mkdir(exist_ok=True)
        folder.rename(root / "moved" / folder.name)


def _link_in(root: Path) -> None:
    """A folder becomes a link to one elsewhere, which is not followed."""
    for folder in _films(root)[:1]:
        away = root.parent / f"away {folder.name}"
        if not away.exists():
            folder.rename(away)
            folder.symlink_to(away)


def _note(root: Path) -> None:
    (root / "Long Winter" / "Season 1" / f"notes {len(list(root.rglob('*')))}.txt").write_text("text")


def _nothing(root: Path) -> None:
    """Two scans with nothing between them."""


def _rights(root: Path) -> None:
    """Others may read it now: nothing that a scan looks at, but another time of the folder."""
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())):
        folder.chmod(folder.stat().st_mode ^ 0o001)


HAPPENINGS = (
    _add, _take_away, _rename, _rewrite, _swap, _add_subtitle, _replace_subtitle, _add_folder, _add_subtitle_folder,
    _take_folder_away, _move_folder, _link_in, _note, _nothing, _rights,
)  # fmt: skip


def until_times_show(root: Path) -> None:
    """Wait until the folders are old enough for any later change to show in their own times."""
    newest = max(path.lstat().st_ctime_ns for path in (root, *root.rglob("*")))
    while time.time_ns() - newest <= noted.TICK:
        pass


def like_a_first_scan(
    library: Path, tmp_path: Path, happenings: Sequence[Callable[[Path], None]], *, at_once: bool
) -> None:
    """Scan after each; ``at_once`` leaves no time between a change and a scan."""
    for number, happening in enumerate((_nothing, *happenings)):
        happening(library)
        if not at_once:
            until_times_show(library)
        again = whole_scan(library, tmp_path, Engine())
        assert again == whole_scan(library, tmp_path / f"first {number}", Engine()), happening.__name__
    quiet = Engine()
    scan(library, tmp_path, quiet)
    assert cost(quiet) == (0, 0)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("happening", HAPPENINGS)
def test_whatever_happened_a_rescan_is_like_a_first_scan(
    library: Path, tmp_path: Path, happening: Callable[[Path], None], *, at_once: bool
) -> None:
    like_a_first_scan(library, tmp_path, [happening], at_once=at_once)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_over_time_a_rescan_is_like_a_first_scan(library: Path, tmp_path: Path, seed: int) -> None:
    like_a_first_scan(library, tmp_path, random.Random(seed).choices(HAPPENINGS, k=8), at_once=bool(seed % 2))


def test_folders_that_keep_their_times_are_not_listed_again(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not keeps_times(str(library)):
        pytest.skip(f"NOT TESTED: {file_system_of(str(library))} is not trusted with the times of folders")
    listed: list[str] = []

    def noted(path: str, endings: Endings) -> Look:
        listed.append(path)
        return look(path, endings)

    scan(library, tmp_path, Engine())
    until_times_show(library)
    scan(library, tmp_path, Engine())  # the first time was too soon after the last change
    monkeypatch.setattr(walk, "look", noted)
    rows = scan(library, tmp_path, Engine())
    assert (listed, len(rows)) == ([], 18)
    season = library / "Long Winter" / "Season 1"
    (season / "notes.txt").write_text("text")
    (season / "Long Winter 4.mkv").write_bytes(b"another one")
    scan(library, tmp_path, Engine())
    assert listed == [str(season)]


def test_folders_of_a_disk_that_keeps_no_times_are_listed_each_time(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "keeps_times", lambda path: False)
    for happening in (_nothing, _add, _rewrite, _take_folder_away, _add_folder):
        happening(library)
        again = whole_scan(library, tmp_path, Engine())
        assert again == whole_scan(library, tmp_path / happening.__name__, Engine())
        until_times_show(library)
    quiet = Engine()
    scan(library, tmp_path, quiet)
    assert cost(quiet) == (0, 0)


def _kept_through(details: Details, refuse: Callable[[], None]) -> None:
    """Put parses, then verdicts, of more files than stay in memory; the state fails between; all must be known."""
    paths = [f"/films/Amber Tide {number} 1991.mkv" for number in range(1200)]
    identities = {path: FileIdentity(1, number, 1, 1) for number, path in enumerate(paths)}
    parse = parse_of("Amber Tide 1991.mkv")
    for path in paths:
        details.put(path, lambda path=path: identities[path], parse=parse)  # type: ignore[misc]
    details.flush()
    refuse()
    for path in paths:
        details.put(path, lambda path=path: identities[path], verdict=verdict_of(parse, 0))  # type: ignore[misc]
    details.flush()
    found = [details.get(path) for path in paths]
    assert all(one.parse is not None and one.verdict is not None for one in found)
    details.close()


def test_a_state_that_cannot_be_made_loses_nothing_of_this_scan(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    _kept_through(Details(tmp_path / "file" / "state.db"), lambda: None)


def test_a_state_that_fails_in_the_middle_loses_nothing_of_this_scan(tmp_path: Path) -> None:
    state = tmp_path / "state.db"

    def refuse() -> None:
        with sqlite3.connect(state) as connection:
            for change in ("INSERT", "UPDATE"):
                connection.execute(
                    f"CREATE TRIGGER full_{change} BEFORE {change} ON detail BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
        connection.close()

    _kept_through(Details(state), refuse)
