"""RecoveredScreen: what a crash left half done, and what has become of it."""

from __future__ import annotations

from pathlib import Path

from organizer.display import safe_text
from organizer.transfer.journal import Journal
from organizer.transfer.recover import RecoveryReport, recover
from tui.glyphs import Glyphs
from tui.screens.sheet import Sheet, SheetLine


def recover_runs(path: Path) -> RecoveryReport | None:
    """Settle what was cut short; None when there was nothing. Raises JournalError. Reads disks: call it on a thread."""
    with Journal.open(path, write=True) as journal:
        report = recover(journal)
    return None if report.nothing else report


def recovered_lines(report: RecoveryReport) -> list[SheetLine]:
    """The report, what needs a person first."""
    lines: list[SheetLine] = [
        SheetLine("The program was interrupted at work. This was settled now:"),
        SheetLine(""),
    ]
    sections = (
        ("Left as it is: look at these yourself", report.reported),
        ("Brought to its end", report.finished),
        ("Taken back", report.rolled_back),
    )
    for title, sentences in sections:
        if sentences:
            lines.append(SheetLine(title, style="lines--heading"))
            lines += [SheetLine(safe_text(sentence)) for sentence in sentences]
    return lines


class RecoveredScreen(Sheet):
    """What recovery did."""

    def __init__(self, report: RecoveryReport, glyphs: Glyphs) -> None:
        super().__init__("After an interruption", recovered_lines(report), glyphs)
