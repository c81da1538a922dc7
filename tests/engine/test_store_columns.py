"""The store in columns: what comes back is what went in, in every order of events, and sorted as it should be."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.display import fold
from organizer.model import Decision, ReviewRow, RowStage, Tier
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.groups import make_outline
from organizer.store.review import ReviewStore
from organizer.store.view import Folds, Grouping
from tests.engine.store_support import filled, media, row_of

COST = [Tier.AMBIGUOUS, Tier.NONE, Tier.LIKELY, Tier.SURE, None]


def naive_key(row: ReviewRow, order: SortOrder) -> tuple[object, ...]:
    """What the orders promise, row by row."""
    path = fold(f"{row.file.folder}/"), fold(row.file.name)
    match = row.verdict.match if row.verdict else None
    place: tuple[object, ...] = (True, "", 0, 0, 0)
    if match:
        number = match.episodes[0].number if match.episodes else 0
        place = (False, fold(match.title), match.year or 0, match.season or 0, number)
    if order is SortOrder.NAME:
        return (path,)
    if order is SortOrder.TITLE:
        return (*place, path)
    if order is SortOrder.SCORE:
        return (row.verdict.confidence if row.verdict else 2.0, path)
    return (row.decision is not Decision.PENDING, COST.index(row.tier), *place, path)


def check_orders(store: ReviewStore) -> None:
    for order in SortOrder:
        expected = sorted(store, key=lambda row: naive_key(row, order))
        assert list(store.order(RowFilter(), order)) == [row.id for row in expected]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_interleaving_of_what_arrives_ends_in_the_same_rows(numbers: list[int], chance: random.Random) -> None:
    """Batches of files, parses and verdicts in any order that the pipeline can bring; orders are asked in between."""
    store = ReviewStore()
    events = [(number, stage) for number in numbers for stage in range(3)]
    chance.shuffle(events)
    told: Counter[int] = Counter()
    while events:
        number, _ = events.pop()
        file, parse, verdict = row_of(number)
        stage, told[number] = told[number], told[number] + 1
        if stage == 0:
            store.add([file])
        elif stage == 1:
            store.set_parses([(file.path, parse)])
        else:
            store.set_verdicts([(file.path, verdict)])
        if chance.random() < 0.2:
            store.order(RowFilter(), chance.choice(list(SortOrder)))
    for row in store:
        file, parse, verdict = next(held for number in numbers if (held := row_of(number))[0].path == row.file.path)
        assert row == ReviewRow(row.id, file, RowStage.MATCHED, parse, verdict)
    assert len(store) == len(numbers)
    check_orders(store)


def test_rows_come_back_as_they_went_in_at_every_stage() -> None:
    store = ReviewStore()
    file, parse, verdict = row_of(3)
    store.add([file])
    assert store[0] == ReviewRow(0, file)
    store.set_parses([(file.path, parse)])
    assert store[0] == ReviewRow(0, file, RowStage.PARSED, parse)
    store.set_verdicts([(file.path, verdict)])
    assert store[0] == ReviewRow(0, file, RowStage.MATCHED, parse, verdict)
    assert store[-1] == store[0]
    with pytest.raises(IndexError):
        store[1]


def test_details_are_read_back_from_the_disk_when_they_are_no_longer_in_memory() -> None:
    store = filled(1500)
    for number in (0, 7, 700, 1499):
        file, parse, verdict = row_of(number)
        row = store[number]
        assert (row.file, row.parse, row.verdict) == (file, parse, verdict)


@given(st.lists(st.tuples(st.integers(0, 39), st.sampled_from([*Decision, None]), st.integers(0, 60)), max_size=30))
@settings(max_examples=40, deadline=None)
def test_orders_stay_right_through_decisions_new_verdicts_and_undo(
    changes: list[tuple[int, Decision | None, int]],
) -> None:
    store = filled(40)
    for row_id, decision, other in changes:
        if decision is None:
            store.undo()
        elif decision is Decision.FIXED:
            _, _, verdict = row_of(other)
            store.fix({row_id: verdict})
        else:
            store.decide([row_id], decision)
            _, _, verdict = row_of(other)
            store.set_verdicts([(store[row_id].file.path, verdict)])
        store.order(RowFilter(), SortOrder.NEED)
    check_orders(store)


def test_a_folder_below_two_roots_keeps_both() -> None:
    store = ReviewStore()
    store.add([media("/in/a/x.mkv", root="/in"), media("/in/a/y.mkv", root="/in/a")])
    assert [row.file.root for row in store] == ["/in", "/in/a"]
    assert store.folders["/in/a"].total() == 2
    assert store.folders["/in"].total() == 1
    assert sorted(store.folders) == ["/in", "/in/a"]
    assert len(store.folders) == 2


def test_large_numbers_of_file_systems_survive() -> None:
    file = media("/in/a.mkv")
    identity = replace(file.identity, device=2**63 + 5, inode=2**64 - 1, size=2**50, mtime_ns=-5, links=70_000)
    store = ReviewStore()
    store.add([replace(file, identity=identity)])
    assert store[0].file.identity == identity


def test_many_files_of_one_name_are_told_apart() -> None:
    store = ReviewStore()
    store.add(media(f"/in/{number}/movie.mkv") for number in range(3000))
    assert [store.find(f"/in/{number}/movie.mkv") for number in (0, 1, 2999)] == [0, 1, 2999]
    assert store.find("/in/movie.mkv") is None


def test_counts_of_a_filter_are_those_of_its_rows() -> None:
    store = filled(60)
    store.decide(range(0, 60, 3), Decision.SKIPPED)
    limit = RowFilter(text="amber", folder="/in/Films")
    rows = [store[row_id] for row_id in store.order(limit, SortOrder.NAME)]
    assert rows
    assert store.counts(limit) == Counter((row.tier, row.decision) for row in rows)
    assert store.counts(RowFilter()) == +store.tally


def plain(count: int) -> ReviewStore:
    store = ReviewStore()
    store.add(media(f"/in/Folder {n // 20}/Some Name {n * 7919 % count}.mkv", n) for n in range(count))
    return store


def test_orders_queries_and_groups_grow_with_the_rows_and_no_faster() -> None:
    """CPU time, the best of five: ten times the rows may take twenty times as long, not a hundred times."""

    def cost(store: ReviewStore, work: Callable[[ReviewStore], object]) -> float:
        found = []
        for _ in range(5):
            started = time.process_time()
            work(store)
            found.append(time.process_time() - started)
        return min(found)

    def everything(store: ReviewStore) -> None:
        store.columns.texts.in_path(f"name {time.monotonic_ns() % 100}")
        order = store.order(RowFilter(text="some size:>0 !tier:sure"), SortOrder.NEED)
        make_outline(store.columns, order, Grouping.FOLDER, Folds(open=True))

    small, large = plain(5_000), plain(50_000)
    everything(small)
    everything(large)
    assert cost(large, everything) < 20 * cost(small, everything)


@given(st.lists(st.tuples(st.sampled_from(["/in", "/in/a/b", "/other"]), st.lists(st.sampled_from("abc"), max_size=4))))
def test_folders_know_what_is_directly_below_them(found: list[tuple[str, list[str]]]) -> None:
    store = ReviewStore()
    for number, (root, parts) in enumerate(found):
        store.add([media("/".join((root, *parts, f"{number}.mkv")), root=root)])
    folders = store.folders
    tops = {path for path in folders if os.path.dirname(path) not in folders}
    assert folders.tops() == sorted(tops)
    for path in folders:
        below = {other for other in folders if os.path.dirname(other) == path}
        assert folders.children(path) == below
        assert folders.has_children(path) is bool(below)


def test_the_state_of_a_folder_is_another_one_as_soon_as_it_has_another_row() -> None:
    store = ReviewStore()
    store.add([media("/in/a/1.mkv")])
    before = store.folders.state("/in/a")
    store.add([media("/in/a/2.mkv")])
    assert store.folders.state("/in/a") != before


def test_a_folder_may_lie_as_deep_as_a_path_can_say() -> None:
    store = ReviewStore()
    deep = "/in" + "/d" * 2000
    store.add([media(f"{deep}/a.mkv", root="/in")])
    assert len(store.folders) == 2001
    assert store.folders.tops() == ["/in"]
    assert store.folders[deep] == store.folders["/in"]
