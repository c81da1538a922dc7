"""The query language of the review: ``year:1990-1999 size:>4g tier:ambiguous !sample "dark matter"``.

A query is words separated by blanks; a row passes when all of them say yes.

- A bare word is found in the path below the root or in the title (with its year), without regard to case.
- ``key:value`` asks one thing; several values of one key, with commas, mean any of them: ``tier:none,ambiguous``.
- ``!`` before a word or key says the opposite.
- Quotes hold blanks together: ``title:"dark matter"``, and take a colon or a comma for what it is: ``"csi: miami"``.
- Numbers may be ranges: ``1998``, ``1990-1999``, ``1990-``, ``>1990``, ``>=1990``, ``<2000``, ``<=2000``.
- A key without a value yet limits nothing, so that a query can be typed without passing through an error.

======== ==================================================================================================
key      values
======== ==================================================================================================
tier     sure, likely, ambiguous, none, waiting (not matched yet); the beginning of a word is enough
decision pending, approved, fixed, skipped, ignored; also open (pending) and decided (all others)
type     film (or movie), series (or episode), extra, unknown
year     of the match, or without one of the name
season   a number or range; 0 is the specials
episode  the first number of the file
size     of the video in bytes, with k, m, g or t (powers of 1000): ``>4g``, ``700m-1.5g``
score    of the match, 0 to 1 or in per cent: ``<0.8``, ``80%-``
id       TMDB's id
lang     the original language of the match, or the language of any subtitle beside the file: ``fr``, ``pt``
title    words in the title of the match, or without one in what the name was read as
name     words in the file's own name
path     words anywhere in the whole path, the folders above the root included
has      match, subtitle, nfo, artwork, companion
======== ==================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from organizer.display import fold
from organizer.errors import OrganizerError
from organizer.store.columns import Columns
from organizer.store.masks import Mask, both, either, everything, inverted
from organizer.store.questions import QUESTIONS, Test, in_anything
from organizer.store.words import Word, read_words


class QueryError(OrganizerError):
    """A query that cannot be read. ``start`` and ``end`` are places in its text, from 0."""

    def __init__(self, message: str, start: int, end: int, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read: tests that all must say yes, each with whether it is turned round."""

    tests: tuple[tuple[Test, bool], ...] = ()

    def mask(self, columns: Columns) -> Mask:
        """Which rows pass. Some milliseconds for 100,000 rows and each word."""
        found = everything(len(columns))
        for test, negated in self.tests:
            said = test(columns)
            found = both(found, inverted(said) if negated else said)
        return found


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of ``text[start:end]``; the first choice is the likeliest."""

    start: int
    end: int
    choices: tuple[str, ...]


def parse_query(text: str) -> Query:
    """Read a query. Raises QueryError, which says where and what is known instead."""
    return Query(tuple((_test_of(word), word.negated) for word in read_words(text) if word.values))


def complete(text: str, cursor: int, values: Mapping[str, Sequence[str]] | None = None) -> Completion:
    """What the word under the cursor may become: a key with its colon, or a value of its key.

    ``values`` are choices for keys that have none of their own (``{"lang": ["en", "fr"]}``).
    """
    words = read_words(text)
    word = next((w for w in words if w.start <= cursor <= w.end), None)
    if word is None:
        return Completion(cursor, cursor, tuple(f"{key}:" for key in QUESTIONS))
    if word.key is None:
        begun = text[word.start + word.negated : cursor].lower()
        keys = tuple(f"{key}:" for key in QUESTIONS if key.startswith(begun))
        return Completion(word.start + word.negated, word.end, keys)
    held = next(((start, end) for _, start, end in word.values if start <= cursor <= end), (cursor, cursor))
    begun = text[held[0] : cursor].strip('"').lower()
    question = QUESTIONS.get(word.key)
    known = question.choices if question and question.choices else (values or {}).get(word.key, ())
    return Completion(*held, tuple(value for value in known if value.startswith(begun)))


def _test_of(word: Word) -> Test:
    if word.key is None:
        return in_anything(fold(word.values[0][0]))
    question = QUESTIONS.get(word.key)
    if question is None:
        near = get_close_matches(word.key, QUESTIONS, n=1)
        meant = f"did you mean {near[0]}:? " if near else ""
        raise QueryError(
            f"“{word.key}” (at {word.start + 1}) is not a key",
            word.start,
            word.start + len(word.key) + word.negated,
            hint=f"{meant}keys are {', '.join(QUESTIONS)}; quotes search for the text itself",
        )
    tests = []
    for value, start, end in word.values:
        test = question.test(value)
        if test is None:
            raise QueryError(
                f"{word.key}: knows no “{value}” (at {start + 1})", start, end, hint=f"write {question.example}"
            )
        tests.append(test)
    return tests[0] if len(tests) == 1 else _any_of(tests)


def _any_of(tests: Sequence[Test]) -> Callable[[Columns], Mask]:
    def test(columns: Columns) -> Mask:
        found = tests[0](columns)
        for other in tests[1:]:
            found = either(found, other(columns))
        return found

    return test
