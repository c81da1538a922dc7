"""What names say: a table for each habit of the people who write them. All titles are invented."""

from __future__ import annotations

from typing import Any

import pytest

from organizer.model import MediaType, ParsedName
from organizer.parsing import engine
from organizer.parsing.engine import parse_names
from organizer.parsing.guess import Guess

MOVIE, EPISODE = MediaType.MOVIE, MediaType.EPISODE


def read(path: str) -> ParsedName:
    return parse_names([path])[0].parsed


def said(path: str) -> dict[str, Any]:
    """What the reading says, without what it does not."""
    parsed = read(path)
    names = ("type", "title", "year", "season", "episode", "absolute_episode", "date", "part", "edition")
    return {name: value for name in names if (value := getattr(parsed, name)) not in (None, ())}


def movie(title: str, year: int | None = None, **more: Any) -> dict[str, Any]:
    return {"type": MOVIE, "title": title} | ({"year": year} if year else {}) | more


def episode(title: str | None, season: int | None = None, *numbers: int, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": EPISODE}
    found |= {"title": title} if title else {}
    found |= {"season": (season,)} if season is not None else {}
    found |= {"episode": numbers} if numbers else {}
    return found | more


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Copper.Valley.S02E07.1080p.WEB-DL.H264-GRP.mkv", episode("Copper Valley", 2, 7)),
        ("Copper Valley - 2x07 - The Bridge.avi", episode("Copper Valley", 2, 7)),
        ("Copper.Valley.S02E07E08.720p.mkv", episode("Copper Valley", 2, 7, 8)),
        ("Copper.Valley.S02E07-E09.720p.mkv", episode("Copper Valley", 2, 7, 8, 9)),
        ("Copper.Valley.S02.1080p.BluRay.x264-GRP", episode("Copper Valley", 2)),
        ("The.Quiet.Harbour.2014.1080p.BluRay.x264-GRP.mkv", movie("The Quiet Harbour", 2014)),
        ("The Quiet Harbour (2014).mkv", movie("The Quiet Harbour", 2014)),
    ],
)
def test_ordinary_names_are_read(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("The.200.Season.1.Complete.mkv", episode("The 200", 1)),
        ("48.Hours.Later.-.2011.03.06.mkv", episode("48 Hours Later", date="2011-03-06")),
        ("[Crew] 77 - 04 [1080p][0A1B2C3D].mkv", episode("77", None, 4)),
        ("[Crew] Lantern Road 40 Winters - 03 (1080p) [0A1B2C3D].mkv", episode("Lantern Road 40 Winters", None, 3)),
        ("[Crew] Lantern Road 12 - 105 [480p].mkv", episode("Lantern Road 12", None, 105)),
        ("1931/Season 01/1931.S01E02.720p.mkv", episode("1931", 1, 2)),
        ("District 17 (2011) 1080p.mkv", movie("District 17", 2011)),
        ("(350).Nights.Of.Rain.(2009).1080p.BluRay.mkv", movie("(350) Nights Of Rain", 2009)),
        ("[Crew]_Amber_Line_-_11_-_312_Steps_[1F2E3D4C].mkv", episode("Amber Line", None, 11)),
    ],
)
def test_numbers_of_the_title_stay_in_the_title(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("[Crew][琥珀之路][Amber Road][2021][07][1080P][CHS].mp4", episode("Amber Road", None, 7, year=2021)),
        ("[Crew][Amber Road][03][BIG5][720P].mp4", episode("Amber Road", None, 3)),
        ("[Crew][Amber Road][11-13 Fin][WebRip][1080P]", episode("Amber Road", None, 11, 12, 13)),
        ("【雨字幕组】★04月新番[琥珀之路 / Amber Road][05][1080P][繁體].mp4", episode("Amber Road", None, 5)),
        ("[Crew][Amber Road][2nd - 04][总第28][1080P].mkv", episode("Amber Road", 2, 4, absolute_episode=28)),
        ("[雨字幕组][琥珀之路][09][720P][BIG5].mp4", episode("琥珀之路", None, 9)),
        ("[Crew][Amber Road S3][02][1080p].mkv", episode("Amber Road", 3, 2)),
        ("[Crew][Amber Road][S03][02][1080p].mkv", episode("Amber Road", 3, 2)),
        ("[Crew][Amber_Road][05_END][1080P].mkv", episode("Amber Road", None, 5)),
        ("[Crew] Amber Road - SP2 [1080p].mkv", episode("Amber Road", 0, 2)),
        ("[Crew] Amber Road - 12.5 [1080p].mkv", episode("Amber Road", 0)),
        ("나의 해변 시즌2 5화.mkv", episode("나의 해변", 2, 5)),
        ("2019-04-05 - Amber Road.mkv", episode("Amber Road", date="2019-04-05")),
        (
            "[站点 www.site.com]琥珀之路[全24集].Amber.Road.S01.2023.1080p.WEB-DL-GRP",
            episode("Amber Road", 1, year=2023),
        ),
    ],
)
def test_names_in_brackets_are_unfolded(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("[Crew] Amber Road! - 01 ~ 04 [1080p]", episode("Amber Road!", None, 1, 2, 3, 4)),
        ("[Crew] Amber Road - Season 2 - 09.mkv", episode("Amber Road", 2, 9)),
        ("Copper Valley - S31 Ep20411 - Ep20413.mkv", episode("Copper Valley", 31, 20411, 20412, 20413)),
        ("Copper Valley 02x03 - x04 - x15.mp4", episode("Copper Valley", 2, 3, 4, 15)),
        ("Copper Valley 1x01-x03.mp4", episode("Copper Valley", 1, 1, 2, 3)),
        ("Copper.Valley.S03E04v2.720p.mkv", episode("Copper Valley", 3, 4)),
        ("Copper.Valley.S03E04b.720p.HDTV.mkv", episode("Copper Valley", 3, 4)),
        ("Copper.Valley.SO3E04.720p.mkv", episode("Copper Valley", 3, 4)),
        ("Copper ValleyS03E04 720p.mkv", episode("Copper Valley", 3, 4)),
        ("Copper Valley - 2017x123.mkv", episode("Copper Valley", 2017, 123, year=2017)),
        ("Copper Valley - Episode 1.22 - Rust.avi", episode("Copper Valley", 1, 22)),
        ("Copper Valley [3.14] Rust.avi", episode("Copper Valley", 3, 14)),
        ("Copper Valley S03 04.mkv", episode("Copper Valley", 3, 4)),
        ("Copper Valley Se.3 afl.4.mkv", episode("Copper Valley", 3, 4)),
        ("Copper Valley - Temporada 4 [HDTV][Cap.402]", episode("Copper Valley", 4, 2)),
        ("Медь / Amber / Сезон: 2 / Серии: 1-3 из 3 [2016, HDTV]", episode("Amber", 2, 1, 2, 3, year=2016)),
        ("Медная долина 03-20.mkv", episode("Медная долина", 3, 20)),
        ("Copper Valley 第12話.mkv", episode("Copper Valley", None, 12)),
        ("50E30S - yellaV reppoC.mkv", episode("Copper Valley", 3, 5)),
        ("210417 Copper Valley! ep11(Guest).ts", episode("Copper Valley!", None, 11)),
        ("www.example.org - Copper.Valley.S01E02.mkv", episode("Copper Valley", 1, 2)),
        ("tracker.net - The.Quiet.Harbour.2014.720p.mkv", movie("The Quiet Harbour", 2014)),
        ("Copper.Valley.S01E08.720p-GRP.mkv.par2.-.02.of.11.(1/1)", episode("Copper Valley", 1, 8)),
        ("Copper.Valley.TV.Series.2016.S01.mkv", episode("Copper Valley", 1, year=2016)),
        ("The.Killing.Shore.2024.1080p.WEB-DL.H264.DD5.1-S56.mkv", movie("The Killing Shore", 2024)),
        ("The Quiet Harbour (1897) [DVD].mp4", movie("The Quiet Harbour", 1897)),
        ("Copper.Valley.Part.3.HDTV.720p.x264-GRP", episode("Copper Valley", None, 3)),
        ("Copper Valley 02x01-02x03.mkv", episode("Copper Valley", 2, 1, 2, 3)),
        ("Copper Valley (2 сезон: 1-3 серии из 10)", episode("Copper Valley", 2, 1, 2, 3)),
        ("Copper Valley [S02] [01-03]", episode("Copper Valley", 2, 1, 2, 3)),
        ("Copper Valley 1-3 of 10.mkv", episode("Copper Valley", None, 1, 2, 3)),
        ("Copper Valley Second Season.mkv", episode("Copper Valley", 2)),
        ("Copper.Valley.2019-2022.S02E10.mkv", episode("Copper Valley", 2, 10, year=2019)),
    ],
)  # fmt: skip
def test_habits_are_understood(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "Copper Valley Seasons 1-3",
        "Copper Valley S01-S03 1080p",
        "Copper Valley [S01-03] [1080p]",
        "Copper Valley S01 / S02 / S03",
        "Copper Valley Saison 1 à 3",
        "Copper Valley 1ª a 3ª Temporada",
        "Copper Valley Сезоны 1-3",
    ],
)
def test_a_pack_names_all_its_seasons(path: str) -> None:
    assert read(path).season == (1, 2, 3)


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("Evening.Talk.2019.04.11.Guest.720p.mkv", "2019-04-11"),
        ("Evening Talk 2017_05_21_20_15_00.mkv", "2017-05-21"),
        ("Evening.Talk.150918.720p.HDTV.x264-GRP", "2015-09-18"),
        ("Evening.Talk.2013.17.05.PDTV.XviD-GRP", "2013-05-17"),
        ("20151103- Evening Talk.mkv", "2015-11-03"),
    ],
)
def test_dates_are_read_in_every_order(path: str, date: str) -> None:
    parsed = read(path)
    assert (parsed.type, parsed.title, parsed.date) == (EPISODE, "Evening Talk", date)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Copper Valley (2011)/Season 2/04 - Rust.mkv", episode("Copper Valley", 2, 4, year=2011)),
        ("Copper Valley (2011)/Season 2/S02E04.avi", episode("Copper Valley", 2, 4, year=2011)),
        ("Copper Valley/Staffel 3/3x05 - Rost.mkv", episode("Copper Valley", 3, 5)),
        ("Copper Valley/Temporada 3/Copper Valley E05.mkv", episode("Copper Valley", 3, 5)),
        ("Copper Valley/Specials/Copper Valley E05.mkv", episode("Copper Valley", 0, 5)),
        ("Laughter 31/Copper.Valley.S3E12.mkv", episode("Copper Valley", 3, 12)),
        ("Copper Valley (1998-2004)/Copper Valley - 241.mkv", episode("Copper Valley", None, 241, year=1998)),
        ("Copper Valley/Season 2/Copper Valley 101.mkv", episode("Copper Valley", 2, 101)),
        ("Copper Valley/Season 1/02-05 - Rust.avi", episode("Copper Valley", 1, 2, 3, 4, 5)),
        ("Copper Valley/Season 1/7. Rust.avi", episode("Copper Valley", 1, 7)),
        ("Copper Valley/Season 1/107 Rust.avi", episode("Copper Valley", 1, 7)),
        ("Copper Valley/Season 1/Copper Valley 7.avi", episode("Copper Valley", 1, 7)),
        ("Copper Valley S1/07 Rust.avi", episode("Copper Valley", 1, 7)),
        ("Copper Valley/Specials/The Secret.mkv", episode("Copper Valley", 0)),
        ("Copper Valley/Copper Valley 005.mkv", episode("Copper Valley", None, 5)),
        ("District 17 (2011)/District 17.mkv", movie("District 17", 2011)),
        ("The Quiet Harbour (2014)/VIDEO_TS/VTS_01_1.VOB", movie("The Quiet Harbour", 2014)),
        ("The Quiet Harbour (2014)/CD2/harbour.avi", movie("The Quiet Harbour", 2014)),
        ("The Quiet Harbour (2014)/harbour-x264-grp.mkv", movie("The Quiet Harbour", 2014)),
        ("Copper Valley/Kausi 2", episode("Copper Valley", 2)),
        ("Copper Valley/시즌 2", episode("Copper Valley", 2)),
        ("/media/tv/Copper Valley/2", episode("Copper Valley", 2)),
        ("Copper.Valley.S05E07.German.1080p-GRP/grp-cv-507.mkv", episode("Copper Valley", 5, 7)),
        ("C:\\tv\\Copper Valley\\Season 02\\Copper Valley - S02E03.mkv", episode("Copper Valley", 2, 3)),
    ],
)
def test_folders_fill_what_the_leaf_leaves_open(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    "path",
    ["01x06 - The Lamplighter, Part 1 - 720p WEB-DL.mkv", "S05E11 WS PDTV DivX.mkv", "S4E6 - Nine Lamps [720p].mkv"],
)
def test_the_name_of_an_episode_is_not_taken_for_the_title(path: str) -> None:
    assert read(path).title is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Heat (1995) {tmdb-949}/Heat (1995) {tmdb-949} - pt1.mkv", movie("Heat", 1995, part=1)),
        ("Heat (1995)/Heat (1995) - cd2.avi", movie("Heat", 1995, part=2)),
        ("Quiet Harbour part3.mkv", movie("Quiet Harbour", part=3)),
        ("The.Quiet.Harbour.Part.Two.2024.2160p.WEB-DL.mkv", movie("The Quiet Harbour Part Two", 2024)),
        ("The.Quiet.Harbour.Vol.3.2023.BluRay.1080p.mkv", movie("The Quiet Harbour Vol 3", 2023)),
        ("Copper.Valley.S02E07.Rust.Part.2.720p.mkv", episode("Copper Valley", 2, 7)),
    ],
)
def test_a_part_is_a_piece_of_the_file_and_not_of_the_story(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "Blade Runner (1982) {tmdb-78} {edition-Final Cut}/Blade Runner (1982) {tmdb-78} {edition-Final Cut}.mkv",
            movie("Blade Runner", 1982, edition="Final Cut"),
        ),
        (
            "Lost (2004) {tmdb-4607}/Season 01/Lost (2004) - s01e01-e02 - Pilot (1).mkv",
            episode("Lost", 1, 1, 2, year=2004),
        ),
        (
            "Show (2005)/Season 08/Show (2005) - 2011-11-15 - Guest.mkv",
            episode("Show", 8, year=2005, date="2011-11-15"),
        ),
        ("Show (2005)/Season 00/Show (2005) - s00e03 - Extra Hour.mkv", episode("Show", 0, 3, year=2005)),
    ],
)
def test_what_the_program_writes_it_reads_back(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


def test_the_episode_title_survives_as_it_stands() -> None:
    assert read("Lost (2004)/Season 01/Lost (2004) - s01e01 - Pilot (1).mkv").episode_title == "Pilot (1)"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Cat-Woman.Returns.2004.1080p.mkv", movie("Cat-Woman Returns", 2004)),
        ("ALL-Y.2004.1080p.mkv", movie("ALL-Y", 2004)),
        ("Untitled (2011)/Untitled.mkv", movie("Untitled", 2011)),
        ("Amber Dusk (2010)/title_t00.mkv", movie("Amber Dusk", 2010)),
        ("The.Quiet.Harbour.1982.The.Final.Cut.2160p.mkv", movie("The Quiet Harbour", 1982, edition="Final Cut")),
        ("The Quiet Harbour (1982) [tmdbid-99] - Final Cut.mkv", movie("The Quiet Harbour", 1982, edition="Final Cut")),
        ("The Quiet Harbour (1982) [tmdbid-99] - Special.mkv", movie("The Quiet Harbour", 1982, edition="Special")),
        ("Quiet Harbour (1982) - Special Remastered.mkv", movie("Quiet Harbour", 1982, edition="Special Remastered")),
        ("The Quiet Harbour (1982) - 1080p.mkv", movie("The Quiet Harbour", 1982)),
        ("[ECHO] (2007).mkv", movie("[ECHO]", 2007)),
        ("01 - Amber Dusk (2010).mkv", movie("Amber Dusk", 2010)),
        ("2. Amber Dusk (2010) 720p.mkv", movie("Amber Dusk", 2010)),
        ("2010 - Amber Dusk.mkv", movie("Amber Dusk", 2010)),
        ("2010 - 37 Wines.mkv", movie("37 Wines", 2010)),
        ("012 - Amber Dusk (2010).mkv", movie("Amber Dusk", 2010)),
        ("Collection/117. Amber Dusk (2010).mkv", movie("Amber Dusk", 2010)),
        ("Quiet A.E.2004.1080p.BluRay.x264-GRP.mkv", movie("Quiet A.E.", 2004)),
        ("The.Clerk.from.H.E.L.E.2015.720p.mkv", movie("The Clerk from H.E.L.E.", 2015)),
        ("Off in 40 Days/Off in 40 Days.mkv", movie("Off in 40 Days")),
        ("1931/1931.mkv", movie("1931")),
        ("88 - Quiet Thunder/88 - Quiet Thunder.mkv", movie("88 - Quiet Thunder")),
        ("49.Bakers.1080p.BluRay.x264-GRP/49.Bakers.1080p.BluRay.x264-GRP.mkv", movie("49 Bakers")),
        ("31 - Quiet Laughter - 1984.mkv", movie("31 - Quiet Laughter", 1984)),
        ("Amber Dusk (2010) [Part 1].mkv", movie("Amber Dusk", 2010, part=1)),
        ("Amber Dusk Special Edition (2010).mkv", movie("Amber Dusk", 2010, edition="Special")),
        ("[Crew] Amber Dusk (2016) v2 [5D3A9C01].mkv", movie("Amber Dusk", 2016)),
        ("Harbour 2049 Director's Cut.mkv", movie("Harbour 2049", edition="Director's Cut")),
        ("Amber Dusk - The Return (2010) 720p.mkv", movie("Amber Dusk - The Return", 2010)),
        ("The Good German Tailor (2006).VOSTFR.720p.mkv", movie("The Good German Tailor", 2006)),
        ("2010 - Amber Dusk 3 - The Return.mkv", movie("Amber Dusk 3 - The Return", 2010)),
        ("[2010] Amber Dusk - The Return 720p BluRay.mkv", movie("Amber Dusk - The Return", 2010)),
        ("[SOS]² [2010] [1080p] [5.1] [KITE].mkv", movie("[SOS]²", 2010)),
        ("[SOS].2010.1080p.BluRay.x264-KITE.mkv", movie("[SOS]", 2010)),
        ("[SOS] 2012 (2009) [1080p].mkv", movie("2012", 2009)),
    ],
)
def test_films_keep_their_whole_title(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\ufeff", "\u00ad", "\u2066"])
def test_signs_that_nobody_sees_are_no_part_of_a_title(sign: str) -> None:
    assert said(f"{sign}Har{sign}bour Lights{sign} (2004).mkv") == movie("Harbour Lights", 2004)
    assert said(f"{sign}Long Winter/Season 1/02 - Sn{sign}ow.mkv") == episode("Long Winter", 1, 2)


def test_a_list_of_films_at_the_top_of_a_disk_is_no_series() -> None:
    assert said("/in/091 - Harbour Lights.mkv")["title"] == "Harbour Lights"
    assert said("/Harbour/02 - Lights.mkv")["title"] == "Harbour"
    assert said("/harbour/S01E02.mkv") == episode("harbour", 1, 2)


def test_the_place_in_a_list_is_not_asked_for_behind_the_title() -> None:
    hypotheses = parse_names(["Collection/02. Harbour Lights.mkv"])[0].hypotheses
    assert {hypothesis.parsed.title for hypothesis in hypotheses} == {"Harbour Lights"}


@pytest.mark.parametrize("path", ["Collection/02. Harbour Lights.mkv", "112 - Harbour Lights.avi"])
def test_a_number_in_front_of_a_title_alone_is_first_looked_for_as_a_film(path: str) -> None:
    first, *others = parse_names([path])[0].hypotheses
    assert (first.parsed.type, first.parsed.episode) == (MOVIE, ())
    assert any(other.parsed.type is EPISODE for other in others)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Harbour 2018 - 206 - Episode 6.avi", episode("Harbour", 2, 6, year=2018)),
        ("Harbour - 1010 - Folge 10.avi", episode("Harbour", 10, 10)),
        ("Harbour/S03/08 Episode 8.mkv", episode("Harbour", 3, 8)),
        ("Harbour/S03/07 10th & Main.mkv", episode("Harbour", 3, 7)),
    ],
)
def test_a_number_and_its_label_are_one_number(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Tide Patrol - Lisbon/S06/09 Cats.mkv", episode("Tide Patrol - Lisbon", 6, 9)),
        ("Tide Patrol - Lisbon - 1080p WEB/S06/09 Cats.mkv", episode("Tide Patrol - Lisbon", 6, 9)),
        ("Tide Patrol - Lisbon/Season 1/01x02 - Name.mkv", episode("Tide Patrol - Lisbon", 1, 2)),
        ("The 4700/S01E02.mkv", episode("The 4700", 1, 2)),
        ("Area 15/Season 2/S02E03.mkv", episode("Area 15", 2, 3)),
        ("42/Season 2/S02E03.mkv", episode("42", 2, 3)),
        ("1931/Season 1/S01E03.mkv", episode("1931", 1, 3)),
        ("Harbour 1080p/S01E03.mkv", episode("Harbour", 1, 3)),
        ("Copper Valley/S02/10 27 Doors.mkv", episode("Copper Valley", 2, 10)),
        ("Copper Valley/Season 1/Copper Valley Season 1 Episode 8 - 9 Doors.mkv", episode("Copper Valley", 1, 8, 9)),
    ],
)
def test_a_number_in_the_title_of_a_series_is_not_spent_on_something_else(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


def test_a_range_before_words_may_be_an_episode_and_the_number_its_title_begins_with() -> None:
    name = "Copper Valley/Season 1/Copper Valley Season 1 Episode 8 - 9 Doors.mkv"
    others = [h.parsed for h in engine.parse_names([name])[0].hypotheses[1:]]
    assert ((8,), "9 Doors") in [(other.episode, other.episode_title) for other in others]


def test_a_name_that_guessit_chokes_on_is_read_by_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "guess", lambda _: Guess())
    assert said("Copper.Valley.S02E07.1080p.mkv") == episode("Copper Valley", 2, 7)
    assert said("Quiet_Harbour.mkv") == movie("Quiet Harbour")


