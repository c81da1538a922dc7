"""What was read and matched, in words for a terminal or a screen reader: no tables, no signs that must be seen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from organizer.model import MediaType, ParsedName


def describe_parsed(parsed: ParsedName) -> str:
    """What a name says: ``episode: Show Name, season 1 episodes 2-3, 720p``."""
    if parsed.type is None:
        return "neither film nor episode"
    title = parsed.title or "(no title)"
    if parsed.year:
        title += f" ({parsed.year})"
    details = [
        parsed.alternative_title and f"also {parsed.alternative_title}",
        numbers("season", parsed.season),
        numbers("episode", parsed.episode),
        parsed.absolute_episode is not None and f"number {parsed.absolute_episode}",
        parsed.date and f"of {parsed.date}",
        parsed.episode_title and f'"{parsed.episode_title}"',
        parsed.part is not None and f"part {parsed.part}",
        parsed.edition,
        parsed.extra and f"extra: {parsed.extra}",
        parsed.screen_size,
        parsed.source,
        parsed.video_codec,
    ]
    kind = "film" if parsed.type is MediaType.MOVIE else "episode"
    return f"{kind}: " + ", ".join([title, *(detail for detail in details if detail)])


def numbers(noun: str, found: Sequence[int]) -> str:
    """``episode 3``, ``episodes 3-5`` or ``episodes 3, 7``; nothing for none."""
    if not found:
        return ""
    if len(found) == 1:
        return f"{noun} {found[0]}"
    run = list(range(found[0], found[0] + len(found)))
    return f"{noun}s {found[0]}-{found[-1]}" if list(found) == run else f"{noun}s {', '.join(map(str, found))}"


def listed(parts: Iterable[tuple[int, str]]) -> str:
    """Counts that are not zero, as ``3 sure, 1 likely``; ``none`` when all are."""
    return ", ".join(f"{number:,} {word}" for number, word in parts if number) or "none"


def below(path: str, roots: Iterable[str]) -> str:
    """The path as a person thinks of it: below the folder that was named."""
    for root in roots:
        if path.startswith(root.rstrip(os.sep) + os.sep):
            return os.path.join(os.path.basename(root.rstrip(os.sep)), os.path.relpath(path, root))
    return path
