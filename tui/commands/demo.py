"""``pmo demo``: everything on a throw-away library in a temporary folder, without a key or a network."""

from __future__ import annotations

import os
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from organizer.config.library import below_root, library_of
from organizer.config.schema import Settings, TmdbSettings
from organizer.locations import Locations
from tui.commands.context import Context
from tui.commands.terminal import require_terminal

# Any credential will do: the answers come from the catalogue in this process.
_DEMO_KEY = "demo"
# An answer of the real TMDB takes about this long; without it the progress of a demo would be over unseen.
_LATENCY = 0.02


def arguments(parser: ArgumentParser) -> None:
    """``--headless`` and ``--keep``."""
    parser.add_argument(
        "--headless", action="store_true", help="Scan, plan, apply and undo without a screen, then check the files."
    )
    parser.add_argument("--keep", action="store_true", help="Leave the temporary folder behind.")


def run(context: Context) -> int:
    """Open the app on the demo library, or go through everything without a screen."""
    context.check_naming()
    if context.arguments.headless:
        from tui.commands.rehearsal import rehearse

        with demo_folder(keep=context.arguments.keep) as folder:
            return rehearse(context, demo_settings(context.settings, folder), demo_places(folder), _source(folder))
    _ = context.keymap
    require_terminal(context.environ)
    return open_demo(context, keep=context.arguments.keep)


def open_demo(context: Context, *, keep: bool = False) -> int:
    """Open the app on a new demo library, until the person leaves it."""
    from organizer.demo.tmdb import DemoTransport
    from tui.app import run_app

    with demo_folder(keep=keep) as folder:
        settings = demo_settings(context.settings, folder)
        status = run_app(
            settings,
            demo_places(folder),
            (_source(folder),),
            library=library_of(settings.library),
            transport=DemoTransport(latency=_LATENCY),
            demo=True,
        )
        if keep:
            context.out.say(f"The demo's files are in {folder}")
        return status


@contextmanager
def demo_folder(*, keep: bool = False) -> Iterator[str]:
    """A new temporary folder with the sample library in ``downloads``; removed at the end unless it is to be kept."""
    from organizer.demo.library import build_library  # reads the catalogue: only the demo pays

    folder = os.path.realpath(tempfile.mkdtemp(prefix="pmo-demo-"))
    try:
        build_library(_source(folder))
        os.mkdir(os.path.join(folder, "library"))
        yield folder
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _source(folder: str) -> str:
    return os.path.join(folder, "downloads")


def demo_settings(settings: Settings, folder: str) -> Settings:
    """The person's settings where they are about looks and naming, but no folder and no key of theirs."""
    library = replace(below_root(settings.library, os.path.join(folder, "library")), sources=(_source(folder),))
    tmdb = replace(TmdbSettings(), access_token=_DEMO_KEY, rate=1000.0)
    return replace(settings, library=library, tmdb=tmdb)


def demo_places(folder: str) -> Locations:
    """Settings, state and cache of the demo: in its own folder."""
    return Locations(*(Path(folder, name) for name in ("config", "state", "cache")))