def test_technical_words_are_kept() -> None:
    parsed = read("Copper.Valley.S02E07.1080p.BluRay.x264-GRP.mkv")
    assert (parsed.screen_size, parsed.source, parsed.video_codec, parsed.release_group) == (
        "1080p",
        "Blu-ray",
        "H.264",
        "GRP",
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("Heat (1995)/Trailers/Teaser.mkv", "trailer"),
        ("Heat (1995)/Heat (1995)-trailer.mkv", "trailer"),
        ("Heat (1995)/Heat (1995)-behindthescenes2.mkv", "behindthescenes"),
        ("Heat (1995)/Deleted Scenes/The Door.mkv", "deleted"),
        ("Heat (1995)/Featurettes/Making Of.mkv", "featurette"),
        ("Heat (1995)/Interviews/Someone.mkv", "interview"),
        ("Heat (1995)/Extras/Something.mkv", "other"),
        ("Heat (1995)/Extras/Making of.mkv", "behindthescenes"),
        ("Heat (1995)/Extras/Deleted Scenes.mkv", "deleted"),
        ("Heat (1995)/Featurettes/Trailer.mkv", "featurette"),
        ("Heat (1995)/Heat (1995)-short.mkv", "short"),
        ("Heat (1995)/The Door-scene.mkv", "scene"),
        ("Heat (1995)/Heat Trailer 1.mkv", "trailer"),
        ("Heat (1995)/Heat - Official Teaser.mkv", "trailer"),
        ("Heat (1995)/Heat (1995) Trailer.mkv", "trailer"),
        ("Heat (1995)/The Making of Heat.mkv", "behindthescenes"),
        ("Heat (1995)/heat.deleted.scenes.mkv", "deleted"),
        ("Heat.1995.Trailer.1080p.mkv", "trailer"),
        ("Heat.1995.Making.Of.mkv", "behindthescenes"),
        ("Heat.1995.Behind.The.Scenes.1080p.WEB.x264.mkv", "behindthescenes"),
    ],
)
def test_extras_belong_to_the_film_beside_them(path: str, kind: str) -> None:
    parsed = read(path)
    assert (parsed.extra, parsed.type) == (kind, MOVIE)
    if "Door" not in path or "Deleted" in path:
        assert (parsed.title, parsed.year) == ("Heat", 1995)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("TV Shows/Copper Valley (2011)/Featurettes/The Sound of Rain.mkv", "featurette"),
        ("TV Shows/Copper Valley (2011) {tmdb-77}/Copper Valley (2011)-trailer.mkv", "trailer"),
        ("Series/Copper Valley (2011)/Copper Valley Trailer.mkv", "trailer"),
    ],
)
def test_an_extra_on_a_shelf_for_series_belongs_to_a_series(path: str, kind: str) -> None:
    parsed = read(path)
    assert (parsed.type, parsed.title, parsed.year, parsed.season) == (EPISODE, "Copper Valley", 2011, ())
    assert parsed.extra == kind


