"""The action table: everything else is made from it, so it has to be whole."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.dom import DOMNode

from tui.actions import ACTIONS, Group, Place, UserAction, actions_of
from tui.app import OrganizerApp
from tui.keymap import Keymap, footer_of
from tui.screens.apply import ApplyScreen
from tui.screens.episode import EpisodeDialog
from tui.screens.fix_match import FixMatch
from tui.screens.help import help_lines
from tui.screens.history import HistoryScreen
from tui.screens.library import LibraryDialog
from tui.screens.name_dialog import NameDialog
from tui.screens.orders import OrderDialog
from tui.screens.plan import PlanScreen
from tui.screens.problem import ProblemDialog
from tui.screens.review import ReviewScreen
from tui.screens.settings import SettingsScreen
from tui.screens.sheet import Sheet
from tui.screens.welcome import WelcomeScreen
from tui.widgets.detail import DetailPane
from tui.widgets.folder_tree import FolderTree
from tui.widgets.folds import FoldList
from tui.widgets.lines import LineView

HOMES: dict[Place, tuple[type[DOMNode], ...]] = {
    Place.APP: (OrganizerApp,),
    Place.LINES: (LineView, DetailPane),
    Place.REVIEW: (ReviewScreen,),
    Place.TREE: (FolderTree,),
    Place.FOLDS: (FoldList,),
    Place.FIX: (FixMatch,),
    Place.ORDERS: (OrderDialog,),
    Place.PLAN: (PlanScreen,),
    Place.APPLY: (ApplyScreen,),
    Place.HISTORY: (HistoryScreen,),
    Place.SETTINGS: (SettingsScreen,),
    Place.SHEET: (Sheet, ProblemDialog),
    Place.EPISODE: (EpisodeDialog,),
    Place.ASK: (NameDialog, LibraryDialog),
    Place.WELCOME: (WelcomeScreen,),
}


def test_every_place_has_a_home() -> None:
    assert set(HOMES) == set(Place)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_can_be_done_where_it_lives(action: UserAction) -> None:
    for home in HOMES[action.place]:
        assert callable(getattr(home, f"action_{action.action}", None)), f"{home.__name__} cannot {action.action}"


@pytest.mark.parametrize("place", Place)
def test_a_key_means_one_thing_in_a_place(place: Place) -> None:
    keys = Counter(key for action in actions_of(place) for key in action.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_review_shares_no_key_with_its_lists() -> None:
    lists = {key for action in actions_of(Place.LINES, Place.TREE) for key in action.keys}
    review = {key for action in actions_of(Place.REVIEW, Place.APP) for key in action.keys}
    assert lists & review == set()


def test_no_key_belongs_to_tmux_screen_or_the_terminal() -> None:
    keys = {key for action in ACTIONS for key in action.keys}
    assert keys & {"ctrl+a", "ctrl+b", "ctrl+m", "ctrl+i", "ctrl+h", "ctrl+s"} == set()


def test_ctrl_c_does_nothing_but_what_it_does_everywhere() -> None:
    assert [action.id for action in ACTIONS if "ctrl+c" in action.keys] == ["app.interrupt"]


def test_ids_are_unique_and_every_action_has_a_sentence() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(action.help.endswith(".") and action.label for action in ACTIONS)


def test_the_help_screen_shows_every_action_once_and_the_notice_of_tmdb() -> None:
    texts = [line.text for line in help_lines(Keymap())]
    assert all(texts.count(action.help) == sum(a.help == action.help for a in ACTIONS) for action in ACTIONS)
    assert all(group.value in texts for group in Group)
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in texts


def test_the_footer_offers_the_most_wanted_first() -> None:
    assert [action.id for action in footer_of([Place.REVIEW], Keymap())][:3] == [
        "review.approve",
        "review.approve-all",
        "review.pick",
    ]


def test_a_screens_own_key_hides_the_same_key_of_the_app() -> None:
    hints = {action.id for action in footer_of([Place.PLAN, Place.APP], Keymap())}
    assert "plan.back" in hints
    assert "app.leave" not in hints
