"""Discovery on real folders: what is found, what goes with what, what is left out and why."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings
from organizer.discovery import Found, check_roots, discover
from organizer.discovery.folder import Folders, read_folder
from organizer.errors import UsageError
from organizer.model import LeftOutReason, MediaFile
from organizer.store.review import ReviewStore

Tree = Callable[..., str]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Make files below ``root`` and answer with its path."""

    def make(*names: str, root: str = "in") -> str:
        top = tmp_path / root
        top.mkdir(exist_ok=True)
        for name in names:
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return str(top)

    return make


def found(*roots: str, **settings: object) -> Found:
    results = list(discover(roots, DiscoverySettings(**settings), CancelToken()))  # type: ignore[arg-type]
    return Found(
        tuple(sorted((f for r in results for f in r.files), key=lambda f: f.path)),
        tuple(sorted((gone for r in results for gone in r.left_out), key=lambda gone: gone.path)),
    )


def companions(root: str) -> dict[str, list[str]]:
    return {f.relative: [os.path.relpath(c.path, root) for c in f.companions] for f in found(root).files}


def reasons(root: str, **settings: object) -> dict[str, LeftOutReason]:
    return {os.path.relpath(gone.path, root): gone.reason for gone in found(root, **settings).left_out}


def names(files: Iterable[MediaFile]) -> list[str]:
    return [f.name for f in files]


# ------------------------------------------------------------------------------------------------- left out


@pytest.mark.parametrize(
    ("name", "reason", "listed"),
    [
        ("Quiet Harbour 2011.sample.mkv", LeftOutReason.SAMPLE, None),
        ("sample-quiet.harbour.mkv", LeftOutReason.SAMPLE, None),
        ("Quiet Harbour/Sample/qh.mkv", LeftOutReason.SAMPLE, None),
        ("@eaDir/thumb.mkv", LeftOutReason.SYSTEM_FOLDER, "@eaDir"),
        ("#recycle/a.mkv", LeftOutReason.SYSTEM_FOLDER, "#recycle"),
        ("lost+found/a.mkv", LeftOutReason.SYSTEM_FOLDER, "lost+found"),
        (".Trash-1000/files/a.mkv", LeftOutReason.SYSTEM_FOLDER, ".Trash-1000"),
        ("$RECYCLE.BIN/a.mkv", LeftOutReason.SYSTEM_FOLDER, "$RECYCLE.BIN"),
        ("System Volume Information/a.mkv", LeftOutReason.SYSTEM_FOLDER, "System Volume Information"),
        ("#snapshot/daily/a.mkv", LeftOutReason.SYSTEM_FOLDER, "#snapshot"),
        (".hidden/deep/a.mkv", LeftOutReason.HIDDEN, ".hidden"),
        (".a.mkv", LeftOutReason.HIDDEN, None),
        ("._a.mkv", LeftOutReason.HIDDEN, None),
        ("a.mkv.part", LeftOutReason.UNFINISHED, None),
        ("a.mkv.!qB", LeftOutReason.UNFINISHED, None),
        ("a.mkv.crdownload", LeftOutReason.UNFINISHED, None),
        ("a.mkv.!ut", LeftOutReason.UNFINISHED, None),
        ("a.partial", LeftOutReason.UNFINISHED, None),
        ("a.tmp", LeftOutReason.UNFINISHED, None),
        ("_UNPACK_Quiet.Harbour/a.mkv", LeftOutReason.UNFINISHED, "_UNPACK_Quiet.Harbour"),
        ("_FAILED_Quiet.Harbour/a.mkv", LeftOutReason.UNFINISHED, "_FAILED_Quiet.Harbour"),
        ("Old Disc/VIDEO_TS/VTS_01_1.VOB", LeftOutReason.NOT_MEDIA, "Old Disc/VIDEO_TS"),
        ("a.rar", LeftOutReason.NOT_MEDIA, None),
        ("readme.txt", LeftOutReason.NOT_MEDIA, None),
        ("no ending", LeftOutReason.NOT_MEDIA, None),
        ("poster.jpg", LeftOutReason.SHARED, None),
        ("lonely.srt", LeftOutReason.ORPHAN, None),
        ("theme.mp3", LeftOutReason.SHARED, None),
    ],
)
def test_what_is_no_media_is_left_out_once_with_its_reason(
    tree: Tree, name: str, reason: LeftOutReason, listed: str | None
) -> None:
    root = tree(name)
    assert reasons(root) == {listed or name: reason}
    assert found(root).files == ()


