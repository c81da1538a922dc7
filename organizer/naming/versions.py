"""Labels for versions: what follows `` - `` in the names of two files of one film or episode.

Plex (naming movies, "Multiple Versions"), Jellyfin and Emby show files of one folder whose names differ only in such a
label as one item with a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from organizer.model import ParsedName
from organizer.naming.characters import clean

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


def is_version_label(text: str) -> bool:
    """Whether the text may stand as a label: a single word that means no part and no episode."""
    single = bool(text) and len(text.split()) == 1 and clean(text) == text
    return single and len(text.encode()) <= _LONGEST and not _NO_LABEL.fullmatch(text)
