"""The tools for one direction of one run, put together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from organizer.cancellation import CancelToken
from organizer.model import SymlinkForm
from organizer.transfer.copying import Copier
from organizer.transfer.disk import Disk
from organizer.transfer.folders import Folders
from organizer.transfer.journal import Journal
from organizer.transfer.ledger import Ledger
from organizer.transfer.placing import Placing
from organizer.transfer.progress import Progress
from organizer.transfer.records import Phase
from organizer.transfer.renames import Renames
from organizer.transfer.reversal import Reversal
from organizer.transfer.steps import Steps
from organizer.transfer.trash import Trash
from organizer.transfer.units import UnitRunner


@dataclass(frozen=True, slots=True)
class Workshop:
    """What apply, undo and recovery work with."""

    ledger: Ledger
    reversal: Reversal
    steps: Steps
    folders: Folders
    units: UnitRunner


def set_up(
    disk: Disk,
    journal: Journal,
    run: int,
    phase: Phase,
    roots: Sequence[str],
    token: CancelToken,
    progress: Progress,
    *,
    symlinks: SymlinkForm = SymlinkForm.ABSOLUTE,
    may_make: Collection[str] = (),
) -> Workshop:
    """The tools for ``run``. ``roots``: folders that stand for a mounted disk, above which none is ever made, but for
    those in ``may_make``.
    """
    ledger = Ledger(disk, journal, run, phase)
    renames = Renames(disk, ledger)
    reversal = Reversal(disk, ledger, renames)
    steps = Steps(disk, ledger, renames, reversal, Copier(disk, token, progress.advance))
    folders = Folders(disk, journal, ledger, steps, reversal, roots, may_make)
    trash = Trash(disk, ledger, steps, folders, roots)
    placing = Placing(disk, journal, ledger, steps, folders, trash, symlinks)
    units = UnitRunner(disk, journal, ledger, steps, reversal, placing, token, progress)
    return Workshop(ledger, reversal, steps, folders, units)
