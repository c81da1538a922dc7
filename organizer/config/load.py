"""Loading settings: defaults, the TOML file, the environment and flags, each beating the one before."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from organizer.config.fields import NotAllowed, SettingField, allowed, check, read_text, setting_fields
from organizer.config.keys import Keys, read_keys
from organizer.config.schema import Settings
from organizer.display import safe_text
from organizer.errors import ConfigError

# Two ways to say one thing: whichever comes from the stronger place counts, or an old key in the file would be used
# beside a new token in the environment.
_CREDENTIALS = ("tmdb.access_token", "tmdb.api_key")
_KEYS = "keys"  # a section whose keys are the ids of actions
_RISING = ("matching.none_score", "matching.likely_score", "matching.sure_score")


class OriginKind(StrEnum):
    """Where a setting can come from, weakest first."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting came from. ``name`` is the file, the environment variable or the flag."""

    kind: OriginKind
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.kind.value


_DEFAULT = Origin(OriginKind.DEFAULT)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The effective settings, and for each by name (``tmdb.rate``) where it came from.

    ``path`` is the file that was looked for, there or not. ``warnings`` are sentences for the person.
    """

    settings: Settings
    origins: Mapping[str, Origin]
    path: Path | None = None
    warnings: tuple[str, ...] = ()

    def value(self, name: str) -> Any:
        """The effective value of a setting by its name."""
        section, _, key = name.partition(".")
        return getattr(getattr(self.settings, section), key)


def load(path: Path | None, environ: Mapping[str, str], flags: Mapping[str, Any], *, required: bool = False) -> Loaded:
    """The settings in force. ``flags`` are by setting name; None is a flag that was not given.

    A file that is not there is no error unless it is ``required``. Raises ConfigError, one sentence naming the place,
    the setting and what is allowed; never the value of a secret.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(setting_fields(), _DEFAULT)
    warnings: list[str] = []
    keys: Keys = ()
    if path is not None and (document := _read(path, required=required)) is not None:
        keys = _keys(document, path)
        _take(values, origins, _from_file(document, path), Origin(OriginKind.FILE, str(path)))
        if any(values.get(name) for name in _CREDENTIALS):
            warnings.extend(_permissions(path))
    for field in setting_fields().values():
        if field.env and (text := environ.get(field.env, "").strip()):
            found = _text(field, text, field.env)
            _take(values, origins, {field.name: found}, Origin(OriginKind.ENVIRONMENT, field.env))
    for name, flag in flags.items():
        field = setting_fields()[name]
        if flag is not None:
            label = field.flag or name
            found = _text(field, flag, label) if isinstance(flag, str) else _value(field, flag, label)
            _take(values, origins, {name: found}, Origin(OriginKind.FLAG, label))
    settings = replace(_settings(values), keys=keys)
    check_order(settings, origins)
    return Loaded(settings, origins, path, tuple(warnings))


def _take(values: dict[str, Any], origins: dict[str, Origin], found: Mapping[str, Any], origin: Origin) -> None:
    given = [name for name in _CREDENTIALS if found.get(name)]
    if given:
        for name in _CREDENTIALS:
            if origins[name].kind is not origin.kind:
                values.pop(name, None)
                origins[name] = _DEFAULT
    for name, value in found.items():
        values[name] = value
        origins[name] = origin


def _settings(values: Mapping[str, Any]) -> Settings:
    settings = Settings()
    sections: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        section, _, key = name.partition(".")
        sections.setdefault(section, {})[key] = value
    return replace(settings, **{name: replace(getattr(settings, name), **found) for name, found in sections.items()})


