"""A query's text taken apart into words, keys and values, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A key is letters before a colon; a value ends at a comma or a blank outside quotes. A quote that is not closed yet
# holds everything to the end.
_KEY = re.compile(r"([A-Za-z]+):")
_VALUE = re.compile(r'(?:"[^"]*"?|[^\s,"])*')
_BARE = re.compile(r'(?:"[^"]*"?|[^\s"])+')


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: ``values`` are texts without their quotes, with where each starts and ends.

    ``key`` is None for a bare word, which has one value. Values that are empty are not listed.
    """

    start: int
    end: int
    negated: bool
    key: str | None
    values: tuple[tuple[str, int, int], ...]


def read_words(text: str) -> list[Word]:
    """The words of a query, in order. Total: every text is words."""
    found = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        word = _read_word(text, at)
        found.append(word)
        at = word.end
    return found


def _read_word(text: str, start: int) -> Word:
    negated = text[start] == "!"
    at = start + negated
    key = _KEY.match(text, at)
    if key is None:
        bare = _BARE.match(text, at)
        end = bare.end() if bare else at
        value = _unquoted(text[at:end])
        return Word(start, end, negated, None, ((value, at, end),) if value else ())
    values = []
    at = key.end()
    while True:
        held = _VALUE.match(text, at)
        end = held.end() if held else at
        if value := _unquoted(text[at:end]):
            values.append((value, at, end))
        at = end
        if at >= len(text) or text[at] != ",":
            return Word(start, at, negated, key.group(1).lower(), tuple(values))
        at += 1


def _unquoted(text: str) -> str:
    return text.replace('"', "")
