"""What a person once taught: this title, or this release name, is that film or series."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from organizer.model.matches import CandidateType


class AliasScope(StrEnum):
    """What an alias is about: every name with this title (and year), or one release name alone."""

    TITLE = "title"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Alias:
    """``key`` is what names are compared by, in the form of its scope.

    ``order`` is how a show's numbers are read, when a person has chosen that: ``aired``, ``absolute``, ``dvd`` or the
    id of a TMDB episode group. None leaves it to what the files say.
    """

    scope: AliasScope
    key: str
    type: CandidateType
    tmdb_id: int
    title: str
    year: int | None = None
    order: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of ``pmo alias``."""
        return {
            "scope": self.scope.value,
            "key": self.key,
            "type": self.type.value,
            "tmdb_id": self.tmdb_id,
            "title": self.title,
            "year": self.year,
            "order": self.order,
        }
