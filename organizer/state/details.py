"""What is known of each file in full: parse, verdict and companions, on disk; a few of them in memory."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from organizer.model import Companion, FileIdentity, Parse, Verdict
from organizer.state.basis import Basis
from organizer.state.codec import BROKEN, candidate_keys, companions_from_text, parse_from_text, verdict_from_text
from organizer.state.database import is_private, open_state
from organizer.state.kept import Renewal
from organizer.state.segments import Segment
from organizer.state.writing import Draft, Writer

_LOG = logging.getLogger(__name__)
_NEVER = "not kept"  # no basis has this digest
_KEPT = 96  # details in memory: more than a screen full, each of some 5 kB; any other is 60 µs away


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of one file beyond the columns."""

    parse: Parse | None = None
    verdict: Verdict | None = None
    companions: tuple[Companion, ...] = ()


def key_of(path: str) -> int:
    """What a path is found by: 63 bits of a hash."""
    return int.from_bytes(blake2b(os.fsencode(path), digest_size=8).digest(), "big") >> 1


class Details:
    """Parse, verdict and companions of each path, in the state at ``path`` (None: a private one on disk).

    What is put can be had at once, and is written soon after by a thread (a private state: at once, by the caller).
    ``basis`` answers what parses and verdicts are based on now. ``get`` and ``put`` belong to one thread. Nothing here
    raises for what is on the disk: what cannot be read is not known, and a state that cannot be written is said once
    in the log.
    """

    def __init__(self, path: Path | None = None, basis: Callable[[], Basis] = Basis) -> None:
        self.basis = basis
        self._reader = open_state(path)
        self._spill: sqlite3.Connection | None = None
        self._recent: OrderedDict[int, Detail] = OrderedDict()
        self._waiting: dict[int, Draft] = {}
        self._writing: dict[int, Draft] = {}
        self._wake = threading.Condition()
        self._closing = False
        self._renewals: list[tuple[Renewal, Callable[[], Iterable[Segment]]]] = []
        self._thread: threading.Thread | None = None
        self._writer = Writer(self._reader)
        if not is_private(self._reader):
            self._writer = Writer(open_state(path))
            self._thread = threading.Thread(target=self._work, name="details", daemon=True)
            self._thread.start()

    def put(
        self,
        path: str,
        identity: Callable[[], FileIdentity],
        *,
        parse: Parse | None = None,
        verdict: Verdict | None = None,
        companions: Sequence[Companion] | None = None,
        lasting: bool = True,
    ) -> None:
        """Keep what is given of a file; what is None stays as it is. What is not ``lasting`` is never recalled."""
        key = key_of(path)
        with self._wake:
            draft = self._waiting.get(key)
            if draft is None:
                draft = self._waiting[key] = Draft(path, identity())
                self._wake.notify()
            basis = self.basis()
            draft.take(basis.parse, basis.verdict if lasting else _NEVER, parse, verdict, companions)
        if (known := self._recent.get(key)) is not None:
            self._recent[key] = _overlaid(known, parse, verdict, companions)
        if self._thread is not None and self._writer.broken:
            self._turn_private()
        if self._thread is None and len(self._waiting) >= _KEPT and not self._writer.broken:
            self._write_waiting()

    def get(self, path: str) -> Detail:
        """What is known of a path; an empty Detail when nothing is. About 60 µs, or 1 µs when it is in memory."""
        key = key_of(path)
        if (known := self._recent.get(key)) is not None:
            self._recent.move_to_end(key)
            return known
        with self._wake:
            drafts = [draft for held in (self._writing, self._waiting) if (draft := held.get(key))]
        found = self._read(key, path)
        for draft in drafts:
            found = _overlaid(found, draft.parse, draft.verdict, draft.companions)
        self._recent[key] = found
        if len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return found

    def path_of(self, key: int) -> str | None:
        """The path that was put under a key (``key_of``); None when nothing was, or it cannot be read."""
        for held in (self._waiting, self._writing):
            if draft := held.get(key):
                return draft.path
        try:
            row = self._reader.execute("SELECT path FROM detail WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            _LOG.warning("what is known of a file could not be read: %s", error)
            return None
        return os.fsdecode(row[0]) if row else None

    def renew(self, renewal: Renewal, fresh: Callable[[], Iterable[Segment]]) -> None:
        """Keep the folders of a whole scan, once all that waits is written. ``fresh`` is called by the writer."""
        if self._thread is None:
            return  # a private state has no next scan
        with self._wake:
            self._renewals.append((renewal, fresh))
            self._wake.notify()

    def flush(self) -> None:
        """Return when everything that was put is on the disk, as far as that takes it."""
        if self._thread is not None:
            with self._wake:
                self._wake.wait_for(lambda: not self._busy() or self._closing or self._writer.broken)
            if not self._writer.broken:
                return
            self._turn_private()
        if not self._writer.broken:
            self._write_waiting()

    def close(self) -> None:
        """Write what waits, and close the state."""
        if self._thread is not None:
            with self._wake:
                self._closing = True
                self._wake.notify_all()
            self._thread.join()
        self._write_waiting()
        self._renew()
        self._writer.close()
        self._reader.close()
        if self._spill is not None:
            self._spill.close()

    # -- reading

    def _read(self, key: int, path: str) -> Detail:
        found = Detail()
        for connection in (self._reader, self._spill):
            if connection is not None:
                found = _overlaid(found, *_row(connection, key, path))
        return found

    # -- writing

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._renewals or self._closing)
                if self._closing or self._writer.broken:
                    return
            self._write_waiting()
            self._renew()

    def _write_waiting(self) -> None:
        with self._wake:
            self._writing, self._waiting = self._waiting, {}
        self._writer.write(self._writing)
        with self._wake:
            if self._writer.broken:  # what could not be written stays known
                for key, draft in self._writing.items():
                    newer = self._waiting.get(key)
                    self._waiting[key] = draft if newer is None else newer.over(draft)
            self._writing = {}
            self._wake.notify_all()

    def _busy(self) -> bool:
        return bool(self._waiting or self._writing or self._renewals)

    def _turn_private(self) -> None:
        """Go on in a private state, so that this scan is whole; should that fail too, in memory."""
        thread, self._thread = self._thread, None
        with self._wake:
            self._wake.notify_all()
        if thread is not None:
            thread.join()
        self._renewals.clear()
        self._writer.close()
        self._spill = open_state(None)
        self._writer = Writer(self._spill)

    def _renew(self) -> None:
        while self._renewals and not self._waiting:
            renewal, fresh = self._renewals[0]
            self._writer.renew(renewal, fresh(), self.basis())
            with self._wake:
                self._renewals.pop(0)
                self._wake.notify_all()


