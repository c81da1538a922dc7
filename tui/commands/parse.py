"""``pmo parse``: what names say, without touching a disk or the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from organizer.errors import UsageError
from organizer.model import Parse
from tui.commands.context import Context
from tui.commands.wording import describe_parsed


def run(context: Context) -> int:
    """Read the names given, or standard input's lines; one answer for each, in order."""
    from organizer.parsing.pool import parse_many  # multiprocessing, and guessit behind it

    words = context.arguments.words
    if not all(map(str.strip, words)):
        raise UsageError("An empty name says nothing", hint="give a name, or none to read standard input")
    names = [name for word in words for name in (_lines() if word == "-" else (word,))] if words else list(_lines())
    for done, parse in enumerate(parse_many(names, context.settings.parsing), start=1):
        _show(context, parse)
        context.out.progress.show(f"{done:,} of {len(names):,} read")
        if context.out.broken:
            break
    return 0


def _lines() -> Iterator[str]:
    """Names as bytes decoded exactly: a name need not be text of the terminal's encoding."""
    for line in sys.stdin.buffer:
        yield os.fsdecode(line.removesuffix(b"\n").removesuffix(b"\r"))


def _show(context: Context, parse: Parse) -> None:
    context.out.object(parse.parsed.to_json())
    context.out.line(parse.parsed.path)
    context.out.line(f"    {describe_parsed(parse.parsed)}")
