"""guessit accelerated against guessit as it comes: the same keys in the same order with the same values."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from guessit.api import GuessItApi, GuessitException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizer.demo.library import build_library
from organizer.parsing import accelerator
from organizer.parsing.accelerator.needles import FOLDED, needles

Answer = list[tuple[str, Any]] | str
OPTIONS = {"no_user_config": True, "advanced_config": {"episodes": {"season_words": ["kausi", "sezona", "시즌"]}}}

NAMES = """
Copper.Valley.S01E02.Rust.and.Rain.1080p.WEB-DL.DDP5.1.H.264-GRP.mkv
Copper.Valley.S01E02-E04.720p.HDTV.x264-GRP[rarbg].mkv
Copper Valley - 1x02 - Rust.avi
Copper Valley - 1x02x03 - Rust & Rain.avi
Copper_Valley_s1_e2_rust.mp4
Copper Valley Season 1 (1988 - 89) twoofthree
Copper Valley Season 1-3 Complete 1080p BluRay
Copper Valley - Season 2 Episode 5 of 10.mkv
Copper Valley Saison 3 Episode 04 FRENCH.mkv
Copper Valley Temporada 2 Capitulo 11.avi
Copper Valley - Cap.112_114 [HDTV 720p][Cap.112_114].avi
copper.valley.104.hdtv-lol.avi
copper.valley.1104.hdtv.avi
copper.valley.0104.avi
Copper Valley 012v2 [720p].mkv
[Group] Copper Valley - 12 [1080p][A1B2C3D4].mkv
[Group] Copper Valley - 12v2 (BD 1920x1080 x264 10bit FLAC) [0A1B2C3D].mkv
[Group].Copper.Valley.-.12-13.[720p].mkv
【组】铜谷 第二季 第12话 1080P 简体.mp4
銅の谷 シーズン2 第3話.mkv
Медная долина 2 сезон 5 серия.avi
Медная долина - 5-й сезон 24 серия из 30.mkv
Copper Valley 3ª Temporada.mkv
Copper Valley T02E22.mkv
Copper Valley 2023.05.17 Guest Name 720p HDTV.mkv
Copper.Valley.17.05.2023.Guest.mkv
Copper Valley - 2023-05-17.mkv
The Copper Valley (2019).mkv
Valley, The Copper (2019) [1080p].mkv
The.Copper.Valley.2019.2160p.UHD.BluRay.REMUX.HDR.HEVC.TrueHD.7.1.Atmos-GRP.mkv
The.Copper.Valley.2019.Directors.Cut.1080p.BluRay.x265.10bit-GRP.mkv
The Copper Valley 2019 Extended Ultimate Collector's Edition DTS-HD MA 5.1.mkv
The.Copper.Valley.1917.2019.1080p.mkv
2019.The.Copper.Valley.2021.720p.mkv
1917.mkv
9 (2009).mkv
Copper Valley Part II (1999) CD1.avi
Copper Valley part 2 of 3.avi
Copper.Valley.Pt.IV.2001.DVDRip.XviD-GRP.avi
Copper Valley - Bonus 03 - The Making Of.mkv
Copper Valley x01 The Making.mkv
Copper Valley - f01 - First - x02 - Making.mkv
Copper.Valley.S00E03.Special.Behind.the.Rust.mkv
Copper.Valley.S01.Extras.1080p.mkv
Copper.Valley.S01E05.PROPER.REPACK.REAL.720p.mkv
Copper.Valley.S01E05.iNTERNAL.HDTV.XviD-GRP.avi
Copper.Valley.S01E05.Final.Unaired.Pilot.mkv
Copper.Valley.S02E01.MULTi.VOSTFR.1080p.AMZN.WEB-DL.mkv
Copper.Valley.S02E01.NF.WEBRip.DD5.1.mkv
Copper.Valley.S02E01.DSNP.WEB-DL.DV.HDR10+.mkv
Copper.Valley.US.S01E01.mkv
Copper Valley (UK) - S01E01.mkv
Copper.Valley.S01E01.GERMAN.DL.DUBBED.1080p.mkv
Copper.Valley.2018.iTALiAN.ENG.Sub.ITA.ENG.1080p.mkv
Copper.Valley.2018.PL.SUBBED.pt-BR.mkv
Copper Valley 2018 [tmdb-12345] {imdb-tt0123456}.mkv
www.example.com - Copper.Valley.S01E01.mkv
Copper.Valley.S01E01.720p[www.example.org].mkv
Copper.Valley.S01E01.23.976fps.1500kbps.AC3.192kbps.mkv
Copper.Valley.S01E01.1.4GB.700MB.mkv
Copper.Valley.S01E01.3D.HSBS.1080p.mkv
Copper.Valley.S01E01.480p.PAL.NTSC.DVD9.ISO
Copper.Valley.S01E01.Hi10P.AAC.2ch.mkv
Copper.Valley.S01E01.(1080x1920).mkv
Copper.Valley.S01E01.x264.1-GRP-Obfuscated.mkv
grp-copper.valley.s01e01-720p.mkv
grp-cv.101.720p.mkv
S.C.O.P.P.E.R.S01E01.720p.mkv
S.C.O.P.P.E.R. (2015).mkv
Copper Valley: The Return – Älä, ß & İstanbul Kahve 2017.mkv
coppEr ſeaſon 2 epıſode 3.mkv
Copper Valley 2 1080p.mkv
Copper Valley 2x05 e06.mkv
Copper Valley e05e06.mkv
Copper Valley ep05-06.mkv
Copper Valley 5 of 8.mkv
Copper Valley Chapter 12.mkv
Copper Valley #12.mkv
Copper Valley № 12.mkv
Copper Valley Vol.3 Disc 2 of 4.mkv
Copper Valley - Season 01/Copper Valley - 05 - Rust.mkv
Copper Valley/Season 01/05 - Rust.mkv
Copper Valley/Season 1/104.mkv
Copper Valley/Specials/Copper Valley - s00e01.mkv
Copper Valley (2019)/Copper Valley (2019) - 1080p.mkv
Movies/Copper Valley (2019) [BluRay]/grp-cv.1080p.mkv
TV/Copper Valley/S01/Copper.Valley.S01E01/a1b2c3d4e5.mkv
/srv/media/Series/Copper Valley (2019)/Season 02/Copper Valley S02E03 720p.mkv
C:\\Media\\Copper Valley\\Season 1\\Copper Valley 1x03.avi
Copper.Valley.S01E01.mkv.part01.rar
Copper.Valley.S01E01.en.forced.srt
Copper.Valley.S01E01.French.SDH.srt
Copper.Valley.2019.nfo
poster.jpg
()[]{}
S01E01
01
1x1
e
.mkv
""".strip().splitlines()

_WORDS = """
S01 E02 e3 x4 1x02 01 2 104 1999 2019 Season Episode ep cap of v2 1080p x264 H.265 DTS 5.1 WEB-DL HDTV Extras Part II
CD1 FRENCH en sub US Copper Valley the Final ſ İ 第3话 2期 GRP mkv 720p PROPER AMZN 2019.05.17 1.4GB tt0123456 1x02x03
s1e2e3
""".split()  # noqa: SIM905 - reads better than ninety literals
_PIECES = st.sampled_from([".", " ", " - ", "_", "-", "[", "]", "(", ")", "/", "&", "+", "~", "#", *_WORDS])


def make(rules_builder: Callable[..., Any] | None) -> Callable[..., Answer]:
    api = GuessItApi()
    api.configure(OPTIONS, rules_builder=rules_builder)

    def ask(text: str, **more: Any) -> Answer:
        try:
            return list(api.guessit(text, {**OPTIONS, **more}).items())
        except GuessitException as error:
            return type(error.__cause__).__name__

    return ask


plain = make(None)
quick = make(accelerator.rules_builder())


def test_the_installed_versions_are_accelerated() -> None:
    assert accelerator.rules_builder() is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_as_by_guessit_itself(name: str) -> None:
    assert quick(name) == plain(name)


def test_a_library_is_read_as_by_guessit_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = build_library(str(tmp_path_factory.mktemp("library")), count=900)
    paths = [os.path.relpath(path, library.root) for path in library.truths][::4]
    assert [path for path in paths if quick(path) != plain(path)] == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_whatever_the_pieces_make_is_read_as_by_guessit_itself(name: str) -> None:
    assert quick(name) == plain(name)


@pytest.mark.parametrize("more", [{"expected_title": ["Copper Valley 2"]}, {"type": "movie"}, {"type": "episode"}])
def test_other_options_are_taken_up(more: dict[str, Any]) -> None:
    for name in ("Copper Valley 2 05 1080p.mkv", "Copper.Valley.2.104.mkv"):
        assert quick(name, **more) == plain(name, **more)
        assert quick(name) == plain(name)


@pytest.mark.parametrize(("guessit", "rebulk"), [("4.4.1", "6.0.1"), ("4.4.0", "6.1.0"), ("5.0.0", "7.0.0")])
def test_other_versions_are_left_as_they_come(guessit: str, rebulk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accelerator, "guessit_version", guessit)
    monkeypatch.setattr(accelerator, "rebulk_version", rebulk)
    assert accelerator.rules_builder() is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Blu[ -]?Ray", ("blu",)),
        ("(?:DVD|HD)-?Rip", ("rip",)),
        ("(?P<a>staffel|kausi) ?", ("kausi", "staffel")),
        (r"\d+x\d+", ("x",)),
        ("[ex]", ("e", "x")),
        (r"a(?=bcd)", ("bcd",)),
        (r"(?:abc)?d", ("d",)),
        (r"(?:abc)+d", ("abc",)),
        (r"(?!abc)\d", None),
        (r"\d{4}", None),
        ("[a-z]", None),
        ("第|話", None),
        ("abc|", None),
    ],
)
def test_needles_of_an_expression(expression: str, expected: tuple[str, ...] | None) -> None:
    assert needles(re.compile(expression, re.IGNORECASE)) == expected


def test_only_the_folded_characters_stand_for_ascii_letters() -> None:
    ascii_letter = re.compile("[\x00-\x7f]", re.IGNORECASE)
    found = {chr(code) for code in range(128, sys.maxunicode + 1) if ascii_letter.match(chr(code))}
    assert found == {char for char in found if FOLDED.match(char)}
    assert len(found) == 4
