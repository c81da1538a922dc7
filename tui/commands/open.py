"""``pmo [PATH ...]``: opens the app."""

from __future__ import annotations

from organizer.config.library import library_of
from tui.commands.context import Context
from tui.commands.demo import open_demo
from tui.commands.terminal import require_terminal


def run(context: Context) -> int:
    """Check what can be checked while a sentence still reaches the person, then hand over to the app.

    Without a key the app begins by asking for one, and then it needs no folder yet.
    """
    asks_for_key = not context.settings.tmdb.has_credential and not context.arguments.offline
    nothing_named = not context.arguments.words and not context.settings.library.sources
    roots = () if asks_for_key and nothing_named else context.roots()
    _ = context.keymap
    context.check_naming()
    require_terminal(context.environ)
    from tui.app import DEMO, run_app  # Textual: 200 ms

    status = run_app(
        context.settings,
        context.places,
        roots,
        library=library_of(context.settings.library),
        offline=context.arguments.offline,
        warnings=context.loaded.warnings,
        origins=context.loaded.origins,
        config_file=context.config_file,
    )
    return open_demo(context) if status == DEMO else status
