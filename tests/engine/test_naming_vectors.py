"""The forms that the servers document, kind by kind: what each preset must write, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from organizer.config.schema import NamingSettings
from organizer.errors import NamingError
from organizer.model import (
    Characters,
    Companion,
    CompanionKind,
    EpisodeRef,
    FileIdentity,
    Match,
    MediaType,
    ParsedName,
    Preset,
)
from organizer.naming import NameStyle, companion_names, target

PLEX, JELLYFIN, EMBY, KODI = Preset
HEAT = Match(MediaType.MOVIE, 949, "Heat", "Heat", 1995)
RUNNER = Match(MediaType.MOVIE, 78, "Blade Runner", "Blade Runner", 1982)
MISSION = Match(MediaType.MOVIE, 353081, "Mission: Impossible - Fallout", "Mission: Impossible - Fallout", 2018)
LIVE = Match(MediaType.MOVIE, 14273, "AC/DC: Live?", "AC/DC: Live?", 1992)
CON = Match(MediaType.MOVIE, 7, "Con", "Con", None)
LOST = Match(MediaType.EPISODE, 4607, "Lost", "Lost", 2004, 1)
BROTHERS = Match(MediaType.EPISODE, 4613, "Band of Brothers", "Band of Brothers", 2001, 1)
DAILY = Match(MediaType.EPISODE, 2224, "The Daily Show", "The Daily Show", 1996, 17, date_based=True)
ANIME = Match(MediaType.EPISODE, 37854, "One Piece", "ワンピース", 1999, 21)


def aired(match: Match, *episodes: tuple[int, int, str], day: str | None = None) -> Match:
    return replace(match, season=episodes[0][0], episodes=tuple(EpisodeRef(*episode, day) for episode in episodes))


# What is written, kind by kind: what is known, and the path below the folder of films or series in each preset.
VECTORS: Sequence[tuple[str, Match, dict[str, object], str, dict[Preset, str]]] = (
    ("movie", HEAT, {}, "", {
        PLEX: "Heat (1995) {tmdb-949}/Heat (1995) {tmdb-949}.mkv",
        JELLYFIN: "Heat (1995) [tmdbid-949]/Heat (1995) [tmdbid-949].mkv",
        EMBY: "Heat (1995) [tmdbid=949]/Heat (1995) [tmdbid=949].mkv",
        KODI: "Heat (1995)/Heat (1995).mkv",
    }),
    ("edition", RUNNER, {"edition": "Final Cut"}, "", {
        PLEX: "Blade Runner (1982) {tmdb-78} {edition-Final Cut}/Blade Runner (1982) {tmdb-78} {edition-Final Cut}.mkv",
        JELLYFIN: "Blade Runner (1982) [tmdbid-78]/Blade Runner (1982) [tmdbid-78] - Final Cut.mkv",
        EMBY: "Blade Runner (1982) [tmdbid=78]/Blade Runner (1982) [tmdbid=78] - Final Cut.mkv",
        KODI: "Blade Runner (1982)/Blade Runner (1982) - Final Cut.mkv",
    }),
    ("one quality of two", HEAT, {"screen_size": "2160p"}, "2160p", {
        PLEX: "Heat (1995) {tmdb-949}/Heat (1995) {tmdb-949} - 2160p.mkv",
        JELLYFIN: "Heat (1995) [tmdbid-949]/Heat (1995) [tmdbid-949] - 2160p.mkv",
        EMBY: "Heat (1995) [tmdbid=949]/Heat (1995) [tmdbid=949] - 2160p.mkv",
        KODI: "Heat (1995)/Heat (1995) - 2160p.mkv",
    }),
    ("part", HEAT, {"part": 1}, "", {
        PLEX: "Heat (1995) {tmdb-949}/Heat (1995) {tmdb-949} - pt1.mkv",
        JELLYFIN: "Heat (1995) [tmdbid-949]/Heat (1995) [tmdbid-949] - part1.mkv",
        EMBY: "Heat (1995) [tmdbid=949]/Heat (1995) [tmdbid=949] - part1.mkv",
        KODI: "Heat (1995)/Heat (1995)-part1.mkv",
    }),
    ("episode", aired(LOST, (1, 1, "Pilot (1)")), {}, "", {
        PLEX: "Lost (2004) {tmdb-4607}/Season 01/Lost (2004) - s01e01 - Pilot (1).mkv",
        JELLYFIN: "Lost (2004) [tmdbid-4607]/Season 01/Lost (2004) - S01E01 - Pilot (1).mkv",
        EMBY: "Lost (2004) [tmdbid=4607]/Season 01/Lost (2004) - S01E01 - Pilot (1).mkv",
        KODI: "Lost (2004)/Season 01/Lost (2004) - S01E01 - Pilot (1).mkv",
    }),
    ("two episodes", aired(LOST, (1, 1, "Pilot (1)"), (1, 2, "Pilot (2)")), {}, "", {
        PLEX: "Lost (2004) {tmdb-4607}/Season 01/Lost (2004) - s01e01-e02 - Pilot.mkv",
        JELLYFIN: "Lost (2004) [tmdbid-4607]/Season 01/Lost (2004) - S01E01-E02 - Pilot.mkv",
        EMBY: "Lost (2004) [tmdbid=4607]/Season 01/Lost (2004) - S01E01-E02 - Pilot.mkv",
        KODI: "Lost (2004)/Season 01/Lost (2004) - S01E01E02 - Pilot.mkv",
    }),
    ("special", aired(LOST, (0, 1, "The Journey")), {}, "", {
        PLEX: "Lost (2004) {tmdb-4607}/Season 00/Lost (2004) - s00e01 - The Journey.mkv",
        JELLYFIN: "Lost (2004) [tmdbid-4607]/Season 00/Lost (2004) - S00E01 - The Journey.mkv",
        EMBY: "Lost (2004) [tmdbid=4607]/Season 00/Lost (2004) - S00E01 - The Journey.mkv",
        KODI: "Lost (2004)/Season 00/Lost (2004) - S00E01 - The Journey.mkv",
    }),
    ("daily", aired(DAILY, (17, 42, "Guest"), day="2012-01-05"), {}, "", {
        PLEX: "The Daily Show (1996) {tmdb-2224}/Season 17/The Daily Show (1996) - 2012-01-05 - Guest.mkv",
        JELLYFIN: "The Daily Show (1996) [tmdbid-2224]/Season 17/The Daily Show (1996) - 2012-01-05 - Guest.mkv",
        EMBY: "The Daily Show (1996) [tmdbid=2224]/Season 17/The Daily Show (1996) - 2012-01-05 - Guest.mkv",
        KODI: "The Daily Show (1996)/Season 17/The Daily Show (1996) - 2012-01-05 - Guest.mkv",
    }),
    ("mini-series", aired(BROTHERS, (1, 1, "Currahee")), {}, "", {
        PLEX: "Band of Brothers (2001) {tmdb-4613}/Season 01/Band of Brothers (2001) - s01e01 - Currahee.mkv",
        JELLYFIN: "Band of Brothers (2001) [tmdbid-4613]/Season 01/Band of Brothers (2001) - S01E01 - Currahee.mkv",
        EMBY: "Band of Brothers (2001) [tmdbid=4613]/Season 01/Band of Brothers (2001) - S01E01 - Currahee.mkv",
        KODI: "Band of Brothers (2001)/Season 01/Band of Brothers (2001) - S01E01 - Currahee.mkv",
    }),
    ("anime by its order", aired(ANIME, (21, 892, "The Land of Wano!")), {"absolute_episode": 892}, "", {
        PLEX: "One Piece (1999) {tmdb-37854}/Season 21/One Piece (1999) - s21e892 - The Land of Wano!.mkv",
        JELLYFIN: "One Piece (1999) [tmdbid-37854]/Season 21/One Piece (1999) - S21E892 - The Land of Wano!.mkv",
        EMBY: "One Piece (1999) [tmdbid=37854]/Season 21/One Piece (1999) - S21E892 - The Land of Wano!.mkv",
        KODI: "One Piece (1999)/Season 21/One Piece (1999) - S21E892 - The Land of Wano!.mkv",
    }),
    ("trailer", HEAT, {"extra": "trailer"}, "", {
        PLEX: "Heat (1995) {tmdb-949}/Trailers/Heat (1995)-trailer.mkv",
        JELLYFIN: "Heat (1995) [tmdbid-949]/Trailers/Heat (1995)-trailer.mkv",
        EMBY: "Heat (1995) [tmdbid=949]/Trailers/Heat (1995)-trailer.mkv",
        KODI: "Heat (1995)/Heat (1995)-trailer.mkv",
    }),
    ("colon", MISSION, {}, "", {
        PLEX: "Mission Impossible - Fallout (2018) {tmdb-353081}/Mission Impossible - Fallout (2018) {tmdb-353081}.mkv",
        JELLYFIN: (
            "Mission Impossible - Fallout (2018) [tmdbid-353081]/"
            "Mission Impossible - Fallout (2018) [tmdbid-353081].mkv"
        ),
        EMBY: (
            "Mission Impossible - Fallout (2018) [tmdbid=353081]/"
            "Mission Impossible - Fallout (2018) [tmdbid=353081].mkv"
        ),
        KODI: "Mission Impossible - Fallout (2018)/Mission Impossible - Fallout (2018).mkv",
    }),
)  # fmt: skip


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize(
    ("match", "parsed", "label", "expected"), [v[1:] for v in VECTORS], ids=[v[0] for v in VECTORS]
)
def test_each_kind_has_the_form_of_its_server(
    match: Match, parsed: dict[str, object], label: str, expected: dict[Preset, str], preset: Preset
) -> None:
    reading = ParsedName("/in/x.mkv", **parsed)  # type: ignore[arg-type]
    assert target(match, reading, NameStyle(preset), label=label).path == expected[preset]


@pytest.mark.parametrize("preset", Preset)
def test_a_gap_between_episodes_is_a_question_for_every_server(preset: Preset) -> None:
    with pytest.raises(NamingError, match="do not follow each other"):
        target(aired(LOST, (1, 1, "a"), (1, 3, "c")), ParsedName("/in/x.mkv"), NameStyle(preset))


@pytest.mark.parametrize(
    ("policy", "expected"), [(Characters.PLAIN, "AC-DC - Live (1992)"), (Characters.ARR, "AC+DC - Live! (1992)")]
)
def test_the_policy_for_characters_can_be_chosen(policy: Characters, expected: str) -> None:
    style = NameStyle(ids=False, naming=NamingSettings(characters=policy))
    assert target(LIVE, ParsedName("/in/x.mkv"), style).folders == (expected,)


def test_a_reserved_name_is_legal_with_a_year_and_changed_without() -> None:
    style, parsed = NameStyle(ids=False), ParsedName("/in/x.mkv")
    assert target(replace(CON, year=2019), parsed, style).path == "Con (2019)/Con (2019).mkv"
    assert target(CON, parsed, style).path == "Con_/Con_.mkv"


@pytest.mark.parametrize(("preset", "tag"), [(PLEX, " {tmdb-949}"), (JELLYFIN, " [tmdbid-949]"), (KODI, "")])
def test_subtitles_have_the_stem_of_their_video_and_the_words_that_the_server_reads(preset: Preset, tag: str) -> None:
    stem = target(HEAT, ParsedName("/in/x.mkv"), NameStyle(preset)).stem
    given = [
        Companion(f"/in/{n}.srt", CompanionKind.SUBTITLE, FileIdentity(1, n, 1, 1), "en", flags)
        for n, flags in enumerate([(), ("forced",), ("sdh",), ()])
    ]
    assert companion_names(stem, given, preset=preset) == tuple(
        f"Heat (1995){tag}{ending}" for ending in (".en.srt", ".en.forced.srt", ".en.sdh.srt", ".2.en.srt")
    )


def test_an_edition_has_at_most_32_characters() -> None:
    made = target(HEAT, ParsedName("/in/x.mkv", edition="The " * 20), NameStyle())
    tag = made.stem.rpartition("{edition-")[2].rstrip("}")
    assert 0 < len(tag) <= 32
