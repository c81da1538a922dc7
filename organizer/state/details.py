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
from organizer.state.database import open_state
from organizer.state.kept import Renewal
from organizer.state.segments import Segment
from organizer.state.writing import Draft, Writer

_LOG = logging.getLogger(__name__)
_NEVER = "not kept"  # no basis has this digest
_KEPT = 512  # details in memory: some screens full


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
        self._recent: OrderedDict[int, Detail] = OrderedDict()
        self._waiting: dict[int, Draft] = {}
        self._writing: dict[int, Draft] = {}
        self._wake = threading.Condition()
        self._closing = False
        self._renewals: list[tuple[Renewal, Callable[[], Iterable[Segment]]]] = []
        self._thread: threading.Thread | None = None
        self._writer = Writer(self._reader)
        if path is not None:
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
        if self._thread is None and len(self._waiting) >= _KEPT:
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

    def renew(self, renewal: Renewal, fresh: Callable[[], Iterable[Segment]]) -> None:
        """Keep the folders of a whole scan, once all that waits is written. ``fresh`` is called by the writer."""
        if self._thread is None:
            return  # a private state has no next scan
        with self._wake:
            self._renewals.append((renewal, fresh))
            self._wake.notify()

    def flush(self) -> None:
        """Return when everything that was put is on the disk."""
        if self._thread is None:
            self._write_waiting()
            return
        with self._wake:
            self._wake.wait_for(lambda: not (self._waiting or self._writing or self._renewals) or self._closing)

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

    # -- reading

    def _read(self, key: int, path: str) -> Detail:
        try:
            row = self._reader.execute(
                "SELECT companions, parse, verdict FROM detail WHERE key = ? AND path = ?", (key, os.fsencode(path))
            ).fetchone()
            if row is None:
                return Detail()
            companions, parse, verdict = row
            return Detail(
                parse_from_text(parse) if parse else None,
                verdict_from_text(verdict, read_candidates(self._reader, [verdict])) if verdict else None,
                companions_from_text(companions) if companions else (),
            )
        except (sqlite3.Error, *BROKEN) as error:
            _LOG.warning("what is known of a file could not be read: %s", error)
            return Detail()

    # -- writing

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._renewals or self._closing)
                if self._closing:
                    return
            self._write_waiting()
            self._renew()

    def _write_waiting(self) -> None:
        with self._wake:
            self._writing, self._waiting = self._waiting, {}
        self._writer.write(self._writing)
        with self._wake:
            self._writing = {}
            self._wake.notify_all()

    def _renew(self) -> None:
        while self._renewals and not self._waiting:
            renewal, fresh = self._renewals[0]
            self._writer.renew(renewal, fresh(), self.basis())
            with self._wake:
                self._renewals.pop(0)
                self._wake.notify_all()


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
