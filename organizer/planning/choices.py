"""What a person wants where two files meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from organizer.model import ConflictChoice


@dataclass(frozen=True, slots=True)
class Choices:
    """A choice for single videos, by their source path, and one for all others. Companions follow their video."""

    said: Mapping[str, ConflictChoice] = field(default_factory=dict)
    default: ConflictChoice = ConflictChoice.SKIP

    def of(self, source: str) -> ConflictChoice:
        """The choice that holds for a video."""
        return self.said.get(source, self.default)

    def named(self, source: str) -> bool:
        """Whether it was said of this very video: only then may it be preferred to another file of the plan."""
        return source in self.said
