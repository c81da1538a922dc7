"""Parses, verdicts and companions as compact JSON, and back; nothing here runs code that a file could bring along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from organizer.model import (
    Candidate,
    CandidateType,
    Companion,
    CompanionKind,
    EpisodeRef,
    FileIdentity,
    Hypothesis,
    Match,
    MediaType,
    Origin,
    Parse,
    ParsedName,
    Tier,
    Verdict,
)

BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What decoding raises on anything that was not written here."""

_NAME_FIELDS = tuple(f.name for f in fields(ParsedName))
_NAME_DEFAULTS = {f.name: f.default for f in fields(ParsedName) if f.name != "path"}
_MATCH_DEFAULTS = {f.name: f.default for f in fields(Match)}
_CANDIDATE_DEFAULTS = {f.name: f.default for f in fields(Candidate)}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))  # ASCII: lone surrogates of names survive


def _sparse(value: object, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that differ from their defaults."""
    found = {}
    for name, default in defaults.items():
        held = getattr(value, name)
        if held != default:
            found[name] = held
    return found


def _filled(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _name_object(name: ParsedName, path: str) -> dict[str, Any]:
    found = _sparse(name, _NAME_DEFAULTS)
    return found if name.path == path else found | {"path": name.path}


def _name_of(found: Mapping[str, Any], path: str) -> ParsedName:
    held = {"path": path} | _filled(found)
    if held.get("type") is not None:
        held["type"] = MediaType(held["type"])
    return ParsedName(**held)


def parse_to_text(parse: Parse) -> str:
    """A parse, whole: about 400 bytes."""
    path = parse.parsed.path
    readings = [[_name_object(h.parsed, path), h.origin.value, h.weight] for h in parse.hypotheses]
    return _dump([path, _name_object(parse.parsed, path), readings, parse.doubts, parse.own_title])


def parse_from_text(text: str) -> Parse:
    """The parse that ``parse_to_text`` wrote. Raises one of BROKEN on anything else."""
    path, parsed, readings, doubts, own_title = json.loads(text)
    hypotheses = tuple(Hypothesis(_name_of(name, path), Origin(origin), weight) for name, origin, weight in readings)
    return Parse(_name_of(parsed, path), hypotheses, tuple(doubts), own_title)


def match_to_text(match: Match) -> str:
    """A match as JSON, whole."""
    return json.dumps(asdict(match), ensure_ascii=True)


def match_from_text(text: str) -> Match:
    """The match that ``match_to_text`` wrote. Raises one of BROKEN on anything else."""
    return _match_of(json.loads(text))


def _match_of(found: dict[str, Any]) -> Match:
    held = _filled(found)
    held["type"] = MediaType(held["type"])
    held["episodes"] = tuple(
        EpisodeRef(**episode) if isinstance(episode, dict) else EpisodeRef(*episode) for episode in held["episodes"]
    )
    for name in ("genres", "countries"):
        held[name] = tuple(held.get(name, ()))
    return Match(**held)


def _match_object(match: Match) -> dict[str, Any]:
    found = _sparse(match, _MATCH_DEFAULTS)
    found["episodes"] = [[e.season, e.number, e.title, e.air_date] for e in match.episodes]
    return found


def candidate_to_text(candidate: Candidate) -> str:
    """What is the same of a candidate for every file of a show: all but the score and the reasons."""
    found = _sparse(candidate, _CANDIDATE_DEFAULTS)
    found.pop("score", None)
    found.pop("reasons", None)
    return _dump(found)


def candidate_from_text(text: str, score: float, reasons: Sequence[str]) -> Candidate:
    """The candidate of ``candidate_to_text`` with what is a file's own. Raises one of BROKEN on anything else."""
    held = _filled(json.loads(text))
    held["type"] = CandidateType(held["type"])
    return Candidate(**held, score=score, reasons=tuple(reasons))


def verdict_to_text(verdict: Verdict, keys: Sequence[int]) -> str:
    """A verdict; its candidates are kept elsewhere, under ``keys``."""
    candidates = [[key, c.score, c.reasons] for key, c in zip(keys, verdict.candidates, strict=True)]
    match = _match_object(verdict.match) if verdict.match else None
    return _dump(
        [verdict.tier.value, match, verdict.confidence, verdict.gap, verdict.reasons, candidates, verdict.score]
    )


def verdict_from_text(text: str, candidates: Mapping[int, str]) -> Verdict:
    """The verdict that ``verdict_to_text`` wrote; a candidate that is not among ``candidates`` is left out.

    Raises one of BROKEN on anything else.
    """
    tier, match, confidence, gap, reasons, listed, score = json.loads(text)
    found = tuple(candidate_from_text(candidates[key], score, why) for key, score, why in listed if key in candidates)
    taken = _match_of(match) if match else None
    return Verdict(Tier(tier), taken, confidence, gap, tuple(reasons), found, score)


def candidate_keys(text: str) -> list[int]:
    """The keys of the candidates in a verdict's text."""
    return [int(entry[0]) for entry in json.loads(text)[5]]


def companions_to_text(companions: Sequence[Companion]) -> str:
    """The companions of a video."""
    return _dump([
        [c.path, c.kind.value, _identity_object(c.identity), c.language, c.flags, c.label] for c in companions
    ])  # fmt: skip


def companions_from_text(text: str) -> tuple[Companion, ...]:
    """The companions that ``companions_to_text`` wrote. Raises one of BROKEN on anything else."""
    return tuple(
        Companion(path, CompanionKind(kind), FileIdentity(*identity), language, tuple(flags), label)
        for path, kind, identity, language, flags, label in json.loads(text)
    )


def _identity_object(identity: FileIdentity) -> list[int]:
    return [identity.device, identity.inode, identity.size, identity.mtime_ns, identity.links]
