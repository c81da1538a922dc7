"""Templates of one's own, in Liquid: compiled once, checked word by word, and unable to do more than write text.

Only what ``vocabulary`` lists exists: no loops, no includes, no variables of one's own, and no value has attributes. A
template is short, its blocks are not deep, and what it writes is bounded, so that none can run away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from organizer.display import safe_text
from organizer.errors import ConfigError
from organizer.naming.vocabulary import FILTERS, TAGS, TOKENS

if TYPE_CHECKING:
    from liquid import BoundTemplate, Environment
    from liquid.exceptions import LiquidError

LONGEST_SOURCE = 2000  # characters
LONGEST_OUTPUT = 4000  # bytes: far beyond any name
_DEEPEST = 10  # blocks within blocks
_WIDEST = 9  # digits that pad makes at most
_NOTHING = re.compile(r"\{\{-?\s*-?\}\}")
_OF_ITS_OWN = frozenset({"movie_file", "episode_file", "dated_file"})  # extras of one name get numbers
_SINGLE = re.compile(r"(?<!\{)\{\s*([a-z_]+)\s*\}(?!\})")
_ARGUMENTS = re.compile(r"argument|positional")


class TemplateError(ConfigError):
    """A template that cannot be used. ``line`` and ``column`` count from 1; 0 when the place is not known."""

    def __init__(self, setting: str, message: str, *, line: int = 0, column: int = 0, hint: str = "") -> None:
        place = f", line {line}, column {column}" if line else ""
        super().__init__(f"naming.{setting}{place}: {message}", hint=hint)
        self.setting = setting
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Template:
    """A template that is known to use good words only."""

    setting: str
    source: str
    tokens: frozenset[str]
    _bound: BoundTemplate

    @property
    def is_file(self) -> bool:
        """Whether it makes the name of a file, not folders."""
        return self.setting.endswith("_file")

    def render(self, values: Mapping[str, str | int | None]) -> str:
        """The text for these values, uncleaned. Raises ``TemplateError``."""
        from liquid.exceptions import LiquidError

        try:
            return self._bound.render(**values)
        except LiquidError as error:
            raise _mistake(self.setting, self.source, error) from error
        except RecursionError as error:
            raise TemplateError(self.setting, "too many conditions within each other") from error


@lru_cache(maxsize=64)
def compile_template(setting: str, source: str) -> Template:
    """The template in a setting. Raises ``TemplateError`` with the place of the first mistake."""
    # Liquid brings babel along, some 100 ms: only who has a template of their own pays.
    from liquid.exceptions import LiquidError

    if len(source) > LONGEST_SOURCE:
        raise TemplateError(setting, f"a template of more than {LONGEST_SOURCE} characters is too long")
    try:
        bound = _environment().from_string(source)
        found = bound.analyze()
    except LiquidError as error:
        raise _mistake(setting, source, error) from error
    except RecursionError as error:
        raise TemplateError(setting, "too many blocks within each other") from error
    for name, places in found.globals.items():
        for place in places:
            if name not in TOKENS or len(place.segments) > 1:
                raise _unknown(setting, source, str(place), place.span.index)
    template = Template(setting, source, frozenset(found.globals), bound)
    _refuse_plain_words(template)
    return template


def _refuse_plain_words(template: Template) -> None:
    """``{title}`` is no token here, and a file's name without any would be the same for all files."""
    source = template.source
    for single in _SINGLE.finditer(source):
        if single[1] in TOKENS:
            line, column = place_of(source, single.start())
            hint = f"write {{{{ {single[1]} }}}}"
            raise TemplateError(template.setting, "a token stands in two braces", line=line, column=column, hint=hint)
    if template.setting in _OF_ITS_OWN and not template.tokens:
        raise TemplateError(
            template.setting, "there is no token in it", line=1, column=1, hint="tokens are written {{ title }}"
        )


def _unknown(setting: str, source: str, name: str, index: int) -> TemplateError:
    line, column = place_of(source, index)
    return TemplateError(
        setting, f'there is no token "{safe_text(name)}"', line=line, column=column, hint=_suggest(name, TOKENS)
    )


def _mistake(setting: str, source: str, error: LiquidError) -> TemplateError:
    """Liquid's complaint as one sentence with its place, and the nearest good word where one is wrong."""
    message = safe_text(str(error.message)).partition("\n")[0]
    if error.token is not None and error.token.start_index >= 0:
        line, column = place_of(source, error.token.start_index)
    elif empty := _NOTHING.search(source):  # Liquid does not say where
        line, column = place_of(source, empty.start())
    else:
        line, column = place_of(source, len(source))
    word = error.token.value if error.token else ""
    hint = ""
    if word in FILTERS and _ARGUMENTS.search(message):
        message, hint = f"{word} cannot be used like this", f"for example {FILTERS[word]}"
    elif "filter" in message:
        hint = _suggest(word, FILTERS)
    elif "tag" in message and word not in TAGS:
        hint = _suggest(word, TAGS)
    return TemplateError(setting, message, line=line, column=column, hint=hint)


def _suggest(word: str, good: Iterable[str]) -> str:
    near = get_close_matches(word.lower(), list(good), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else "pmo naming tokens lists all words"


def place_of(source: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a template."""
    before = source[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1


@cache
def _environment() -> Environment:
    from liquid import Environment, StrictUndefined
    from liquid.builtin import register

    class Names(Environment):
        block_nesting_limit = _DEEPEST
        output_stream_limit = LONGEST_OUTPUT

        def setup_tags_and_filters(self, *, extra: bool = False) -> None:  # noqa: ARG002 - nothing beyond Liquid
            register(self)
            words = {"#", "content", "output", "illegal", *TAGS}
            self.tags = {name: tag for name, tag in self.tags.items() if name in words}
            known = self.filters | {"pad": _pad}
            self.filters = {name: _bounded(known[name]) for name in FILTERS}

    return Names(undefined=StrictUndefined, extra=False)


def _pad(value: object, width: object = 2) -> str:
    """The number with zeros before it; a sequence of digits of that width at least."""
    text = "" if value is None else str(value)
    digits = width if isinstance(width, int) else 2
    return text.zfill(max(0, min(digits, _WIDEST))) if text else ""


def _bounded(made: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose answer stays short: ``replace`` after ``replace`` would multiply."""
    from functools import wraps

    from liquid.exceptions import FilterArgumentError

    @wraps(made)
    def bounded(*values: Any, **more: Any) -> Any:
        found = made(*values, **more)
        if isinstance(found, str) and len(found) > LONGEST_OUTPUT:
            raise FilterArgumentError("a filter wrote too much", token=None)
        return found

    return bounded
