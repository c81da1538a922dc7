"""Numbers in Chinese and Japanese numerals, where they count seasons and episodes: ``第二季``, ``第十二話``."""

from __future__ import annotations

import re

_DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}
_COUNTED = re.compile(r"第(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?(?=[季期部話话集回])")


def in_digits(text: str) -> str:
    """The text with ``第十二話`` as ``第12話``; numbers from 1 to 99."""
    return _COUNTED.sub(_in_digits, text) if "第" in text else text


def _in_digits(found: re.Match[str]) -> str:
    tens, ones = found["tens"], found["ones"]
    if not tens and not ones:
        return found.group()
    value = 10 * _DIGITS.get(tens[0], 1) if tens else 0
    return f"第{value + _DIGITS.get(ones or '', 0)}"
