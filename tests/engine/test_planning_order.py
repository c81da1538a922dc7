"""Who stands in another's place moves first; a plan in a safe order stays as it is, circles included."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from organizer.model import Action
from organizer.planning.draft import Draft
from organizer.planning.order import order


@st.composite
def plans(draw: st.DrawFn) -> list[Draft]:
    """Videos, some of them in groups, each waiting for any others."""
    count = draw(st.integers(1, 7))
    number = st.integers(0, count - 1)
    drafts = [Draft(f"/in/{n}", f"/lib/{n}", Action.MOVE, draw(number)) for n in range(count)]
    for draft in drafts:
        draft.waits_for = [drafts[other] for other in draw(st.lists(number, max_size=3))]
    return drafts


def names(drafts: list[Draft]) -> list[str]:
    return [draft.source for draft in drafts]


@given(plans())
def test_an_order_that_was_made_is_kept(drafts: list[Draft]) -> None:
    ordered = order(drafts)
    assert sorted(names(ordered)) == sorted(names(drafts))
    groups = [draft.group for draft in ordered]
    assert sum(one != other for one, other in pairwise(groups)) == len(set(groups)) - 1
    assert names(order(ordered)) == names(ordered)


@given(plans())
def test_without_circles_each_comes_behind_all_that_it_waits_for(drafts: list[Draft]) -> None:
    for number, draft in enumerate(drafts):
        draft.group = number
        draft.waits_for = [other for other in draft.waits_for if other.source < draft.source]
    ordered = order(drafts[::-1])
    for draft in drafts:
        assert all(ordered.index(other) < ordered.index(draft) for other in draft.waits_for)


def test_of_a_circle_the_first_goes_first_and_who_waits_for_the_circle_goes_last() -> None:
    late, one, two, three, free = (Draft(f"/in/{n}", f"/lib/{n}", Action.MOVE, n) for n in range(5))
    late.waits_for, one.waits_for, two.waits_for, three.waits_for = [two], [two], [three], [one]
    assert names(order([late, one, two, three, free])) == ["/in/4", "/in/1", "/in/3", "/in/2", "/in/0"]
