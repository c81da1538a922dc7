"""The one table of commands: their names and what ``--help`` says of them. Their modules load only when used."""

from __future__ import annotations

import importlib
from argparse import ArgumentParser
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.commands.context import Context


@dataclass(frozen=True, slots=True)
class Command:
    """A command. ``words`` is what it takes besides options, as the usage line shows it, or nothing.

    Its module has ``run(context) -> int`` and, when it has options of its own, ``arguments(parser)``.
    """

    name: str
    help: str
    module: str
    words: str = ""
    opens_app: bool = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options of this command alone."""
        if add := getattr(self._load(), "arguments", None):
            add(parser)

    def run(self, context: Context) -> int:
        """Do it; answers the exit status. Raises OrganizerError."""
        status: int = self._load().run(context)
        return status

    def _load(self) -> ModuleType:
        return importlib.import_module(f"tui.commands.{self.module}")


_ALL = (
    Command("parse", "say what names mean, without touching a disk or the network", "parse", "[NAME ...]"),
    Command("scan", "find, read and match what is in folders; changes nothing", "scan", "[PATH ...]"),
    Command("plan", "scan, then say what would go where and why not; changes nothing", "plan", "[PATH ...]"),
    Command("apply", "plan, then carry it out after asking", "apply", "[PATH ...]"),
    Command("undo", "take a run back, the last one by default", "undo", "[RUN]"),
    Command("history", "list the runs, newest first", "history"),
    Command("recover", "finish or roll back what a crash left half done", "recover"),
    Command("alias", "say what titles and release names were taught to mean", "alias", "[list|add|remove]"),
    Command("cache", "show or empty the cache of TMDB's answers", "cache", "[stats|clear]"),
    Command(
        "naming", "show what the naming settings make of files, or the words of templates", "naming", "[samples|tokens]"
    ),
    Command("config", "show the settings, their file, or write a default one", "config", "[show|path|init]"),
    Command("keys", "list what can be done in the app, with ids and keys", "keys"),
    Command("doctor", "check key, network, folders, permissions and terminal", "doctor"),
    Command("demo", "try everything on a throw-away library, without key or network", "demo", opens_app=True),
)
COMMANDS = {command.name: command for command in _ALL}
APP = Command("", "open the app", "open", "[PATH ...]", opens_app=True)
