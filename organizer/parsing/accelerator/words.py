"""Words that guessit asks babelfish about are remembered: is it a language, is it a country."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import babelfish

_WORDS = 2048  # of each kind: neighbours in a library share most of theirs


def remember_words() -> None:
    """Put a memory in front of the two converters that guessit has just registered with babelfish."""
    languages, countries = babelfish.language_converters, babelfish.country_converters
    languages["guessit"] = _Remembering(languages["guessit"], babelfish.LanguageReverseError)
    countries["guessit"] = _Remembering(countries["guessit"], babelfish.CountryReverseError)


class _Remembering:
    """A converter of babelfish whose answers, refusals included, are kept for the words that came last."""

    def __init__(self, converter: Any, refusal: type[Exception]) -> None:
        self._converter = converter
        self._refusal = refusal
        self._answer = lru_cache(_WORDS)(self._ask)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._converter, name)

    def reverse(self, word: str) -> Any:
        """What the word stands for; raises the refusal."""
        answer = self._answer(word)
        if answer is None:
            raise self._refusal(word)
        return answer

    def _ask(self, word: str) -> Any:
        try:
            return self._converter.reverse(word)
        except self._refusal:
            return None
