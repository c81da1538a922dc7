"""Loading settings: what beats what, and what is said of each mistake."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.config.fields import setting_fields
from organizer.config.library import library_of
from organizer.config.load import OriginKind, load
from organizer.config.schema import LibrarySettings, Settings
from organizer.errors import ConfigError
from organizer.model import Action, Library, Preset

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path

    return written


def test_without_a_file_everything_is_the_default(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.toml", {}, {})
    assert loaded.settings == Settings()
    assert {origin.kind for origin in loaded.origins.values()} == {OriginKind.DEFAULT}
    assert set(loaded.origins) == set(setting_fields())


def test_every_kind_of_value_is_read_from_the_file(write: Write) -> None:
    path = write(
        '[library]\nsources = ["/in", "/more/"]\naction = "hardlink"\nids = false\n'
        '[tmdb]\nrate = 5\nconcurrency = 3\n[discovery]\nvideo_extensions = [".MKV", "mp4"]\n'
    )
    loaded = load(path, {}, {})
    assert loaded.settings.library.sources == ("/in", "/more")
    assert loaded.settings.library.action is Action.HARDLINK
    assert loaded.settings.library.ids is False
    assert loaded.settings.tmdb.rate == 5.0
    assert isinstance(loaded.settings.tmdb.rate, float)
    assert loaded.settings.discovery.video_extensions == ("mkv", "mp4")
    assert loaded.origins["library.action"].name == str(path)
    assert loaded.origins["library.preset"].kind is OriginKind.DEFAULT


def test_flags_beat_the_environment_and_that_beats_the_file(write: Write) -> None:
    path = write('[tmdb]\nbase_url = "http://file"\n[library]\nlanguage = "de-DE"\n')
    loaded = load(path, {"TMDB_BASE_URL": "http://env/"}, {"library.language": "fr-FR", "library.action": None})
    assert loaded.settings.tmdb.base_url == "http://env"
    assert loaded.settings.library.language == "fr-FR"
    assert str(loaded.origins["tmdb.base_url"]) == "TMDB_BASE_URL"
    assert str(loaded.origins["library.language"]) == "--language"
    assert str(loaded.origins["library.action"]) == "default"


def test_an_empty_environment_variable_is_none(write: Write) -> None:
    loaded = load(write('[tmdb]\naccess_token = "filed"\n'), {"TMDB_ACCESS_TOKEN": "", "TMDB_API_KEY": " "}, {})
    assert loaded.settings.tmdb.access_token == "filed"


def test_a_key_of_the_environment_silences_the_token_of_the_file(write: Write) -> None:
    loaded = load(write('[tmdb]\naccess_token = "filed"\n'), {"TMDB_API_KEY": "k3"}, {})
    assert (loaded.settings.tmdb.api_key, loaded.settings.tmdb.access_token) == ("k3", "")


def test_key_and_token_of_the_environment_are_both_there(tmp_path: Path) -> None:
    loaded = load(None, {"TMDB_API_KEY": "k3", "TMDB_ACCESS_TOKEN": "t4"}, {})
    assert (loaded.settings.tmdb.api_key, loaded.settings.tmdb.access_token) == ("k3", "t4")


def test_a_home_is_found_in_folders(write: Write) -> None:
    loaded = load(write('[library]\nroot = "~/Media"\n'), {}, {})
    assert loaded.settings.library.root == os.path.expanduser("~/Media")


def test_a_folder_of_the_command_line_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, {}, {"library.root": "lib"}).settings.library.root == str(tmp_path / "lib")


def test_a_byte_order_mark_does_no_harm(write: Write) -> None:
    assert load(write("\ufeff[library]\nids = false\n"), {}, {}).settings.library.ids is False


MISTAKES = [
    ("[libary]\n", 'Unknown section "libary"', "did you mean library?"),
    ("[zzz]\n", 'Unknown section "zzz"', "known are library, discovery"),
    ('theme = "x"\n', 'Unknown section "theme"', "it belongs in [interface]"),
    ("[tmdb]\nacess_token = 'x'\n", 'Unknown key "acess_token" in [tmdb]', "did you mean access_token?"),
    ("[tmdb]\nsources = []\n", 'Unknown key "sources" in [tmdb]', "it belongs in [library]"),
    ("library = 3\n", "library in", "must be a section"),
    ('[library]\naction = "mvoe"\n', "library.action in", "did you mean move?"),
    ("[library]\naction = 7\n", "is 7, but must be one of move, copy", ""),
    ("[library]\nids = 1\n", "library.ids in", "must be true or false"),
    ('[library]\nsources = "/in"\n', "library.sources in", "a list of folders in brackets"),
    ('[library]\nroot = "Media"\n', 'is "Media", but must be a folder, absolute', ""),
    ('[library]\nlanguage = "english"\n', "library.language in", "like en-US"),
    ("[tmdb]\nrate = nan\n", "tmdb.rate in", "a number from 0.5 to 1000"),
    ("[tmdb]\nrate = 0\n", "is 0, but must be a number from 0.5 to 1000", ""),
    ("[tmdb]\nrate = true\n", "tmdb.rate in", "a number from 0.5 to 1000"),
    ("[tmdb]\nconcurrency = 2.5\n", "tmdb.concurrency in", "a whole number from 1 to 64"),
    ("[tmdb]\nmemory_entries = 0\n", "tmdb.memory_entries in", "a whole number from 1 up"),
    ('[tmdb]\nbase_url = "themoviedb.org"\n', "tmdb.base_url in", "starts with http:// or https://"),
    ("[tmdb]\nrate = 1979-05-27\n", "is 1979-05-27, but must be a number", ""),
    ("[matching]\nlikely_score = 0.99\n", "thresholds of [matching]", "keep matching.none_score"),
    ("[tmdb\n", "is not valid TOML", "line 1"),
    ("[tmdb]\nrate = 5\nrate = 6\n", "is not valid TOML", "line 3"),
]


@pytest.mark.parametrize(("text", "said", "way_out"), MISTAKES)
def test_a_mistake_in_the_file_is_named_with_the_way_out(write: Write, text: str, said: str, way_out: str) -> None:
    path = write(text)
    with pytest.raises(ConfigError) as caught:
        load(path, {}, {})
    sentence = caught.value.sentence()
    assert said in sentence
    assert way_out in sentence
    assert str(path) in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("environ", "flags", "said"),
    [
        ({"TMDB_BASE_URL": "localhost:80"}, {}, 'TMDB_BASE_URL is "localhost:80", but must be an address'),
        ({}, {"library.action": "hardlnk"}, '--action is "hardlnk", but must be one of'),
        ({}, {"library.language": "EN"}, '--language is "EN"'),
    ],
)
def test_a_mistake_outside_the_file_is_named_by_its_place(
    environ: dict[str, str], flags: dict[str, Any], said: str
) -> None:
    with pytest.raises(ConfigError, match="must be") as caught:
        load(None, environ, flags)
    assert said in caught.value.sentence()


def test_a_wrong_secret_is_never_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        load(None, {"TMDB_ACCESS_TOKEN": "very secret"}, {})
    assert "TMDB_ACCESS_TOKEN" in caught.value.sentence()
    assert "very" not in caught.value.sentence()


def test_a_name_in_an_error_cannot_command_the_terminal(write: Write) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write('["lib\\u001b[31m"]\n'), {}, {})
    assert "\x1b" not in caught.value.sentence()


def test_a_file_that_must_be_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no settings file"):
        load(tmp_path / "none.toml", {}, {}, required=True)


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {}, {})


def test_a_file_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'[library]\nroot = "/\xff"\n')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(path, {}, {})


def test_a_secret_that_others_can_read_is_warned_of(write: Write) -> None:
    path = write('[tmdb]\naccess_token = "t"\n')
    assert load(path, {}, {}).warnings == ()
    path.chmod(0o644)
    assert "chmod 600" in load(path, {}, {}).warnings[0]


def test_a_file_without_a_secret_may_be_read_by_others(write: Write) -> None:
    path = write("[library]\nids = true\n")
    path.chmod(0o644)
    assert load(path, {}, {}).warnings == ()


@pytest.mark.parametrize(
    ("settings", "library"),
    [
        (LibrarySettings(), None),
        (LibrarySettings(movies="/m"), None),
        (LibrarySettings(root="/lib"), Library("/lib/Movies", "/lib/TV Shows")),
        (LibrarySettings(root="/lib", tv="/tv"), Library("/lib/Movies", "/tv")),
        (LibrarySettings(movies="/m", tv="/tv"), Library("/m", "/tv")),
    ],
)
def test_the_library_follows_from_root_movies_and_tv(settings: LibrarySettings, library: Library | None) -> None:
    assert library_of(settings) == library


def test_every_setting_has_a_sentence_of_help() -> None:
    for field in setting_fields().values():
        assert field.help.endswith("."), field.name


@given(st.sampled_from(sorted(setting_fields())), st.one_of(st.text(), st.integers(), st.floats(), st.booleans()))
def test_any_value_is_taken_or_refused_with_a_sentence(name: str, value: object) -> None:
    try:
        loaded = load(None, {}, {name: value})
    except ConfigError as error:
        sentence = error.sentence()
        assert "must be" in sentence or "out of order" in sentence
    else:
        assert isinstance(loaded.value(name), str | int | float | bool | tuple)


def test_presets_are_read_as_such() -> None:
    assert load(None, {}, {"library.preset": "kodi"}).settings.library.preset is Preset.KODI
