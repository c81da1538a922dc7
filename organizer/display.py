"""Untrusted text made safe to show: file names and TMDB text are data, never commands to a terminal.

``safe_text`` is the only way to the screen, standard output for people, standard error, the log and the window title
or a file name. JSON output does not go through it: ``json.dumps`` escapes on its own and must keep exact bytes.
"""

from __future__ import annotations

import re
import unicodedata

# C0, DEL, C1; line and paragraph separators; bidi controls; byte-order mark; lone surrogates (bytes that are not
# UTF-8); private use; noncharacters. Zero-width joiners stay: emoji and Indic scripts need them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0xA0:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def safe_text(text: str) -> str:
    r"""The text with everything that a terminal or a reader could be fooled by written out (``\x1b``, ``\u202e``).

    Idempotent, total, and the identity on ordinary names in any script.
    """
    return _UNSAFE.sub(_escape, text) if not text.isascii() or not text.isprintable() else text


def human_size(count: int) -> str:
    """Bytes for a person, in powers of 1000 with the usual units: ``1.4 GB``."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def human_duration(seconds: float) -> str:
    """Seconds for a person: ``8s``, ``2m05s``, ``1h12m``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole}s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}m{rest:02d}s"
    return f"{minutes // 60}h{minutes % 60:02d}m"


def fold(text: str) -> str:
    """A key under which names are compared that a careless file system takes for the same: NFC, case folded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
