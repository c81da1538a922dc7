"""Counters: how far a scan is, and what it expects."""

from __future__ import annotations

import pytest

from organizer.counters import Counters


@pytest.mark.parametrize(
    ("found", "read", "ahead", "expected"),
    [
        (0, 0, 0, 0),
        (0, 1, 900, 0),  # nothing says yet how many a folder holds
        (200, 100, 0, 200),
        (200, 100, 300, 800),
        (200, 0, 300, 200),  # links and files at the root: no folder was read
    ],
)
def test_what_is_expected_follows_from_the_folders_that_are_known(
    found: int, read: int, ahead: int, expected: int
) -> None:
    counters = Counters(found=found)
    counters.expect(read, ahead)
    assert counters.expected == expected


def test_once_all_folders_are_read_what_was_found_is_all() -> None:
    counters = Counters(found=200)
    counters.expect(100, 300)
    counters.discovering = False
    assert counters.expected == 200


def test_the_time_left_is_that_of_all_that_is_expected() -> None:
    counters = Counters(found=200, matched=100, started=0.0)
    counters._marks = [(0.0, 0), (2.0, 100)]
    assert counters.rate == 50
    assert counters.eta == 2.0
    counters.expect(100, 300)
    assert counters.eta == 14.0


def test_nothing_is_said_of_the_time_while_nothing_is_matched() -> None:
    counters = Counters(found=200)
    assert counters.eta is None
