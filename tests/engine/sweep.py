"""Fail, and kill, at every call of a transfer: ``python -m tests.engine.sweep`` runs all of it, the tests a sample.

A case is a scenario (what is done, on which kind of disk), a way to strike, and the number of the call at which to
strike. After each: every byte is somewhere, nothing incomplete has a final name, strangers' files are as they were;
recovery leaves no private file and finds nothing the second time; undo gives the very tree back.

Options: ``--every K`` takes every K-th call, ``--only WORD`` the scenarios with that word in their name.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from organizer.cancellation import CancelToken
from organizer.errors import UsageError
from organizer.model import Action, Outcome, Result
from organizer.transfer.apply import carry_out
from organizer.transfer.recover import recover
from organizer.transfer.undo import undo
from tests.engine.transfer_support import (
    BadDisk,
    Quirks,
    Seen,
    Stage,
    contents,
    furnish,
    in_child,
    is_private,
    new_stage,
    snapshot,
    with_junk,
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is done when it strikes."""

    name: str
    action: Action = Action.MOVE
    two_devices: bool = False
    no_noreplace: bool = False
    no_links: bool = False
    no_inodes: bool = False
    undoing: bool = False
    replacing: bool = False
    killed_at: int = 0
    with_junk: bool = False  # and series in a library of their own, the folder of which the run makes

    def quirks(self, stage: Stage) -> Quirks:
        return Quirks(stage.source() if self.two_devices else "", self.no_noreplace, self.no_links, self.no_inodes)


_BASE = (
    Scenario("move"),
    Scenario("move across devices", two_devices=True),
    Scenario("move without NOREPLACE", no_noreplace=True),
    Scenario("move without NOREPLACE and links", no_noreplace=True, no_links=True),
    Scenario("move without inodes", no_noreplace=True, no_links=True, no_inodes=True),
    Scenario("copy", Action.COPY),
    Scenario("copy without inodes", Action.COPY, no_inodes=True),
    Scenario("copy without NOREPLACE and links", Action.COPY, no_noreplace=True, no_links=True),
    Scenario("hardlink", Action.HARDLINK),
    Scenario("symlink", Action.SYMLINK),
)
_REPLACING = tuple(
    replace(scenario, name=f"replacing {scenario.name}", replacing=True)
    for scenario in _BASE
    if scenario.name not in {"move without NOREPLACE", "copy without NOREPLACE and links"}
)
_JUNK = (
    Scenario("move with junk", with_junk=True),
    Scenario("move with junk across devices", with_junk=True, two_devices=True),
)
_REPLACED_GROUPS = {4, 5, 6, 10, 11}  # twins, the conflict, the swap: the rest is in the other scenarios
SCENARIOS = (
    *_BASE,
    *(replace(scenario, name=f"undo of {scenario.name}", undoing=True) for scenario in _BASE),
    *(
        replace(scenario, name=f"recovery at {moment} of {scenario.name}", killed_at=moment)
        for scenario in _BASE[:6]
        for moment in (17, 45, 60, 75, 91)
    ),
    *(
        replace(scenario, name=f"recovery at {moment} of undo of {scenario.name}", killed_at=moment, undoing=True)
        for scenario in _BASE[:6]
        for moment in (17, 60, 91)
    ),
    *_REPLACING,
    *_JUNK,
    *(replace(scenario, name=f"undo of {scenario.name}", undoing=True) for scenario in (*_REPLACING, *_JUNK)),
    *(
        replace(scenario, name=f"recovery at {moment} of {way}{scenario.name}", killed_at=moment, undoing=bool(way))
        for scenario in _REPLACING[:3]
        for way in ("", "undo of ")
        for moment in (26, 34, 41)
    ),
)


@dataclass(frozen=True, slots=True)
class Strike:
    """What happens at the call: an error once, an error from then on, or the end of the process."""

    name: str
    code: int | None = None
    lasting: bool = False
    kill: bool = False


KILL = Strike("kill", kill=True)
ERRORS = tuple(
    Strike(f"{errno.errorcode[code]}{' from then on' if lasting else ''}", code, lasting)
    for code in (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.ESTALE)
    for lasting in (False, True)
)
STRIKES = (KILL, *ERRORS)


