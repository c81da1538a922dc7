"""The resolution that a file's folder says, where its own name does not: ``Heat (1995) [2160p]/Heat (1995).mkv``."""

from __future__ import annotations

import os
import re
from dataclasses import replace

from organizer.model import MediaFile, ParsedName

_SIZE = re.compile(r"(?<![a-z0-9])(?:(?P<lines>\d{3,4})[pi]|(?P<uhd>4k|uhd))(?![a-z0-9])", re.IGNORECASE)
_SIZES = frozenset({"480", "576", "720", "1080", "1440", "2160", "4320"})
_ABOVE = 2  # folders: the release and its season, or the film and the shelf it stands on


def with_said_size(parsed: ParsedName, file: MediaFile) -> ParsedName:
    """The same with the resolution of the name, or of the nearest folder below the scanned one that says just one."""
    if parsed.screen_size:
        return parsed
    *above, name = file.relative.split(os.sep)
    for text in (os.path.splitext(name)[0], *above[: -_ABOVE - 1 : -1]):
        if sizes := _sizes(text):
            return replace(parsed, screen_size=sizes.pop()) if len(sizes) == 1 else parsed
    return parsed


def _sizes(text: str) -> set[str]:
    found = ("2160" if said["uhd"] else said["lines"] for said in _SIZE.finditer(text))
    return {f"{lines}p" for lines in found if lines in _SIZES}
