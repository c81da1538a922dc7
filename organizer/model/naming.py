"""How names are written: the choices that a person has beside the preset."""

from __future__ import annotations

from enum import StrEnum


class Characters(StrEnum):
    """What becomes of ``: / \\ < > * ? | "``, which Windows and SMB shares do not take in names.

    ``plain`` writes ``Alien: Covenant`` as ``Alien - Covenant``, ``AC/DC`` as ``AC-DC`` and drops ``?``. ``dash`` and
    ``space-dash`` do the same but for the colon, which is ``-`` or `` - `` wherever it stands. ``delete`` drops all of
    them. ``arr`` replaces them as Sonarr and Radarr do (``+ + ! -``), with their smart colon.
    """

    PLAIN = "plain"
    DASH = "dash"
    SPACE_DASH = "space-dash"
    DELETE = "delete"
    ARR = "arr"


class MovieIds(StrEnum):
    """Where the id of a film is written. That of a series is only in its folder: no server reads it elsewhere."""

    BOTH = "both"
    FOLDER = "folder"
    FILE = "file"


class NumberCase(StrEnum):
    """``s01e01`` or ``S01E01``; ``preset`` leaves it to the preset. Servers read both."""

    PRESET = "preset"
    LOWER = "lower"
    UPPER = "upper"
