"""``pmo doctor``: everything that the program needs, looked at once, with what to do about each problem."""

from __future__ import annotations

from collections.abc import Iterator

from organizer.errors import ConfigError
from tui.commands import checks
from tui.commands.checks import Finding, Health
from tui.commands.context import Context
from tui.commands.terminal import terminal
from tui.phrases import counted


def run(context: Context) -> int:
    """Check all; status 1 when something will not work."""
    problems = 0
    for finding in _all(context):
        problems += finding.health is Health.PROBLEM
        _show(context, finding)
    context.out.line()
    context.out.line(f"{counted(problems, 'problem')}." if problems else "Everything that was checked works.")
    return 1 if problems else 0


def _all(context: Context) -> Iterator[Finding]:
    yield from _check_settings(context)
    yield from checks.check_own_folders(context.places)
    yield checks.check_journal(context.places)
    try:
        settings = context.settings
    except ConfigError:
        pass  # said already; what depends on settings cannot be checked
    else:
        yield checks.check_tmdb(settings, offline=context.arguments.offline)
        yield from checks.check_sources(settings)
        yield from checks.check_library(settings)
        yield checks.check_naming(settings)
    yield from checks.check_terminal(terminal(context.environ))


def _check_settings(context: Context) -> Iterator[Finding]:
    path = context.config_file
    try:
        warnings = context.loaded.warnings
        _ = context.keymap
    except ConfigError as error:
        yield Finding("settings file", Health.PROBLEM, str(error), error.hint)
        return
    for warning in warnings:
        text, _, advice = warning.partition(": ")
        yield Finding("settings file", Health.PROBLEM, text, advice)
    if not warnings:
        text = str(path) if path.exists() else f"{path} does not exist; the defaults hold"
        yield Finding("settings file", Health.OK, text)


def _show(context: Context, finding: Finding) -> None:
    context.out.object(
        {"check": finding.about, "state": finding.health.value, "detail": finding.text, "advice": finding.advice}
    )
    context.out.line(f"{finding.health.value:<7}  {finding.about}: {finding.text}")
    if finding.advice:
        context.out.line(f"{'':9}{finding.advice}")
