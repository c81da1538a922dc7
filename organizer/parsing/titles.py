"""Titles as they are written: from the raw text of a name to what a person would write."""

from __future__ import annotations

import re
import unicodedata

from organizer.parsing.anchors import TECHNICAL

_ACRONYM = re.compile(r"(?:(?<=[ ._])|^)(?:[A-Za-z]\.){2,}(?:[A-Za-z](?=\s|$))?")
_SPACES = re.compile(r"\s+")


# A title of one of these words alone has lost the rest of it.
ARTICLES = frozenset({"the", "a", "an", "le", "la", "les", "der", "die", "das", "el", "los", "las", "il"})

_BEFORE = " -–_./|"
_AFTER = " -–_.([{/|"
_HALVES = re.compile(r"\s+[/|]\s+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u2e80-\u9fff\uac00-\ud7af]")


def tidy(raw: str) -> str:
    """A raw title as a person would write it: separators become spaces, initials keep their dots."""
    text = raw.replace("_", " ")
    if " " not in text.strip():
        kept = [(found.start(), found.end()) for found in _ACRONYM.finditer(text)]
        text = "".join(
            " " if letter == "." and not any(start <= index < end for start, end in kept) else letter
            for index, letter in enumerate(text)
        )
    return _SPACES.sub(" ", text).lstrip(_BEFORE).rstrip(_AFTER)


def in_latin_letters(title: str) -> str:
    """Of ``Название / Title`` the halves in Latin letters; the title itself when there is no choice."""
    halves = _HALVES.split(title)
    latin = [half for half in halves if _LATIN.search(half) and not _OTHER_SCRIPT.search(half)]
    return " / ".join(latin) if latin and len(latin) < len(halves) else title


def same_title(one: str, other: str) -> bool:
    """Whether two titles differ in case, punctuation and a leading article at most."""
    return letters(one) == letters(other)


def letters(title: str) -> str:
    """The letters and digits of a title, folded, without a leading English article: what it is compared by."""
    return re.sub(r"^the |[\W_]+", "", re.sub(r"[\W_]+", " ", title.casefold()).strip())


# The place in a list ("01 - Film (1999)", "112. Film (2001)"): a zero, a hyphen or a dot tells it from the title.
_INDEX = re.compile(r"^(?:0\d{1,2}(?:\s*[-.])?|\d{1,3}(?:\s-|\.)|\(\d\)(?=\S))\s*(?=[^\W\d])")


def without_index(title: str) -> str:
    """A film's title without its place in a list."""
    return _INDEX.sub("", title)


_PART = r"(?P<part>Part[ ._]+(?:\d{1,2}|[IVX]{1,4}|One|Two|Three|Four|Five|Six|Seven))"
_YEAR_OR_END = rf"(?=[ ._(\[]+(?:(?:19|20)\d\d(?!\d)|{TECHNICAL.pattern})|[\W_]*$)"


def title_with_part(title: str, text: str) -> str | None:
    """``Title Part Two``, where the text goes on like that after the title and before a year or the end."""
    words = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", title)))
    found = re.search(rf"(?<![^\W_]){words}[\W_]+{_PART}{_YEAR_OR_END}", text, re.IGNORECASE)
    return f"{title} {tidy(found['part'])}" if found else None


def pattern_of(title: str) -> str:
    """A pattern (to be used without regard to case) for a title as names write it.

    Any separators between the words, ``&`` for "and", and no accents or apostrophes are the same title.
    """
    return r"[\W_]*".join(_word_pattern(word) for word in re.findall(r"[^\W_]+|&", title))


def _word_pattern(word: str) -> str:
    if word == "&" or word.casefold() == "and":
        return r"(?:and|&)"
    return "".join(_letter_pattern(letter) for letter in word)


def _letter_pattern(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1]
    return re.escape(letter) if base == letter else f"(?:{re.escape(letter)}|{re.escape(base)}[\u0300-\u036f]?)"
