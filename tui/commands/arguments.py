"""Reading the command line: which command, its words and options, and a suggestion for what was mistyped."""

from __future__ import annotations

import os
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from typing import NoReturn

from organizer.config.fields import setting_fields
from organizer.config.load import nearest
from organizer.display import safe_text
from organizer.errors import UsageError
from tui.commands.table import APP, COMMANDS, Command

PROGRAM = "pmo"


class Parser(ArgumentParser):
    """A parser whose mistakes are UsageErrors, so that there is one place that speaks to the person."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        raise UsageError(message[:1].upper() + message[1:], hint=f"see {self.prog} --help")


def read(argv: Sequence[str]) -> tuple[Command, Namespace]:
    """The command that is meant and its arguments; ``words`` are the names and paths. Raises UsageError.

    ``--help`` and ``--version`` end here with SystemExit, as argparse does it.
    """
    command, rest = _split(argv)
    parser = _parser(command)
    head, tail = _before_dashes(rest)
    arguments, unknown = parser.parse_known_intermixed_args(head)
    if unknown:
        raise _unknown_option(unknown[0], parser)
    arguments.words = [*arguments.words, *tail]
    if arguments.words and not command.words:
        raise UsageError(f'{parser.prog} takes no "{safe_text(arguments.words[0])}"', hint=f"see {parser.prog} --help")
    _check_first_word(command, arguments.words)
    return command, arguments


def one_of(words: Sequence[str], good: Sequence[str], command: str) -> str:
    """What a command with a word of its own is to do; the first of the good ones when nothing was said."""
    if not words:
        return good[0]
    if len(words) > 1 or words[0] not in good:
        wrong = words[0] if words[0] not in good else words[1]
        near = nearest(wrong, good)
        raise UsageError(
            f'{PROGRAM} {command} knows no "{safe_text(wrong)}"',
            hint=f"did you mean {near}?" if near else "it can be " + ", ".join(good),
        )
    return words[0]


def _split(argv: Sequence[str]) -> tuple[Command, list[str]]:
    """Find the command: the first word that is neither an option nor an option's value."""
    taking = _options_with_value()
    place = 0
    while place < len(argv) and argv[place] != "--":
        word = argv[place]
        if word.startswith("-") and word != "-":
            place += 2 if word in taking else 1
            continue
        if word in COMMANDS:
            return COMMANDS[word], [*argv[:place], *argv[place + 1 :]]
        break
    return APP, list(argv)


def _before_dashes(argv: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in argv:
        return argv, []
    place = argv.index("--")
    return argv[:place], argv[place + 1 :]


def _parser(command: Command) -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} {command.name}".strip(),
        usage=f"{PROGRAM} {command.name} {command.words} [options]".replace("  ", " "),
        description=_overview() if command is APP else command.help[:1].upper() + command.help[1:] + ".",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", metavar=command.words or None, help=SUPPRESS)
    command.add_arguments(parser)
    _add_shared(parser, command)
    return parser


def _add_shared(parser: ArgumentParser, command: Command) -> None:
    group = parser.add_argument_group("shared options")
    for field in setting_fields().values():
        if not field.flag:
            continue
        if field.type is bool:  # so far all of them are about the app's looks
            parser.set_defaults(**{field.name: None})
            if command.opens_app:
                text, other = field.flag_help or field.help, not field.default
                parser.add_argument(field.flag, dest=field.name, help=text, action="store_const", const=other)
        else:
            group.add_argument(field.flag, dest=field.name, metavar=field.key.upper(), help=field.help)
    group.add_argument("--config", metavar="FILE", help="The settings file.")
    group.add_argument("--offline", action="store_true", help="Answer from the cache alone, without the network.")
    group.add_argument("--json", action="store_true", help="Write JSON Lines to standard output.")
    group.add_argument("--quiet", action="store_true", help="Nothing but errors on standard error.")
    group.add_argument("--verbose", action="store_true", help="More detail on standard error.")
    group.add_argument("--version", action="store_true", help="Say which version this is.")


def _options_with_value() -> frozenset[str]:
    flags = {field.flag for field in setting_fields().values() if field.flag and field.type is not bool}
    return frozenset(flags | {"--config"})


def _overview() -> str:
    width = max(len(f"{command.name} {command.words}") for command in COMMANDS.values())
    lines = ["Review and organise films and series for a media server, and take all of it back.", ""]
    lines += [f"  {PROGRAM} {'[PATH ...]':<{width}}  open the app on the folders (default: the configured sources)"]
    lines += [
        f"  {PROGRAM} {f'{command.name} {command.words}':<{width}}  {command.help}" for command in COMMANDS.values()
    ]
    return "\n".join([*lines, "", f"Each command has its own help: {PROGRAM} scan --help"])


def _unknown_option(word: str, parser: Parser) -> UsageError:
    bare = {option.lstrip("-"): option for option in _known(parser)}  # the dashes that all have make nothing alike
    near = bare.get(nearest(word.partition("=")[0].lstrip("-"), bare) or "")
    hint = f"did you mean {near}?" if near else f"see {parser.prog} --help; put -- before a name that starts with -"
    return UsageError(f'Unknown option "{safe_text(word)}"', hint=hint)


def _known(parser: Parser) -> Iterable[str]:
    return parser._option_string_actions  # noqa: SLF001 - argparse has no public list of its options


def _check_first_word(command: Command, words: Sequence[str]) -> None:
    """``pmo scna`` would open the app on a folder of that name: if there is none, it was a command mistyped."""
    if command is not APP or not words or os.sep in words[0] or os.path.lexists(words[0]):
        return
    if near := nearest(words[0], COMMANDS):
        raise UsageError(
            f'There is no command and no folder "{safe_text(words[0])}"', hint=f"did you mean {PROGRAM} {near}?"
        )
