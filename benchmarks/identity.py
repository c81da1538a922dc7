"""Identity: whether a reading of a name has the type, title, year and numbers that a corpus asserts.

A corpus is a folder of JSON Lines: ``path``, ``source``, ``expect`` (only what is asserted: null or [] means absent,
``{"first": 3, "last": 15}`` only the ends, ``"*"`` anything) and ``alt``, readings that are as good. A case whose
``type`` is null must not be taken for media; those are counted apart.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from organizer.model import Parse

FIELDS = ("type", "title", "year", "season", "episode", "absolute_episode", "date")

Case = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """So many of ``cases`` are right."""

    right: int = 0
    cases: int = 0

    def count(self, right: bool) -> None:
        self.right += right
        self.cases += 1

    @property
    def share(self) -> float:
        return self.right / self.cases if self.cases else 0.0


def read_corpus(folder: str) -> Iterator[Case]:
    """Every case of every ``.jsonl`` file, in the order of their names."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(".jsonl"):
            with open(os.path.join(folder, name), encoding="utf-8") as lines:
                yield from map(json.loads, lines)


def tally(cases: Iterable[Case], parses: Iterable[Parse]) -> tuple[dict[str, Tally], list[tuple[Case, Parse]]]:
    """Per source, and as ``all`` and ``refused`` over them; with the cases that are wrong."""
    found: defaultdict[str, Tally] = defaultdict(Tally)
    wrong = []
    for case, parse in zip(cases, parses, strict=True):
        says = parse.parsed.to_json()
        if case["expect"].get("type", "") is None:
            found["refused"].count(says["type"] is None)
            continue
        right = is_identity(case, says)
        if right is None:
            continue
        found[case["source"]].count(right)
        found["all"].count(right)
        if not right:
            wrong.append((case, parse))
    return dict(found), wrong


def is_identity(case: Case, says: Mapping[str, Any]) -> bool | None:
    """Whether everything that one of the case's readings asserts is right; None when none asserts anything."""
    verdicts = []
    for other in ({}, *case.get("alt", ())):
        expect = {key: value for key, value in {**case["expect"], **other}.items() if value != "*"}
        fields = [field for field in FIELDS if field in expect]
        if "episode" in fields and "absolute_episode" in fields:
            fields.remove("absolute_episode")
        if fields:
            verdicts.append(all(_agrees(field, expect[field], says, expect) for field in fields))
    return any(verdicts) if verdicts else None


def _agrees(field: str, wanted: Any, says: Mapping[str, Any], expect: Mapping[str, Any]) -> bool:
    got = says.get(field)
    if field == "type":
        return bool(got == wanted)
    if field in {"season", "episode"}:
        return _ends_agree(wanted, _numbers(got)) if isinstance(wanted, Mapping) else _numbers(wanted) == _numbers(got)
    if field == "absolute_episode":  # a number counted through is the same one under either name
        bare = _numbers(says.get("episode")) if "episode" not in expect else None
        return _numbers(wanted) in (_numbers(got), bare)
    if wanted in (None, "", []):
        return got in (None, "", [])
    if field == "year":
        return _numbers(wanted) == _numbers(got)
    if field == "date":
        return str(got)[:10] == str(wanted)[:10]
    first = wanted[0] if isinstance(wanted, list) else wanted
    return got is not None and _plain(got) == _plain(first)


def _ends_agree(wanted: Mapping[str, Any], got: set[int]) -> bool:
    if "first" in wanted and (not got or min(got) != wanted["first"]):
        return False
    if "last" not in wanted:
        return True
    return len(got) <= 1 if wanted["last"] is None else bool(got) and max(got) == wanted["last"]


def _numbers(value: Any) -> set[int]:
    values = value if isinstance(value, list) else [value]
    return {int(one) for one in values if str(one).lstrip("-").isdigit()}


def _plain(text: Any) -> str:
    """Words alone, with their accents and articles."""
    folded = re.sub(r"['’`´]", "", unicodedata.normalize("NFKC", str(text)).casefold())
    return re.sub(r"[\W_]+", " ", folded).strip()
