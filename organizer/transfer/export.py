"""The whole journal as plain objects, for people and other programs; the ``--export`` of the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from organizer.model import FileIdentity
from organizer.transfer.journal import Journal
from organizer.transfer.records import Entry, Step


def export(journal: Journal) -> Iterator[dict[str, Any]]:
    """Every run, oldest first, each followed by its operations in the order of its plan.

    A run has the key ``run`` and no ``source``; an operation has both. ``state`` of an operation is one of planned,
    doing, done, failed, skipped, undoing, undone; times are in nanoseconds since 1970, UTC.
    """
    for run in reversed(journal.runs()):
        number = int(run.id)
        sources, library = journal.roots(number)
        yield {**run.to_json(), "source_roots": list(sources), "library_roots": list(library)}
        displacing = journal.displacing(number)
        for entry in journal.entries(number):
            yield _operation(entry, displacing.get(entry.id))


def _operation(entry: Entry, displacing: Step | None) -> dict[str, Any]:
    return {
        "run": str(entry.run),
        "source": entry.source,
        "target": entry.target,
        "action": entry.action.value,
        "state": entry.state.value,
        "error": entry.error,
        "warnings": list(entry.warnings),
        "group": entry.group,
        "companion_of": entry.companion_of,
        "planned": _identity(entry.identity),
        "made": _identity(entry.made),
        "replaced": {**_identity(displacing.subject), "trash": displacing.b} if displacing else None,
    }


def _identity(identity: FileIdentity | None) -> dict[str, int]:
    if identity is None:
        return {}
    return {
        "size": identity.size,
        "mtime_ns": identity.mtime_ns,
        "inode": identity.inode,
        "device": identity.device,
        "links": identity.links,
    }
