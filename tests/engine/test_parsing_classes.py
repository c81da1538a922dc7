"""The classes of names that a plain parser gets wrong, each with names of our own, in every separator."""

from __future__ import annotations

from typing import Any

import pytest

from organizer.model import MediaType, ParsedName
from organizer.parsing.engine import parse_names

M, E = MediaType.MOVIE, MediaType.EPISODE


def read(path: str) -> ParsedName:
    return parse_names([path])[0].parsed


def identity(parsed: ParsedName) -> tuple[Any, ...]:
    return parsed.type, parsed.title, parsed.year, parsed.season, parsed.episode, parsed.date


def film(title: str, year: int | None = None) -> tuple[Any, ...]:
    return M, title, year, (), (), None


def episode(title: str | None, season: tuple[int, ...], numbers: tuple[int, ...], year: int | None = None) -> Any:
    return E, title, year, season, numbers, None


CLASSES: dict[str, list[tuple[str, Any]]] = {
    "A brackets": [
        ("[Crew][琥珀之路 Amber Road][2021][07][1080P].mkv", (E, "Amber Road", 2021, (), (7,), None)),
        ("[Crew][Amber.Road][03][BIG5][720P].mp4", episode("Amber Road", (), (3,))),
        ("[Crew][Amber_Road][2nd - 04][1080P].mkv", episode("Amber Road", (2,), (4,))),
    ],
    "B numbers of the title": [
        ("Room 104 06.mkv", episode("Room 104", (), (6,))),
        ("The 100 484 VOSTFR.avi", episode("The 100", (), (484,))),
        ("The 100 13-16.mkv", episode("The 100", (), (13, 14, 15, 16))),
        ("24.110.hdtv-grp.mkv", episode("24", (1,), (10,))),
        ("12.Lanterns.720p.mkv", film("12 Lanterns")),
        ("The 100.mkv", film("The 100")),
        ("1917.mkv", film("1917")),
        ("1917.2019.1080p.mkv", film("1917", 2019)),
        ("2012.2009.1080p.mkv", film("2012", 2009)),
        ("86 - 01.mkv", episode("86", (), (1,))),
        ("77/01.mkv", episode("77", (), (1,))),
        ("12 Lanterns US S01E02.mkv", episode("12 Lanterns", (1,), (2,))),
    ],
    "C no title": [
        ("Copper Valley/01x04 - Halloween, Part 1.mkv", episode("Copper Valley", (1,), (4,))),
        ("Copper Valley/102.-.The.Lamp.avi", episode("Copper Valley", (), (102,))),
    ],
    "D a hyphen in the title": [("Amber Road - Dusk (2006).mkv", film("Amber Road - Dusk", 2006))],
    "E a number like a year": [
        ("1931/Season 01/1931.S01E02.720p.mkv", episode("1931", (1,), (2,))),
        ("Harbour Runner 2049 (2017).mkv", film("Harbour Runner 2049", 2017)),
    ],
    "F three digits": [
        ("Amber Line - 102.mkv", episode("Amber Line", (), (102,))),
        ("amber.line.102.hdtv.mkv", episode("amber line", (1,), (2,))),
    ],
    "G the year is no season": [
        ("Copper Valley (2014) - 39.mkv", episode("Copper Valley", (), (39,), 2014)),
        ("Copper.Valley.(2014).-.39.(137).[v2].mkv", episode("Copper Valley", (), (39,), 2014)),
    ],
    "H ranges": [
        ("[Crew].Amber.Road.-.01.~.04.[1080p].mkv", episode("Amber Road", (), (1, 2, 3, 4))),
        ("[Crew]_Amber_Road_-_01_~_04_[1080p].mkv", episode("Amber Road", (), (1, 2, 3, 4))),
        ("Copper.Valley.-.S42.Ep10718.-.Ep10720.mkv", episode("Copper Valley", (42,), (10718, 10719, 10720))),
    ],
    "I dates": [
        ("Evening_Talk_2018_03_24.mkv", (E, "Evening Talk", None, (), (), "2018-03-24")),
        ("Evening Talk (2004) - 2012-01-05 - 1080p.mkv", (E, "Evening Talk", 2004, (), (), "2012-01-05")),
        ("Evening.Talk.2012.16.02.PDTV.mkv", (E, "Evening Talk", None, (), (), "2012-02-16")),
    ],
    "J parts": [
        ("Deep.Water.Part.3.HDTV.x264-GRP.mkv", episode("Deep Water", (), (3,))),
        ("Deep_Water_Part_3_HDTV_x264-GRP.mkv", episode("Deep Water", (), (3,))),
        ("Deep.Water.Pt.2.HDTV.XviD.avi", episode("Deep Water", (), (2,))),
    ],
    "K words": [
        ("Copper Valley/Kausi 2/04.mkv", episode("Copper Valley", (2,), (4,))),
        ("Copper.Valley.10th.season.mkv", episode("Copper Valley", (10,), ())),
        ("Медная долина (3 сезон, 5 серия).avi", episode("Медная долина", (3,), (5,))),
        ("Медная долина 5 серия.avi", episode("Медная долина", (), (5,))),
        ("Медь / Amber / Сезон: 2 / Серии: 1-3 из 3 [HDTV]", episode("Amber", (2,), (1, 2, 3))),
        ("Bakır.Vadisi.2.Sezon.14.Bolum.mkv", episode("Bakır Vadisi", (2,), (14,))),
        ("Bakır Vadisi 2. Sezon 14. Bölüm.mp4", episode("Bakır Vadisi", (2,), (14,))),
        ("Vale.do.Cobre.2ª.Temporada.Ep.03.mkv", episode("Vale do Cobre", (2,), (3,))),
        ("Vale do Cobre - 2ª Temporada - Episódio 05.mkv", episode("Vale do Cobre", (2,), (5,))),
        ("Valle.Cobre.T3.E12.avi", episode("Valle Cobre", (3,), (12,))),
        ("Miedziana Dolina odc. 1450.mp4", episode("Miedziana Dolina", (), (1450,))),
        ("Valle di Rame puntata 512.mp4", episode("Valle di Rame", (), (512,))),
        ("Vale do Cobre Capítulo 179.mp4", episode("Vale do Cobre", (), (179,))),
        ("Kobberdal/Sæson 1/Afsnit 12.mkv", episode("Kobberdal", (1,), (12,))),
        ("[Crew] 琥珀之路 第二季 - 03 [1080P][CHT].mp4", episode("琥珀之路", (2,), (3,))),
        ("Vallée_Cuivre_Saison 1Episode 6_fin.mp4", episode("Vallée Cuivre", (1,), (6,))),
        ("Медная долина/Сезон 2/3 серия.mkv", episode("Медная долина", (2,), (3,))),
        ("[Crew] 琥珀之路 第3季 | Amber Road - 09 (1080p).mkv", episode("Amber Road", (3,), (9,))),
        ("琥珀之路/第二季/第十一集.mkv", episode("琥珀之路", (2,), (11,))),
    ],
    "L reversed": [("50E30S.yellaV.reppoC.mkv", episode("Copper Valley", (3,), (5,)))],
    "M site in front": [
        ("[www.some-site.com].-.The.Quiet.Harbour.(2014).mkv", film("The Quiet Harbour", 2014)),
        ("www.site.com.Copper.Valley.1978.mkv", film("Copper Valley", 1978)),
    ],
    "N a country": [
        ("Copper.Valley.Australia.S12E25.720p.HDTV.mkv", episode("Copper Valley Australia", (12,), (25,))),
        ("Copper.Valley.US.S01E02.mkv", episode("Copper Valley", (1,), (2,))),
    ],
    "O languages": [
        ("The Good German Tailor (2006).VOSTFR.mkv", film("The Good German Tailor", 2006)),
        ("THE FRENCH TAILOR (1971) REMASTERED 1080P.MKV", film("THE FRENCH TAILOR", 1971)),
    ],
    "P two titles": [
        ("钢铁之港.Iron.Harbour.2008.1080p.mkv", film("Iron Harbour", 2008)),
        ("Медная долина / Copper Valley (2010) WEB-DL", film("Copper Valley", 2010)),
        ("【site.com】铜谷[国语配音].Copper.Valley.2023.1080p.WEB-DL.mkv", film("Copper Valley", 2023)),
    ],
    "Q words around": [
        ("Copper.Valley.TV.Series.2016.S01.mkv", episode("Copper Valley", (1,), (), 2016)),
        ("12.Lanterns.Complete.S01.1080p.mkv", episode("12 Lanterns", (1,), ())),
    ],
    "Q technical words that are the title": [
        ("Web of Harbours 2009.mkv", film("Web of Harbours", 2009)),
        ("Web.2011.1080p.WEB-DL.mkv", film("Web", 2011)),
        ("Subs.2011.DVDRip.mkv", film("Subs", 2011)),
        ("xXx.The.Harbour.2017.3D.1080p.mkv", film("xXx The Harbour", 2017)),
        ("[CAM]² (2009).mkv", film("[CAM]²", 2009)),
        ("[TAKE] (2007) 1080p.mkv", film("[TAKE]", 2007)),
    ],
    "R a film of a fansub group": [
        ("[Crew] Amber Dusk (2016) v2 [5D3A9C01].mkv", film("Amber Dusk", 2016)),
        ("[Crew] Amber Road Movie 4 - The Tide [1080p].mkv", film("Amber Road Movie 4 - The Tide")),
    ],
    "S noise": [
        ("Copper.Valley.S06E01b.720p.mkv", episode("Copper Valley", (6,), (1,))),
        ("Copper.Valley.S06E01v2.720p.mkv", episode("Copper Valley", (6,), (1,))),
        ("Copper.Valley.1O80p.S03E04.mkv", episode("Copper Valley", (3,), (4,))),
        ("Copper.Valley.SO3E04.mkv", episode("Copper Valley", (3,), (4,))),
        ("Copper.Valley.2014.1080p.WEB-DL.H264-S78.mkv", film("Copper Valley", 2014)),
        ("Copper.Valley.1080.mkv", film("Copper Valley")),
    ],
    "T the day in front": [("221206.Copper.Valley!.ep08(Guest).ts", episode("Copper Valley!", (), (8,)))],
    "U a folder misleads": [
        ("Laughter 31/Copper.Valley.S3E12.mkv", episode("Copper Valley", (3,), (12,))),
        ("Copper Valley (1998-2004)/Copper Valley - 241.mkv", episode("Copper Valley", (), (241,), 1998)),
        ("Harbour 43 (2013)/Harbour 43 [HDTV 720p English-Spanish].mkv", film("Harbour 43", 2013)),
        ("Copper.Valley.S01E10.1080p.WEB-CREW/crew-cval.s01e10.mkv", episode("Copper Valley", (1,), (10,))),
        ("1911 (2021)/Season 1/1911 - S01E04.mkv", episode("1911", (1,), (4,), 2021)),
        ("Copper Valley/Season 6/601-602 - Rust.mkv", episode("Copper Valley", (6,), (1, 2))),
    ],
    "V several years": [
        ("The Quiet Harbour Collection 2001-2011 720p", film("The Quiet Harbour Collection")),
        ("Copper.Valley.2015-2019.Complete.Collection.1080p", film("Copper Valley")),
    ],
    "W a number in front": [("Copper Valley/Season 2/16 - 12 Rust.avi", episode("Copper Valley", (2,), (16,)))],
    "X a season and a number": [
        ("[Crew] Amber Road - Season 2 - 09.mkv", episode("Amber Road", (2,), (9,))),
        ("[Crew].Amber.Road.Season.2.-.09.(1080p).mkv", episode("Amber Road", (2,), (9,))),
        ("[Crew]_Amber_Road_S2_-_09_[1080p].mkv", episode("Amber Road", (2,), (9,))),
    ],
    "a season with a year's number": [
        ("Copper Valley - 2016x231.mkv", episode("Copper Valley", (2016,), (231,), 2016)),
        ("Copper Valley/Season 2014/Copper Valley - 05.mkv", episode("Copper Valley", (2014,), (5,))),
    ],
    "specials": [
        ("Copper.Valley.S00E03.Special.mkv", episode("Copper Valley", (0,), (3,))),
        ("Copper Valley/Specials/03 - The Making.mkv", episode("Copper Valley", (0,), (3,))),
        ("[Crew] 12 Lanterns - 12.5.mkv", episode("12 Lanterns", (0,), ())),
    ],
}


