"""What a parser can be asked to do, here or in a worker process: a value that can be sent, and that reads.

What reads is loaded where it reads: the process that only asks does without, which is 2 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from organizer.model import MediaType, Parse


@dataclass(frozen=True, slots=True)
class Batch:
    """Names that are read for the first time."""

    paths: tuple[str, ...]

    def read(self) -> Iterator[Parse]:
        """One reading for each path, in order."""
        from organizer.parsing.engine import parse_each

        return parse_each(self.paths)


@dataclass(frozen=True, slots=True)
class Again:
    """One name that is read again now that its title is known."""

    path: str
    titles: tuple[str, ...]
    kind: MediaType | None

    def read(self) -> Iterator[Parse]:
        """The one reading."""
        from organizer.parsing.engine import read_again

        yield read_again(self.path, self.titles, self.kind)


Task = Batch | Again
