"""Writing the settings file: a commented default, and single values that leave everything else as it was."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Any

from organizer.config.fields import NotAllowed, SettingField, allowed, check, setting_fields
from organizer.config.keys import HELP
from organizer.config.load import load
from organizer.display import safe_text
from organizer.errors import ConfigError

_HEAD = """\
# Settings of Plex Media Organizer.
# Every line that starts with # shows a default: remove the # to change it.
# The environment (TMDB_ACCESS_TOKEN, TMDB_API_KEY, TMDB_BASE_URL) and options of the command line count for more.
"""
# A v3 key is 32 hexadecimal digits; a v4 token is a JSON web token, three parts with dots.
_V3 = re.compile(r"[0-9a-fA-F]{32}")
_V4 = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")


def default_text() -> str:
    """The commented default file."""
    lines = [_HEAD.rstrip()]
    section = ""
    for field in setting_fields().values():
        if field.section != section:
            section = field.section
            lines += ["", f"[{section}]"]
        lines.append(f"# {field.help}{_range(field)}")
        lines.append(f"# {field.key} = {toml_text(field.default)}")
    return "\n".join([*lines, "", "[keys]", HELP.rstrip()]) + "\n"


def _range(field: SettingField) -> str:
    bounded = field.minimum is not None or field.maximum is not None
    return f" ({allowed(field)})" if bounded else ""


def toml_text(value: Any) -> str:
    """A setting's value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum | str):
        return json.dumps(str(value), ensure_ascii=False)  # a TOML basic string has JSON's escapes
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_text(item) for item in value) + "]"
    return repr(value)


def write_default(path: Path) -> None:
    """Write the commented default, readable by its owner only. Raises ConfigError if there is a file already."""
    if os.path.lexists(path):
        raise ConfigError(f"There is already a settings file {safe_text(str(path))}", hint="it was left as it is")
    try:
        _folder(path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(default_text())


def store_value(path: Path, name: str, value: Any) -> None:
    """Set one value (``tmdb.access_token``), keeping comments, order and everything else of the file.

    A missing file is made from the default. The file is replaced whole and durably, and is then readable by its owner
    only. Raises ConfigError for a value that is not allowed, a broken file, or one that cannot be written.
    """
    store_values(path, {name: value})


def store_values(path: Path, values: dict[str, Any]) -> None:
    """Set several values at once: all or none."""
    import tomlkit  # 30 ms, and only writing needs it
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig") if path.exists() else default_text())
    except (OSError, UnicodeDecodeError) as error:
        raise _unwritable(path, error) from error
    except TOMLKitError as error:
        raise ConfigError(f"The settings file {safe_text(str(path))} is not valid TOML: {error}") from error
    for name, value in values.items():
        field = setting_fields()[name]
        try:
            checked = check(field, value)
        except NotAllowed as error:
            raise ConfigError(f"{name} must be {allowed(field)}") from error
        _set(document, field, list(checked) if isinstance(checked, tuple) else checked)
    _replace(path, tomlkit.dumps(document))


def _set(document: Any, field: SettingField, value: Any) -> None:
    import tomlkit

    if field.section not in document:
        document.add(field.section, tomlkit.table())
    document[field.section][field.key] = str(value) if isinstance(value, StrEnum) else value


def store_credential(path: Path, text: str) -> str:
    """Store what the person got from TMDB, a v4 token or a v3 key; answers the name of the setting it went to.

    The other one is emptied, so that two cannot contradict each other. Raises ConfigError when it is neither.
    """
    name, value = read_credential(text)
    other = "tmdb.api_key" if name == "tmdb.access_token" else "tmdb.access_token"
    values = {name: value}
    if _holds(path, other):
        values[other] = ""
    store_values(path, values)
    return name


def read_credential(text: str) -> tuple[str, str]:
    """The setting a credential belongs to, by its shape, and its value. Raises ConfigError when it is neither."""
    value = text.strip().removeprefix("Bearer ").strip()
    if _V3.fullmatch(value):
        return "tmdb.api_key", value
    if _V4.fullmatch(value):
        return "tmdb.access_token", value
    raise ConfigError(
        "That is neither an API read access token (long, with two dots) nor an API key (32 digits and letters a to f)",
        hint="copy it from https://www.themoviedb.org/settings/api",
    )


def _holds(path: Path, name: str) -> bool:
    return bool(load(path, {}, {}).value(name))


def _folder(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _replace(path: Path, text: str) -> None:
    target = Path(os.path.realpath(path))  # a link into somebody's dotfiles stays a link
    try:
        _folder(target)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # made 0600
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise _unwritable(path, error) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError | UnicodeDecodeError) -> ConfigError:
    why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
    return ConfigError(f"The settings file {safe_text(str(path))} cannot be written ({why})", hint="check the folder")
