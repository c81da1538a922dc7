"""The nouns: immutable values that the stages of the engine hand to each other.

Paths are ``str`` as ``os.fsdecode`` gives them: bytes that are not UTF-8 live on as lone surrogates
(``surrogateescape``), so every name can be turned back into its exact bytes with ``os.fsencode``.
Never print one: ``organizer.display.safe_text`` is the only way to a screen or a log.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# ---------------------------------------------------------------------------------------------- discovery


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Which file a path meant when it was looked at, by ``lstat``: sizes in bytes, time in nanoseconds.

    ``device`` is for predictions and for telling hard links apart only: it changes at a remount.
    """

    device: int
    inode: int
    size: int
    mtime_ns: int
    links: int = 1

    def same_file(self, other: FileIdentity) -> bool:
        """Whether nothing happened to the file between two looks (device left out on purpose)."""
        return (self.inode, self.size, self.mtime_ns) == (other.inode, other.size, other.mtime_ns)


class CompanionKind(StrEnum):
    """What a file is that goes with a video."""

    SUBTITLE = "subtitle"
    ARTWORK = "artwork"
    NFO = "nfo"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that goes where its video goes.

    ``language`` is ISO 639-1 where one exists, else 639-2 (``en``, ``pt-BR``), or None when the name does not say;
    ``flags`` are of ``forced``, ``sdh``, ``cc``, ``default``, in the order in which Plex wants them.
    ``label`` is what follows the video's stem in the name (``-poster``, ``.chapters``), for all but subtitles.
    """

    path: str
    kind: CompanionKind
    identity: FileIdentity
    language: str | None = None
    flags: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A video found below ``root``, with everything that goes with it."""

    path: str
    root: str
    identity: FileIdentity
    companions: tuple[Companion, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the video alone."""
        return self.identity.size

    @property
    def folder(self) -> str:
        """The folder that holds the video."""
        return os.path.dirname(self.path)

    @property
    def name(self) -> str:
        """The last component of the path."""
        return os.path.basename(self.path)

    @property
    def relative(self) -> str:
        """The path below the root: what the person thinks of as the name."""
        return os.path.relpath(self.path, self.root)


class LeftOutReason(StrEnum):
    """Why something found on the disk is neither a media file nor a companion."""

    SAMPLE = "sample"
    SYSTEM_FOLDER = "system folder"
    HIDDEN = "hidden"
    UNFINISHED = "unfinished download"
    UNREADABLE = "unreadable"
    LOOP = "symlink loop"
    SYMLINK = "symlink"
    SPECIAL = "not a regular file"
    ORPHAN = "companion without a video"
    NOT_MEDIA = "not a media file"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that was passed over. ``detail`` is a sentence for a person, or empty."""

    path: str
    reason: LeftOutReason
    detail: str = ""


# ------------------------------------------------------------------------------------------------ parsing


class MediaType(StrEnum):
    """What a name says the file is."""

    MOVIE = "movie"
    EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class ParsedName:
    """One reading of a path: the ``parse`` object of the JSON contract, plus ids found in the name.

    ``season`` holds one number, or several for a season pack, or none. ``date`` is ``YYYY-MM-DD``.
    ``extra`` is the Plex kind: trailer, deleted, featurette, behindthescenes, interview, scene, short, other.
    """

    path: str
    type: MediaType | None = None
    title: str | None = None
    year: int | None = None
    season: tuple[int, ...] = ()
    episode: tuple[int, ...] = ()
    absolute_episode: int | None = None
    date: str | None = None
    episode_title: str | None = None
    part: int | None = None
    edition: str | None = None
    alternative_title: str | None = None
    screen_size: str | None = None
    source: str | None = None
    video_codec: str | None = None
    release_group: str | None = None
    extra: str | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None
    tvdb_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the ``parse`` command, keys in the order of the contract."""
        season: int | list[int] | None = list(self.season) or None
        if isinstance(season, list) and len(season) == 1:
            season = season[0]
        return {
            "path": self.path,
            "type": self.type.value if self.type else None,
            "title": self.title,
            "year": self.year,
            "season": season,
            "episode": list(self.episode) or None,
            "absolute_episode": self.absolute_episode,
            "date": self.date,
            "episode_title": self.episode_title,
            "part": self.part,
            "edition": self.edition,
            "alternative_title": self.alternative_title,
            "screen_size": self.screen_size,
            "source": self.source,
            "video_codec": self.video_codec,
            "release_group": self.release_group,
            "extra": self.extra,
        }


class Origin(StrEnum):
    """Where a hypothesis came from."""

    PATH = "path"
    LEAF = "file name"
    REPAIRED = "repaired name"
    ANCHOR = "text before the number"
    FOLDER = "folder"
    VARIANT = "other reading"
    ID = "id in the name"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of a path and how much it is worth, from 0 to 1."""

    parsed: ParsedName
    origin: Origin
    weight: float


@dataclass(frozen=True, slots=True)
class Parse:
    """What a path says: the reading taken by default, and every reading worth asking TMDB about, best first.

    ``hypotheses`` is empty only when the name is no film or episode (``parsed.type`` is None). ``doubts`` say in
    sentences what in the path contradicts that reading; with one of them no match is ``sure``. ``own_title`` is what
    the file is called where its folder is called something else, so that the title may have come from there.
    """

    parsed: ParsedName
    hypotheses: tuple[Hypothesis, ...] = ()
    doubts: tuple[str, ...] = ()
    own_title: str | None = None


# ----------------------------------------------------------------------------------------------- matching


class CandidateType(StrEnum):
    """TMDB's two kinds; their ids are separate number spaces: film 1398 is not series 1398."""

    MOVIE = "movie"
    TV = "tv"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A film or series proposed for a file. ``score`` from 0 to 1; ``reasons`` say where it comes from."""

    type: CandidateType
    tmdb_id: int
    title: str
    original_title: str
    year: int | None
    score: float
    reasons: tuple[str, ...] = ()
    overview: str = ""
    countries: tuple[str, ...] = ()
    popularity: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The entry of ``candidates`` in the ``scan`` object."""
        return {
            "type": self.type.value,
            "tmdb_id": self.tmdb_id,
            "title": self.title,
            "year": self.year,
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, slots=True)
class EpisodeRef:
    """One episode as TMDB numbers it. ``air_date`` is ``YYYY-MM-DD`` or None."""

    season: int
    number: int
    title: str
    air_date: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The identity taken for a file: a film, or a series with episodes.

    A series match may hold no episodes only for an extra of the show (a trailer, a featurette).
    """

    type: MediaType
    tmdb_id: int
    title: str
    original_title: str
    year: int | None
    season: int | None = None
    episodes: tuple[EpisodeRef, ...] = ()
    order: str = "aired"
    date_based: bool = False

    @property
    def label(self) -> str:
        """Title and year for a person: ``Heat (1995)``."""
        return f"{self.title} ({self.year})" if self.year else self.title

    def same_as(self, other: Match | None) -> bool:
        """Whether both mean the same film or the same episodes, whatever the titles say."""
        return other is not None and self.identity == other.identity

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two matches the same: kind, id and episode numbers."""
        return self.type, self.tmdb_id, tuple((e.season, e.number) for e in self.episodes)

    def to_json(self) -> dict[str, Any]:
        """The ``match`` object of the JSON contract."""
        found: dict[str, Any] = {
            "type": self.type.value,
            "tmdb_id": self.tmdb_id,
            "title": self.title,
            "original_title": self.original_title,
            "year": self.year,
        }
        if self.type is MediaType.EPISODE:
            found["season"] = self.season
            found["episodes"] = [{"season": e.season, "number": e.number, "title": e.title} for e in self.episodes]
            found["order"] = self.order
        return found


class Tier(StrEnum):
    """What a person may do with a match: press one key, look, choose, or search."""

    SURE = "sure"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What matching says of a file: the match taken (None in tier ``none``), how sure, why, and the others.

    ``confidence`` is the score of the match, 0 to 1; ``gap`` its lead over the runner-up.
    """

    tier: Tier
    match: Match | None = None
    confidence: float = 0.0
    gap: float = 1.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


# ------------------------------------------------------------------------------------------------- review


class Decision(StrEnum):
    """What the person said of a row. FIXED is an approval of a match the person chose."""

    PENDING = "pending"
    APPROVED = "approved"
    FIXED = "fixed"
    SKIPPED = "skipped"
    IGNORED = "ignored"

    @property
    def approves(self) -> bool:
        """Whether the row goes into the plan."""
        return self in {Decision.APPROVED, Decision.FIXED}


class RowStage(StrEnum):
    """How far a row has come through the pipeline."""

    FOUND = "found"
    PARSED = "parsed"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A media file with all that is known of it. ``id`` is its place in the store and never changes."""

    id: int
    file: MediaFile
    stage: RowStage = RowStage.FOUND
    parse: Parse | None = None
    verdict: Verdict | None = None
    decision: Decision = Decision.PENDING

    @property
    def tier(self) -> Tier | None:
        """The tier, once matching has spoken."""
        return self.verdict.tier if self.verdict else None

    @property
    def needs_person(self) -> bool:
        """Whether it is matched, undecided, and not one to approve unseen."""
        return self.decision is Decision.PENDING and self.tier is not None and self.tier is not Tier.SURE


# ----------------------------------------------------------------------------------------------- planning


class Action(StrEnum):
    """What is done with each file."""

    MOVE = "move"
    COPY = "copy"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"
    REFLINK = "reflink"


class SymlinkForm(StrEnum):
    """What a symbolic link reads: the whole path, or the way from its own folder (good where a mount moves)."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class Preset(StrEnum):
    """A naming scheme of a media server."""

    PLEX = "plex"
    JELLYFIN = "jellyfin"
    EMBY = "emby"
    KODI = "kodi"


@dataclass(frozen=True, slots=True)
class Library:
    """Where things go: absolute folders for films and for series."""

    movies: str
    tv: str

    @property
    def roots(self) -> tuple[str, ...]:
        """Both folders, without repetition."""
        return (self.movies,) if self.movies == self.tv else (self.movies, self.tv)


class OperationStatus(StrEnum):
    """What the plan says of a file. Only READY ones are carried out."""

    READY = "ready"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    UNMATCHED = "unmatched"
    BELOW_CONFIDENCE = "below-confidence"
    SKIPPED = "skipped"


class ConflictChoice(StrEnum):
    """What a person wants where a target is taken, or wanted by two files.

    KEEP_BOTH gives the newcomer another name that the server reads as a version. REPLACE takes the place of the file
    there, which goes into the trash; of two files of one plan it takes the one that it was said of.
    """

    SKIP = "skip"
    KEEP_BOTH = "keep-both"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Operation:
    """One file of a plan. ``group`` ties a video to its companions: they succeed or fail as one.

    ``target`` is absolute, and None where nothing was matched. ``identity`` is what the source was when it was
    planned: it is looked at again before it is touched. ``reason`` is a sentence for all statuses but READY.
    ``replaces`` is the file at the target that a person chose to replace: exactly that one goes into the trash, whence
    undo brings it back, and the source takes its name. None, as by default, means that nothing may be at the target.
    """

    source: str
    target: str | None
    action: Action
    status: OperationStatus
    group: int
    identity: FileIdentity | None = None
    reason: str | None = None
    confidence: float = 0.0
    tier: Tier = Tier.NONE
    companion_of: str | None = None
    replaces: FileIdentity | None = None

    @property
    def size(self) -> int:
        """Bytes of the source when it was planned."""
        return self.identity.size if self.identity else 0

    def to_json(self) -> dict[str, Any]:
        """The ``plan`` object of the JSON contract, with what a later ``apply --plan`` needs to look again."""
        found: dict[str, Any] = {
            "source": self.source,
            "target": self.target,
            "action": self.action.value,
            "status": self.status.value,
            "reason": self.reason,
            "confidence": round(self.confidence, 4),
            "tier": self.tier.value,
            "companion_of": self.companion_of,
            "group": self.group,
        }
        if self.identity:
            found |= {
                "size": self.identity.size,
                "mtime_ns": self.identity.mtime_ns,
                "inode": self.identity.inode,
            }
        if self.replaces:
            found["replaces"] = {
                "size": self.replaces.size,
                "mtime_ns": self.replaces.mtime_ns,
                "inode": self.replaces.inode,
            }
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """Operations in the order in which they are safe to carry out.

    ``source_roots`` are the folders that were scanned: clean-up of emptied folders never leaves or removes them.
    """

    operations: tuple[Operation, ...]
    library: Library
    action: Action
    source_roots: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ready(self) -> tuple[Operation, ...]:
        """What would be carried out."""
        return tuple(op for op in self.operations if op.status is OperationStatus.READY)

    def counts(self) -> Mapping[OperationStatus, int]:
        """How many operations are in each status; every status is a key."""
        found = dict.fromkeys(OperationStatus, 0)
        for op in self.operations:
            found[op.status] += 1
        return found


# ----------------------------------------------------------------------------------------------- transfer


class Result(StrEnum):
    """What became of an operation."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An operation that was carried out, or taken back, or not, and the sentence that says why not."""

    source: str
    target: str
    action: Action
    result: Result
    error: str | None = None
    size: int = 0
    companion_of: str | None = None
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The ``apply`` and ``undo`` object of the JSON contract."""
        return {
            "source": self.source,
            "target": self.target,
            "action": self.action.value,
            "result": self.result.value,
            "error": self.error,
            "companion_of": self.companion_of,
            "warnings": list(self.warnings),
        }


class RunState(StrEnum):
    """What a run in the journal came to."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNDONE = "undone"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Run:
    """A plan that was carried out, as the journal has it. ``started`` is UTC; ``bytes`` counts what is done."""

    id: str
    started: datetime
    action: Action
    operations: int
    done: int
    failed: int
    undone: int
    bytes: int
    state: RunState
    roots: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The ``history`` object of the JSON contract."""
        return {
            "run": self.id,
            "started": self.started.isoformat(),
            "action": self.action.value,
            "operations": self.operations,
            "done": self.done,
            "failed": self.failed,
            "undone": self.undone,
            "bytes": self.bytes,
            "state": self.state.value,
        }
