"""Writing the settings file: the commented default, and single values between a person's comments."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from organizer.config.fields import setting_fields
from organizer.config.load import load
from organizer.config.schema import Settings
from organizer.config.write import default_text, read_credential, store_credential, store_value, write_default
from organizer.errors import ConfigError

KEY = "0123456789abcdef" * 2
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_default_file_names_every_setting(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    write_default(path)
    text = path.read_text()
    assert mode(path) == 0o600
    assert all(f"# {field.key} = " in text for field in setting_fields().values())
    assert load(path, {}, {}).settings == Settings()


def test_its_defaults_are_the_defaults_when_uncommented(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    keys = {field.key for field in setting_fields().values()}
    lines = [line[2:] if line[2:].split(" = ")[0] in keys else line for line in default_text().splitlines()]
    path.write_text("\n".join(lines))
    path.chmod(0o600)
    assert load(path, {}, {}).settings == Settings()


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    with pytest.raises(ConfigError, match="already"):
        write_default(path)
    assert path.read_text() == "# mine\n"


def test_storing_keeps_comments_and_order(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# mine\n[tmdb]\nrate = 5.0 # slow line\n\n[library]\nroot = "/lib"\n')
    store_value(path, "tmdb.access_token", TOKEN)
    text = path.read_text()
    assert "# mine" in text
    assert "rate = 5.0 # slow line" in text
    assert text.index("[tmdb]") < text.index("access_token") < text.index("[library]")
    assert load(path, {}, {}).settings.tmdb.access_token == TOKEN
    assert mode(path) == 0o600


def test_storing_without_a_file_starts_from_the_default(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    store_value(path, "library.sources", ("/in",))
    assert load(path, {}, {}).settings.library.sources == ("/in",)
    assert "# Requests a second" in path.read_text()
    assert list(tmp_path.iterdir()) == [path]


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("")
    link.symlink_to(real)
    store_value(link, "library.ids", value=False)
    assert link.is_symlink()
    assert "ids = false" in real.read_text()


def test_a_value_that_is_not_allowed_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    with pytest.raises(ConfigError, match=r"tmdb\.rate must be a number"):
        store_value(path, "tmdb.rate", 0)
    assert not path.exists()


def test_a_broken_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[tmdb\n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        store_value(path, "tmdb.rate", 5)
    assert path.read_text() == "[tmdb\n"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for write in (write_default, lambda path: store_value(path, "tmdb.rate", 5)):
        with pytest.raises(ConfigError, match="cannot be written"):
            write(tmp_path / "file" / "config.toml")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (f" {KEY}\n", "tmdb.api_key", KEY),
        (TOKEN, "tmdb.access_token", TOKEN),
        (f"Bearer {TOKEN}", "tmdb.access_token", TOKEN),
    ],
)
def test_a_credential_is_told_by_its_shape(text: str, name: str, value: str) -> None:
    assert read_credential(text) == (name, value)


@pytest.mark.parametrize("text", ["", "hello", KEY[:-1], "a.b", "two words.a.b"])
def test_what_is_no_credential_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="neither"):
        read_credential(text)


def test_a_new_credential_replaces_one_of_the_other_kind(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert store_credential(path, KEY) == "tmdb.api_key"
    assert store_credential(path, TOKEN) == "tmdb.access_token"
    settings = load(path, {}, {}).settings.tmdb
    assert (settings.api_key, settings.access_token) == ("", TOKEN)