@pytest.mark.parametrize(
    ("path", "expected"), [case for cases in CLASSES.values() for case in cases], ids=lambda value: str(value)[:60]
)
def test_each_class_of_names_is_read(path: str, expected: tuple[Any, ...]) -> None:
    assert identity(read(path)) == expected


@pytest.mark.parametrize("separator", [" ", ".", "_"])
@pytest.mark.parametrize("title", ["Copper Valley", "Harbour", "Room 104", "12 Lanterns", "The 100", "Area 51"])
@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("S02E07 1080p WEB-DL x264-GRP", ((2,), (7,), None)),
        ("2x07 HDTV", ((2,), (7,), None)),
        ("S02 COMPLETE 720p", ((2,), (), None)),
        ("2014 1080p BluRay x264-GRP", ((), (), 2014)),
        ("(2014) 1080p BluRay", ((), (), 2014)),
        ("- 07 [1080p]", ((), (7,), None)),
    ],
)
def test_a_title_reads_the_same_in_every_place(separator: str, title: str, rest: str, expected: Any) -> None:
    parsed = read(f"{title} {rest}".replace(" ", separator) + ".mkv")
    assert parsed.title == title
    assert (parsed.season, parsed.episode, parsed.year) == expected


def test_a_label_behind_an_episode_is_its_resolution() -> None:
    for name in (
        "Show (2004) - s01e02 - 1080p",
        "Show (2004) - s01e02 - Rust - 1080p",
        "Show (2004) - 2012-01-05 - 1080p",
    ):
        parsed = read(f"Show (2004) {{tmdb-7}}/Season 01/{name}.mkv")
        assert (parsed.type, parsed.title, parsed.year, parsed.screen_size) == (E, "Show", 2004, "1080p")
        assert parsed.episode_title in {None, "Rust"}