def test_an_extra_without_a_season_may_belong_to_a_series() -> None:
    (found,) = parse_names(["Copper Valley/Featurettes/The Sound of Rain.mkv"])
    kinds = [reading.parsed.type for reading in found.hypotheses]
    assert kinds[0] is MOVIE
    assert EPISODE in kinds


def test_an_extra_of_a_season_belongs_to_the_series() -> None:
    parsed = read("Copper Valley (2011)/Season 02/Featurettes/Making Of.mkv")
    assert (parsed.type, parsed.title, parsed.season, parsed.extra) == (EPISODE, "Copper Valley", (2,), "featurette")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Copper Valley (1999)/Featurettes/The Sound of Rain.mkv", "The Sound of Rain"),
        ("Copper.Valley.1999/Behind The Scenes/making.of.copper.valley.mkv", "making of copper valley"),
        ("Copper Valley (1999)/Trailers/Copper Valley (1999)-trailer.mkv", None),
        ("Copper Valley (1999)/Featurettes/Making Of.mkv", "Making Of"),
        ("Copper Valley (1999)/Featurettes/Behind.the.Scenes.mkv", "Behind the Scenes"),
        ("Copper Valley (1999)/Behind The Scenes/Making Of.mkv", "Making Of"),
        ("Copper Valley (1999)/Extras/Making Of.mkv", "Making Of"),
        ("Copper Valley (1999)/Trailers/Teaser.mkv", "Teaser"),
        ("Copper Valley (1999)/Behind The Scenes/Behind The Scenes.mkv", None),
        ("Copper Valley (1999)/Featurettes/Featurette 2.mkv", None),
        ("Copper Valley (1999)/Featurettes/Trailer 2.mkv", None),
        ("Copper Valley (1999)/Deleted Scenes/Deleted Scene.mkv", None),
        ("Copper Valley (1999)/Extras/Trailer 2.mkv", None),
        ("Copper Valley (1999)/Copper Valley (1999)-trailer.mkv", None),
    ],
)
def test_an_extra_in_a_folder_of_its_kind_keeps_its_own_name(path: str, name: str | None) -> None:
    assert read(path).episode_title == name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("DC.Night.Watch.2022.1080p.mkv", movie("DC Night Watch", 2022)),
        ("AC.DC.Live.1992.1080p.mkv", movie("AC DC Live", 1992)),
        ("AC+DC - Live!.1992.mkv", movie("AC+DC - Live!", 1992)),
        ("Night.Watch.2004.DC.1080p.mkv", movie("Night Watch", 2004, edition="Director's Cut")),
    ],
)
def test_dc_before_the_year_is_a_word_of_the_title(path: str, expected: dict[str, Any]) -> None:
    assert said(path) == expected


