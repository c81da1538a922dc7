"""Labels that TMDB makes up for episodes which nobody has named: they look like titles and are none."""

from __future__ import annotations

import re

# TMDB, "Languages": an untitled episode is called by the word of the language asked for and its number. The word alone
# says nothing, and the number already stands in every name, so a real title of this form is no loss.
_WORDS = (
    "episode", "épisode", "episodio", "episódio", "folge", "aflevering", "avsnitt", "afsnit", "jakso", "odcinek",
    "epizoda", "epizóda", "epizod", "episod", "epizód", "episoodi", "sērija", "serija", "epizodas", "epizode",
    "capítulo", "capitulo", "episodul", "episodi", "bölüm", "tập", "επεισόδιο", "эпизод", "серия", "серія", "епізод",
    "епизод", "эпізод", "פרק", "الحلقة", "حلقة", "قسمت", "एपिसोड", "ตอนที่", "ตอน", "에피소드", "エピソード",
)  # fmt: skip
_LABEL = re.compile(
    rf"(?:(?:{'|'.join(_WORDS)})\s*#?(\d+)|(\d+)\.?\s*(?:{'|'.join(_WORDS)}|epizód|rész|화|회)"
    r"|[第제]\s*(\d+)\s*[話话集回화회])",
    re.IGNORECASE,
)


def is_label(name: str, number: int) -> bool:
    """Whether the name of episode ``number`` says no more than that: ``Episode 5``, ``Эпизод 1``, ``第1話``."""
    found = _LABEL.fullmatch(name.strip())
    if found is None:
        return False
    digits = next(group for group in found.groups() if group)
    return len(digits) < 10 and int(digits) == number
