"""What a scan holds until its end: the same comes out as went in."""

from __future__ import annotations

import os
from collections import defaultdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.discovery.found import Seen
from organizer.gathering import Folder, Gathering, ShowFiles, folders_of
from organizer.model import FileIdentity, LeftOut, LeftOutReason, MediaFile, Parse, ParsedName, Tier, Verdict
from organizer.state.kept import Walked, Walks, in_pieces
from organizer.state.recall import Recalled

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]) | st.just("\udce9"), min_size=1)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), PATHS), unique_by=lambda item: item[1], max_size=150))
def test_the_files_of_each_series_come_back(files: list[tuple[int, str]]) -> None:
    gathered, expected = ShowFiles(), defaultdict(list)
    for show, path in files:
        known = path, Parse(ParsedName(path)), Verdict(Tier.SURE, score=0.5)
        gathered.add(show, *known)
        expected[show].append(known)
    for show in (1, 2, 3):
        assert list(gathered.of(show)) == expected[show]
    gathered.close()


def walked(number: int) -> Walked:
    root = f"/media/{number % 2}"
    folder = os.path.join(root, f"Film \udce9 {number * 7919 % 1000:03}")
    gone = (LeftOut(os.path.join(folder, "x.txt"), LeftOutReason.UNREADABLE, "why"),) if number % 5 == 0 else ()
    return Walked(Seen(folder, root, 1, number, bytes(16), 2, -3, "a/b", "below"), number % 40, gone)


def test_walked_folders_come_back_in_their_order() -> None:
    all_of_them = [walked(number) for number in range(1000)]
    walks = Walks()
    assert not walks
    for start in range(0, 1000, 30):
        walks.extend(all_of_them[start : start + 30])
    assert walks
    assert list(walks) == all_of_them == list(walks)


def test_a_piece_is_of_one_root_sorted_and_of_some_thousand_rows() -> None:
    all_of_them = [walked(number) for number in range(1000)]
    pieces = list(in_pieces(all_of_them))
    assert sorted(map(repr, all_of_them)) == sorted(repr(one) for piece in pieces for one in piece)
    for piece in pieces:
        assert len({one.seen.root for one in piece}) == 1
        assert piece == sorted(piece, key=lambda one: one.seen.folder)
        assert sum(one.count + 1 for one in piece) < 5000
    assert len(pieces) > 4


def videos(names: list[str]) -> tuple[MediaFile, ...]:
    return tuple(MediaFile(f"/in/{name}", "/in", FileIdentity(1, n + 1, 1, 1)) for n, name in enumerate(names))


def parse(file: MediaFile) -> Parse:
    return Parse(ParsedName(file.name))


COMMON = [f"The {''.join(letters)} {number}.mkv" for letters in product("abcd", repeat=3) for number in range(5)]


@given(st.lists(NAMES, min_size=1, max_size=400, unique=True), st.booleans())
def test_every_video_of_a_folder_comes_back_once_with_what_was_known_of_it(names: list[str], heap: bool) -> None:
    files = videos(list(dict.fromkeys([*names, *(f"the {name}" for name in names), *COMMON])) if heap else names)
    known = {file.path: Recalled(parse(file), None) for file in files[::2]}
    gathering = Gathering()
    parts = list(folders_of(files, known))
    for part in parts:
        assert part.recalled == {file.path: known[file.path] for file in part.files if file.path in known}
        gathering.open(part)
    whole = [done for file in files if (done := gathering.take(file.path, parse(file)))]
    assert sorted(map(id, whole)) == sorted(map(id, parts))
    assert sorted(path for done in whole for path in done.parses) == sorted(file.path for file in files)


def test_of_very_many_videos_those_that_begin_alike_are_looked_at_together() -> None:
    series = [f"[Group] Tide Patrol - {number:03}.mkv" for number in range(200)]
    numbered = [f"{number:02} - Chapter.mkv" for number in range(1, 40)]
    films = [f"{word} {year}.mkv" for year in range(1990, 2000) for word in ("Harbour", "Kite", "_Kite")]
    parts = list(folders_of(videos([*series, *numbered, *films]), {}))
    assert {(part.beginning, len(part.files)) for part in parts} == {
        ("group", 200),
        ("#", 39),
        ("harbour", 10),
        ("kite", 20),
    }


def test_where_many_begin_with_one_word_the_next_ones_tell_them_apart() -> None:
    films = [f"The {word} {rest}.mkv" for word in ("Kite", "Harbour", "Tide") for rest in range(1900, 2000)]
    series = [f"The Long Patrol - {number:03} - Name {number}.mkv" for number in range(300)]
    short = ["The.mkv", "The 5.mkv", "the", "Other.mkv"]
    files = videos([*films, *series, *short])
    parts = list(folders_of(files, {}))
    assert {(part.beginning, len(part.files)) for part in parts} == {
        ("the kite", 100),
        ("the harbour", 100),
        ("the tide", 100),
        ("the long patrol #", 300),
        ("the mkv", 1),
        ("the #", 1),
        ("the $", 1),
        ("other", 1),
    }
    gathering = Gathering()
    for part in parts:
        gathering.open(part)
    done = [folder.beginning for file in files if (folder := gathering.take(file.path, parse(file)))]
    assert sorted(done) == sorted(part.beginning for part in parts)


def test_a_folder_of_common_size_is_looked_at_as_a_whole() -> None:
    files = videos([f"{number} Film.mkv" for number in range(100)] + ["Other.mkv"])
    assert list(folders_of(files, {})) == [Folder(files, {})]
