"""A library made by ``pmo apply`` and scanned as the source of the next run: nothing in it changes any more."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Call

# Versions, an edition, parts, extras, a double episode, an episode in two files, a special and a dated one.
FILES = (
    "Heat.1995.1080p.BluRay.x264-PIER/Heat.1995.1080p.BluRay.x264-PIER.mkv",
    "Heat.1995.1080p.BluRay.x264-PIER/Heat.1995.1080p.BluRay.x264-PIER.en.srt",
    "Heat.1995.1080p.BluRay.x264-PIER/poster.jpg",
    "Heat.1995.1080p.BluRay.x264-PIER/Heat.1995-trailer.mkv",
    "Heat.1995.1080p.BluRay.x264-PIER/Featurettes/The Long Street.mkv",
    "Heat.1995.1080p.BluRay.x264-PIER/Featurettes/Making Of.mkv",
    "Heat.1995.1080p.BluRay.x264-PIER/Featurettes/Trailer 2.mkv",
    "Heat.1995.1080p.BluRay.x264-PIER/Extras/Behind the Scenes.mkv",
    "Heat.1995.1080p.BluRay.x264-PIER/Trailers/Teaser.mkv",
    "Lost/Featurettes/Making Of.mkv",
    "Heat.1995.2160p.UHD-PIER.mkv",
    "Leon.The.Professional.1994.Extended.1080p.BluRay-PIER.mkv",
    "Das.Boot.1981/das.boot.1981.cd1.avi",
    "Das.Boot.1981/das.boot.1981.cd2.avi",
    "Das.Boot.1981/das.boot.1981.cd1.de.srt",
    "Lost.S01E03.720p.HDTV.x264-PIER.mkv",
    "Lost.S01E03.720p.HDTV.x264-PIER.en.forced.srt",
    "Lost/Season 2/Lost - 2x23-24 - Live Together, Die Alone.avi",
    "Lost/Specials/Lost - S00E01.avi",
    "Ferrymen/Ferrymen S1/Ferrymen - s01e05 - pt1.avi",
    "Ferrymen/Ferrymen S1/Ferrymen - s01e05 - pt2.avi",
    "Late Desk/The.Late.Desk.2019.01.14.720p.WEB-PIER.mkv",
)
TEMPLATES = """
[naming]
movie_folder = "{{ title | slice: 0 }}/{{ title }} ({{ year }})"
movie_file = "{{ title }} ({{ year }}) [{{ quality }} {{ source }}] {{ group }}"
show_folder = "{{ title }} ({{ year }})"
season_folder = "S{{ season | pad: 2 }}"
episode_file = "{{ title }} ({{ year }}) - {{ numbers }} - {{ episode_title }} [{{ original_name }}]"
dated_file = "{{ title }} ({{ year }}) - {{ air_date }} {{ group }}"
extra_file = "{{ episode_title | default: title }} {{ year }}-{{ extra }}"
characters = "arr"
"""


@pytest.mark.parametrize("style", ["plex", "jellyfin", "emby", "kodi", "no ids", "templates"])
def test_a_library_of_ours_is_unchanged(
    online: Call, tmp_path: Path, config: Callable[[str], Path], style: str
) -> None:
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    settings = {"templates": TEMPLATES, "no ids": "[library]\nids = false\n"}
    config(settings.get(style, f'[library]\npreset = "{style}"\n') + "[parsing]\nin_sequence = 100\n")
    library = tmp_path / "lib"
    applied = online("apply", tmp_path / "in", "--yes", "--json", "--library", library, "--min-confidence", "0.5")
    done = [found for found in applied.objects if found.get("result") == "done"]
    assert len(done) == len(FILES)

    again = online("plan", library, "--json", "--library", library)
    operations = [found for found in again.objects if "status" in found]
    assert [(o["source"], o["target"], o["reason"]) for o in operations if o["status"] != "unchanged"] == []
    assert len(operations) == len(FILES)
    assert again.status == 0
    assert sorted(os.path.basename(found["target"]) for found in done) == sorted(
        os.path.basename(found["source"]) for found in operations
    )


@pytest.mark.parametrize("action", ["copy", "hardlink", "symlink"])
def test_what_was_copied_or_linked_is_unchanged(online: Call, tmp_path: Path, action: str) -> None:
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    options = ("--library", tmp_path / "lib", "--action", action, "--min-confidence", "0.5", "--json", "--leftovers")
    online("apply", tmp_path / "in", "--yes", *options)
    for folders, count in (([tmp_path / "lib"], 1), ([tmp_path / "in"], 1), ([tmp_path / "in", tmp_path / "lib"], 2)):
        again = online("plan", *folders, *options)
        assert [found["status"] for found in again.objects if "status" in found] == ["unchanged"] * count * len(FILES)
        assert not [found for found in again.objects if "leftover" in found]


def test_a_link_that_leads_nowhere_is_left_over(online: Call, tmp_path: Path) -> None:
    folder = tmp_path / "lib" / "Movies" / "Heat (1995)"
    folder.mkdir(parents=True)
    (folder / "Heat (1995).mkv").symlink_to("nowhere.mkv")
    plan = online("plan", tmp_path / "lib", "--library", tmp_path / "lib", "--json", "--leftovers")
    assert [found["reason"] for found in plan.objects if "leftover" in found] == ["symlink"]
