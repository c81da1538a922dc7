"""SettingsDraft: settings while a person changes them; nothing is in force before they are saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from organizer.config.fields import NotAllowed, SettingField, allowed, check, read_text, setting_fields
from organizer.config.load import Origin, OriginKind, check_order
from organizer.config.schema import Form, Settings
from organizer.errors import ConfigError
from organizer.naming.samples import TEMPLATES, Sample, samples
from organizer.naming.style import NameStyle

GROUPS: Mapping[str, Sequence[str]] = {
    "Library": (
        "library.sources", "library.root", "library.movies", "library.tv", "library.action", "library.junk",
        "library.remove_empty_folders",
    ),
    "Names": (
        "library.preset", "library.ids", "library.titles", "library.language", "library.fallback_language",
        "naming.characters", "naming.numbers", "naming.movie_ids", *(f"naming.{name}" for name in TEMPLATES),
        "naming.name_limit",
    ),
    "Folders of their own": tuple(f"library.{shelf}_{kind}" for shelf in ("uhd", "anime", "kids")
                                  for kind in ("movies", "tv")),
    "How sure a match has to be": (
        "matching.sure_score", "matching.sure_gap", "matching.likely_score", "matching.likely_gap",
        "matching.none_score",
    ),
    "TMDB": ("tmdb.rate", "tmdb.concurrency"),
    "Looks": ("interface.theme", "interface.ascii", "interface.mouse"),
}  # fmt: skip
"""What people change, by headings; everything else stands in the settings file."""

_REMATCH = frozenset({*GROUPS["How sure a match has to be"], "library.language", "library.fallback_language"})
_REMATCH |= {"library.titles", "library.sources"}
_NEXT_START = frozenset({"interface.ascii", "interface.mouse"})
_STEPS = {"matching": 0.01, "tmdb": 1}


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer of the settings screen: the settings from now on, and what was changed."""

    settings: Settings
    changed: Mapping[str, Any]

    @property
    def rematch(self) -> bool:
        """Whether files have to be looked at again."""
        return bool(_REMATCH & self.changed.keys())

    @property
    def reconnect(self) -> bool:
        """Whether the engine has to be started with other settings."""
        return self.rematch or any(name.startswith("tmdb.") for name in self.changed)

    @property
    def waits(self) -> bool:
        """Whether something of it is in force from the next start on only."""
        return bool(_NEXT_START & self.changed.keys())


class SettingsDraft:
    """Values by the name of their setting; ``origins`` say which come from where and so cannot be changed here."""

    def __init__(self, settings: Settings, origins: Mapping[str, Origin], themes: Sequence[str]) -> None:
        self._before = settings
        self._origins = origins
        self.themes = themes
        self._values: dict[str, Any] = {}
        self.settings = settings

    @property
    def changed(self) -> Mapping[str, Any]:
        """What differs from the settings in force."""
        return dict(self._values)

    def value(self, name: str) -> Any:
        """The value as it would be."""
        section, _, key = name.partition(".")
        return getattr(getattr(self.settings, section), key)

    def text(self, name: str) -> str:
        """The value as a person types it."""
        value = self.value(name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return ", ".join(value)
        return f"{value:g}" if isinstance(value, float) else str(value)

    def fixed_by(self, name: str) -> str:
        """The flag or variable that says it for this start; empty when the person can."""
        origin = self._origins.get(name)
        strong = origin is not None and origin.kind in {OriginKind.FLAG, OriginKind.ENVIRONMENT}
        return str(origin) if strong else ""

    def is_choice(self, name: str) -> bool:
        """Whether there are a few values to step through, rather than a text to type."""
        return bool(self._choices(name))

    def can_step(self, name: str) -> bool:
        """Whether ``step`` does anything."""
        return self.is_choice(name) or setting_fields()[name].type in {int, float}

    def change(self, name: str, text: str) -> None:
        """Take what was typed. Raises ConfigError, one sentence; then nothing has changed."""
        field = setting_fields()[name]
        try:
            # A folder below the current one is clear on a command line, not on a screen.
            whole = field.form is Form.FOLDER and field.type is str
            value = check(field, text.strip()) if whole else read_text(field, text.strip())
        except NotAllowed as error:
            raise ConfigError(f"{label(name)} must be {allowed(field)}") from error
        if name == "interface.theme" and value not in self.themes:
            raise ConfigError(f"{label(name)} must be one of {', '.join(self.themes)}")
        self._take(name, value)

    def tried(self, name: str, text: str) -> SettingsDraft:
        """A draft that has what is being typed too; this one stays as it is. Raises ConfigError like ``change``."""
        other = SettingsDraft(self._before, self._origins, self.themes)
        other.settings, other._values = self.settings, dict(self._values)
        other.change(name, text)
        return other

    def step(self, name: str, by: int) -> None:
        """The next value of a choice, or the number a step higher. Raises ConfigError like ``change``."""
        choices = self._choices(name)
        if choices:
            value = self.value(name)
            at = choices.index(value) if value in choices else 0
            self._take(name, choices[(at + by) % len(choices)])
        elif self.can_step(name):
            size = _STEPS.get(name.partition(".")[0], 1)
            self.change(name, f"{self.value(name) + by * size:g}")

    def reset(self, name: str) -> None:
        """Back to the default."""
        self._take(name, setting_fields()[name].default)

    def samples(self) -> Sequence[Sample]:
        """What these settings make of a film and an episode. Raises ConfigError for a template that cannot be used."""
        found = samples(NameStyle.of(self.settings))
        return [next(sample for sample in found if sample.kind == kind) for kind in ("film", "episode")]

    # -- inside

    def _choices(self, name: str) -> Sequence[Any]:
        kind = setting_fields()[name].type
        if kind is bool:
            return (False, True)
        if name == "interface.theme":
            return self.themes
        return tuple(kind) if issubclass(kind, StrEnum) else ()

    def _take(self, name: str, value: Any) -> None:
        field = setting_fields()[name]
        settings = _with(self.settings, field, check(field, value))
        check_order(settings, self._origins)
        if field.section in {"naming", "library"}:
            samples(NameStyle.of(settings))
        self.settings = settings
        if value == _value(self._before, field):
            self._values.pop(name, None)
        else:
            self._values[name] = value


def label(name: str) -> str:
    """``sure score`` for ``matching.sure_score``."""
    return name.partition(".")[2].replace("_", " ")


def _value(settings: Settings, field: SettingField) -> Any:
    return getattr(getattr(settings, field.section), field.key)


def _with(settings: Settings, field: SettingField, value: Any) -> Settings:
    section = replace(getattr(settings, field.section), **{field.key: value})
    return replace(settings, **{field.section: section})
