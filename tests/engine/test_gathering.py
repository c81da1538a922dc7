"""What a scan holds until its end: the same comes out as went in."""

from __future__ import annotations

import os
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from organizer.discovery.found import Seen
from organizer.gathering import ShowPaths
from organizer.model import LeftOut, LeftOutReason
from organizer.state.kept import Walked, Walks, in_pieces

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]) | st.just("\udce9"), min_size=1)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))


@given(st.lists(st.tuples(st.integers(1, 3), PATHS), unique_by=lambda item: item[1]))
def test_the_files_of_each_series_come_back(files: list[tuple[int, str]]) -> None:
    gathered, expected = ShowPaths(), defaultdict(list)
    for show, path in files:
        gathered.add(show, path)
        expected[show].append(path)
    for show, paths in expected.items():
        assert sorted(gathered.of(show)) == sorted(paths)


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
