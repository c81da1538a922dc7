"""A sample of the sweep: errors and kills at calls all over a transfer. All: ``python -m tests.engine.sweep``."""

from __future__ import annotations

import pytest

from tests.engine.sweep import ERRORS, KILL, SCENARIOS, Case, Scenario, length

KILLS = 2  # per scenario; the errors get one call each


@pytest.mark.parametrize(
    "scenario", [scenario for scenario in SCENARIOS if not scenario.killed_at], ids=lambda scenario: scenario.name
)
def test_nothing_is_lost_when_a_call_fails(scenario: Scenario) -> None:
    calls = length(scenario, ERRORS[0])
    for index, strike in enumerate(ERRORS):
        at = 1 + (calls * (2 * index + 1) // (2 * len(ERRORS)) + SCENARIOS.index(scenario)) % calls
        assert Case(scenario, strike, at).run()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_nothing_is_lost_when_the_process_is_killed(scenario: Scenario) -> None:
    calls = length(scenario, KILL)
    for index in range(KILLS):
        at = 1 + (calls * index // KILLS + SCENARIOS.index(scenario)) % calls
        assert Case(scenario, KILL, at).run()
