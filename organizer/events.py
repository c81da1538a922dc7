"""What the pipeline tells: files found, read, matched or known from before, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from organizer.errors import OrganizerError
from organizer.model import LeftOut, MediaFile, Parse, Verdict
from organizer.state.kept import Renewal
from organizer.state.recall import Recalled
from organizer.state.segments import Segment


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Discovery read some folders."""

    files: tuple[MediaFile, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesRecalled:
    """Files that an earlier scan knew: their parses, and verdicts where these still hold; by path."""

    files: tuple[tuple[str, Recalled], ...]


@dataclass(frozen=True, slots=True)
class FoldersRecalled:
    """Folders that are as an earlier scan has left them, with all their files matched."""

    segment: Segment


@dataclass(frozen=True, slots=True)
class ScanKept:
    """The scan was a whole one: what of it is to be kept for the next."""

    renewal: Renewal


@dataclass(frozen=True, slots=True)
class FilesParsed:
    """Names were read; by path. A file may come twice: its neighbours, or its NFO, may say more than its name."""

    parses: tuple[tuple[str, Parse], ...]


@dataclass(frozen=True, slots=True)
class FilesMatched:
    """Matching has spoken of some files; by path. What is not ``lasting`` is asked again by the next scan."""

    verdicts: tuple[tuple[str, Verdict], ...]
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class StageFailed:
    """A stage ended early: ``error`` says why. What the stages before it found is kept."""

    stage: str
    error: OrganizerError


@dataclass(frozen=True, slots=True)
class PipelineFinished:
    """Everything that could be done is done, or the token was cancelled."""

    cancelled: bool


PipelineEvent = (
    FilesFound
    | FilesRecalled
    | FoldersRecalled
    | FilesParsed
    | FilesMatched
    | ScanKept
    | StageFailed
    | PipelineFinished
)
Sink = Callable[[PipelineEvent], None]
