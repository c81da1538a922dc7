"""The one table of what a person can do: bindings, footer, help screen and command palette are all made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType


class Place(StrEnum):
    """Where an action lives: a screen, or everything that shows lines."""

    APP = "app"
    LINES = "lines"
    REVIEW = "review"
    TREE = "tree"
    FOLDS = "folds"
    FIX = "fix"
    EPISODE = "episode"
    ORDERS = "orders"
    PLAN = "plan"
    APPLY = "apply"
    HISTORY = "history"
    SETTINGS = "settings"
    SHEET = "sheet"
    ASK = "ask"
    WELCOME = "welcome"


class Group(StrEnum):
    """The headings of the help screen, in their order."""

    MOVE = "Moving"
    DECIDE = "Deciding"
    MARK = "Marking"
    FIX = "Fixing a match"
    SHOW = "What is shown"
    DO = "Doing it"
    PLAN = "Plan"
    APPLY = "While files are moved"
    HISTORY = "History"
    SETTINGS = "Settings"
    APP = "The app"


@dataclass(frozen=True, slots=True)
class UserAction:
    """One thing a person can do.

    ``id`` is ``place.name`` and stays for ever: the settings name it. ``keys`` are Textual key names by default
    (``keymap.py`` says which are in force), the first is the one that is shown. ``method`` is the action of Textual
    that does it; by default ``name`` with underscores. ``hint`` is its rank in the footer, 0 for never. ``digits``:
    its keys are the digits, in order, and each hands its number on. ``turns``: what is typed after it is meant for the
    screen or field that it leads to. ``first``: it goes before a field for text.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    place: Place
    hint: int = 0
    digits: bool = False
    turns: bool = False
    first: bool = False
    method: str = ""

    @property
    def action(self) -> str:
        """The Textual action string."""
        return self.method or self.id.partition(".")[2].replace("-", "_")


def _row(
    place: Place,
    name: str,
    keys: str,
    label: str,
    text: str,
    group: Group,
    hint: int = 0,
    *,
    digits: bool = False,
    turns: bool = False,
    first: bool = False,
    method: str = "",
) -> UserAction:
    id_ = f"{place}.{name}"
    return UserAction(id_, tuple(keys.split()), label, text, group, place, hint, digits, turns, first, method)


_L, _R, _T = Place.LINES, Place.REVIEW, Place.TREE

