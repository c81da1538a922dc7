"""The nouns: immutable values that the stages of the engine hand to each other.

Paths are ``str`` as ``os.fsdecode`` gives them: bytes that are not UTF-8 live on as lone surrogates
(``surrogateescape``), so every name can be turned back into its exact bytes with ``os.fsencode``.
Never print one: ``organizer.display.safe_text`` is the only way to a screen or a log.
"""

from organizer.model.aliases import Alias, AliasScope
from organizer.model.files import Companion, CompanionKind, FileIdentity, LeftOut, LeftOutReason, MediaFile
from organizer.model.matches import Candidate, CandidateType, EpisodeRef, Match, Tier, Verdict
from organizer.model.names import Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.model.naming import Characters, MovieIds, NumberCase
from organizer.model.plans import (
    TRASH_FOLDER,
    Action,
    ConflictChoice,
    Junk,
    Leftover,
    Library,
    Operation,
    OperationStatus,
    Plan,
    Preset,
    Role,
    Shelf,
    SymlinkForm,
    TitleStyle,
)
from organizer.model.review import Decision, ReviewRow, RowStage
from organizer.model.runs import CarriedOut, EarlierRuns, Outcome, Result, Run, RunState

__all__ = [
    "TRASH_FOLDER",
    "Action",
    "Alias",
    "AliasScope",
    "Candidate",
    "CandidateType",
    "CarriedOut",
    "Characters",
    "Companion",
    "CompanionKind",
    "ConflictChoice",
    "Decision",
    "EarlierRuns",
    "EpisodeRef",
    "FileIdentity",
    "Hypothesis",
    "Junk",
    "LeftOut",
    "LeftOutReason",
    "Leftover",
    "Library",
    "Match",
    "MediaFile",
    "MediaType",
    "MovieIds",
    "NumberCase",
    "Operation",
    "OperationStatus",
    "Origin",
    "Outcome",
    "Parse",
    "ParsedName",
    "Plan",
    "Preset",
    "Result",
    "ReviewRow",
    "Role",
    "RowStage",
    "Run",
    "RunState",
    "Shelf",
    "SymlinkForm",
    "Tier",
    "TitleStyle",
    "Verdict",
]