def test_a_large_file_named_like_a_sample_is_a_film(tree: Tree) -> None:
    root = tree("The Free Sample.mkv")
    os.truncate(f"{root}/The Free Sample.mkv", 2 * 1024 * 1024)
    assert names(found(root, sample_megabytes=2).files) == ["The Free Sample.mkv"]
    assert reasons(root, sample_megabytes=3) == {"The Free Sample.mkv": LeftOutReason.SAMPLE}


@pytest.mark.parametrize("name", ["Samplers United 2012.mkv", "Example.mkv", "The Sample Room 2001.mkv"])
def test_a_title_that_only_holds_the_letters_is_no_sample(tree: Tree, name: str) -> None:
    assert names(found(tree(name)).files) == [name]


def test_the_partner_of_an_unfinished_download_is_unfinished_too(tree: Tree) -> None:
    root = tree("a.mkv", "a.mkv.aria2", "b.mkv")
    assert names(found(root).files) == ["b.mkv"]
    assert reasons(root) == {"a.mkv": LeftOutReason.UNFINISHED, "a.mkv.aria2": LeftOutReason.UNFINISHED}


def test_an_empty_video_is_media(tree: Tree) -> None:
    assert [f.size for f in found(tree("a.mkv")).files] == [0]


LATE = 10_413_792_000  # seconds: the year 2300, which ext4 can keep and eight bytes of nanoseconds cannot


def test_a_date_that_does_not_fit_is_the_last_one_that_does(tree: Tree) -> None:
    root = tree("Late (2001)/Late (2001).mkv", "Late (2001)/Late (2001).nfo", "Next (2002)/Next (2002).mkv")
    for path in Path(root).rglob("*"):
        os.utime(path, (LATE, LATE))
    (late, *others) = sorted(found(root).files, key=lambda file: file.path)
    assert names([late, *others]) == ["Late (2001).mkv", "Next (2002).mkv"]
    if os.stat(late.path).st_mtime != LATE:
        pytest.skip("a disk without such dates")
    assert {file.identity.mtime_ns for file in (late, *others)} == {2**63 - 1}
    assert {companion.identity.mtime_ns for companion in late.companions} == {2**63 - 1}
    store = ReviewStore()
    store.add([late, *others])
    assert store[0].file == late


def test_endings_come_from_the_settings_and_ignore_case(tree: Tree) -> None:
    root = tree("a.MKV", "a.SRT", "b.xyz", "c.mp4")
    result = found(root, video_extensions=("mkv", ".XYZ"))
    assert names(result.files) == ["a.MKV", "b.xyz"]
    assert [c.path for c in result.files[0].companions] == [f"{root}/a.SRT"]
    assert reasons(root, video_extensions=("mkv", ".XYZ")) == {"c.mp4": LeftOutReason.NOT_MEDIA}


def test_links_are_noted_and_not_followed(tree: Tree) -> None:
    root = tree("real/a.mkv")
    os.symlink("a.mkv", f"{root}/real/b.mkv")
    os.symlink("real", f"{root}/other")
    os.symlink("nowhere", f"{root}/dangling.mkv")
    os.symlink("..", f"{root}/real/up")
    os.symlink("self", f"{root}/self")
    assert reasons(root) == {
        "real/b.mkv": LeftOutReason.SYMLINK,
        "other": LeftOutReason.SYMLINK,
        "dangling.mkv": LeftOutReason.SYMLINK,
        "real/up": LeftOutReason.LOOP,
        "self": LeftOutReason.LOOP,
    }
    assert names(found(root).files) == ["a.mkv"]


