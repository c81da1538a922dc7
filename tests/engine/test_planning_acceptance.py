"""2,000 videos with companions in every form: each ends at its video, the rest is listed, a second look is quiet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from organizer.model import Junk, OperationStatus, Plan, Preset, Role
from tests.engine.planning_support import House, Known, episode, film, not_unchanged

FILMS, SHOWS, EPISODES = 1_000, 20, 28
# What names and folders say of a language, and what stands behind the name of the video then.
TAGS = {
    ".spa.cc.SRT": ".es.cc.srt", ".zh-Hans.srt": ".zh-CN.srt", ".hi.srt": ".hi.srt", ".pt-BR.ass": ".pt-BR.ass",
    ".de.sdh.srt": ".de.sdh.srt", "/Subs/German/1.srt": ".de.srt", "/Forced/7_Italian.srt": ".it.forced.srt",
    "/8_Dutch.srt": ".nl.srt", "4_Spanish (Latin America).srt": ".es-419.srt", "cd2.fr.srt": ".fr.srt",
    "/6.srt": ".srt",
}  # fmt: skip
SOUNDS = "[gulls crying]\nWe sail.\n" * 20


@dataclass
class Household:
    """A release: its videos, each with what belongs to it, what belongs to all, and what stays behind."""

    videos: dict[str, list[str]]
    folder: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    junk: list[str] = field(default_factory=list)

    @property
    def names(self) -> Iterator[str]:
        for video, own in self.videos.items():
            yield video
            yield from own
        yield from (*self.folder, *self.left, *self.junk)


def film_release(number: int) -> Household:
    """A film of one of the forms; ``film0042`` is read by ``tell``."""
    name = f"film{number:04}"
    top = f"films/{name}.1999.1080p-KITE"
    stem = f"{top}/{name}.1999.1080p-KITE"
    video = f"{stem}.mkv"
    match number % 10:
        case 0:  # all beside the video
            own = ["en.srt", "en.forced.srt", "de.sdh.srt", "pt-BR.ass", "nfo", "chapters.xml", "eng.ac3", "mka",
                   "spa.cc.SRT", "zh-Hans.srt", "FRE.default.srt", "hi.srt", "srt", "idx", "sub"]  # fmt: skip
            art = [f"{stem}-poster.jpg", f"{stem}-fanart.png", f"{top}/clearlogo.png"]
            return Household({video: [*(f"{stem}.{ending}" for ending in own), *art]})
        case 1:  # a folder of subtitles, several of one language, names that say little
            subs = ("2_English.srt", "3_English.srt", "4_Spanish (Latin America).srt", "5_fre.srt", "6.srt",
                    "German/1.srt", "Forced/7_Italian.srt", f"{name}.1999.1080p-KITE/8_Dutch.srt")  # fmt: skip
            own = [*(f"{top}/Subs/{sub}" for sub in subs), f"{top}/English Subs/1.srt", f"{top}/chapters.xml"]
            return Household({video: own}, [f"{top}/extrafanart/fanart1.jpg", f"{top}/theme.mp3"])
        case 2:  # VobSub pairs, pictures and NFO with general names
            own = ["Subs/2_German.idx", "Subs/2_German.sub", "Subs/3_German.idx", "Subs/3_German.sub"]
            own += ["poster.jpg", "folder.jpg", "backdrop1.jpg", "backdrop2.jpg", "movie.nfo"]
            return Household({video: [f"{top}/{name}" for name in own]})
        case 3:  # a film in two parts
            one, two = f"{top}/{name}.cd1", f"{top}/{name}.cd2"
            parts = {
                f"{one}.avi": [f"{one}.en.srt", f"{top}/Subs/CD1/2_English.srt"],
                f"{two}.avi": [f"{two}.en.srt", f"{two}.de.srt", f"{top}/Subs/cd2.fr.srt"],
            }
            return Household(parts, [f"{top}/poster.jpg", f"{top}/{name}.nfo"], [f"{top}/{name}.srt"])
        case 4:  # extras
            extras = {f"{stem}-trailer.mkv": [f"{stem}-trailer.en.srt"], f"{top}/Featurettes/{name} Making of.mkv": []}
            return Household({video: [f"{stem}.en.srt"], **extras})
        case 5:  # two qualities in one folder
            more = f"{top}/{name}.1999.2160p-KITE"
            versions = {video: [f"{stem}.en.srt"], f"{more}.mkv": [f"{more}.en.srt", f"{more}.nfo"]}
            return Household(versions, [f"{top}/fanart.jpg"])
        case 6:  # what releases bring along
            junk = [f"{top}/visit.url", f"{top}/RARBG.txt", f"{stem}.sfv", f"{top}/Sample/{name}-sample.mkv"]
            junk += [f"{top}/Proof/{name}-proof.jpg"]
            return Household({video: [f"{stem}.nfo"]}, left=[f"{top}/{name}.rar", f"{top}/booklet.pdf"], junk=junk)
        case 7:  # loose in the source folder
            loose = f"{name}.1999.720p"
            return Household(
                {f"{loose}.mp4": [f"{loose}.srt", f"{loose}.nl.srt", f"{loose}-poster.jpg", f"{name}.pl.srt"]}
            )
        case 8:  # two films in one folder
            other = f"{top}/film{number + 5000:04}.1999"
            both = {video: [f"{stem}.en.srt"], f"{other}.mkv": [f"{other}.en.srt"]}
            return Household(both, left=[f"{top}/poster.jpg", f"{top}/stray.srt"])
        case _:  # the same film as another file elsewhere
            old = f"old/{name}.DVD/{name}"
            return Household({video: [f"{stem}.en.srt"], f"{old}.avi": [f"{old}.en.srt"]}, [], [])


def show_release(number: int) -> Household:
    """A show in one of three forms; two seasons and a special."""
    top = f"shows/show{number:02}"
    found = Household({}, [], [])
    for n in range(EPISODES):
        season = 0 if n == EPISODES - 1 else 1 + n % 2
        name = f"show{number:02}.s{season:02}e{1 + n // 2:02}"
        inside = {0: f"{top}/Season {season}", 1: f"{top}.S{season:02}.720p", 2: top}[number % 3]
        stem = f"{inside}/{name}.720p"
        own = {
            0: [f"{stem}.en.srt", f"{stem}-thumb.jpg"],
            1: [f"{inside}/Subs/{name}.720p/2_English.srt", f"{inside}/Subs/{name}.720p/3_English.srt"],
            2: [f"{stem}.en.sdh.srt", f"{stem}.nfo"],
            3: [f"{inside}/{name}.HDTV-OTHER.srt"],
        }[n % 4]
        found.videos[f"{stem}.mkv"] = own
    if number % 3 == 0:
        found.folder += [f"{top}/{name}" for name in ("poster.jpg", "fanart.jpg", "tvshow.nfo", "theme.mp3")]
        found.folder += [f"{top}/season-specials-poster.jpg", f"{top}/Season01.jpg", f"{top}/Season 2/folder.jpg"]
    elif number % 3 == 1:
        found.folder += [f"{top}.S01.720p/folder.jpg", f"{top}.S02.720p/banner.jpg"]
    else:
        found.folder += [f"{top}/banner.jpg", f"{top}/tvshow.nfo"]
        found.left += [f"{top}/episodes.pdf"]
    return found


def tell(name: str) -> Known:
    leaf = os.path.basename(name)
    if found := re.match(r"show(\d\d)\.s(\d\d)e(\d\d)", leaf):
        number, season, n = map(int, found.groups())
        return episode(f"Show {number:02}", 9000 + number, season, n), {}
    found = re.match(r"film(\d{4})", leaf)
    assert found, name
    part, size = re.search(r"cd(\d)", leaf), re.search(r"\d{3,4}p", leaf)
    said = {
        "part": int(part[1]) if part else None,
        "screen_size": size[0] if size else "480p" if "DVD" in name else None,
        "extra": "trailer" if "-trailer" in leaf else "featurette" if "Making of" in leaf else None,
        "episode_title": "Making of" if "Making of" in leaf else None,
    }
    return film(f"Film {found[1]}", int(found[1])), said


def carry(plan: Plan) -> None:
    """The moves alone: what transfer does besides has tests of its own."""
    for op in plan.ready:
        assert op.target
        assert not os.path.lexists(op.target)
        os.makedirs(os.path.dirname(op.target), exist_ok=True)
        os.rename(op.source, op.target)


def check_companions(releases: list[Household], told: dict[str, str]) -> None:
    for release in releases:
        for video, own in release.videos.items():
            stem = os.path.splitext(told[video])[0]
            for name in own:
                assert told[name].startswith(stem), (name, told[name], stem)
                said = next((tags for end, tags in TAGS.items() if name.endswith(end)), "")
                assert told[name][len(stem) :].startswith(said), (name, told[name])
        folders = {os.path.dirname(told[video]) for video in release.videos}
        for name in release.folder:
            place = os.path.dirname(told[name]).removesuffix("/extrafanart")
            assert any(f"{folder}/".startswith(f"{place}/") for folder in folders), name


@pytest.mark.parametrize(
    ("preset", "films", "shows"),
    [(Preset.PLEX, FILMS, SHOWS), (Preset.JELLYFIN, 30, 3), (Preset.EMBY, 30, 3), (Preset.KODI, 30, 3)],
)
def test_each_companion_ends_at_its_video_and_nothing_is_lost(
    tmp_path: Path, preset: Preset, films: int, shows: int
) -> None:
    house = House(tmp_path, tell, preset)
    releases = [*map(film_release, range(films)), *map(show_release, range(shows))]
    everything = [name for release in releases for name in release.names]
    assert films < FILMS or sum(len(release.videos) for release in releases) >= 2_000
    assert len(everything) == len(set(everything))
    house.fill(*everything, content={name: name + SOUNDS for name in everything if name.endswith("3_English.srt")})

    plan = house.plan(junk=Junk.TRASH)
    told, left = house.told(plan), house.left(plan)
    assert [(op.source, op.reason) for op in plan.operations if op.status is OperationStatus.CONFLICT] == []
    assert len(set(told.values())) == len(told)
    assert sorted((*told, *left)) == sorted(everything)
    assert sorted(left) == sorted(name for release in releases for name in release.left)
    assert all(left.values())
    check_companions(releases, told)
    junk = {os.path.relpath(op.source, house.source) for op in plan.ready if op.role is Role.JUNK}
    assert junk == {name for release in releases for name in release.junk}

    carry(plan)
    again = house.plan(f"{house.top}/lib")
    assert not_unchanged(again) == []
    assert not again.leftovers
    assert len(again.operations) == len(told) - len(junk)
    rest = house.plan()
    assert {name for name in house.left(rest) if name != ".pmo-trash"} == set(left)
    assert not rest.ready
