"""From arguments to an exit status: the one place where errors become a sentence."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from organizer.errors import OrganizerError
from tui.commands.arguments import PROGRAM, read
from tui.commands.context import Context
from tui.commands.interrupts import EXIT_INTERRUPTED, signals_interrupt
from tui.commands.logs import Redactor, start_logging, stop_logging
from tui.commands.output import Output
from tui.commands.table import Command

_LOG = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Do what the arguments say; answers the exit status of INTERFACE.md, whatever happens."""
    try:
        command, arguments = read(argv)
        if arguments.version:
            return _say_version()
        context = Context(arguments)
    except SystemExit as done:  # argparse after --help
        return done.code if isinstance(done.code, int) else 0
    except OrganizerError as error:
        return _fail(Output(as_json=False, quiet=False, verbose=False, redact=Redactor()), error)
    try:
        return _run(command, context)
    finally:
        stop_logging()


def _run(command: Command, context: Context) -> int:
    start_logging(context.places.log, context.redact, verbose=context.arguments.verbose)
    try:
        with signals_interrupt():
            status = command.run(context)
        return status or int(context.out.incomplete)
    except OrganizerError as error:
        _LOG.info("%s ended: %s", command.name or PROGRAM, error)
        return _fail(context.out, error)
    except KeyboardInterrupt:
        context.out.say("Interrupted; what was done so far is saved.")
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the person gets a sentence
        _LOG.critical("%s failed", command.name or PROGRAM, exc_info=error)
        context.out.error(
            f"{PROGRAM} failed unexpectedly ({type(error).__name__}). No file is lost; please report it with the "
            f"end of {context.places.log}"
        )
        return 1
    finally:
        context.close()
        context.out.progress.clear()


def _fail(out: Output, error: OrganizerError) -> int:
    out.error(f"{PROGRAM}: {error.sentence()}")
    return error.exit_status


def _say_version() -> int:
    from importlib import metadata  # 20 ms

    try:
        version = metadata.version("plex-media-organizer")
    except metadata.PackageNotFoundError:
        version = "(not installed)"
    sys.stdout.write(f"plex-media-organizer {version}\n")
    return 0
