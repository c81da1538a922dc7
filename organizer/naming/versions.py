"""Labels for versions: what follows `` - `` in the names of two files of one film or episode.

Plex (naming movies, "Multiple Versions"), Jellyfin and Emby show files of one folder whose names differ only in such a
label as one item with a choice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from organizer.display import fold
from organizer.model import ParsedName
from organizer.naming.characters import clean

_TELLING = (
    ("screen_size",), ("source",), ("screen_size", "source"), ("video_codec",), ("screen_size", "video_codec"),
    ("release_group",), ("screen_size", "release_group"),
)  # fmt: skip
_NUMBERS = range(2, 100)
_LONGEST = 24  # bytes: what always fits into the room for labels
# What a server, or the next scan, would read as something else than a label.
_NO_LABEL = re.compile(r"(?:pt|part|cd|dis[ck]|dvd)[-._]?\d+|(?:s\d+)?-?e\d+", re.IGNORECASE)


def version_labels(parsed: ParsedName) -> Iterator[str]:
    """Labels for a version, the most telling first: size, source, group, then numbers from 2 on.

    All are single words, so that ``is_version_label`` knows them again.
    """
    for value in (parsed.screen_size, parsed.source, parsed.release_group):
        label = clean(value or "")
        if is_version_label(label):
            yield label
    yield from map(str, _NUMBERS)


def telling_labels(versions: Sequence[ParsedName], taken: Collection[str]) -> list[str] | None:
    """A label for each of several versions, all different and none of the folded ``taken``; None where names tell none.

    One thing that all are told apart by is enough (``1080p``, ``2160p``); else two of them, joined (``1080p-Web``).
    """
    for kinds in _TELLING:
        labels = [_label(version, kinds) for version in versions]
        folded = {fold(label) for label in labels}
        if all(map(is_version_label, labels)) and len(folded) == len(labels) and folded.isdisjoint(taken):
            return labels
    return None


def _label(version: ParsedName, kinds: Sequence[str]) -> str:
    values = [clean(getattr(version, kind) or "").replace(" ", "-") for kind in kinds]
    return "-".join(filter(None, values))


def is_version_label(text: str) -> bool:
    """Whether the text may stand as a label: a single word that means no part and no episode."""
    single = bool(text) and len(text.split()) == 1 and clean(text) == text
    return single and len(text.encode()) <= _LONGEST and not _NO_LABEL.fullmatch(text)
