"""How a person wants names: the settings that naming needs, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from organizer.config.schema import NamingSettings, Settings
from organizer.model import NumberCase, Preset, TitleStyle
from organizer.naming.presets import SCHEMES, Scheme
from organizer.naming.templates import Template, compile_template


@dataclass(frozen=True, slots=True)
class NameStyle:
    """Preset, ids, which titles are written, the section ``[naming]``, and the language of subtitles that say none."""

    preset: Preset = Preset.PLEX
    ids: bool = True
    naming: NamingSettings = field(default_factory=NamingSettings)
    titles: TitleStyle = TitleStyle.LOCALISED
    subtitle_language: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The style that the settings ask for."""
        library = settings.library
        return cls(library.preset, library.ids, settings.naming, library.titles, library.subtitle_language)

    @property
    def scheme(self) -> Scheme:
        """The preset's scheme."""
        return SCHEMES[self.preset]

    def template(self, setting: str) -> Template | None:
        """The template of a setting (``movie_file``), or None when the preset decides. Raises ``TemplateError``."""
        source: str = getattr(self.naming, setting)
        return compile_template(setting, source) if source else None

    def id_tag(self, tmdb_id: int) -> str:
        """The id as the server reads it in a name; empty where ids are off, or the server reads none."""
        return self.scheme.id_tag.format(tmdb_id) if self.ids and self.scheme.id_tag else ""

    def rescue_tag(self, tmdb_id: int) -> str:
        """The id as the server reads it, whatever the settings say: for a title that no name can hold."""
        return self.scheme.rescue_tag.format(tmdb_id)

    def numbers(self, text: str) -> str:
        """The numbers of an episode, in the letters that were asked for."""
        match self.naming.numbers:
            case NumberCase.LOWER:
                return text.lower()
            case NumberCase.UPPER:
                return text.upper()
        return text