def test_a_pipe_is_never_opened(tree: Tree) -> None:
    root = tree()
    os.mkfifo(f"{root}/a.mkv")  # opening it would block for ever
    assert reasons(root) == {"a.mkv": LeftOutReason.SPECIAL}


def test_an_unreadable_folder_is_reported_and_passed_over(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree("closed/a.mkv", "open/b.mkv", "c/Subs/x.srt")
    real = os.scandir

    def refuse(path: str) -> object:
        if path.endswith(("closed", "Subs")):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)  # the tests may run as root, whom no mode stops
    result = found(root)
    assert names(result.files) == ["b.mkv"]
    assert [(g.reason, g.detail) for g in result.left_out] == [(LeftOutReason.UNREADABLE, "Permission denied")] * 2


def test_names_that_are_not_utf8_keep_their_bytes(tree: Tree) -> None:
    root = tree()
    raw = os.fsencode(root) + b"/Caf\xe9.mkv"
    os.close(os.open(raw, os.O_CREAT))
    os.close(os.open(raw[:-3] + b"srt", os.O_CREAT))
    (file,) = found(root).files
    assert os.fsencode(file.path) == raw
    assert [os.fsencode(c.path) for c in file.companions] == [raw[:-3] + b"srt"]


# ------------------------------------------------------------------------------------------------- companions


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (("Foo 2011.mkv", "Foo 2011.en.srt"), {"Foo 2011.mkv": ["Foo 2011.en.srt"]}),
        (("Foo.mkv", "Foo.mkv.nfo", "foo.SRT"), {"Foo.mkv": ["Foo.mkv.nfo", "foo.SRT"]}),
        (("Foo.mkv", "Foo.2.mkv", "Foo.2.en.srt"), {"Foo.mkv": [], "Foo.2.mkv": ["Foo.2.en.srt"]}),
        (("Foo.mkv", "Bar.mkv", "Foo.2.en.srt"), {"Foo.mkv": [], "Bar.mkv": []}),
        (("Foo.mkv", "Bar.mkv", "Foo Fighters.srt"), {"Foo.mkv": [], "Bar.mkv": []}),
        (("Foo.mkv", "Bar.mkv", "Foo - poster.jpg"), {"Foo.mkv": ["Foo - poster.jpg"], "Bar.mkv": []}),
        (
            ("S S01E01.mkv", "S S01E02.mkv", "S S01E02.2.en.srt", "S S01E02.de.Netflix.srt"),
            {"S S01E01.mkv": [], "S S01E02.mkv": ["S S01E02.2.en.srt", "S S01E02.de.Netflix.srt"]},
        ),
        (
            ("Foo (2011).mkv", "poster.jpg", "fanart.jpg", "movie.nfo", "2_English.srt"),
            {"Foo (2011).mkv": ["2_English.srt", "fanart.jpg", "movie.nfo", "poster.jpg"]},
        ),
        (("Foo.mkv", "Subs/2_English.srt"), {"Foo.mkv": ["Subs/2_English.srt"]}),
        (
            ("A.S01E01.mkv", "A.S01E02.mkv", "Subs/A.S01E02/2_English.srt", "Subs/A.S01E01.de.srt"),
            {"A.S01E01.mkv": ["Subs/A.S01E01.de.srt"], "A.S01E02.mkv": ["Subs/A.S01E02/2_English.srt"]},
        ),
        (
            ("A.S01E01.720p.mkv", "A.S01E02.720p.mkv", "A.S01E02.HDTV.srt"),
            {"A.S01E01.720p.mkv": [], "A.S01E02.720p.mkv": ["A.S01E02.HDTV.srt"]},
        ),
        (("Foo.mkv", "Foo.idx", "Foo.sub"), {"Foo.mkv": ["Foo.idx", "Foo.sub"]}),
        (
            ("Foo CD1.avi", "Foo CD2.avi", "Foo CD2.srt", "Foo.nfo", "Foo.srt", "poster.jpg"),
            {"Foo CD1.avi": [], "Foo CD2.avi": ["Foo CD2.srt"]},
        ),
        (("Foo.mkv", "Foo-trailer.mkv", "poster.jpg"), {"Foo.mkv": ["poster.jpg"], "Foo-trailer.mkv": []}),
        (("A.S01E01.mkv", "A.S01E02.srt"), {"A.S01E01.mkv": []}),
        (("Season 01/A.S01E01.mkv", "Season 01/poster.jpg"), {"Season 01/A.S01E01.mkv": []}),
        (("Foo.mkv", "Other/x.mkv", "stray.srt", "poster.jpg"), {"Foo.mkv": [], "Other/x.mkv": []}),
        (
            ("Foo CD1.avi", "Foo CD2.avi", "Subs/cd1.srt", "Subs/CD2/2_English.srt", "other cd2.de.srt", "Subs/x.srt"),
            {"Foo CD1.avi": ["Subs/cd1.srt"], "Foo CD2.avi": ["Subs/CD2/2_English.srt", "other cd2.de.srt"]},
        ),
        (
            ("x/Foo.2011.720p.mkv", "x/Bar (2012).mkv", "x/Foo.en.srt", "x/bar_2012_dvdrip.de.srt", "x/Foo 2015.srt"),
            {"x/Foo.2011.720p.mkv": ["x/Foo.en.srt"], "x/Bar (2012).mkv": ["x/bar_2012_dvdrip.de.srt"]},
        ),
        (("x/Foo.2011.mkv", "x/Foo.2013.mkv", "x/Foo.srt"), {"x/Foo.2011.mkv": [], "x/Foo.2013.mkv": []}),
        (("x/Foo 2049 (2017).mkv", "x/Foo 2049.srt"), {"x/Foo 2049 (2017).mkv": ["x/Foo 2049.srt"]}),
        (("x/Foo 2011.mkv", "x/Qux.1973.srt", "x/Qux.2012.srt"), {"x/Foo 2011.mkv": ["x/Qux.2012.srt"]}),
        (("x/Foo 2011.mkv", "x/Qux.S01E02.srt"), {"x/Foo 2011.mkv": []}),
        (("Foo.S01E02/abc.mkv", "Foo.S01E02/foo.1x02.srt"), {"Foo.S01E02/abc.mkv": ["Foo.S01E02/foo.1x02.srt"]}),
        (("Foo.mkv", "chapters.xml", "other.xml"), {"Foo.mkv": ["chapters.xml"]}),
        *(
            (("Foo.mkv", f"{folder}/en.srt"), {"Foo.mkv": [f"{folder}/en.srt"]})
            for folder in ("SUBTITLES", "VobSub", "Legendas", "English Subs", "subs (German)", "Sous-titres", "字幕")
        ),
        (("Foo.mkv", "Sub Zero/en.srt", "Subway/en.srt"), {"Foo.mkv": []}),
        (("Subs/Foo.mkv", "Subs/Foo.srt", "Bar.mkv"), {"Bar.mkv": [], "Subs/Foo.mkv": ["Subs/Foo.srt"]}),
    ],
)
def test_each_companion_goes_with_its_video(
    tree: Tree, layout: tuple[str, ...], expected: dict[str, list[str]]
) -> None:
    assert companions(tree(*layout)) == expected


