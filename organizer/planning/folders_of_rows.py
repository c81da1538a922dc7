"""Which rows lie below which folders."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from organizer.model import ReviewRow


def by_folder(rows: Iterable[ReviewRow], folders: Collection[str]) -> Mapping[str, Sequence[ReviewRow]]:
    """For each of the folders the rows in it or anywhere below it, in their order; none for the others.

    Cost: a look-up for each folder above each row, up to its root.
    """
    found: dict[str, list[ReviewRow]] = defaultdict(list)
    for row in rows if folders else ():
        folder = row.file.folder
        while True:
            if folder in folders:
                found[folder].append(row)
            if folder == row.file.root or folder == os.path.dirname(folder):
                break
            folder = os.path.dirname(folder)
    return found
