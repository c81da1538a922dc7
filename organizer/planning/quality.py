"""Which of two files of one title is the better one, as far as names and sizes say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from organizer.display import human_size, safe_text
from organizer.model import ParsedName

_HEIGHT = re.compile(r"(?<![a-z0-9])(?:(\d{3,4})[pi]|(4)k)(?![a-z0-9])", re.IGNORECASE)
_UHD = 2160
# guessit's names of sources, the worst first: what was filmed off a screen is worth less than any size.
_SOURCES = (
    "Camera", "HD Camera", "Telesync", "HD Telesync", "Workprint", "Telecine", "HD Telecine", "VHS",
    "Analog HDTV", "TV", "Satellite", "Digital TV", "DVD", "HDTV", "Ultra HDTV", "Video on Demand", "Web", "HD-DVD",
    "Blu-ray", "Ultra HD Blu-ray",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of a file: lines of its picture (0: unknown), where it comes from, bytes."""

    height: int = 0
    source: str = ""
    size: int = 0

    @property
    def known(self) -> str:
        """What a name said: ``1080p Blu-ray``."""
        picture = f"{self.height}p" if self.height else ""
        return " ".join(filter(None, (picture, safe_text(self.source))))

    @property
    def words(self) -> str:
        """``1080p Blu-ray, 8.1 GB``."""
        return ", ".join(filter(None, (self.known, human_size(self.size))))


def quality_of(parsed: ParsedName, size: int) -> Quality:
    """The quality of a file whose name was read."""
    return Quality(_height(parsed.screen_size or ""), parsed.source or "", size)


def quality_of_name(name: str, size: int) -> Quality:
    """The quality of a file whose name was not read: of it only the lines are told."""
    return Quality(_height(name), "", size)


def better(mine: Quality, its: Quality) -> str:
    """``yours is better: 2160p beside 1080p``, or ``yours is worse: ...``; empty where nothing but the size differs."""
    if mine.height and its.height and mine.height != its.height:
        return f"yours is {_word(mine.height, its.height)}: {mine.height}p beside {its.height}p"
    one, other = _rank(mine.source), _rank(its.source)
    if one != other and one >= 0 and other >= 0:
        return f"yours is {_word(one, other)}: {mine.source} beside {its.source}"
    return ""


def _word(mine: int, its: int) -> str:
    return "better" if mine > its else "worse"


def _height(text: str) -> int:
    found = _HEIGHT.search(text)
    if found is None:
        return 0
    return int(found[1]) if found[1] else _UHD


def _rank(source: str) -> int:
    return _SOURCES.index(source) if source in _SOURCES else -1
