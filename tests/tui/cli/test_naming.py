"""``pmo naming``: samples of what the settings make, the words of templates, and mistakes with their place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import Call

Config = Callable[[str], Path]


def test_the_samples_follow_the_settings(pmo: Call, config: Config) -> None:
    config('[naming]\nmovie_file = "{{ title }} [{{ quality }}]"\n')
    called = pmo("naming", "--json", "--preset", "jellyfin")
    assert called.status == 0
    assert called.objects[0] == {
        "kind": "film",
        "setting": "naming.movie_file",
        "source": "The.Keeper.Return.2009.1080p.BluRay.x264-HARBOR.mkv",
        "target": "Movies/The Keeper - Return (2009) [tmdbid-90101]/The Keeper - Return [1080p].mkv",
        "problem": None,
    }
    assert "S01E01-E02" in {found["kind"]: found["target"] for found in called.objects}["double episode"]
    assert "The Keeper - Return [1080p].mkv" in pmo("naming").out


def test_a_mistake_in_a_template_is_a_mistake_of_the_configuration(pmo: Call, config: Config, tmp_path: Path) -> None:
    config('[naming]\nepisode_file = """\n{{ title }}\n  {{ numers }}"""\n')
    said = 'naming.episode_file, line 2, column 6: there is no token "numers": did you mean numbers?'
    source = tmp_path / "in"
    source.mkdir()
    for words in (["naming"], ["plan", source, "--library", tmp_path / "lib", "--offline"], [source, "--offline"]):
        called = pmo(*words)
        assert called.status == 2
        assert said in called.err
        assert called.out == ""
    doctor = pmo("doctor", "--offline", "--json")
    assert next(found for found in doctor.objects if found.get("check") == "naming")["state"] == "problem"
    assert pmo("config", "show").status == 0


def test_doctor_looks_at_every_folder_of_the_library(pmo: Call, config: Config, tmp_path: Path) -> None:
    (tmp_path / "anime").write_text("a file")
    config(f'[library]\nroot = "{tmp_path}/lib"\nanime_tv = "{tmp_path}/anime"\nuhd_movies = "{tmp_path}/4K"\n')
    called = pmo("doctor", "--offline", "--json")
    found = {o["detail"].split(" ")[0]: o["state"] for o in called.objects if o["check"] == "library"}
    assert found[f"{tmp_path}/anime"] == "problem"
    assert {f"{tmp_path}/4K", f"{tmp_path}/lib/Movies"} <= found.keys()


def test_the_words_of_templates_are_listed(pmo: Call) -> None:
    called = pmo("naming", "tokens", "--json")
    assert {"token": "year", "meaning": "the year of the film, or of the first episode of the series"} in called.objects
    assert any("filter" in found for found in called.objects)
    assert "  numbers " in pmo("naming", "tokens").out
    assert pmo("naming", "tokns").status == 2
