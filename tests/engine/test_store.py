"""The review store: one state, decisions that can be taken back, and a memory that outlives a start."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.model import (
    Decision,
    EpisodeRef,
    FileIdentity,
    LeftOut,
    LeftOutReason,
    Match,
    MediaFile,
    MediaType,
    Parse,
    ParsedName,
    RowStage,
    Tier,
    Verdict,
)
from organizer.state.codec import match_from_text, match_to_text
from organizer.store.chosen import CHOSEN
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.memory import Decided, DecisionMemory
from organizer.store.review import ReviewStore, StoreChange

HEAT = Match(MediaType.MOVIE, 949, "Heat", "Heat", 1995)
OTHER = Match(MediaType.MOVIE, 11, "Other", "Other", 1986)
PILOT = Match(
    MediaType.EPISODE,
    7,
    "Long Winter",
    "Long Winter",
    2010,
    season=1,
    episodes=(EpisodeRef(1, 1, "Pilot", "2010-01-02"),),
)


def media(path: str, size: int = 10, root: str = "/in") -> MediaFile:
    return MediaFile(path, root, FileIdentity(1, hash(path) % 10_000, size, 5))


def verdict(tier: Tier = Tier.SURE, match: Match | None = HEAT) -> Verdict:
    return Verdict(tier, match if tier is not Tier.NONE else None, 0.98)


def filled(*tiers: Tier, memory: DecisionMemory | None = None) -> ReviewStore:
    store = ReviewStore(memory)
    files = [media(f"/in/{i % 3}/{i}.mkv") for i in range(len(tiers))]
    store.add(files)
    store.set_verdicts((file.path, verdict(tier)) for file, tier in zip(files, tiers, strict=True))
    return store


def test_a_row_keeps_its_place_while_it_comes_through_the_pipeline() -> None:
    store = ReviewStore()
    store.add([media("/in/a.mkv"), media("/in/b.mkv")])
    assert [row.stage for row in store] == [RowStage.FOUND, RowStage.FOUND]
    store.set_parses([("/in/b.mkv", Parse(ParsedName("b.mkv")))])
    store.set_verdicts([("/in/b.mkv", verdict())])
    assert [row.stage for row in store] == [RowStage.FOUND, RowStage.MATCHED]
    assert [row.id for row in store] == [0, 1]


def test_what_comes_late_for_an_unknown_path_is_dropped() -> None:
    store = filled(Tier.SURE)
    store.set_verdicts([("/elsewhere/x.mkv", verdict())])
    assert len(store) == 1


def test_the_same_path_is_taken_in_once() -> None:
    store = ReviewStore()
    store.add([media("/in/a.mkv")])
    store.add([media("/in/a.mkv")], [LeftOut("/in/x.txt", LeftOutReason.NOT_MEDIA)])
    assert len(store) == 1
    assert [left.path for left in store.left_out] == ["/in/x.txt"]


def test_what_has_no_match_cannot_be_approved() -> None:
    store = filled(Tier.SURE, Tier.NONE, Tier.AMBIGUOUS)
    assert store.decide(range(3), Decision.APPROVED) == 2
    assert [row.decision for row in store] == [Decision.APPROVED, Decision.PENDING, Decision.APPROVED]


def test_a_bulk_decision_is_taken_back_as_one_and_done_again_as_one() -> None:
    store = filled(*[Tier.SURE] * 5)
    store.decide([0], Decision.SKIPPED)
    store.decide(range(5), Decision.APPROVED, "approve 5")
    assert store.undoable == "approve 5"
    step = store.undo()
    assert step is not None
    assert len(step) == 5
    assert [row.decision for row in store] == [Decision.SKIPPED, *[Decision.PENDING] * 4]
    store.redo()
    assert all(row.decision is Decision.APPROVED for row in store)
    assert store.redo() is None


def test_undo_keeps_what_matching_found_meanwhile() -> None:
    store = ReviewStore()
    store.add([media("/in/a.mkv")])
    store.decide([0], Decision.SKIPPED)
    store.set_verdicts([("/in/a.mkv", verdict())])
    store.undo()
    assert (store[0].decision, store[0].tier) == (Decision.PENDING, Tier.SURE)


def test_a_match_chosen_by_a_person_outlives_a_later_answer_of_matching() -> None:
    store = filled(Tier.AMBIGUOUS)
    store.fix({0: Verdict(Tier.SURE, OTHER, 1.0)})
    store.set_verdicts([(store[0].file.path, verdict(Tier.LIKELY))])
    row = store[0]
    assert row.decision is Decision.FIXED
    assert row.verdict is not None
    assert row.verdict.match == OTHER
    assert row.verdict.reasons[0] == CHOSEN


def test_taking_a_fix_back_brings_the_match_of_matching_back() -> None:
    store = filled(Tier.AMBIGUOUS)
    store.fix({0: Verdict(Tier.SURE, OTHER, 1.0)})
    store.undo()
    assert (store[0].decision, store[0].tier) == (Decision.PENDING, Tier.AMBIGUOUS)
    assert store[0].verdict is not None
    assert store[0].verdict.match == HEAT


def test_an_approval_does_not_hold_for_another_match_than_the_one_seen() -> None:
    store = filled(Tier.SURE)
    store.decide([0], Decision.APPROVED)
    store.set_verdicts([(store[0].file.path, verdict(match=OTHER))])
    assert store[0].decision is Decision.PENDING


def test_listeners_hear_of_each_change_once_and_of_nothing_else() -> None:
    store = filled(Tier.SURE, Tier.SURE)
    heard: list[StoreChange] = []
    stop = store.subscribe(heard.append)
    store.decide([0, 1], Decision.APPROVED)
    store.decide([0, 1], Decision.APPROVED)
    stop()
    store.decide([0], Decision.SKIPPED)
    assert heard == [StoreChange(frozenset({0, 1}))]


def test_what_needs_a_person_comes_first_and_what_is_decided_last() -> None:
    store = filled(Tier.SURE, Tier.NONE, Tier.LIKELY, Tier.AMBIGUOUS)
    assert list(store.order(RowFilter(), SortOrder.NEED)) == [3, 1, 2, 0]
    store.decide([3], Decision.APPROVED)
    assert list(store.order(RowFilter(), SortOrder.NEED)) == [1, 2, 0, 3]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (RowFilter(), {0, 1, 2, 3}),
        (RowFilter(tiers=frozenset({Tier.NONE, Tier.SURE})), {0, 1}),
        (RowFilter(decisions=frozenset({Decision.APPROVED})), {2}),
        (RowFilter(folder="/in/0"), {0, 3}),
        (RowFilter(text="heat 1995 2.mkv"), {2}),
        (RowFilter(text="nowhere"), set()),
    ],
)
def test_filters_limit_by_tier_decision_folder_and_words(limit: RowFilter, expected: set[int]) -> None:
    store = filled(Tier.SURE, Tier.NONE, Tier.LIKELY, Tier.AMBIGUOUS)
    store.decide([2], Decision.APPROVED)
    assert set(store.order(limit, SortOrder.NAME)) == expected


@given(
    st.lists(st.sampled_from(Tier), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from([*Decision, None])), max_size=30),
)
@settings(max_examples=60)
def test_counts_are_those_of_the_rows_after_any_decisions(
    tiers: list[Tier], said: list[tuple[int, Decision | None]]
) -> None:
    store = filled(*tiers)
    for number, decision in said:
        if decision is None:
            store.undo()
        else:
            store.decide([number % len(tiers)], decision)
    counted = Counter((row.tier, row.decision) for row in store)
    assert +store.tally == counted
    assert +store.folders["/in"] == counted
    by_folder = Counter((r.tier, r.decision) for r in store if r.file.folder == "/in/1")
    assert +store.folders.get("/in/1", Counter()) == by_folder


def test_a_match_is_the_same_after_it_was_written_down() -> None:
    assert match_from_text(match_to_text(PILOT)) == PILOT


def test_decisions_are_remembered_by_the_next_start(tmp_path: Path) -> None:
    first = filled(*[Tier.SURE] * 4, memory=DecisionMemory(tmp_path / "d.db"))
    first.decide([0], Decision.APPROVED)
    first.decide([1], Decision.IGNORED)
    first.fix({2: Verdict(Tier.SURE, OTHER, 1.0)})
    second = filled(*[Tier.SURE] * 4, memory=DecisionMemory(tmp_path / "d.db"))
    assert [row.decision for row in second] == [
        Decision.APPROVED, Decision.IGNORED, Decision.FIXED, Decision.PENDING,
    ]  # fmt: skip
    fixed = second[2].verdict
    assert fixed is not None
    assert fixed.match == OTHER


def test_a_remembered_approval_waits_for_the_same_match(tmp_path: Path) -> None:
    filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db")).decide([0], Decision.APPROVED)
    second = ReviewStore(DecisionMemory(tmp_path / "d.db"))
    second.add([media("/in/0/0.mkv")])
    assert second[0].decision is Decision.PENDING
    second.set_verdicts([("/in/0/0.mkv", verdict(match=OTHER))])
    assert second[0].decision is Decision.PENDING


def test_a_file_that_changed_since_is_asked_again(tmp_path: Path) -> None:
    filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db")).decide([0], Decision.IGNORED)
    second = ReviewStore(DecisionMemory(tmp_path / "d.db"))
    second.add([media("/in/0/0.mkv", size=11)])
    assert second[0].decision is Decision.PENDING


def test_taking_a_decision_back_forgets_it_on_disk_too(tmp_path: Path) -> None:
    first = filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))
    first.decide([0], Decision.IGNORED)
    first.undo()
    assert filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))[0].decision is Decision.PENDING


def test_names_that_are_not_utf8_are_remembered(tmp_path: Path) -> None:
    path = os.fsdecode(b"/in/\xff\xfe.mkv")
    memory = DecisionMemory(tmp_path / "d.db")
    memory.save([Decided(path, media(path).identity, Decision.SKIPPED)])
    remembered = memory.recall(media(path))
    assert remembered is not None
    assert remembered.decision is Decision.SKIPPED


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100])
def test_a_damaged_memory_costs_no_review(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "d.db").write_bytes(content)
    store = filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))
    assert store.decide([0], Decision.APPROVED) == 1


def test_a_row_may_be_replaced_without_changing_the_old_value() -> None:
    store = filled(Tier.SURE)
    before = store[0]
    store.decide([0], Decision.SKIPPED)
    assert before.decision is Decision.PENDING
    assert replace(before, decision=Decision.SKIPPED) == store[0]
