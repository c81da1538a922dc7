"""Groups: what is gathered under which header, in which order, and what folds show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.model import Decision, MediaType, Parse, ParsedName, Tier, Verdict
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.groups import Group, GroupKind, Outline, make_outline
from organizer.store.review import ReviewStore
from organizer.store.view import Folds, Grouping
from tests.engine.store_support import episode, filled, film, media

OPEN = Folds(open=True)


def store_of(*rows: tuple[str, Tier, object]) -> ReviewStore:
    store = ReviewStore()
    for path, tier, match in rows:
        store.add([media(path)])
        name = ParsedName(path, MediaType.MOVIE, None if match is None else "Read Title")
        store.set_parses([(path, Parse(name))])
        held = match if not isinstance(match, str) and match else None
        store.set_verdicts([(path, Verdict(tier, held, 0.9))])  # type: ignore[arg-type]
    return store


def outline(store: ReviewStore, grouping: Grouping = Grouping.TITLE, folds: Folds = OPEN) -> Outline:
    return make_outline(store.columns, store.order(RowFilter(), SortOrder.NEED), grouping, folds)


@pytest.fixture
def mixed() -> ReviewStore:
    return store_of(
        ("/in/w/e3.mkv", Tier.SURE, episode(7, "Long Winter", 2, 3)),
        ("/in/w/e1.mkv", Tier.SURE, episode(7, "Long Winter", 1, 1)),
        ("/in/w/e2.mkv", Tier.AMBIGUOUS, episode(7, "Long Winter", 2, 1)),
        ("/in/f/a.mkv", Tier.SURE, film(1, "Harbour", 1999)),
        ("/in/f/b.mkv", Tier.SURE, film(2, "Tide", 2001)),
        ("/in/f/c.mkv", Tier.LIKELY, film(3, "Phone", 2001)),
        ("/in/g/x.mkv", Tier.NONE, "guess"),
        ("/in/h/y.mkv", Tier.NONE, None),
        ("/in/s/z.mkv", Tier.SURE, episode(8, "Short Summer", 1, 1)),
    )


def test_rows_are_gathered_by_show_film_guess_and_folder(mixed: ReviewStore) -> None:
    found = outline(mixed)
    assert [(group.key, group.kind, len(group.rows)) for group in found.groups] == [
        ("tv:7", GroupKind.SHOW, 3),
        ("folder:/in/h", GroupKind.FOLDER, 1),
        ("guess:read title", GroupKind.GUESS, 1),
        ("films:likely", GroupKind.FILMS, 1),
        ("films:sure", GroupKind.FILMS, 2),
        ("tv:8", GroupKind.SHOW, 1),
    ]


def test_a_show_holds_its_seasons_with_the_episodes_in_order(mixed: ReviewStore) -> None:
    show = outline(mixed).groups[0]
    assert [(s.key, s.label, [mixed[i].file.name for i in s.rows]) for s in show.seasons] == [
        ("tv:7:1", "Season 1", ["e1.mkv"]),
        ("tv:7:2", "Season 2", ["e2.mkv", "e3.mkv"]),
    ]
    assert list(show.rows) == [1, 2, 0]


def test_a_show_of_one_season_has_no_line_for_it(mixed: ReviewStore) -> None:
    lines = list(outline(mixed))
    assert [line.key for line in lines if isinstance(line, Group) and line.key.startswith("tv:8")] == ["tv:8"]
    assert lines[-1] == 8


def test_closed_groups_show_their_headers_only(mixed: ReviewStore) -> None:
    closed = outline(mixed, folds=Folds())
    assert len(closed) == len(closed.groups)
    one = closed.refolded(Folds().toggled("tv:7"))
    assert [line.key if isinstance(line, Group) else line for line in one][:4] == [
        "tv:7", "tv:7:1", "tv:7:2", "folder:/in/h",
    ]  # fmt: skip


def test_every_line_can_be_found_again(mixed: ReviewStore) -> None:
    found = outline(mixed)
    for number, line in enumerate(found):
        assert found.line_of(line.key if isinstance(line, Group) else line) == number
    assert found.line_of("tv:99") is None
    season = found.group_of(found.line_of(0) or 0)
    assert season is not None
    assert season.key == "tv:7:2"
    parent = found.parent_of(season)
    assert parent is not None
    assert parent.key == "tv:7"
    hidden = found.refolded(Folds())
    assert hidden.line_of(0) is None
    holder = hidden.group_with(0)
    assert holder is not None
    assert holder.key == "tv:7"


def test_a_group_counts_its_rows_by_tier_and_decision(mixed: ReviewStore) -> None:
    mixed.decide([1], Decision.APPROVED)
    show = next(group for group in outline(mixed).groups if group.key == "tv:7")
    assert show.tally == {
        (Tier.SURE, Decision.APPROVED): 1, (Tier.SURE, Decision.PENDING): 1, (Tier.AMBIGUOUS, Decision.PENDING): 1,
    }  # fmt: skip
    assert (show.decided, show.cost, show.tier_count(Tier.SURE)) == (1, 1, 2)
    assert show.fraction == pytest.approx(1 / 3)


def test_what_is_decided_sinks_and_keeps_its_key(mixed: ReviewStore) -> None:
    mixed.decide([0, 1, 2], Decision.APPROVED)
    assert outline(mixed).groups[-1].key == "tv:7"


def test_what_is_not_matched_yet_waits_in_one_group() -> None:
    store = ReviewStore()
    store.add([media("/in/a.mkv"), media("/in/b.mkv")])
    assert [(group.key, len(group.rows)) for group in outline(store).groups] == [("waiting", 2)]


def test_by_folder_each_folder_with_files_is_a_group(mixed: ReviewStore) -> None:
    found = outline(mixed, Grouping.FOLDER)
    assert {group.key for group in found.groups} == {f"folder:/in/{name}" for name in "wfghs"}
    assert found.groups[0].label == "w"


def test_flat_is_the_order_itself(mixed: ReviewStore) -> None:
    assert list(outline(mixed, Grouping.FLAT)) == list(mixed.order(RowFilter(), SortOrder.NEED))


@given(st.integers(0, 80), st.sampled_from(Grouping), st.sampled_from(SortOrder), st.text(max_size=2))
@settings(max_examples=60, deadline=None)
def test_every_row_of_the_order_stands_in_exactly_one_group(
    count: int, grouping: Grouping, order: SortOrder, text: str
) -> None:
    store = filled(count)
    ids = store.order(RowFilter(text=f'"{text.replace(chr(34), "")}"'), order)
    found = make_outline(store.columns, ids, grouping, OPEN)
    assert sorted(line for line in found if isinstance(line, int)) == sorted(ids)
    if grouping is not Grouping.FLAT:
        assert sorted(row for group in found.groups for row in group.rows) == sorted(ids)
        keys = [line.key for line in found if isinstance(line, Group)]
        assert len(keys) == len(set(keys))