def _row(
    connection: sqlite3.Connection, key: int, path: str
) -> tuple[Parse | None, Verdict | None, Sequence[Companion] | None]:
    """What one state says of a path; None for what it does not say."""
    try:
        row = connection.execute(
            "SELECT companions, parse, verdict FROM detail WHERE key = ? AND path = ?", (key, os.fsencode(path))
        ).fetchone()
        if row is None:
            return None, None, None
        companions, parse, verdict = row
        return (
            parse_from_text(parse) if parse else None,
            verdict_from_text(verdict, read_candidates(connection, [verdict])) if verdict else None,
            companions_from_text(companions) if companions else None,
        )
    except (sqlite3.Error, *BROKEN) as error:
        _LOG.warning("what is known of a file could not be read: %s", error)
        return None, None, None


def read_candidates(connection: sqlite3.Connection, verdicts: Iterable[str]) -> dict[int, str]:
    """The candidates that these verdicts' texts name, by key."""
    keys = sorted({key for text in verdicts for key in candidate_keys(text)})
    found: dict[int, str] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ",".join("?" * len(part))
        found.update(connection.execute(f"SELECT key, body FROM candidate WHERE key IN ({marks})", part))  # noqa: S608
    return found


def _overlaid(
    known: Detail, parse: Parse | None, verdict: Verdict | None, companions: Sequence[Companion] | None
) -> Detail:
    return replace(
        known,
        parse=parse or known.parse,
        verdict=verdict or known.verdict,
        companions=known.companions if companions is None else tuple(companions),
    )
