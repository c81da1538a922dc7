"""Whether a library and the sources can work together."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from organizer.display import safe_text
from organizer.errors import UsageError
from organizer.model import Library
from organizer.planning.disk import is_below


def check_library(library: Library, sources: Sequence[str]) -> None:
    """Raise ``UsageError`` when a library folder is a file, relative, or lies inside a source.

    A library inside a source would be scanned as something to organise, with the person's finished work in it. A
    source that is the library itself (one of its folders, or the folder that holds two or more of them), or that lies
    inside it, is fine: then the library is put in order. Links are resolved first.
    """
    roots = [_real(root) for root in library.roots]
    holders = Counter(os.path.dirname(root) for root in roots)
    wholes = {*roots, *(holder for holder, count in holders.items() if count > 1)}
    for source in sources:
        real = _real(source)
        inside = next((root for root in roots if is_below(root, real)), None)
        if inside is not None and real not in wholes:
            raise UsageError(
                f"The library {safe_text(inside)} lies inside the source {safe_text(source)}",
                hint="choose a library outside of it, or name the folders to organise one by one",
            )


def _real(path: str) -> str:
    if not path or "\0" in path or not os.path.isabs(path):
        raise UsageError(f"{safe_text(path) or 'An empty path'} is no absolute path", hint="give the library in full")
    real = os.path.realpath(path)
    if os.path.lexists(real) and not os.path.isdir(real):
        raise UsageError(f"{safe_text(path)} is not a folder", hint="give a folder, or one that can be made")
    return real