def check_order(settings: Settings, origins: Mapping[str, Origin]) -> None:
    """Raise ConfigError when the thresholds of the tiers do not rise from none to sure."""
    scores = [getattr(settings.matching, name.partition(".")[2]) for name in _RISING]
    if scores != sorted(scores):
        given = (origins[n] for n in _RISING if n in origins)
        place = next((f" in {origin}" for origin in given if origin.kind is not OriginKind.DEFAULT), "")
        text = " <= ".join(f"{name} ({score:g})" for name, score in zip(_RISING, scores, strict=True))
        raise ConfigError(f"The thresholds of [matching]{safe_text(place)} are out of order", hint=f"keep {text}")


# -- the file


def _read(path: Path, *, required: bool) -> Mapping[str, Any] | None:
    shown = safe_text(str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError as error:
        if required:
            raise ConfigError(f"There is no settings file {shown}", hint="make one with: pmo config init") from error
        return None
    except OSError as error:
        raise ConfigError(
            f"The settings file {shown} cannot be read ({error.strerror or 'no permission'})",
            hint="check what it is and its permissions",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"The settings file {shown} is not UTF-8 text", hint="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The settings file {shown} is not valid TOML: {safe_text(str(error))}") from error


def _keys(document: Mapping[str, Any], path: Path) -> Keys:
    table = document.get(_KEYS, {})
    return read_keys(table, str(path)) if isinstance(table, Mapping) else ()


def _from_file(document: Mapping[str, Any], path: Path) -> dict[str, Any]:
    sections = [*dict.fromkeys(field.section for field in setting_fields().values()), _KEYS]
    found = {}
    for section, table in document.items():
        if section not in sections:
            raise _unknown("section", section, sections, path, within=None)
        if not isinstance(table, Mapping):
            raise ConfigError(
                f"{section} in {safe_text(str(path))} is a value, but must be a section",
                hint=f"write [{section}] on a line of its own",
            )
        if section == _KEYS:
            continue
        keys = [field.key for field in setting_fields().values() if field.section == section]
        for key, value in table.items():
            if key not in keys:
                raise _unknown("key", key, keys, path, within=section)
            name = f"{section}.{key}"
            found[name] = _value(setting_fields()[name], value, f"{name} in {path}")
    return found


def _unknown(what: str, word: str, good: Iterable[str], path: Path, within: str | None) -> ConfigError:
    place = f" in [{within}]" if within else ""
    message = f'Unknown {what} "{safe_text(word)}"{place} of {safe_text(str(path))}'
    if near := nearest(word, good):
        return ConfigError(message, hint=f"did you mean {near}?")
    if home := next((f.section for f in setting_fields().values() if f.key == word), None):
        return ConfigError(message, hint=f"it belongs in [{home}]")
    return ConfigError(message, hint="known are " + ", ".join(good))


def nearest(word: str, good: Iterable[str]) -> str | None:
    """The good word that was most likely meant, or None when none is near."""
    from difflib import get_close_matches  # only a mistake pays for it

    found = get_close_matches(word.lower(), list(good), n=1, cutoff=0.6)
    return found[0] if found else None


def _permissions(path: Path) -> list[str]:
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if not mode & 0o077:
        return []
    shown = safe_text(str(path))
    return [f"The settings file {shown} holds your TMDB key but others on this system can read it: chmod 600 {shown}"]


# -- values


def _value(field: SettingField, value: Any, place: str) -> Any:
    try:
        return check(field, value)
    except NotAllowed as error:
        raise _wrong(field, value, place) from error


def _text(field: SettingField, text: str, place: str) -> Any:
    try:
        return read_text(field, text)
    except NotAllowed as error:
        raise _wrong(field, text, place) from error


def _wrong(field: SettingField, value: Any, place: str) -> ConfigError:
    if field.secret:
        shown = "not usable"
    else:
        text = safe_text(f'"{value}"' if isinstance(value, str) else str(value))
        shown = text if len(text) <= 60 else text[:57] + "..."
    near = nearest(value, field.type) if isinstance(value, str) and issubclass(field.type, StrEnum) else None
    hint = f"did you mean {near}?" if near else ""
    return ConfigError(f"{safe_text(place)} is {shown}, but must be {allowed(field)}", hint=hint)