def test_artwork_of_a_series_folder_is_an_orphan_that_says_so(tree: Tree) -> None:
    root = tree("A S01E01.mkv", "A S01E02.mkv", "poster.jpg", "tvshow.nfo", "season01-poster.jpg", "theme.mp3")
    result = found(root, companion_extensions=("jpg", "nfo", "mp3"))
    assert {os.path.basename(g.path): g.detail for g in result.left_out} == dict.fromkeys(
        ("poster.jpg", "season01-poster.jpg", "theme.mp3", "tvshow.nfo"),
        "belongs to the whole folder, not to one video",
    )
    assert all(not f.companions for f in result.files)


def test_what_goes_with_a_sample_does_not_go_with_the_film(tree: Tree) -> None:
    root = tree("f/Foo 2011.mkv", "f/Foo 2011-sample.mkv", "f/Foo 2011-sample.srt")
    assert companions(root) == {"f/Foo 2011.mkv": []}
    assert reasons(root)["f/Foo 2011-sample.srt"] is LeftOutReason.SAMPLE


def test_of_several_nfo_files_one_goes_along(tree: Tree) -> None:
    root = tree("Foo/Foo.mkv", "Foo/release.nfo", "Foo/movie.nfo")
    assert companions(root) == {"Foo/Foo.mkv": ["Foo/movie.nfo"]}
    assert reasons(root) == {"Foo/release.nfo": LeftOutReason.ORPHAN}


