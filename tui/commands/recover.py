"""``pmo recover``: finishes or rolls back what a crash left half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from organizer.transfer.database import size_of
from organizer.transfer.journal import Journal
from organizer.transfer.recover import RecoveryReport, recover
from tui.commands.context import Context


def run(context: Context) -> int:
    """Recover, and say what was done; status 1 when something is left for a person."""
    if size_of(context.places.journal) is None:
        report = RecoveryReport()
    else:
        with Journal.open(context.places.journal, write=True) as journal:
            report = recover(journal)
    for kind, sentences in (
        ("finished", report.finished),
        ("rolled back", report.rolled_back),
        ("left alone", report.reported),
    ):
        for sentence in sentences:
            context.out.object({"recovered": kind, "detail": sentence})
            context.out.line(f"{kind}: {sentence}")
    if report.nothing:
        context.out.line("Nothing was left half done.")
    context.out.object(
        {
            "summary": {
                "finished": len(report.finished),
                "rolled_back": len(report.rolled_back),
                "left_alone": len(report.reported),
            }
        }
    )
    return 1 if report.reported else 0


@contextmanager
def recovered_journal(context: Context) -> Iterator[Journal]:
    """The journal, open for writing, after what a crash left was settled: what changes files begins with this.

    Raises JournalBusy while another instance is writing.
    """
    with Journal.open(context.places.journal, write=True) as journal:
        report = recover(journal)
        for sentence in (*report.finished, *report.rolled_back):
            context.out.say(f"Recovered from an interruption: {sentence}")
        for sentence in report.reported:
            context.out.error(f"An earlier run was interrupted and this is left for you to look at: {sentence}")
        yield journal
