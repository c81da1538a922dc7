"""Text from anywhere becomes one component of a path that is legal and stays itself on every file system and share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from organizer.model import Characters

NAME_LIMIT = 255  # bytes of a component on ext4, XFS, ZFS, NTFS and most others; 143 on eCryptfs

_PLAIN = str.maketrans({
    "/": "-", "\\": "-", "|": "-", "*": "-", '"': "'", "<": None, ">": None, "?": None,
})  # fmt: skip
# Sonarr and Radarr: FileNameBuilder, the replacements of bad characters.
_ARR = str.maketrans({
    "/": "+", "\\": "+", "|": None, "*": "-", '"': None, "<": None, ">": None, "?": "!",
})  # fmt: skip
_TABLES: Mapping[Characters, Mapping[int, str | int | None]] = {
    Characters.PLAIN: _PLAIN,
    Characters.DASH: _PLAIN,
    Characters.SPACE_DASH: _PLAIN,
    Characters.DELETE: str.maketrans("", "", '/\\|*"<>?:'),
    Characters.ARR: _ARR,
}
_COLONS = {Characters.DASH: "-", Characters.SPACE_DASH: " - ", Characters.DELETE: ""}
_COLON_BLANK = re.compile(r"\s*:(?=\s)")
_COLON_LAST = re.compile(r"[\s:]+$")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# Joiners make emoji and Indic ligatures; anywhere else they only hide.
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?=\.|$)", re.IGNORECASE)
_JOINERS = "\u200c\u200d"


def component(text: str, limit: int = NAME_LIMIT, policy: Characters = Characters.PLAIN) -> str:
    """The text as one component of a path: valid UTF-8 in NFC, at most ``limit`` bytes, never empty, ``.`` or ``..``.

    Legal on SMB, NTFS and exFAT too (Samba mangles what Windows cannot show; Microsoft's naming rules): the characters
    ``: / \\ < > * ? | "`` are replaced, control and format characters dropped, blanks squeezed, blanks and dots at
    the ends stripped, reserved device names get a ``_``. Cut between graphemes. Idempotent; ordinary names in any
    script come back unchanged. ``limit`` is at least 8. A text that one policy has cleaned is clean for all.
    """
    cleaned = cut(clean(text, policy), limit)
    reserved = _RESERVED.match(cleaned)
    if reserved:
        stem = reserved.group().rstrip()
        cleaned = cut(f"{stem}_{cleaned[reserved.end() :]}", limit)
    return cleaned or "_"


def clean(text: str, policy: Characters = Characters.PLAIN) -> str:
    """The characters of ``component`` without its length and reserved names; may be empty. For a value in a template.

    A colon before a blank becomes `` - `` (``Alien: Covenant``), or goes when the text has a dash of its own
    (``Mission: Impossible - Fallout``): two dashes would read as two separators. Other policies write every colon in
    one way.
    """
    text = _COLON_LAST.sub("", unicodedata.normalize("NFC", text))
    if policy in _COLONS:
        text = text.replace(":", _COLONS[policy])
    else:
        text = _COLON_BLANK.sub("" if " - " in text else " -", text).replace(":", "-")
    text = text.translate(_TABLES[policy])
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_keep, text))
        text = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", text))
    return " ".join(text.split()).strip(" .")


def cut(text: str, limit: int) -> str:
    """The longest beginning of at most ``limit`` bytes of UTF-8 ending between two graphemes, without a loose end."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    end = len(raw[:limit].decode(errors="ignore"))
    while end and not _is_border(text, end):
        end -= 1
    return text[:end].rstrip(" .-,;")


def shorten(text: str, limit: int) -> str:
    """A title of at most ``limit`` bytes: cut between two words where that costs less than a third of what has room.

    TMDB finds whole words only, so that a name without an id is found again.
    """
    found = cut(text, limit)
    within_word = len(found) < len(text) and text[len(found)].isalnum()
    last = found.rfind(" ") if within_word else -1
    return cut(found, len(found[:last].encode())) if 3 * last > 2 * len(found) else found


def _keep(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Co"} or (category == "Cf" and character not in _JOINERS):
        return ""
    return "" if category == "Cn" and _is_noncharacter(character) else character


def _is_noncharacter(character: str) -> bool:
    # Other unassigned code points stay: they are the emoji of a newer Unicode than this Python knows.
    return _NONCHARACTERS.match(character) is not None or ord(character) & 0xFFFE == 0xFFFE


def _is_border(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if before == "\u200d" or after in _JOINERS or unicodedata.category(after) in {"Mn", "Mc", "Me"}:
        return False
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # skin tones
        return False
    return not (_is_flag_half(after) and _flag_halves_before(text, index) % 2)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, index: int) -> int:
    start = index
    while start and _is_flag_half(text[start - 1]):
        start -= 1
    return index - start