@pytest.mark.parametrize(
    ("name", "label"),
    [("Foo 2011-poster.jpg", "-poster"), ("Foo 2011.Fanart.jpg", "-fanart"), ("folder.jpg", "-folder"),
     ("Foo 2011.nfo", ""), ("Foo 2011.chapters.xml", ".chapters")],
)  # fmt: skip
def test_the_label_is_what_follows_the_stem(tree: Tree, name: str, label: str) -> None:
    (file,) = found(tree("Foo 2011.mkv", name)).files
    assert [c.label for c in file.companions] == [label]


@pytest.mark.parametrize(
    ("name", "language", "flags"),
    [
        ("Foo 2011.en.forced.srt", "en", ("forced",)),
        ("Foo 2011.eng.sdh.ass", "en", ("sdh",)),
        ("Foo 2011.pt-BR.srt", "pt-BR", ()),
        ("Foo 2011.pt_BR.srt", "pt-BR", ()),
        ("Foo 2011.hi.srt", "hi", ()),
        ("Foo 2011.en.hi.srt", "en", ("sdh",)),
        ("Foo 2011.de.forced.sdh.srt", "de", ("sdh", "forced")),
        ("Foo 2011.en.cc.default.srt", "en", ("cc", "default")),
        ("Foo 2011.Brazilian Portuguese.srt", "pt-BR", ()),
        ("Foo 2011.chs.srt", "zh-CN", ()),
        ("Foo 2011.zul.srt", "zu", ()),
        ("Foo 2011.fil.srt", "fil", ()),
        ("Foo 2011.Afrikaans.srt", "af", ()),
        ("Foo 2011.srt", None, ()),
        ("Foo 2011.Netflix.srt", None, ()),
        ("Subs/2_English.srt", "en", ()),
        ("Subs/3_English hearing impaired.srt", "en", ("sdh",)),
        ("Subs/4_Spanish (Latin America).srt", "es-419", ()),
        ("Subs/5_German,Forced.srt", "de", ("forced",)),
        ("Subs/Foo 2011/6_fre.srt", "fr", ()),
        ("some other name.nl.srt", "nl", ()),
        ("The Italian Job.srt", None, ()),
        ("Foo 2011.cz.srt", "cs", ()),
        ("Foo 2011.iw.srt", "he", ()),
        ("Foo 2011.zh-Hans.srt", "zh-CN", ()),
        ("Foo 2011.简体.srt", "zh-CN", ()),
        ("Foo 2011.Português (Brasil).srt", "pt-BR", ()),
        ("English Subs/1.srt", "en", ()),
        ("Subs/German/1.srt", "de", ()),
        ("Subs/German/2_English.srt", "en", ()),
        ("Subs/Forced/2_English.srt", "en", ("forced",)),
        ("Subs/The German/1.srt", None, ()),
    ],
)
def test_the_language_of_a_subtitle_is_read_from_its_name(
    tree: Tree, name: str, language: str | None, flags: tuple[str, ...]
) -> None:
    (file,) = found(tree("Foo 2011.mkv", name)).files
    assert [(c.language, c.flags) for c in file.companions] == [(language, flags)]


