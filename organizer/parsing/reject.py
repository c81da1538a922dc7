"""What is no film or episode: obfuscated names and plain samples."""

from __future__ import annotations

import re

_HASH = re.compile(
    r"^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\d+)?$", re.IGNORECASE
)
_HEX_PIECES = re.compile(r"^(?=(?:[^\d]*\d){3})(?=(?:[^a-f]*[a-f]){2})[0-9a-f]{6,}(?:-[0-9a-f]{4,})+$", re.IGNORECASE)
_STAMP = re.compile(r"^(?:\d{6}_\d{2}|(?:19|20)\d{6}[_-]\d{4,9})$")
# What cameras and telephones call their own: ``IMG_4711``, ``VID_20210304_101112``, ``GOPR0123``.
_CAMERA = re.compile(
    r"^(?:C?IMG|VID|MVI|MOV|DSC[NF]?|GOPR|G[HX]|PXL|DJI|WP|SANY)[ _-]?\d{4,9}(?:[ _-]\d{4,9})?"
    r"(?:[ ~_-]?\(?\d{1,3}\)?)?$"
)
_HASH_INSIDE = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}(?:[0-9a-f]{8})?)(?![0-9a-z])",
    re.IGNORECASE,
)
_SAID = re.compile(r"s\d{1,4}[ ._-]*e\d|\d{1,2}x\d{2}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{3,4}[pi]\b", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z0-9]+")
_VOWELLESS = re.compile(r"^[b-df-hj-np-tv-xz]+(?:[ ._-]+[b-df-hj-np-tv-xz]+)*$", re.IGNORECASE)
_RESOLUTION = re.compile(r"(?<![A-Za-z0-9])\d{3,4}[pi](?![A-Za-z0-9])")
_CAMEL_WORDS = re.compile(r"^\d{0,4}(?:[A-Z][a-z]+)+\d{0,4}$")
_SWITCH = re.compile(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])|[A-Z](?=[a-z][A-Z])")
_SAMPLE = re.compile(r"^(?:sample\d*|sample[._-]\S+|[^\s]{1,16}[._-]sample)$", re.IGNORECASE)
# What programs call a file that nobody has named.
_GENERIC = re.compile(r"^(?:video|movie|film|output|recording|untitled|title_?t\d{1,3})$", re.IGNORECASE)
_SAMPLE_FOLDERS = frozenset({"sample", "samples", "proof"})

# Switches between letters and digits, or of case, from which a token of eight and more characters is no word.
_SWITCHES = 5
_TOKEN = 8

# Words run together have some letters each: ``TheLordOfTheTides``.
_CAMEL_WORD = 3

# No word of any language in Latin letters has so many consonants and no vowel; a growl repeats its letters.
_CONSONANTS = 9
_DIFFERENT = 6


def is_sample(leaf: str, folders: tuple[str, ...]) -> bool:
    """Whether the file calls itself a sample and nothing else, or lies in a folder of samples."""
    if folders and folders[0].lower() in _SAMPLE_FOLDERS:
        return True
    return _SAMPLE.match(leaf) is not None and not says_something(leaf)


def is_obfuscated(leaf: str) -> bool:
    """Whether a name hides what it is: a hash, random letters and digits, a camera's number, a title glued to one."""
    leaf = leaf.strip()
    if (
        _GENERIC.match(leaf)
        or _HASH.match(leaf)
        or _HEX_PIECES.match(leaf)
        or _STAMP.match(leaf)
        or _CAMERA.match(leaf)
    ):
        return True
    leaf = _RESOLUTION.sub("", leaf).strip(" ._-")  # it says nothing of what there is to see
    if _SAID.search(leaf):
        return False
    return _HASH_INSIDE.search(leaf) is not None or _is_random(leaf) or _is_glued(leaf) or _is_mashed(leaf)


def _is_random(leaf: str) -> bool:
    """At least 60 % of the characters are in long tokens that switch all the time."""
    tokens = _WORDS.findall(leaf)
    total = sum(map(len, tokens))
    random = sum(len(token) for token in tokens if _switches(token))
    return total > 0 and leaf.isascii() and random >= 0.6 * total


def _switches(token: str) -> bool:
    if len(token) < _TOKEN or len(_SWITCH.findall(token)) < _SWITCHES:
        return False
    words = sum(map(str.isupper, token))
    return not (_CAMEL_WORDS.match(token) and len(token) >= _CAMEL_WORD * words)


def _is_mashed(leaf: str) -> bool:
    """Fingers on the keyboard: nothing but different consonants."""
    letters = re.sub(r"[ ._-]", "", leaf.lower())
    return len(letters) >= _CONSONANTS and len(set(letters)) >= _DIFFERENT and _VOWELLESS.match(leaf) is not None


def _is_glued(leaf: str) -> bool:
    """One long token in lower case with a number inside: ``somelongtitle1234finale``."""
    return len(leaf) >= 18 and re.match(r"^[a-z]{6,}\d{3,}[a-z]{4,}$", leaf) is not None


def is_of_disc(leaf: str, ending: str = "") -> bool:
    """Whether a name is one that every DVD or Blu-ray has. With the file's ending: whether it can be no other."""
    if ending:
        plain = r"^VTS_\d\d_\d$|^VIDEO_TS$" if ending.lower() != "m2ts" else r"^\d{5}$"
    else:
        plain = r"^(?:VTS_\d\d_\d|VIDEO_TS|\d{5}|index)$"
    return re.match(plain, leaf, re.IGNORECASE) is not None


def says_something(leaf: str) -> bool:
    """Whether a name holds a year or an episode number, so that it can be read on its own."""
    return _SAID.search(leaf) is not None