def test_a_part_without_a_title_before_it_is_a_part() -> None:
    assert said("Copper Valley - s01e05 - pt2.avi") == episode("Copper Valley", 1, 5, part=2)


def test_an_opening_without_credits_is_an_extra() -> None:
    assert read("[Crew] Amber Road - NCOP1 [BD 1080p] [0D1E2F3A].mkv").extra == "other"


@pytest.mark.parametrize("path", [
    "Copper Valley (2011) - s01e02 - The-Other.mkv", "The Trailer Park (2012).mkv", "Night Trailer (2012).mkv",
    "Trailer Park (2010)/Trailer Park.mkv", "The Trailer (2010)/The Trailer 1080p.mkv", "Copper.2010.Trailer.Dust.mkv",
    "Copper (2010)/Copper Trailer Park.mkv",
])  # fmt: skip
def test_a_title_that_ends_like_an_extra_is_none(path: str) -> None:
    assert read(path).extra is None


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("The Matrix (1999) {tmdb-603}.mkv", (603, None, None)),
        ("The Matrix (1999) [tmdbid-603]/The Matrix (1999).mkv", (603, None, None)),
        ("The Matrix (1999) [tmdbid=603].mkv", (603, None, None)),
        ("The Matrix (1999) {imdb-tt0133093}.mkv", (None, "tt0133093", None)),
        ("The.Matrix.1999.tt0133093.1080p.mkv", (None, "tt0133093", None)),
        ("The Matrix (1999) {tvdb-81189} {tmdb-603}.mkv", (603, None, 81189)),
    ],
)
def test_ids_are_taken_out_of_the_title(path: str, ids: tuple[Any, ...]) -> None:
    parsed = read(path)
    assert (parsed.tmdb_id, parsed.imdb_id, parsed.tvdb_id) == ids
    assert (parsed.title, parsed.year) == ("The Matrix", 1999)