@pytest.mark.parametrize(
    ("video", "subtitle", "language"),
    [
        ("the.italian.2005.mkv", "The Italian.srt", None),
        ("the.italian.2005.mkv", "The Italian.en.srt", "en"),
        ("The English (2011).mkv", "The English.fr.srt", "fr"),
        ("What Is It 2011.mkv", "what.is.it.srt", None),
        ("English.mkv", "English.srt", None),
        ("English.mkv", "English.English.srt", "en"),
        ("Foo.GERMAN.mkv", "Subs/Foo.GERMAN/2_eng.srt", "en"),
        ("Foo.GERMAN.mkv", "Subs/Foo.GERMAN/2.srt", None),
    ],
)
def test_a_language_in_the_title_is_none_of_the_subtitle(
    tree: Tree, video: str, subtitle: str, language: str | None
) -> None:
    (file,) = found(tree(video, subtitle)).files
    assert [c.language for c in file.companions] == [language]


# ------------------------------------------------------------------------------------------------- walking


@pytest.mark.parametrize("threads", [1, 8])
def test_each_folder_says_how_many_were_read_and_how_many_are_known(tree: Tree, threads: int) -> None:
    root = tree(*(f"film {n:02d}/film {n:02d}.mkv" for n in range(60)))
    parts = list(discover(check_roots([root]), DiscoverySettings(threads=threads), CancelToken()))
    assert len(parts) == 61  # with the root
    assert min(part.ahead for part in parts) == 0
    if threads == 1:
        assert [part.read for part in parts] == list(range(1, 62))
        assert all(part.read + part.ahead == 61 for part in parts)


def test_overlapping_roots_hand_over_each_file_once(tree: Tree) -> None:
    root = tree("a/1.mkv", "a/b/2.mkv", ".hidden/3.mkv")
    result = found(f"{root}/a/b", root, f"{root}/.hidden", root)
    assert [f.relative for f in result.files] == ["3.mkv", "a/1.mkv", "a/b/2.mkv"]


def test_several_roots_are_read_and_each_file_knows_its_own(tree: Tree) -> None:
    one, two = tree("1.mkv", root="one"), tree("2.mkv", root="two")
    assert [(f.root, f.name) for f in found(one, two).files] == [(one, "1.mkv"), (two, "2.mkv")]


def test_a_folder_that_shows_up_twice_is_read_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from organizer.discovery import walk

    root = tree("a/1.mkv", "b/2.mkv")
    real = read_folder

    def same_folder(path: str, entries: object, endings: object) -> object:  # what a bind mount looks like
        listing = real(path, entries, endings)  # type: ignore[arg-type]
        twins = Folders(path)
        for folder in listing.folders:
            twins.append(folder.name, 1, 7)
        listing.folders = twins
        return listing

    monkeypatch.setattr(walk, "read_folder", same_folder)
    result = found(root)
    assert names(result.files) == ["1.mkv"]
    assert [(os.path.basename(g.path), g.reason) for g in result.left_out] == [("b", LeftOutReason.LOOP)]


def _threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith("discovery-")]


def test_closing_the_generator_ends_its_threads(tree: Tree) -> None:
    root = tree(*(f"{n}/a.mkv" for n in range(50)))
    walk = iter(discover([root], DiscoverySettings(), CancelToken()))
    next(walk)
    walk.close()
    assert _threads() == []


