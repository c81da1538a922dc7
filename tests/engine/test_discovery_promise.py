"""The promise of discovery: every regular file below the roots ends in exactly one place."""

from __future__ import annotations

import os
import tempfile
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings
from organizer.discovery import discover

STEMS = (
    "Foo", "Foo 2011", "Foo.S01E01", "Foo.S01E02", "foo", "poster", "movie", "2_English", "sample", "Foo-sample",
    "Foo cd1", "Foo cd2", "tvshow", ".x", "", "a[b]*?", "\udcff\udc80", "日本", "e\u0301", "-poster", "Foo-trailer",
)  # fmt: skip
ENDINGS = (
    "", ".mkv", ".MP4", ".srt", ".en.srt", ".en.forced.ass", ".idx", ".sub", ".nfo", ".jpg", ".mkv.part",
    ".mkv.aria2", ".txt", ".rar", ".mka", ".-poster.jpg", ".tmp",
)  # fmt: skip
FOLDERS = (
    "Subs", "subtitles", "Sample", "@eaDir", ".hidden", "_UNPACK_x", "Foo 2011", "Foo.S01E01", "Season 01",
    "VIDEO_TS", "x", "\udcfe", "lost+found",
)  # fmt: skip

file_names = st.builds("".join, st.tuples(st.sampled_from(STEMS), st.sampled_from(ENDINGS))).filter(bool)
paths = st.builds(
    lambda folders, name: "/".join((*folders, name)),
    st.lists(st.sampled_from(FOLDERS), max_size=4),
    file_names,
)


def _make(top: str, names: set[str]) -> set[str]:
    made = set()
    for name in names:
        path = f"{top}/{name}"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        except OSError:  # a file stands where another name needs a folder, or the other way round
            continue
        made.add(path)
    return made


def _above(path: str, top: str) -> set[str]:
    folders = {path}
    while path != top:
        path = os.path.dirname(path)
        folders.add(path)
    return folders


@settings(max_examples=120, deadline=None)
@given(st.sets(paths, max_size=25), st.booleans())
def test_every_file_ends_in_exactly_one_place(names: set[str], twice: bool) -> None:
    with tempfile.TemporaryDirectory() as top:
        made = _make(top, names)
        inner = f"{top}/x"
        roots = [top, inner] if twice and os.path.isdir(inner) else [top]
        results = list(discover(roots, DiscoverySettings(threads=1), CancelToken()))
        ends = Counter(f.path for r in results for f in r.files)
        ends += Counter(c.path for r in results for f in r.files for c in f.companions)
        gone = Counter(g.path for r in results for g in r.left_out)
        assert set(ends) <= made
        for path in made:
            assert ends[path] + sum(gone[p] for p in _above(path, top)) == 1, path
        for result in results:
            assert list(result.files) == sorted(result.files, key=lambda f: f.path)
            assert list(result.left_out) == sorted(result.left_out, key=lambda g: g.path)
