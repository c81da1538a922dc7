"""A library of any size for the benchmarks: paths in the styles that people have, the same in each run."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Iterator, Sequence

_WORDS = """
Copper Valley Rust Rain Night Silver River Ghost Paper House Winter Garden Broken Mirror Last Train North Star Iron
Bridge Quiet Storm Hidden Harbor Golden Field Red Lantern Blue Door Empty Street Second Wind Long Road Dark Water Glass
Tower Stone Heart Wild Horse Lost Letter Small Hours First Snow Burning Coast
""".split()  # noqa: SIM905 - reads better
_QUALITIES = ("1080p.BluRay.x264", "720p.WEB-DL.DD5.1.H264", "2160p.UHD.BluRay.x265.HDR", "DVDRip.XviD", "HDTV.x264")
_GROUPS = ("GRP", "NTb", "FLUX", "ABC")


def library_paths(count: int, *, films: float = 0.4) -> list[str]:
    """Paths of so many videos, no two alike, films first. A fifth of the films and of the series is of each style."""
    dice = random.Random(count)
    paths: dict[str, None] = {}
    number = 0
    while len(paths) < round(count * films):
        paths[_film(dice, number)] = None
        number += 1
    episodes = _episodes(dice)
    while len(paths) < count:
        paths[next(episodes)] = None
    return list(paths)


def _title(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(_WORDS) for _ in range(words))


def year_of(title: str) -> int:
    """The year of the film of that title, which the stand-in for TMDB knows too."""
    return 1950 + zlib.crc32(title.casefold().encode()) % 75


def _film(dice: random.Random, number: int) -> str:
    title = _title(dice, dice.randint(2, 4))
    year = year_of(title)
    dots, quality, group = title.replace(" ", "."), dice.choice(_QUALITIES), dice.choice(_GROUPS)
    size = quality.split(".")[0]
    return (
        f"Movies/{title} ({year})/{title} ({year}).mkv",
        f"{dots}.{year}.{quality}-{group}/{dots}.{year}.{quality}-{group}.mkv",
        f"Movies/{dots}.{year}.{quality}-{group}.mkv",
        f"Movies/{title} ({year}) [{size}]/{group.lower()}-{dots.lower()[:8]}.{number}.mkv",
        f"Movies/{title} {year} {size}/{title}.mp4",
    )[number % 5]


def _episodes(dice: random.Random) -> Iterator[str]:
    show = 0
    while True:
        show += 1
        title, quality, group = f"{_title(dice, 2)} {show}", dice.choice(_QUALITIES), dice.choice(_GROUPS)
        dots, size = title.replace(" ", "."), quality.split(".")[0]
        for season in range(1, dice.randint(2, 6)):
            for number in range(1, dice.randint(8, 24)):
                named = _title(dice, 2)
                code, pack = f"S{season:02}E{number:02}", f"{dots}.S{season:02}.{quality}-{group}"
                yield (
                    f"TV Shows/{title}/Season {season:02}/{title} - {code} - {named}.mkv",
                    f"TV/{pack}/{dots}.{code}.{named.replace(' ', '.')}.{quality}-{group}.mkv",
                    f"TV/{title}/Season {season}/{number:02} - {named}.avi",
                    f"TV/{title}/{dots}.{season}x{number:02}.{size}.mkv",
                    f"Anime/{title}/Season {season}/[{group}] {title} - {number:02} [{size}].mkv",
                )[show % 5]


def write_library(folder: str, paths: Sequence[str]) -> None:
    """Empty files (that take no room) of a film's size at these paths."""
    made: set[str] = set()
    for path in paths:
        whole = os.path.join(folder, path)
        parent = os.path.dirname(whole)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        with open(whole, "wb") as file:
            file.truncate(700_000_000)
