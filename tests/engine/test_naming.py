"""Names for the media servers: the test vectors of each preset, and promises for hostile titles."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.config.schema import NamingSettings
from organizer.display import fold
from organizer.errors import NamingError
from organizer.model import (
    Companion,
    CompanionKind,
    EpisodeRef,
    FileIdentity,
    Match,
    MediaType,
    MovieIds,
    ParsedName,
    Preset,
)
from organizer.naming import NameStyle, clean, companion_name, companion_names, component, is_numbered, target
from organizer.naming.characters import shorten
from organizer.parsing.engine import parse_names

IDENTITY = FileIdentity(1, 2, 3, 4)
HARBOUR = Match(MediaType.MOVIE, 4711, "Quiet Harbour", "Stiller Hafen", 1995)
SHOW = Match(MediaType.EPISODE, 815, "Tidelands", "Tidelands", 2004, season=1)


def episodes(*numbers: int, season: int = 1, titles: tuple[str, ...] = ()) -> tuple[EpisodeRef, ...]:
    names = titles or tuple(f"Part the {n}" for n in numbers)
    return tuple(EpisodeRef(season, n, t, "2012-01-05") for n, t in zip(numbers, names, strict=True))


def name(match: Match, preset: Preset, *, ids: bool = True, label: str = "", number: int = 1, **parsed: object) -> str:
    reading = ParsedName("x.MKV", **parsed)  # type: ignore[arg-type]
    return target(match, reading, NameStyle(preset, ids), label=label, number=number).path


PILOT = replace(SHOW, episodes=episodes(1, titles=("Pilot (1)",)))
DAILY = Match(
    MediaType.EPISODE, 9, "The Evening Desk", "The Evening Desk", 1996, 17,
    episodes(3, season=17, titles=("Guest",)), date_based=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("match", "extra", "plex", "jellyfin", "emby", "kodi"),
    [
        (
            HARBOUR, {},
            "Quiet Harbour (1995) {tmdb-4711}/Quiet Harbour (1995) {tmdb-4711}.mkv",
            "Quiet Harbour (1995) [tmdbid-4711]/Quiet Harbour (1995) [tmdbid-4711].mkv",
            "Quiet Harbour (1995) [tmdbid=4711]/Quiet Harbour (1995) [tmdbid=4711].mkv",
            "Quiet Harbour (1995)/Quiet Harbour (1995).mkv",
        ),
        (
            HARBOUR, {"edition": "Final Cut"},
            (
                "Quiet Harbour (1995) {tmdb-4711} {edition-Final Cut}/"
                "Quiet Harbour (1995) {tmdb-4711} {edition-Final Cut}.mkv"
            ),
            "Quiet Harbour (1995) [tmdbid-4711]/Quiet Harbour (1995) [tmdbid-4711] - Final Cut.mkv",
            "Quiet Harbour (1995) [tmdbid=4711]/Quiet Harbour (1995) [tmdbid=4711] - Final Cut.mkv",
            "Quiet Harbour (1995)/Quiet Harbour (1995) - Final Cut.mkv",
        ),
        (
            HARBOUR, {"label": "1080p"},
            "Quiet Harbour (1995) {tmdb-4711}/Quiet Harbour (1995) {tmdb-4711} - 1080p.mkv",
            "Quiet Harbour (1995) [tmdbid-4711]/Quiet Harbour (1995) [tmdbid-4711] - 1080p.mkv",
            "Quiet Harbour (1995) [tmdbid=4711]/Quiet Harbour (1995) [tmdbid=4711] - 1080p.mkv",
            "Quiet Harbour (1995)/Quiet Harbour (1995) - 1080p.mkv",
        ),
        (
            HARBOUR, {"part": 2},
            "Quiet Harbour (1995) {tmdb-4711}/Quiet Harbour (1995) {tmdb-4711} - pt2.mkv",
            "Quiet Harbour (1995) [tmdbid-4711]/Quiet Harbour (1995) [tmdbid-4711] - part2.mkv",
            "Quiet Harbour (1995) [tmdbid=4711]/Quiet Harbour (1995) [tmdbid=4711] - part2.mkv",
            "Quiet Harbour (1995)/Quiet Harbour (1995)-part2.mkv",
        ),
        (
            HARBOUR, {"extra": "trailer"},
            "Quiet Harbour (1995) {tmdb-4711}/Trailers/Quiet Harbour (1995)-trailer.mkv",
            "Quiet Harbour (1995) [tmdbid-4711]/Trailers/Quiet Harbour (1995)-trailer.mkv",
            "Quiet Harbour (1995) [tmdbid=4711]/Trailers/Quiet Harbour (1995)-trailer.mkv",
            "Quiet Harbour (1995)/Quiet Harbour (1995)-trailer.mkv",
        ),
        (
            HARBOUR, {"extra": "deleted", "episode_title": "The Long Pier"},
            "Quiet Harbour (1995) {tmdb-4711}/Deleted Scenes/The Long Pier.mkv",
            "Quiet Harbour (1995) [tmdbid-4711]/Deleted Scenes/The Long Pier.mkv",
            "Quiet Harbour (1995) [tmdbid=4711]/Deleted Scenes/The Long Pier.mkv",
            "Quiet Harbour (1995)/Extras/The Long Pier.mkv",
        ),
        (
            PILOT, {},
            "Tidelands (2004) {tmdb-815}/Season 01/Tidelands (2004) - s01e01 - Pilot (1).mkv",
            "Tidelands (2004) [tmdbid-815]/Season 01/Tidelands (2004) - S01E01 - Pilot (1).mkv",
            "Tidelands (2004) [tmdbid=815]/Season 01/Tidelands (2004) - S01E01 - Pilot (1).mkv",
            "Tidelands (2004)/Season 01/Tidelands (2004) - S01E01 - Pilot (1).mkv",
        ),
        (
            replace(SHOW, episodes=episodes(2, 1, 3, titles=("Pilot (2)", "Pilot (1)", "Pilot (3)"))), {},
            "Tidelands (2004) {tmdb-815}/Season 01/Tidelands (2004) - s01e01-e03 - Pilot.mkv",
            "Tidelands (2004) [tmdbid-815]/Season 01/Tidelands (2004) - S01E01-E03 - Pilot.mkv",
            "Tidelands (2004) [tmdbid=815]/Season 01/Tidelands (2004) - S01E01-E03 - Pilot.mkv",
            "Tidelands (2004)/Season 01/Tidelands (2004) - S01E01E02E03 - Pilot.mkv",
        ),
        (
            replace(SHOW, season=0, episodes=episodes(7, season=0, titles=("Making Of",))), {},
            "Tidelands (2004) {tmdb-815}/Season 00/Tidelands (2004) - s00e07 - Making Of.mkv",
            "Tidelands (2004) [tmdbid-815]/Season 00/Tidelands (2004) - S00E07 - Making Of.mkv",
            "Tidelands (2004) [tmdbid=815]/Season 00/Tidelands (2004) - S00E07 - Making Of.mkv",
            "Tidelands (2004)/Season 00/Tidelands (2004) - S00E07 - Making Of.mkv",
        ),
        (
            DAILY, {},
            "The Evening Desk (1996) {tmdb-9}/Season 17/The Evening Desk (1996) - 2012-01-05 - Guest.mkv",
            "The Evening Desk (1996) [tmdbid-9]/Season 17/The Evening Desk (1996) - 2012-01-05 - Guest.mkv",
            "The Evening Desk (1996) [tmdbid=9]/Season 17/The Evening Desk (1996) - 2012-01-05 - Guest.mkv",
            "The Evening Desk (1996)/Season 17/The Evening Desk (1996) - 2012-01-05 - Guest.mkv",
        ),
        (
            PILOT, {"part": 1},
            "Tidelands (2004) {tmdb-815}/Season 01/Tidelands (2004) - s01e01 - Pilot (1) - pt1.mkv",
            "Tidelands (2004) [tmdbid-815]/Season 01/Tidelands (2004) - S01E01 - Pilot (1) - part1.mkv",
            "Tidelands (2004) [tmdbid=815]/Season 01/Tidelands (2004) - S01E01 - Pilot (1) - part1.mkv",
            "Tidelands (2004)/Season 01/Tidelands (2004) - S01E01 - Pilot (1)-part1.mkv",
        ),
        (
            SHOW, {"extra": "interview"},
            "Tidelands (2004) {tmdb-815}/Season 01/Interviews/Tidelands (2004)-interview.mkv",
            "Tidelands (2004) [tmdbid-815]/Season 01/Interviews/Tidelands (2004)-interview.mkv",
            "Tidelands (2004) [tmdbid=815]/Season 01/Interviews/Tidelands (2004)-interview.mkv",
            "Tidelands (2004)/Season 01/Extras/Tidelands (2004)-interview.mkv",
        ),
    ],
)  # fmt: skip
def test_each_preset_names_each_kind_of_file(
    match: Match, extra: dict[str, object], plex: str, jellyfin: str, emby: str, kodi: str
) -> None:
    assert [name(match, preset, **extra) for preset in Preset] == [plex, jellyfin, emby, kodi]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("match", "parsed", "expected"),
    [
        (replace(HARBOUR, year=None), {}, "Quiet Harbour/Quiet Harbour.mkv"),
        (replace(HARBOUR, title="???", original_title="Ya?"), {}, "Ya (1995)/Ya (1995).mkv"),
        (
            replace(HARBOUR, title="???", original_title="."), {},
            "tmdb-4711 (1995) {tmdb-4711}/tmdb-4711 (1995) {tmdb-4711}.mkv",
        ),
        (replace(HARBOUR, title="Con", year=None), {"label": "1080p"}, "Con_/Con_ - 1080p.mkv"),
        (replace(HARBOUR, title="Harbour (1995)"), {}, "Harbour (1995)/Harbour (1995).mkv"),
        (replace(HARBOUR, title="X {tmdb-1} [tmdbid-2] {y}"), {}, "X (y) (1995)/X (y) (1995).mkv"),
        (replace(HARBOUR, title="AC/DC: Live?"), {}, "AC-DC - Live (1995)/AC-DC - Live (1995).mkv"),
        (HARBOUR, {"edition": "A}/../{b", "extra": None}, None),
        (
            replace(SHOW, episodes=episodes(4, titles=("Home: Away",))), {},
            "Tidelands (2004)/Season 01/Tidelands (2004) - s01e04 - Home - Away.mkv",
        ),
        (
            replace(SHOW, episodes=episodes(4, 5, titles=("Home", "Away"))), {},
            "Tidelands (2004)/Season 01/Tidelands (2004) - s01e04-e05 - Home & Away.mkv",
        ),
        (
            replace(SHOW, episodes=episodes(4, titles=("",))), {},
            "Tidelands (2004)/Season 01/Tidelands (2004) - s01e04.mkv",
        ),
        (replace(SHOW, season=None), {"extra": "other"}, "Tidelands (2004)/Other/Tidelands (2004)-other.mkv"),
        (replace(SHOW, season=None), {"extra": "unheard-of"}, "Tidelands (2004)/Other/Tidelands (2004)-other.mkv"),
    ],
)  # fmt: skip
def test_without_ids_plex_names_are(match: Match, parsed: dict[str, object], expected: str | None) -> None:
    made = name(match, Preset.PLEX, ids=False, **parsed)  # type: ignore[arg-type]
    if expected is None:
        assert made.count("/") == 1
        assert "{edition-A)-..-(b}" in made
    else:
        assert made == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("One two three four five six", 27, "One two three four five six"),
        ("One two three four five six", 22, "One two three four"),
        ("One two three four, five six", 20, "One two three four"),
        ("One two three four five six", 23, "One two three four five"),
        ("One twothreefourfivesixseven", 20, "One twothreefourfive"),
        ("One two three - four", 18, "One two three"),
        ("日本語日本語", 10, "日本語"),
    ],
)
def test_a_title_is_cut_between_words_where_it_can_be(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected
    assert shorten(expected, limit) == expected


LONG = "長い題" * 80


@pytest.mark.parametrize(
    ("preset", "tag"),
    [
        (Preset.PLEX, "{tmdb-4711}"),
        (Preset.JELLYFIN, "[tmdbid-4711]"),
        (Preset.EMBY, "[tmdbid=4711]"),
        (Preset.KODI, "{tmdb-4711}"),
    ],
)
def test_a_title_that_was_cut_has_its_id_though_ids_are_off(preset: Preset, tag: str) -> None:
    folder, file = name(replace(HARBOUR, title=LONG), preset, ids=False, label="1080p").split("/")
    assert folder.endswith(f" (1995) {tag}")
    assert file == f"{folder} - 1080p.mkv"
    extra = name(replace(HARBOUR, title=LONG), preset, ids=False, extra="trailer")
    assert extra.endswith(f"{tag}-trailer.mkv")

    show = replace(SHOW, tmdb_id=4711, title=LONG)
    one = name(replace(show, episodes=episodes(4)), preset, ids=False)
    many = name(replace(show, episodes=episodes(*range(4, 20))), preset, ids=False)
    assert one.split("/")[0] == many.split("/")[0]
    assert one.split("/")[0].endswith(f" (2004) {tag}")


found_again = st.one_of(
    st.text(st.sampled_from("日本語の題"), min_size=1, max_size=120),
    st.lists(st.sampled_from(["The", "Quiet", "Harbour", "Long", "Tide"]), min_size=1, max_size=60).map(" ".join),
    st.text(st.sampled_from("?:."), min_size=1, max_size=5),
)
own_names = st.sampled_from([
    NamingSettings(),
    NamingSettings(movie_ids=MovieIds.FILE),
    NamingSettings(movie_folder="{{ title }}", movie_file="{{ title }}", show_folder="{{ title }}"),
    NamingSettings(movie_folder="A/{{ title }} {{ id_tag }}", movie_file="{{ year }} {{ title }} {{ id_tag }}"),
    NamingSettings(show_folder="{{ id_tag }} {{ title }}", episode_file="{{ title }} {{ numbers }}"),
])  # fmt: skip


@settings(deadline=None)
@given(found_again, st.sampled_from(Preset), own_names, st.sampled_from([143, 255]), st.integers(1, 12))
def test_each_name_says_the_whole_title_or_the_id(
    title: str, preset: Preset, naming: NamingSettings, limit: int, count: int
) -> None:
    refs = episodes(*range(1, 1 + count))
    for match in (Match(MediaType.MOVIE, 4711, title, title, 1995), replace(SHOW, title=title, episodes=refs)):
        style = NameStyle(preset, False, replace(naming, name_limit=limit))
        made = target(replace(match, original_title=title), ParsedName("x.mkv"), style)
        assert all(len(part.encode()) <= limit for part in made.path.split("/"))
        whole = clean(title)
        found = parse_names([made.path])[0].parsed.tmdb_id
        assert found == match.tmdb_id or (whole and whole in made.path)


def test_extras_of_one_kind_are_numbered() -> None:
    made = name(HARBOUR, Preset.PLEX, extra="trailer", number=2)
    assert made.endswith("/Trailers/Quiet Harbour (1995)-trailer2.mkv")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (episodes(1, 3), "S01E01, S01E03 do not follow each other"),
        ((*episodes(9), *episodes(10, season=2)), "do not follow each other"),
        ((), "No episode is known"),
    ],
)
def test_a_gap_is_a_question_and_not_a_range(found: tuple[EpisodeRef, ...], sentence: str) -> None:
    with pytest.raises(NamingError, match=sentence):
        name(replace(SHOW, episodes=found), Preset.PLEX)


def test_a_file_of_too_many_episodes_is_a_question() -> None:
    with pytest.raises(NamingError, match="too many"):
        name(replace(SHOW, episodes=episodes(*range(1, 60))), Preset.KODI)


# ------------------------------------------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mission: Quiet - Fallout", "Mission Quiet - Fallout"),
        ("Alien: Shore", "Alien - Shore"),
        ("AC/DC: Live?", "AC-DC - Live"),
        ("2:22", "2-22"),
        ("Over:", "Over"),
        ('M*A*S*H "x" <y> a|b', "M-A-S-H 'x' y a-b"),
        ("back\\slash", "back-slash"),
        ("...And So", "And So"),
        ("Etc...", "Etc"),
        ("a\tb\nc  d\u00a0e", "a b c d e"),
        ("e\u0301", "é"),
        ("\u202ecod.exe\u202c", "cod.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\x1b]52;c;x\x07", "]52;c;x"),
        ("bad\udcffbyte", "badbyte"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("क्\u200dष", "क्\u200dष"),
        ("Con", "Con_"),
        ("con.fire", "con_.fire"),
        ("Com1", "Com1_"),
        ("Con (2019)", "Con (2019)"),
        ("Contact", "Contact"),
        ("???", "_"),
        ("..", "_"),
        ("", "_"),
        ("千と千尋の神隠し", "千と千尋の神隠し"),
    ],
)
def test_a_component_is_legal_everywhere(text: str, expected: str) -> None:
    assert component(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcdefghij", 8, "abcdefgh"),
        ("abc def ghi", 8, "abc def"),
        ("日本語日本語", 10, "日本語"),
        ("abcde\u0301\u0323xyz", 8, "abcd"),
        ("x\U0001f468\u200d\U0001f469\u200d\U0001f467y", 12, "x"),
        ("a\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 13, "a\U0001f1e9\U0001f1ea"),
        ("ab\U0001f44d\U0001f3fd", 8, "ab"),
    ],
)
def test_a_long_component_is_cut_between_graphemes(text: str, limit: int, expected: str) -> None:
    assert component(text, limit) == expected


hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('/\\:*?"<>|. -\x00\x1b\u200d\u200c\u202e\u0301é日\U0001f468\U0001f3fd\U0001f1e9\udcff{}[]'),
    ),
    max_size=400,
)
words = st.one_of(hostile, st.sampled_from(["CON", "nul.x", "..", ".", "a" * 300, "日" * 200, "{tmdb-1}", "A: B - C"]))


@given(words, st.integers(8, 255))
def test_a_cleaned_component_is_clean(text: str, limit: int) -> None:
    made = component(text, limit)
    assert component(made, limit) == made
    assert 1 <= len(made.encode()) <= limit
    assert made not in {".", ".."}
    assert not set(made) & set('/\\:*?"<>|\0')
    assert made == made.strip(" .")
    assert unicodedata.is_normalized("NFC", made)
    assert clean(clean(text)) == clean(text)


@given(st.text(st.sampled_from("abcXYZ 019äßéñ日本한"), min_size=1, max_size=40).map(str.strip).filter(bool))
def test_an_ordinary_title_is_left_alone(title: str) -> None:
    title = " ".join(title.split())
    assert component(title) == title


matches = st.builds(
    Match,
    type=st.sampled_from(MediaType),
    tmdb_id=st.integers(1, 10**9),
    title=words,
    original_title=words,
    year=st.one_of(st.none(), st.integers(1870, 2100)),
    season=st.one_of(st.none(), st.integers(0, 2030)),
    episodes=st.tuples(st.integers(0, 2030), st.integers(0, 3000), st.integers(1, 4), words).map(
        lambda e: tuple(EpisodeRef(e[0], e[1] + n, e[3], "2012-01-05") for n in range(e[2]))
    ),
    date_based=st.booleans(),
)
readings = st.builds(
    ParsedName,
    path=st.just("x"),
    part=st.one_of(st.none(), st.integers(0, 99)),
    edition=st.one_of(st.none(), words),
    extra=st.one_of(st.none(), st.none(), st.sampled_from(["trailer", "deleted", "scene", "odd"])),
    episode_title=st.one_of(st.none(), words),
    date=st.one_of(st.none(), words),
)


@given(matches, readings, st.sampled_from(Preset), st.booleans(), words, st.sampled_from([143, 255]))
def test_no_title_leaves_the_library_or_exceeds_its_room(
    match: Match, parsed: ParsedName, preset: Preset, ids: bool, label: str, limit: int
) -> None:
    made = target(match, parsed, NameStyle(preset, ids), label=label, limit=limit)
    path = os.path.normpath(os.path.join("/lib/Movies", made.path))
    assert path == f"/lib/Movies/{made.path}"
    for part in (*made.folders, made.stem):
        assert component(part, limit) == part
    assert len(made.stem.encode()) <= limit - 40
    if match.year and not parsed.extra:
        assert f"({match.year})" in made.stem
        assert f"({match.year})" in made.folders[0]
    if ids and preset is Preset.PLEX:
        assert made.folders[0].count(f"{{tmdb-{match.tmdb_id}}}") == 1
    if parsed.part is not None and not parsed.extra:
        assert made.stem.endswith(str(parsed.part))
    elif match.type is MediaType.EPISODE and not parsed.extra and not match.date_based:
        numbers = f"s{match.episodes[0].season:02d}e{match.episodes[0].number:02d}"
        assert numbers in made.stem.lower()
    if preset is Preset.JELLYFIN and match.type is MediaType.MOVIE and not parsed.extra:
        assert made.stem.startswith(made.folders[0])  # or Jellyfin does not see versions of one film


# ------------------------------------------------------------------------------------------------- companions


def companion(path: str, kind: CompanionKind = CompanionKind.SUBTITLE, **more: object) -> Companion:
    return Companion(path, kind, IDENTITY, **more)  # type: ignore[arg-type]


STEM = "Quiet Harbour (1995) {tmdb-4711}"


@pytest.mark.parametrize(
    ("given_companion", "expected"),
    [
        (companion("/a/x.SRT", language="en", flags=("forced",)), ".en.forced.srt"),
        (companion("/a/x.srt", language="de", flags=("sdh", "forced")), ".de.sdh.forced.srt"),
        (companion("/a/x.srt", language="en", flags=("default",)), ".en.srt"),
        (companion("/a/x.srt"), ".srt"),
        (companion("/a/x.ass", flags=("forced",)), ".forced.ass"),
        (companion("/a/x.srt", language="pt-BR"), ".pt-BR.srt"),
        (companion("/a/movie.nfo", CompanionKind.NFO), ".nfo"),
        (companion("/a/p.jpg", CompanionKind.ARTWORK, label="-poster"), "-poster.jpg"),
        (companion("/a/folder.jpg", CompanionKind.ARTWORK, label="-folder"), "-poster.jpg"),
        (companion("/a/b.jpg", CompanionKind.ARTWORK, label="-backdrop2"), "-fanart-2.jpg"),
        (companion("/a/x.jpg", CompanionKind.ARTWORK), ".jpg"),
        (companion("/a/x.xml", CompanionKind.OTHER, label=".chapters"), ".chapters.xml"),
        (companion("/a/x.mka", CompanionKind.OTHER, label=".eng"), ".eng.mka"),
        (companion("/a/x.xml", CompanionKind.OTHER, label=".../../etc: x"), "-..-etc - x.xml"),
    ],
)
def test_a_companion_is_named_after_its_video(given_companion: Companion, expected: str) -> None:
    assert companion_name(STEM, given_companion, ()) == STEM + expected


def test_the_default_flag_is_for_servers_that_know_it() -> None:
    default = companion("/a/x.srt", language="en", flags=("default",))
    assert companion_name(STEM, default, (), preset=Preset.JELLYFIN) == f"{STEM}.en.default.srt"


def test_a_taken_name_gets_a_number_before_the_language() -> None:
    english = companion("/a/x.srt", language="en")
    assert companion_name("S", english, {fold("s.EN.srt")}) == "S.2.en.srt"
    poster = companion("/a/x.jpg", CompanionKind.ARTWORK, label="-poster")
    assert companion_name("S", poster, {"s-poster.jpg", "s-poster-2.jpg"}) == "S-poster-3.jpg"


def test_alike_subtitles_are_numbered_and_pairs_share_a_number() -> None:
    given_companions = [companion(f"/a/{name}") for name in ("2.idx", "3.idx", "3.sub", "4.srt", "5.srt")]
    names = companion_names("S", given_companions)
    assert names == ("S.idx", "S.2.idx", "S.2.sub", "S.srt", "S.2.srt")
    assert [is_numbered(n, "S", c) for n, c in zip(names, given_companions, strict=True)] == [
        False, True, True, False, True,
    ]  # fmt: skip


def test_the_poster_is_the_poster_also_beside_a_folder_picture() -> None:
    pictures = [companion(f"/a/{n}.jpg", CompanionKind.ARTWORK, label=f"-{n}") for n in ("folder", "poster")]
    assert companion_names("S", pictures) == ("S-poster-2.jpg", "S-poster.jpg")


def test_what_has_its_right_name_keeps_it() -> None:
    given_companions = [companion(f"/lib/{name}", language="en") for name in ("S.2.en.srt", "S.en.srt", "new.en.srt")]
    assert companion_names("S", given_companions) == ("S.2.en.srt", "S.en.srt", "S.3.en.srt")


companion_lists = st.lists(
    st.builds(
        Companion,
        path=st.tuples(st.integers(0, 3), st.sampled_from([".srt", ".idx", ".sub", ".jpg", ".nfo", ""])).map(
            lambda t: f"/a/{t[0]}{t[1]}"
        ),
        kind=st.sampled_from(CompanionKind),
        identity=st.just(IDENTITY),
        language=st.sampled_from([None, "en", "pt-BR"]),
        flags=st.sampled_from([(), ("forced",), ("sdh", "default")]),
        label=words,
    ),
    max_size=8,
    unique_by=lambda c: c.path,
)


@given(companion_lists, st.sampled_from(Preset), st.sampled_from(["S", "x" * 215]))
def test_companions_of_one_video_never_share_a_name(
    given_companions: list[Companion], preset: Preset, stem: str
) -> None:
    names = companion_names(stem, given_companions, preset=preset)
    assert len({fold(n) for n in names}) == len(given_companions)
    for made in names:
        assert made.startswith(stem)
        assert "/" not in made
        assert len(made.encode()) <= 255