class Case:
    """One scenario struck at one call, in ``place`` or in memory."""

    place: str | None = None

    def __init__(self, scenario: Scenario, strike: Strike, at: int) -> None:
        self.scenario = scenario
        self.strike = strike
        self.at = at
        self.in_child = True
        self.fired = False
        self.seen = 0
        self.outcomes: list[Outcome] | None = None

    def run(self) -> bool:
        """Run and check it; whether there was a call of that number. AssertionError says what is wrong."""
        with new_stage(self.place) as stage:
            ways = furnish(stage, links=self.scenario.action is Action.MOVE, junk=self.scenario.with_junk)
            before = snapshot(stage.tree)
            if self.scenario.replacing:
                ways = [way for way in ways if way[2] in _REPLACED_GROUPS]
            plan = stage.plan(ways, self.scenario.action, replacing=self.scenario.replacing)
            if self.scenario.with_junk:
                plan = with_junk(stage, plan)
            if self.scenario.undoing:
                with stage.journal() as journal:
                    list(
                        carry_out(
                            plan,
                            journal,
                            CancelToken(),
                            disk=BadDisk(self.scenario.quirks(stage)),
                            new_folders=stage.new_folders,
                        )
                    )
            if self.scenario.killed_at:
                first = BadDisk(self.scenario.quirks(stage), at=self.scenario.killed_at, kill=True)
                if in_child(lambda: self._work(stage, plan, first)):
                    return False
            lived = self._struck(stage, plan)
            self._check_bytes(stage, before)
            if lived and self.outcomes is not None:
                self._check_truth(stage, before, self.outcomes)
            self._check_recovery(stage, before)
            self._check_undo(stage, before)
            return self.fired

    def _work(self, stage: Stage, plan, disk: BadDisk) -> None:  # type: ignore[no-untyped-def]
        with stage.watched_journal(disk) as journal:
            if self.scenario.undoing:
                self.outcomes = list(undo(journal, None, CancelToken(), disk=disk))
            else:
                self.outcomes = list(carry_out(plan, journal, CancelToken(), disk=disk, new_folders=stage.new_folders))

    def _recover(self, stage: Stage, disk: BadDisk) -> None:
        with stage.watched_journal(disk) as journal:
            recover(journal, disk=disk)

    def _struck(self, stage: Stage, plan) -> bool:  # type: ignore[no-untyped-def]
        """Whether the process lived."""
        strike = self.strike
        disk = BadDisk(
            self.scenario.quirks(stage),
            at=self.at,
            code=strike.code,
            lasting=strike.lasting,
            kill=strike.kill,
            hook=self.before_strike,
        )

        def work() -> None:
            if self.scenario.killed_at:
                self._recover(stage, disk)
            else:
                self._work(stage, plan, disk)

        if strike.kill and self.in_child:
            lived = in_child(work)
            self.fired = not lived
            if self.fired:
                self.after_kill()
            return lived
        work()
        self.fired, self.seen = disk.fired, disk.seen
        return True

    def before_strike(self, _name: str, _arguments: tuple[object, ...]) -> None:
        """For cases that take more with them than a process; called where the strike happens."""

    def after_kill(self) -> None:
        """For the same: bring back what recovery needs."""

    # ------------------------------------------------------------------------------------------- what must hold

    def _check_bytes(self, stage: Stage, before: dict[str, Seen]) -> None:
        """I1, I2, I3: nothing lost, nothing of others touched, nothing incomplete under a final name."""
        now = contents(stage.tree)
        whole = {seen.content for seen in before.values()}
        missing = [name for name, content in contents_of(before).items() if content not in now.values()]
        assert not missing, f"lost: {missing}"
        torn = [name for name, content in now.items() if content not in whole and not is_private(name)]
        assert not torn, f"incomplete under a final name: {torn}"
        for name in ("in/other/stays.txt", "lib/Movies/Clash (2001)/Clash (2001).mkv", "in/clash/clash.mkv"):
            if not self.scenario.replacing or name == "in/other/stays.txt":
                assert now.get(name) == before[name].content, f"touched: {name}"

    def _check_truth(self, stage: Stage, before: dict[str, Seen], outcomes: list[Outcome]) -> None:
        """I10: what is said to be done is done; what is not has its source, unless recovery has yet to settle it."""
        assert len(outcomes) == len({outcome.source for outcome in outcomes})
        moved = self.scenario.action is Action.MOVE
        for outcome in outcomes:
            old, new = (os.path.relpath(path, stage.tree) for path in (outcome.source, outcome.target))
            if self.scenario.undoing:
                old, new = new, old
            if outcome.result is Result.DONE and (moved or not self.scenario.undoing):
                assert os.path.lexists(os.path.join(stage.tree, new)), f"said to be done: {outcome}"
            elif outcome.result is not Result.DONE:
                assert outcome.error, f"no reason: {outcome}"

    def _check_recovery(self, stage: Stage, before: dict[str, Seen]) -> None:
        """I6, I8: recovery settles everything, leaves nothing private, and finds nothing the second time."""
        with stage.journal() as journal:
            disk = BadDisk(self.scenario.quirks(stage))
            report = recover(journal, disk=disk)
            assert not report.reported, report
            assert recover(journal, disk=disk).nothing, "recovery is not idempotent"
            assert not journal.unfinished()
        litter = [name for name in snapshot(stage.tree) if is_private(name)]
        assert not litter, f"left behind: {litter}"
        self._check_bytes(stage, before)

    def _check_undo(self, stage: Stage, before: dict[str, Seen]) -> None:
        """I7: what is left of the run can be taken back, and then the tree is the very tree."""
        with stage.journal() as journal:
            try:
                outcomes = list(
                    undo(
                        journal,
                        None,
                        CancelToken(),
                        disk=BadDisk(self.scenario.quirks(stage)),
                    )
                )
            except UsageError:
                outcomes = []
        assert all(outcome.result is Result.DONE for outcome in outcomes), outcomes
        after = snapshot(stage.tree)
        different = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        assert not different, [(name, _difference(before.get(name), after.get(name))) for name in different][:4]


