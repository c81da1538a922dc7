"""``pmo naming``: what the settings make of one file of each kind, and the words that templates know."""

from __future__ import annotations

from collections.abc import Mapping

from organizer.naming import NameStyle, samples
from organizer.naming.vocabulary import FILTERS, TAGS, TOKENS
from tui.commands.arguments import one_of
from tui.commands.context import Context


def run(context: Context) -> int:
    """Show the samples, or the words. Raises TemplateError, with the place of the mistake."""
    if one_of(context.arguments.words, ("samples", "tokens"), "naming") == "tokens":
        for what, words in (("token", TOKENS), ("tag", TAGS), ("filter", FILTERS)):
            _show_words(context, what, words)
        return 0
    found = samples(NameStyle.of(context.settings))
    for sample in found:
        context.out.object(
            {
                "kind": sample.kind,
                "setting": f"naming.{sample.setting}",
                "source": sample.source,
                "target": sample.target or None,
                "problem": sample.problem or None,
            }
        )
        context.out.line(f"{sample.kind}: {sample.source}")
        context.out.line(f"    {sample.target or sample.problem}")
    return 1 if any(sample.problem for sample in found) else 0


def _show_words(context: Context, what: str, words: Mapping[str, str]) -> None:
    width = max(map(len, words))
    context.out.line(f"{what.capitalize()}s")
    for word, meaning in words.items():
        context.out.object({what: word, "meaning": meaning})
        context.out.line(f"  {word:<{width}}  {meaning}")
