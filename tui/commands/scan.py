"""``pmo scan``: what is in folders and what each file is; changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from organizer.errors import OrganizerError
from organizer.model import Decision, LeftOut, LeftOutReason, ReviewRow, Tier
from organizer.tmdb.statistics import TmdbStatistics
from tui.commands.context import Context
from tui.commands.interrupts import EXIT_INTERRUPTED
from tui.commands.output import Output
from tui.commands.scanning import Scanned
from tui.commands.wording import below, listed
from tui.phrases import counted, match_text, timing_text

_HOW_SURE = {Tier.SURE: "is", Tier.LIKELY: "is probably", Tier.AMBIGUOUS: "may be", Tier.NONE: "is"}
# Reasons that hide something the person has: a folder that cannot be read may hold films.
_NEEDS_PERSON = {LeftOutReason.UNREADABLE, LeftOutReason.LOOP}


def run(context: Context) -> int:
    """Scan, writing each file as it is matched and then a summary."""
    roots = context.roots()
    context.require_credential()
    scanner = context.scanner()
    found = scanner.scan(roots, lambda row: show_row(context.out, row, roots))
    show_rest(context.out, found, roots)
    show_summary(context.out, found, roots)
    return status(context.out, found)


def status(out: Output, found: Scanned) -> int:
    """Say why a scan ended early, and what the command's exit status is so far."""
    if found.failure:
        out.error(f"pmo: {found.failure.sentence()}")
        return found.failure.exit_status
    if out.broken:
        return 0
    if found.cancelled:
        out.say("Interrupted; what was found so far is above, and TMDB's answers are kept.")
        return EXIT_INTERRUPTED
    tally = found.store.tally
    done = sum(tally[tier, Decision.DONE] for tier in (*Tier, None) if tier is not Tier.SURE)
    settled = found.store.tier_count(Tier.SURE) + done == len(found.store)
    return 0 if settled and not any(item.reason in _NEEDS_PERSON for item in found.store.left_out) else 1


def row_object(row: ReviewRow, missing: str = "") -> dict[str, Any]:
    """The ``scan`` object. ``missing`` is why a file was not looked up, for one without a verdict."""
    verdict = row.verdict
    return {
        "path": row.file.path,
        "size": row.file.size,
        "parsed": row.parse.parsed.to_json() if row.parse else None,
        "match": verdict.match.to_json() if verdict and verdict.match else None,
        "confidence": round(verdict.confidence, 4) if verdict else 0.0,
        "tier": (verdict.tier if verdict else Tier.NONE).value,
        "reasons": list(verdict.reasons) if verdict else [f"not looked up: {missing}"],
        "candidates": [candidate.to_json() for candidate in verdict.candidates] if verdict else [],
        "companions": [companion.path for companion in row.file.companions],
    }


def show_row(out: Output, row: ReviewRow, roots: Sequence[str], missing: str = "") -> None:
    """Write one file: an object, or two lines."""
    if out.as_json:
        out.object(row_object(row, missing))
        return
    verdict = row.verdict
    tier = verdict.tier if verdict else Tier.NONE
    score = f"{verdict.confidence:.2f}" if verdict and verdict.match else "    "
    out.line(f"{tier.value:<9}  {score}  {below(row.file.path, roots)}")
    if verdict and verdict.match:
        out.line(f"{'':17}{_HOW_SURE[tier]} {match_text(verdict.match)}")
    if verdict is None:
        out.line(f"{'':17}not looked up: {missing}")
    elif tier is not Tier.SURE or out.verbose:
        out.line(f"{'':17}because {'; '.join(verdict.reasons) or 'nothing was found'}")


def show_rest(out: Output, found: Scanned, roots: Sequence[str]) -> None:
    """Write the files that were not looked up and everything that was left out: nothing is dropped silently."""
    missing = str(found.failure) if found.failure else "interrupted"
    for row_id in range(len(found.store)):
        if found.store.tier(row_id) is None:
            show_row(out, found.store[row_id], roots, missing)
    for item in found.store.left_out:
        out.object({"left_out": item.path, "reason": item.reason.value, "detail": item.detail})
    _show_left_out(out, found.store.left_out, roots)


def _show_left_out(out: Output, left_out: Sequence[LeftOut], roots: Sequence[str]) -> None:
    shown = [item for item in left_out if out.verbose or item.reason in _NEEDS_PERSON]
    for item in shown:
        detail = f" ({item.detail})" if item.detail else ""
        out.line(f"left out         {below(item.path, roots)}: {item.reason.value}{detail}")


def show_summary(out: Output, found: Scanned, roots: Sequence[str]) -> None:
    """Write the summary."""
    tiers = {tier: found.store.tier_count(tier) for tier in Tier}
    tiers[Tier.NONE] += found.store.tier_count(None)
    reasons = Counter(item.reason for item in found.store.left_out)
    out.object(
        {
            "summary": {
                "files": len(found.store),
                "tiers": {tier.value: number for tier, number in tiers.items()},
                "seconds": round(found.work.seconds, 3),
                "tmdb": found.work.tmdb.to_json(),
                "work": found.work.to_json(),
                "left_out": {reason.value: number for reason, number in reasons.items()},
                "stopped": stopped(found.failure, cancelled=found.cancelled),
            }
        }
    )
    out.line()
    tally = listed((number, tier.value) for tier, number in tiers.items())
    out.line(f"{counted(len(found.store), 'file')} in {', '.join(roots)}: {tally}; {found.work.seconds:.1f} seconds.")
    if found.work.recalled_verdicts:
        out.line(f"Known from an earlier scan: {counted(found.work.recalled_verdicts, 'file')}.")
    out.line(tmdb_text(found.work.tmdb))
    out.line(timing_text(found.work))
    if reasons:
        more = "" if out.verbose else "; --verbose lists them"
        out.line(f"Left out: {listed((number, reason.value) for reason, number in reasons.items())}{more}.")


def tmdb_text(tmdb: TmdbStatistics) -> str:
    """What was asked, what that spared, and whether TMDB found it too much."""
    text = f"TMDB: {counted(tmdb.requests, 'request')}, {tmdb.saved:,} saved"
    if tmdb.saved:
        text += f" ({listed(((tmdb.cache_hits, 'by the cache'), (tmdb.joined, 'by asking once for several files')))})"
    if tmdb.rate_limited:
        text += f"; told {counted(tmdb.rate_limited, 'time')} to slow down, {tmdb.rate:.0f} a second in the end"
    return f"{text}."


def stopped(failure: OrganizerError | None, *, cancelled: bool) -> str | None:
    """Why a scan ended before its end, or None."""
    return failure.sentence() if failure else "interrupted" if cancelled else None