def length(scenario: Scenario, strike: Strike) -> int:
    """How many calls there are to strike at."""
    case = Case(scenario, strike, sys.maxsize)
    case.in_child = False
    case.run()
    return case.seen


def _difference(before: Seen | None, after: Seen | None) -> str:
    if before is None or after is None:
        return "new" if before is None else "gone"
    return " ".join(field for field in Seen.__slots__ if getattr(before, field) != getattr(after, field))


def contents_of(before: dict[str, Seen]) -> dict[str, bytes]:
    """The files in a snapshot that hold anything: an empty one cannot be found by its content."""
    return {name: seen.content for name, seen in before.items() if seen.content}


def cases(scenario: Scenario, strike: Strike, *, start: int = 1, every: int = 1) -> Iterator[Case]:
    """Cases at every ``every``-th call; the caller stops when one has found no such call."""
    at = start
    while True:
        yield Case(scenario, strike, at)
        at += every


def sweep(scenario: Scenario, strike: Strike, *, start: int = 1, every: int = 1) -> tuple[int, list[str]]:
    """How many calls were struck, and what went wrong."""
    struck = 0
    wrong = []
    for case in cases(scenario, strike, start=start, every=every):
        try:
            if not case.run():
                break
        except Exception as error:  # noqa: BLE001  # a sweep tells of all failures, not of the first
            wrong.append(f"{scenario.name}, {strike.name} at {case.at}: {type(error).__name__}: {error}")
            if len(wrong) > 20:
                break
        struck += 1
    return struck, wrong


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--strike", default="")
    options = parser.parse_args()
    logging.disable()  # of every struck call something would be said
    total, bad = 0, 0
    started = time.monotonic()
    for scenario in SCENARIOS:
        for strike in STRIKES:
            if options.only not in scenario.name or options.strike not in strike.name:
                continue
            struck, wrong = sweep(scenario, strike, every=options.every)
            total, bad = total + struck, bad + len(wrong)
            print(f"{scenario.name:45} {strike.name:22} {struck:5} struck, {len(wrong):3} wrong", flush=True)
            for line in wrong[:5]:
                print("    " + line[:400].encode("utf-8", "backslashreplace").decode(), flush=True)
    print(f"{total} cases, {bad} wrong, {time.monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