ACTIONS: tuple[UserAction, ...] = (
    # -- every list
    _row(_L, "down", "j down", "down", "One line down.", Group.MOVE),
    _row(_L, "up", "k up", "up", "One line up.", Group.MOVE),
    _row(_L, "page-down", "pagedown", "page down", "One page down.", Group.MOVE),
    _row(_L, "page-up", "pageup", "page up", "One page up.", Group.MOVE),
    _row(_L, "half-down", "ctrl+d", "half a page down", "Half a page down.", Group.MOVE),
    _row(_L, "half-up", "ctrl+u", "half a page up", "Half a page up.", Group.MOVE),
    _row(_L, "top", "g home", "top", "To the first line.", Group.MOVE),
    _row(_L, "bottom", "G end", "bottom", "To the last line.", Group.MOVE),
    # -- review
    _row(
        _R,
        "next-open",
        "right_square_bracket",
        "next open",
        "To the next file that needs a person: not sure, not decided.",
        Group.MOVE,
        8,
    ),
    _row(_R, "previous-open", "left_square_bracket", "previous open", "Back to the one before.", Group.MOVE),
    _row(_R, "next-pane", "tab", "next pane", "To the next pane: folders, list, detail.", Group.MOVE),
    _row(
        _R,
        "approve",
        "a",
        "approve",
        "Approve the proposed match of this file, or of all marked ones, and go on to the next.",
        Group.DECIDE,
        1,
    ),
    _row(
        _R,
        "approve-all",
        "A",
        "all shown",
        "Approve every file the list shows now, after one line that says how many and how sure.",
        Group.DECIDE,
        2,
        turns=True,
    ),
    _row(_R, "skip", "s", "skip", "Leave this file where it is, for now.", Group.DECIDE, 9),
    _row(
        _R, "ignore", "i", "ignore", "Leave this file where it is, for ever: it is not asked about again.", Group.DECIDE
    ),
    _row(_R, "reject", "d", "undecide", "Take the decision back: the file is open again.", Group.DECIDE),
    _row(
        _R,
        "repeat",
        "full_stop",
        "repeat",
        "Do what was decided last once more, to what is under the cursor.",
        Group.DECIDE,
    ),
    _row(_R, "undo", "u", "undo", "Take the last decision back; a bulk decision as one.", Group.DECIDE, 10),
    _row(_R, "redo", "U", "redo", "Decide again what was just taken back.", Group.DECIDE),
    _row(
        _R,
        "mark",
        "space",
        "mark",
        "Mark this file and step; then a, s, i, d, m and digits act on the marks.",
        Group.MARK,
        6,
    ),
    _row(
        _R,
        "mark-by",
        "plus",
        "mark by query",
        "Type a query (words, year:1998, tier:none, path:old) and mark what it means among the files shown.",
        Group.MARK,
        turns=True,
    ),
    _row(
        _R,
        "unmark-by",
        "underscore",
        "unmark by query",
        "Type a query and unmark what it means.",
        Group.MARK,
        turns=True,
    ),
    _row(_R, "range", "v", "range", "Start a range here, move, and press again to mark it.", Group.MARK),
    _row(
        _R,
        "invert",
        "asterisk",
        "invert marks",
        "Mark what is not marked of the undecided files shown, and the reverse.",
        Group.MARK,
    ),
    _row(
        _R,
        "pick",
        "1 2 3 4 5 6 7 8 9",
        "pick",
        "Take the candidate with this number: it is approved at once.",
        Group.FIX,
        3,
        digits=True,
    ),
    _row(
        _R,
        "fix",
        "m",
        "fix match",
        "Search TMDB for the right film or series, or paste an id or address.",
        Group.FIX,
        4,
        turns=True,
    ),
    _row(
        _R,
        "orders",
        "O",
        "episode order",
        "Choose which order the numbers of this show's files follow: aired, DVD, absolute and others.",
        Group.FIX,
        turns=True,
    ),
    _row(
        _R,
        "name",
        "n",
        "name",
        "Write the name of this file in the library by hand; an empty line takes the proposed one again.",
        Group.FIX,
        turns=True,
    ),
    _row(_R, "episode", "e", "episode", "Say which season and episode this file is.", Group.FIX, 11, turns=True),
    _row(
        _R,
        "filter",
        "slash",
        "find",
        "Show only files whose name or title holds these words; Esc clears.",
        Group.SHOW,
        7,
        turns=True,
    ),
    _row(
        _R, "only", "f", "only a tier", "Show only one tier, the undecided or the decided.", Group.SHOW, 12, turns=True
    ),
    _row(
        _R, "cycle-tier", "t", "next tier", "Show the next tier only: ambiguous, none, likely, sure, all.", Group.SHOW
    ),
    _row(
        _R,
        "gather",
        "b",
        "groups",
        "Gather the files by show and film, by folder, or not at all.",
        Group.SHOW,
        13,
    ),
    _row(_R, "sort", "o", "order", "Sort by what needs you, name, title or score.", Group.SHOW),
    _row(_R, "tree", "T", "folders", "Show or hide the folders.", Group.SHOW),
    _row(_R, "detail", "D", "detail", "Show or hide the detail.", Group.SHOW),
    _row(
        _R,
        "why",
        "w",
        "why",
        "Why this match: the parts of the name, the score by reason, the runner-up, what would have to be different.",
        Group.FIX,
        13,
        turns=True,
    ),
    _row(_R, "clear", "escape", "clear", "Drop the range, then the marks, then the filter.", Group.SHOW),
    _row(_R, "left-out", "L", "left out", "List what was found but left out, and why.", Group.SHOW, turns=True),
    _row(
        _R,
        "plan",
        "p",
        "plan",
        "Show what would happen to the approved files. Nothing is touched yet.",
        Group.DO,
        5,
        turns=True,
    ),
    _row(
        _R,
        "statistics",
        "S",
        "statistics",
        "Where the time went, what was saved, how sure the matches are.",
        Group.SHOW,
        turns=True,
    ),
    _row(_R, "history", "H", "history", "The runs so far, and their undo.", Group.DO, 14, turns=True),
    _row(
        _R,
        "settings",
        "comma",
        "settings",
        "Folders, names, thresholds, colours: what people change.",
        Group.DO,
        turns=True,
    ),
    _row(_R, "credential", "K", "TMDB key", "Enter another key or token for TMDB.", Group.DO, turns=True),
    _row(_R, "rescan", "r", "scan again", "Scan again: after a failure, or when files have changed.", Group.DO),
    # -- folder tree
    _row(_T, "unfold", "l right", "unfold", "In the folders: show those below this one.", Group.MOVE),
    _row(_T, "fold", "h left", "fold", "In the folders: hide those below, or go to the parent.", Group.MOVE),
    _row(_T, "choose", "enter", "limit to folder", "Show only the files of this folder; again shows all.", Group.SHOW),
    # -- lists with levels
    _row(
        Place.FOLDS,
        "unfold",
        "l right",
        "unfold",
        "Open the group, the show or the folder under the cursor.",
        Group.MOVE,
    ),
    _row(Place.FOLDS, "fold", "h left", "fold", "Close it, or go to the heading above that can be closed.", Group.MOVE),
    _row(Place.FOLDS, "turn", "enter", "fold", "Open or close it.", Group.MOVE),
    _row(Place.FOLDS, "fold-all", "minus", "fold all", "Close all groups.", Group.MOVE),
    _row(Place.FOLDS, "unfold-all", "equals_sign", "unfold all", "Open all groups.", Group.MOVE),
    # -- fix match
    _row(
        Place.FIX,
        "kind",
        "ctrl+t",
        "films/series",
        "Search films and series, only films, or only series.",
        Group.FIX,
        3,
    ),
    _row(
        Place.FIX,
        "reach",
        "ctrl+g",
        "other files",
        "Fix this file, the marked ones, its season or its whole show.",
        Group.FIX,
        2,
    ),
    _row(Place.FIX, "take", "enter", "take", "Take the result under the cursor.", Group.FIX, 1, turns=True),
    _row(
        Place.FIX,
        "remember",
        "ctrl+r",
        "remember",
        "Remember this choice for all names of the same title, or do not.",
        Group.FIX,
        4,
    ),
    _row(Place.FIX, "down", "down", "next result", "To the next result, without leaving the search.", Group.FIX),
    _row(Place.FIX, "up", "up", "previous result", "To the previous result.", Group.FIX),
    _row(Place.FIX, "page-down", "pagedown", "results down", "A page of results down.", Group.FIX),
    _row(Place.FIX, "page-up", "pageup", "results up", "A page of results up.", Group.FIX),
    _row(Place.FIX, "cancel", "escape", "cancel", "Close without a change.", Group.FIX, 5, turns=True),
    # -- season and episode
    _row(Place.EPISODE, "accept", "enter", "accept", "Take the numbers that were typed.", Group.FIX, 1, turns=True),
    _row(
        Place.EPISODE,
        "reach",
        "ctrl+g",
        "other files",
        "Number this file, the marked ones, its season or its whole show.",
        Group.FIX,
        2,
    ),
    _row(Place.EPISODE, "cancel", "escape", "cancel", "Close without a change.", Group.FIX, 3, turns=True),
    # -- episode order
    _row(
        Place.ORDERS,
        "take",
        "enter",
        "take",
        "Read the numbers of all files of the show in this order.",
        Group.FIX,
        1,
        turns=True,
    ),
    _row(Place.ORDERS, "cancel", "escape q", "cancel", "Close without a change.", Group.FIX, 2, turns=True),
    # -- plan
    _row(
        Place.PLAN,
        "apply",
        "y",
        "apply",
        "Carry the plan out, after one line that says what happens.",
        Group.PLAN,
        1,
        turns=True,
    ),
    _row(Place.PLAN, "next-conflict", "right_square_bracket", "next conflict", "To the next conflict.", Group.PLAN, 3),
    _row(
        Place.PLAN,
        "resolve",
        "c",
        "resolve",
        "Choose what to do with this conflict: skip the file, keep both, or replace what is there.",
        Group.PLAN,
        2,
        turns=True,
    ),
    _row(
        Place.PLAN,
        "edit",
        "E",
        "edit",
        "Edit the plan as text in your editor: take files out, or give them other names.",
        Group.PLAN,
        4,
        turns=True,
    ),
    _row(Place.PLAN, "view", "t", "tree/list", "The library as a tree, or every file in one list.", Group.PLAN, 5),
    _row(
        Place.PLAN,
        "junk",
        "x",
        "junk",
        "Junk of releases (samples, notes, links) goes to the trash with this plan, or stays.",
        Group.PLAN,
        8,
    ),
    _row(Place.PLAN, "write", "w", "write", "Write the plan into a text file, for later or for pmo apply.", Group.PLAN),
    _row(Place.PLAN, "library", "b", "library", "Choose the folder of the library.", Group.PLAN, 6, turns=True),
    _row(Place.PLAN, "back", "escape q", "back", "Back to the review. Nothing was touched.", Group.PLAN, 7, turns=True),
    # -- apply
    _row(Place.APPLY, "stop", "c escape", "cancel", "Stop after the file that is under way.", Group.APPLY, 1),
    _row(Place.APPLY, "undo", "u", "undo the run", "Take the whole run back.", Group.APPLY, 2, turns=True),
    _row(
        Place.APPLY,
        "back",
        "enter q",
        "back",
        "Back to the review, when the run has ended.",
        Group.APPLY,
        3,
        turns=True,
    ),
    # -- history
    _row(
        Place.HISTORY,
        "undo",
        "u",
        "undo",
        "Check what can be taken back of this run, or in the lower pane of this show, film or file; then take it back.",
        Group.HISTORY,
        1,
        turns=True,
    ),
    _row(
        Place.HISTORY, "next-pane", "tab", "operations", "Between the runs and the operations of one.", Group.HISTORY, 2
    ),
    _row(Place.HISTORY, "back", "escape q", "back", "Back to the review.", Group.HISTORY, 3, turns=True),
    # -- settings
    _row(
        Place.SETTINGS,
        "change",
        "enter space",
        "change",
        "Type another value, or take the next one of a few.",
        Group.SETTINGS,
        1,
        turns=True,
    ),
    _row(Place.SETTINGS, "next", "l right", "next value", "The next value, or a little more.", Group.SETTINGS, 3),
    _row(Place.SETTINGS, "previous", "h left", "last value", "The value before, or a little less.", Group.SETTINGS),
    _row(Place.SETTINGS, "default", "d", "default", "Back to the default.", Group.SETTINGS, 4),
    _row(
        Place.SETTINGS,
        "save",
        "w",
        "save",
        "Write the changes into the settings file, and go on with them.",
        Group.SETTINGS,
        2,
        turns=True,
    ),
    _row(Place.SETTINGS, "back", "escape q", "back", "Leave the settings as they were.", Group.SETTINGS, 5, turns=True),
    # -- help, what was left out, the report of an undo
    _row(Place.SHEET, "back", "escape q", "back", "Close this screen.", Group.APP, 1, turns=True),
    # -- dialogs that ask for a line of text
    _row(Place.ASK, "accept", "enter", "accept", "Take what was typed.", Group.APP, 1, turns=True),
    _row(Place.ASK, "cancel", "escape", "cancel", "Close without a change.", Group.APP, 2, turns=True),
    # -- first start
    _row(
        Place.WELCOME, "check", "enter", "check the key", "Ask TMDB whether the key is good, and keep it.", Group.APP, 1
    ),
    _row(
        Place.WELCOME,
        "demo",
        "ctrl+t",
        "try the demo",
        "Show the app on a library made up for it, without a key.",
        Group.APP,
        2,
    ),
    _row(Place.WELCOME, "offline", "ctrl+o", "offline", "Go on with what the cache knows.", Group.APP, 3),
    _row(Place.WELCOME, "leave", "escape", "leave", "Not now.", Group.APP, 4),
    # -- everywhere
    _row(Place.APP, "help", "question_mark", "keys", "Every key, with what it does.", Group.APP, 13, turns=True),
    _row(
        Place.APP,
        "palette",
        "ctrl+p",
        "commands",
        "Search every action by name.",
        Group.APP,
        method="command_palette",
        turns=True,
    ),
    _row(Place.APP, "leave", "q ctrl+q", "quit", "Leave. Decisions are saved as they are made.", Group.APP, 15),
    _row(
        Place.APP,
        "interrupt",
        "ctrl+c",
        "leave at once",
        "Leave now; files under way are settled by the next start.",
        Group.APP,
        method="interrupt",
        first=True,
    ),
    _row(
        Place.APP,
        "suspend",
        "ctrl+z",
        "suspend",
        "Put the app to sleep; fg wakes it.",
        Group.APP,
        method="suspend_process",
    ),
)


def actions_of(*places: Place) -> list[UserAction]:
    """The rows of these places, in the order of the table."""
    return [action for action in ACTIONS if action.place in places]


def bindings_of(place: Place) -> list[BindingType]:
    """The bindings of a screen or widget, with the keys of the table; an action of digits gets its digit."""
    return [binding for action in actions_of(place) for binding in _bindings(action)]


def _bindings(action: UserAction) -> list[Binding]:
    if not action.digits:
        return [_binding(action, ",".join(action.keys), action.action, action.id)]
    return [
        _binding(action, key, f"{action.action}({digit})", f"{action.id}-{digit}")
        for digit, key in enumerate(action.keys, 1)
    ]


def _binding(action: UserAction, keys: str, method: str, binding_id: str) -> Binding:
    from textual.binding import Binding  # the command line reads the table without Textual

    return Binding(keys, method, action.label, tooltip=action.help, id=binding_id, show=False, priority=action.first)
