"""Decisions that outlive a start: kept on disk as they are made, by path, size and time of the file."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from organizer.model import Decision, EpisodeRef, Match, MediaFile, MediaType

_LOG = logging.getLogger(__name__)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    decision TEXT NOT NULL, match TEXT
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A decision from earlier, with the match it was about when it was an approval."""

    decision: Decision
    match: Match | None


def match_to_text(match: Match) -> str:
    """A match as JSON, whole."""
    return json.dumps(asdict(match), ensure_ascii=True)


def match_from_text(text: str) -> Match:
    """The match that ``match_to_text`` wrote. Raises ValueError, KeyError or TypeError on anything else."""
    found: dict[str, Any] = json.loads(text)
    found["type"] = MediaType(found["type"])
    found["episodes"] = tuple(EpisodeRef(**episode) for episode in found["episodes"])
    for name in ("genres", "countries"):
        found[name] = tuple(found.get(name, ()))
    return Match(**found)


class DecisionMemory:
    """Decisions in SQLite. A file that changed since (size or time) is not recognised: it is asked again.

    Losing this memory costs the person time but no file, so a database that cannot be opened or written is
    reported once in the log and the review goes on without it.
    """

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(_SCHEMA)
            self._connection.commit()
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def recall(self, file: MediaFile) -> Remembered | None:
        """What was decided for this very file, or None."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(
                "SELECT decision, match FROM decision WHERE path = ? AND size = ? AND mtime_ns = ?",
                (os.fsencode(file.path), file.identity.size, file.identity.mtime_ns),
            ).fetchone()
            if row is None:
                return None
            return Remembered(Decision(row[0]), match_from_text(row[1]) if row[1] else None)
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            _LOG.warning("a remembered decision could not be read: %s", error)
            return None

    def save(self, decided: Iterable[tuple[MediaFile, Decision, Match | None]]) -> None:
        """Keep decisions, all or none; PENDING forgets. Durable against a killed process, not against power loss."""
        if self._connection is None:
            return
        keep, forget = [], []
        for file, decision, match in decided:
            key = os.fsencode(file.path)
            if decision is Decision.PENDING:
                forget.append((key,))
            else:
                text = match_to_text(match) if match else None
                keep.append((key, file.identity.size, file.identity.mtime_ns, decision.value, text))
        try:
            with self._connection as connection:
                connection.executemany("DELETE FROM decision WHERE path = ?", forget)
                connection.executemany("INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?)", keep)
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Close the database."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _give_up(self, error: Exception) -> None:
        _LOG.warning("decisions are not remembered: %s", error)
        self.close()
