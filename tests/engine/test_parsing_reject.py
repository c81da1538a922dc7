"""Names that hide what they are, and short or odd titles that only look like it."""

from __future__ import annotations

import pytest

from organizer.model import MediaType
from organizer.parsing.engine import parse_names

JUNK = """
0f9e8d7c6b5a49382716059483726150.mkv
9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08.mkv
1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b.mp4
550e8400-e29b-41d4-a716-446655440000.mkv
[0f9e8d7c6b5a49382716059483726150].mkv
0f9e8d7c6b5a49382716059483726150-xpost.mkv
c4ca4238a0b923820dcc509a6f75849b.part1.mkv
"0f9e8d7c6b5a49382716059483726150.mkv" yEnc
a3f1c9d27b.mkv
8f14e45fceea167a.mp4
6d5f4e3c-2b1a.mkv
Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==.mkv
dGhpc2lzYXRlc3RzdHJpbmc.mkv
QmFzZTY0RW5jb2RlZE5hbWUxMjM0.avi
U3ViamVjdCBsaW5l.mkv
aB3xK9mQ2rT7wY4zL8nP.mkv
x7Kp2Qm9.R4tZ8wLc3.mkv
7Yh2Kd9sPq4LmZ3xVb8N.1080p.mkv
hjklqwrtpsdfgzxcv.mp4
ksjdhf.lskdjfh.slkdjf.mkv
bcdfghjkl-mnpqrst.mkv
qzxwvkjhgf.mkv
20231105_142233.mp4
VID_20210304_101112.mp4
IMG_4711.MOV
DSC00042.avi
MVI_1234.avi
GOPR0123.mp4
PXL_20230415_123456789.mp4
movie.mkv
film.mp4
sample-harbour.mkv
harbour-sample.mkv
harbour.sample.mkv
video.mp4
title_t00.mkv
VTS_01_1.VOB
00001.m2ts
Sample.mkv
The.Quiet.Harbour.2014.1080p-GRP/Sample/abc-sample.mkv
The.Quiet.Harbour.2014.r17
The.Quiet.Harbour.2014.part03.rar
The.Quiet.Harbour.2014.vol03+04.par2
The.Quiet.Harbour.2014.mkv.007
The.Quiet.Harbour.2014.7z.002
""".strip().splitlines()

TITLES = (
    """
M|Up|It|Pi|Her|Se7en|X|9|1917|2012|300|Eraserhead|Koyaanisqatsi|xXx|tick tick BOOM|WALL-E|THX1138|S1m0ne
EuroTrip|eXistenZ|Kiki|RRR|Rrrrrrr|Gattaca|Tampopo|PlayTime|Zardoz|Yojimbo|Qivitoq|Rashomon|Kwaidan|Ikiru|Nosferatu
Metropolis|Ponyo|Paprika|Fantasia2000|BASEketball|TheLordOfTheRings|HarryPotter2|Oceans11|Apollo13|21Grams|28DaysLater
12AngryMen|LaLaLand|Strchpxz|Psycho|Crwth|Lynch.Hysterics|Schwarzwaldklinik|Smrt|Przypadek|Krzyżacy|Wstręt|Brrrrrrrrrr
Grzimek|Angst|Schlacht|Herbstmilch|The Sample (2012)|Samsara|Sampled.Life|A.Sample.of.Love.1999|R2D2.Beneath.the.Dome
T2.Trainspotting|C.R.A.Z.Y|K19.The.Widowmaker|U571|MI5|2Fast2Furious|8Mile|Movie43|Area51|Cube2Hypercube|Blade2|TRON
ABCs.of.Death|BlackkKlansman|Deadbeef|Facade|Decade|Kiss.Kiss.Bang.Bang|Zzyzx|Ssssssss|Dc.Showcase|VID.1999|Sample.1998
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("path", JUNK)
def test_what_hides_its_name_is_no_film(path: str) -> None:
    (parse,) = parse_names([path])
    assert (parse.parsed.type, parse.hypotheses) == (None, ())


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_looks_odd_is_a_film(title: str) -> None:
    (parse,) = parse_names([f"{title}.mkv"])
    assert parse.parsed.type is MediaType.MOVIE
    assert parse.parsed.title


@pytest.mark.parametrize("name", ["hjklqwrtpsdfgzxcv.mkv", "6d5f4e3c-2b1a.mkv", "x7Kp2Qm9.R4tZ8wLc3.mkv"])
def test_in_a_folder_that_says_more_it_is_what_the_folder_says(name: str) -> None:
    film, episode = parse_names([f"The.Quiet.Harbour.2014.1080p-GRP/{name}", f"Copper.Valley.S02E07.720p-GRP/{name}"])
    assert (film.parsed.title, film.parsed.year) == ("The Quiet Harbour", 2014)
    assert (episode.parsed.title, episode.parsed.season, episode.parsed.episode) == ("Copper Valley", (2,), (7,))
