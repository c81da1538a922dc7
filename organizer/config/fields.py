"""The settings one by one, as the schema's dataclasses describe them: types, bounds and how a value is checked."""

from __future__ import annotations

import functools
import math
import os
import re
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, get_type_hints

from organizer.config.schema import Form, Settings

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_EXTENSION = re.compile(r"[^./\s\x00][^/\s\x00]*")
_SECRET = re.compile(r"[!-~]+")
_URL = re.compile(r"https?://[^\s/@]+(/\S*)?")
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


class NotAllowed(ValueError):
    """A value that a setting cannot take. The reader of the value says where it stood and what is allowed."""


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting. ``type`` is str, bool, int, float, tuple (of texts) or a StrEnum."""

    section: str
    key: str
    type: Any
    default: Any
    help: str
    minimum: float | None = None
    maximum: float | None = None
    form: Form | None = None
    env: str | None = None
    flag: str | None = None
    flag_help: str = ""
    secret: bool = False

    @property
    def name(self) -> str:
        """Section and key: ``tmdb.rate``."""
        return f"{self.section}.{self.key}"


@functools.cache
def setting_fields() -> dict[str, SettingField]:
    """Every setting by name, in the order of the schema."""
    found = {}
    for section, kind in get_type_hints(Settings).items():
        if not is_dataclass(kind):  # a section whose keys are not fixed
            continue
        hints = get_type_hints(kind)
        for entry in fields(kind):
            hint = hints[entry.name]
            kind_of_value = hint if isinstance(hint, type) and hint is not tuple else tuple
            item = SettingField(section, entry.name, kind_of_value, entry.default, **entry.metadata)
            found[item.name] = item
    return found


def allowed(field: SettingField) -> str:
    """What the setting can be, in words that follow "must be"."""
    if field.type is tuple:
        what = {Form.FOLDER: "folders", Form.EXTENSION: 'endings like "mkv"'}.get(field.form or Form.URL, "texts")
        return f"a list of {what} in brackets"
    if field.type is bool:
        return "true or false"
    if field.type in {int, float}:
        return ("a whole number" if field.type is int else "a number") + _bounds(field)
    if issubclass(field.type, StrEnum):
        return "one of " + ", ".join(field.type)
    if field.secret:
        return "text as TMDB shows it, without blanks"
    words = {
        Form.FOLDER: "a folder, absolute or starting with ~",
        Form.URL: "an address that starts with http:// or https://",
        Form.LANGUAGE: "a language as TMDB writes it, like en-US",
    }
    return words.get(field.form or Form.EXTENSION, "text in quotes")


def _bounds(field: SettingField) -> str:
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    return f" from {low:g} up" if low is not None else f" up to {high:g}" if high is not None else ""


def check(field: SettingField, value: Any) -> Any:
    """The value as the dataclass holds it. Raises NotAllowed."""
    if field.type is tuple:
        if not isinstance(value, list | tuple):
            raise NotAllowed
        return tuple(dict.fromkeys(_check_text(field, item) for item in value))
    if field.type is bool:
        if not isinstance(value, bool):
            raise NotAllowed
        return value
    if field.type in {int, float}:
        return _check_number(field, value)
    if issubclass(field.type, StrEnum):
        if value not in tuple(field.type):
            raise NotAllowed
        return field.type(value)
    return _check_text(field, value) if value != "" else ""


def read_text(field: SettingField, text: str) -> Any:
    """The value that a text from the environment or the command line means. Raises NotAllowed."""
    value: Any = text
    if field.type is bool:
        word = text.strip().lower()
        value = True if word in _TRUE else False if word in _FALSE else text
    elif field.type in {int, float}:
        try:
            value = field.type(text)
        except ValueError as error:
            raise NotAllowed from error
    elif field.type is tuple:
        value = [part.strip() for part in text.split(",") if part.strip()]
    elif field.form is Form.FOLDER and text:
        value = os.path.abspath(os.path.expanduser(text))
    return check(field, value)


def _check_number(field: SettingField, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NotAllowed
    if field.type is int and not isinstance(value, int):
        raise NotAllowed
    if (field.minimum is not None and value < field.minimum) or (field.maximum is not None and value > field.maximum):
        raise NotAllowed
    return int(value) if field.type is int else float(value)


def _check_text(field: SettingField, value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise NotAllowed
    if field.form is Form.FOLDER:
        folder = os.path.expanduser(value)
        if not os.path.isabs(folder):
            raise NotAllowed
        return os.path.normpath(folder)
    text = value.strip()
    if field.form is Form.EXTENSION:
        text = text.lower().removeprefix(".")
    if field.form is Form.URL:
        text = text.rstrip("/")
    pattern = _SECRET if field.secret else _PATTERNS.get(field.form)
    if pattern and not pattern.fullmatch(text):
        raise NotAllowed
    return text


_PATTERNS = {Form.URL: _URL, Form.LANGUAGE: _LANGUAGE, Form.EXTENSION: _EXTENSION, None: None}