@pytest.mark.parametrize(
    "path",
    [
        "0f9e8d7c6b5a49382716059483726150.mkv",
        "3b1f6c0a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a.mkv",
        "kJ3hd82Hsk29Dkq8Wn27Zx10Lm4.mkv",
        "somelongfilmtitle1618finale",
        'secret - "a1b2c3d4-1a2b-3c4d-5e6f-a1b2c3d4e5f6.337" yEnc',
        "sample.mkv",
        "grp-film-sample.mkv",
        "The Quiet Harbour (2014)/Sample/harbour.mkv",
        "The.Quiet.Harbour.2014.r03",
        "The.Quiet.Harbour.2014.part02.rar",
        "The.Quiet.Harbour.2014.mkv.001",
        "",
        "/",
        "...",
    ],
)
def test_junk_is_no_film_and_has_no_hypotheses(path: str) -> None:
    (parse,) = parse_names([path])
    assert (parse.parsed.type, parse.hypotheses) == (None, ())


@pytest.mark.parametrize(
    "path",
    [
        "The.Quiet.Harbour.2014.1080p-GRP/0f9e8d7c6b5a49382716059483726150.mkv",
        "The.Quiet.Harbour.2014.1080p-GRP/kJ3hd82Hsk29Dkq8Wn27Zx10Lm4.mkv",
    ],
)
def test_an_obfuscated_file_is_read_by_its_folder(path: str) -> None:
    assert said(path) == movie("The Quiet Harbour", 2014)


@pytest.mark.parametrize("path", ["Free Sample (2012).mkv", "Sample (2019).mkv", "BluesCousins2.mkv", "Se7en.1995.mkv"])
def test_a_good_name_is_not_rejected(path: str) -> None:
    assert read(path).type is MOVIE
