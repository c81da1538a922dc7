"""A path cut into what can be read: the file name, its ending and the folders above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from organizer.config.schema import COMPANION_EXTENSIONS, SUBTITLE_EXTENSIONS, VIDEO_EXTENSIONS
from organizer.parsing.guess import readable

# A title's folder may hold a season's, and that one a folder of extras; what is above belongs to the library.
_FOLDERS = 3

# A slash inside brackets (``[720p/MKV]``, ``(1/7)``) separates nothing.
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|【[^【】]*】")
_SLASH = "\u2215"  # stands for a slash that separates nothing

ARCHIVE_EXTENSIONS = frozenset({"rar", "zip", "7z", "par2", "nzb", "sfv", "gz", "tar"})
_KNOWN = frozenset(VIDEO_EXTENSIONS) | frozenset(SUBTITLE_EXTENSIONS) | frozenset(COMPANION_EXTENSIONS)
_PART_OF_RAR = re.compile(r"\.part\d{1,3}$", re.IGNORECASE)
_VOLUME = re.compile(r"^(?:r\d{2,3}|\d{3}|z\d{2})$")


@dataclass(frozen=True, slots=True)
class PathName:
    """``leaf`` is the name without its ending; ``folders`` the nearest first, at most three."""

    path: str
    leaf: str
    extension: str
    folders: tuple[str, ...]

    @property
    def is_volume(self) -> bool:
        """Whether the ending is that of a volume of an archive, or of a list of checksums."""
        several = self.extension == "rar" and _PART_OF_RAR.search(self.leaf) is not None
        return several or self.extension in {"par2", "sfv"} or _VOLUME.match(self.extension) is not None


def split_path(path: str) -> PathName:
    """Cut a path. Backslashes separate only where there is no slash: they are legal in POSIX names."""
    text = readable(path)
    if "/" not in text and "\\" in text:
        text = text.replace("\\", "/")
    parts = [part.strip().replace(_SLASH, "/") for part in _components(text)]
    parts = [part for part in parts if part not in {"", ".", ".."}]
    if not parts:
        return PathName(path, "", "", ())
    leaf, extension = _cut_extension(parts[-1])
    return PathName(path, leaf, extension, tuple(reversed(parts[-1 - _FOLDERS : -1])))


def _components(text: str) -> list[str]:
    """`` / `` with spaces stands between the two titles of a release title: such a text is no path at all."""
    if " / " in text and not text.startswith("/"):
        return [text]
    return _IN_BRACKETS.sub(lambda found: found.group().replace("/", _SLASH), text).split("/")


def _cut_extension(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    lowered = ending.lower()
    if dot and stem and (lowered in _KNOWN or lowered in ARCHIVE_EXTENSIONS or _is_volume(stem, lowered)):
        return stem, lowered
    return name, ""


def _is_volume(stem: str, ending: str) -> bool:
    """``.r00`` always; ``.001`` only after the ending of a file: ``Some Show.101`` is an episode."""
    if not _VOLUME.match(ending):
        return False
    return not ending.isdigit() or stem.rpartition(".")[2].lower() in _KNOWN | ARCHIVE_EXTENSIONS
