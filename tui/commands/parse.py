"""``pmo parse``: what names say, without touching a disk or the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from organizer.model import Parse
from tui.commands.context import Context
from tui.commands.wording import describe_parsed


def run(context: Context) -> int:
    """Read the names given, or standard input's lines; one answer for each, in order."""
    from organizer.parsing.engine import parse_names

    words = context.arguments.words
    names = [name for word in words for name in (_lines() if word == "-" else (word,))] if words else list(_lines())
    for start in range(0, len(names), 24):
        for parse in parse_names(names[start : start + 24]):
            _show(context, parse)
    return 0


def _lines() -> Iterator[str]:
    """Names as bytes decoded exactly: a name need not be text of the terminal's encoding."""
    for line in sys.stdin.buffer:
        yield os.fsdecode(line.removesuffix(b"\n").removesuffix(b"\r"))


def _show(context: Context, parse: Parse) -> None:
    context.out.object(parse.parsed.to_json())
    context.out.line(parse.parsed.path)
    context.out.line(f"    {describe_parsed(parse.parsed)}")
