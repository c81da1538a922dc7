"""The demo without a screen: scan, plan, apply and undo, and the proof that every file is as it was."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import blake2b

from organizer.config.library import library_of
from organizer.config.schema import Settings
from organizer.demo.tmdb import DemoTransport
from organizer.errors import OrganizerError
from organizer.locations import Locations
from organizer.model import Plan
from organizer.transfer.apply import carry_out
from organizer.transfer.journal import Journal
from organizer.transfer.undo import undo
from tui.commands.apply import show_passed_over
from tui.commands.carrying import RunProgress, Tally, show_outcomes, show_run
from tui.commands.context import Context
from tui.commands.interrupts import EXIT_INTERRUPTED
from tui.commands.plan import plan_of, show_plan
from tui.commands.plan import show_summary as show_plan_summary
from tui.commands.scan import show_rest, show_row
from tui.commands.scan import show_summary as show_scan_summary
from tui.commands.scanning import Scanner

Tree = Mapping[str, tuple[object, ...]]


def rehearse(context: Context, settings: Settings, places: Locations, source: str) -> int:
    """Go through all of it below ``source``. Status 0 when the tree afterwards equals the tree before."""
    out, roots = context.out, (source,)
    library = library_of(settings.library)
    if library is None:
        raise OrganizerError("The demo has no library")
    before = read_tree(source)
    scanner = Scanner(settings, places.tmdb_cache, out, context.token, transport=DemoTransport())
    out.line("1. Scan: what is there, and what is it?")
    found = scanner.scan(roots, lambda row: show_row(out, row, roots))
    show_rest(out, found, roots)
    show_scan_summary(out, found, roots)
    if found.cancelled:
        return EXIT_INTERRUPTED
    if found.failure:
        raise found.failure
    out.line()
    out.line("2. Plan: what would go where?")
    plan = plan_of(found, library, settings, roots)
    show_plan(out, plan)
    show_plan_summary(out, plan, found)
    applied, undone = _apply_and_undo(context, plan, places)
    if context.token.cancelled:
        return EXIT_INTERRUPTED
    return _compare(context, before, read_tree(source), applied, undone)


def _apply_and_undo(context: Context, plan: Plan, places: Locations) -> tuple[Tally, Tally]:
    out = context.out
    with Journal.open(places.journal, write=True) as journal:
        out.line()
        out.line("3. Apply: do it.")
        passed = show_passed_over(out, plan)
        execution = carry_out(plan, journal, context.token, RunProgress(out, len(plan.ready)))
        applied = show_outcomes(out, execution, context.token)
        applied.passed_over = passed
        show_run(out, execution.run_id, applied)
        out.line()
        out.line("4. Undo: take it back.")
        execution = undo(journal, execution.run_id, context.token, RunProgress(out, len(plan.ready)))
        undone = show_outcomes(out, execution, context.token)
        show_run(out, execution.run_id, undone, undone=True)
    return applied, undone


def _compare(context: Context, before: Tree, after: Tree, applied: Tally, undone: Tally) -> int:
    different = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    restored = not different and applied.clean and undone.clean
    context.out.object(
        {
            "demo": {
                "restored": restored,
                "files": len(before),
                "moved": applied.results.total(),
                "different": different,
            }
        }
    )
    context.out.line()
    for name in different:
        context.out.line(f"different: {name}")
    if restored:
        context.out.line(f"All {len(before):,} files and folders are afterwards what they were before.")
    return 0 if restored else 1


def read_tree(root: str) -> Tree:
    """Everything below a folder: type, permissions and, for files, size, time and a digest of the contents."""
    found: dict[str, tuple[object, ...]] = {}
    for folder, _, names in os.walk(root):
        found[os.path.relpath(folder, root)] = ("folder", os.stat(folder).st_mode)
        for name in names:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, root)] = _file(path)
    return found


def _file(path: str) -> tuple[object, ...]:
    status = os.lstat(path)
    if os.path.islink(path):
        return "link", os.readlink(path)
    with open(path, "rb") as file:
        digest = blake2b(file.read()).hexdigest()
    return "file", status.st_mode, status.st_size, status.st_mtime_ns, digest