def test_cancelling_stops_the_walk_and_keeps_what_was_handed_over(tree: Tree) -> None:
    root = tree(*(f"{n}/a.mkv" for n in range(300)))
    token, files = CancelToken(), 0
    for result in discover([root], DiscoverySettings(threads=1), token):
        files += len(result.files)
        token.cancel()
    assert 1 <= files <= 300
    assert _threads() == []


def test_a_folder_gone_in_the_middle_is_reported(tree: Tree) -> None:
    assert reasons(f"{tree()}/gone") == {".": LeftOutReason.UNREADABLE}


def test_slow_folders_bring_more_threads(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from organizer.discovery import walk

    root = tree(*(f"{n}/a.mkv" for n in range(120)))
    real, peak = os.scandir, 0

    def slow(path: str) -> object:
        nonlocal peak
        time.sleep(0.002)
        peak = max(peak, len(_threads()))
        return real(path)

    monkeypatch.setattr(os, "scandir", slow)
    assert len(found(root).files) == 120
    assert peak == walk.MANY_THREADS


def test_the_setting_fixes_the_number_of_threads(tree: Tree) -> None:
    root = tree(*(f"{n}/a.mkv" for n in range(20)))
    walk = iter(discover([root], DiscoverySettings(threads=5), CancelToken()))
    next(walk)
    assert len(_threads()) == 5
    walk.close()


def test_a_bug_in_a_thread_reaches_the_caller(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from organizer.discovery import walk

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(walk, "settle", broken)
    with pytest.raises(ZeroDivisionError):
        found(tree("a.mkv"))
    assert _threads() == []


# ------------------------------------------------------------------------------------------------- roots


def test_roots_are_made_real_and_unique(tree: Tree, tmp_path: Path) -> None:
    root = tree()
    os.symlink(root, tmp_path / "link")
    assert check_roots([f"{root}/.", str(tmp_path / "link")]) == (os.path.realpath(root),)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda p: None, "does not exist"),
        (lambda p: p.touch(), "is a file: give its folder"),
        (os.mkfifo, "is not a folder"),
    ],
)
def test_a_root_that_cannot_be_is_one_sentence(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    make(tmp_path / "x")
    with pytest.raises(UsageError, match=sentence.split(":", maxsplit=1)[0]) as caught:
        check_roots([str(tmp_path), str(tmp_path / "x")])
    assert caught.value.exit_status == 2
    assert sentence in caught.value.sentence()


def test_a_root_that_refuses_to_be_listed_is_one_sentence(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UsageError, match="cannot be read"):
        check_roots([tree()])


class Counting:
    """Knows nothing, and counts the folders that it is asked about."""

    def __init__(self) -> None:
        self.asked = 0

    def same(self, folder: str, root: str, print_: bytes, changed: int) -> bool:
        self.asked += 1
        return False

    def identity(self, folder: str) -> None:
        return None

    def before(self, folder: str, root: str, status: os.stat_result) -> None:
        return None

    def stands(self, folder: str) -> None:
        raise AssertionError("nothing stands")

    def rests(self) -> int:
        """How many there were when no more came for a while."""
        before = -1
        while before != self.asked:
            before = self.asked
            threading.Event().wait(0.3)
        return before


@pytest.mark.parametrize("threads", [1, 4])
def test_discovery_waits_for_who_takes_what_it_finds(tree: Tree, threads: int) -> None:
    root = tree(*(f"Film {number:04}/Film.mkv" for number in range(900)))
    known = Counting()
    walk = discover([root], DiscoverySettings(threads=threads), CancelToken(), known)
    taken = len(next(walk).files)
    assert known.rests() < 300
    taken += sum(len(part.files) for part in walk)
    assert taken == 900


def test_discovery_that_waits_can_be_left(tree: Tree) -> None:
    root = tree(*(f"Film {number:04}/Film.mkv" for number in range(600)))
    known = Counting()
    walk = discover([root], DiscoverySettings(threads=2), CancelToken(), known)
    next(walk)
    known.rests()
    walk.close()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("discovery")] == []
