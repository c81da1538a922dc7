"""The one table of what a person can do: bindings, footer, help screen and command palette are all made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Place(StrEnum):
    """Where an action lives: a screen, or everything that shows lines."""

    APP = "app"
    LINES = "lines"
    REVIEW = "review"
    TREE = "tree"
    FIX = "fix"
    PLAN = "plan"
    APPLY = "apply"
    HISTORY = "history"
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
    APP = "The app"


@dataclass(frozen=True, slots=True)
class UserAction:
    """One thing a person can do.

    ``id`` is ``place.name`` and stays for ever: a keymap names it. ``keys`` are Textual key names, the first is the
    one that is shown. ``method`` is the action of Textual that does it; by default ``name`` with underscores.
    ``hint`` is its rank in the footer, 0 for never.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    place: Place
    hint: int = 0
    shown_keys: str = ""
    method: str = ""

    @property
    def turns(self) -> bool:
        """Whether what is typed after it is meant for the screen or field that it leads to."""
        return self.id in _TURNS

    @property
    def action(self) -> str:
        """The Textual action string."""
        return self.method or self.id.partition(".")[2].replace("-", "_")

    @property
    def key_text(self) -> str:
        """The keys as a person reads them: ``j ↓``."""
        return self.shown_keys or " ".join(key_name(key) for key in self.keys)

    @property
    def short_key(self) -> str:
        """The first key, for the footer."""
        return self.shown_keys or key_name(self.keys[0])


_TURNS = frozenset(
    f"{place}.{name}"
    for place, names in {
        Place.REVIEW: "approve-all fix episode filter only left-out plan history credential",
        Place.FIX: "take cancel",
        Place.PLAN: "apply resolve library back",
        Place.APPLY: "undo back",
        Place.HISTORY: "undo back",
        Place.SHEET: "back",
        Place.ASK: "accept cancel",
        Place.APP: "help palette",
    }.items()
    for name in names.split()
)

_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "asterisk": "*",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "shift+tab": "Shift+Tab",
}


def key_name(key: str) -> str:
    """A Textual key name as a person reads it."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key[5:].upper()
    return _NAMES.get(key, key)


def _row(
    place: Place,
    name: str,
    keys: str,
    label: str,
    text: str,
    group: Group,
    hint: int = 0,
    *,
    shown: str = "",
    method: str = "",
) -> UserAction:
    return UserAction(f"{place}.{name}", tuple(keys.split()), label, text, group, place, hint, shown, method)


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
    ),
    _row(_R, "skip", "s", "skip", "Leave this file where it is, for now.", Group.DECIDE, 9),
    _row(
        _R, "ignore", "i", "ignore", "Leave this file where it is, for ever: it is not asked about again.", Group.DECIDE
    ),
    _row(_R, "reject", "d", "undecide", "Take the decision back: the file is open again.", Group.DECIDE),
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
    _row(_R, "range", "v", "range", "Start a range here, move, and press again to mark it.", Group.MARK),
    _row(
        _R,
        "invert",
        "asterisk",
        "invert marks",
        "Mark what is not marked among the files shown, and the reverse.",
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
        shown="1-9",
    ),
    _row(
        _R,
        "fix",
        "m",
        "fix match",
        "Search TMDB for the right film or series, or paste an id or address.",
        Group.FIX,
        4,
    ),
    _row(_R, "episode", "e", "episode", "Say which season and episode this file is.", Group.FIX, 11),
    _row(
        _R,
        "filter",
        "slash",
        "find",
        "Show only files whose name or title holds these words; Esc clears.",
        Group.SHOW,
        7,
    ),
    _row(_R, "only", "f", "only a tier", "Show only one tier, the undecided or the decided.", Group.SHOW, 12),
    _row(
        _R, "cycle-tier", "t", "next tier", "Show the next tier only: ambiguous, none, likely, sure, all.", Group.SHOW
    ),
    _row(_R, "sort", "o", "order", "Sort by what needs you, name, title or score.", Group.SHOW),
    _row(_R, "tree", "T", "folders", "Show or hide the folders.", Group.SHOW),
    _row(_R, "detail", "D", "detail", "Show or hide the detail.", Group.SHOW),
    _row(_R, "clear", "escape", "clear", "Drop the range, then the marks, then the filter.", Group.SHOW),
    _row(_R, "left-out", "L", "left out", "List what was found but left out, and why.", Group.SHOW),
    _row(_R, "plan", "p", "plan", "Show what would happen to the approved files. Nothing is touched yet.", Group.DO, 5),
    _row(_R, "history", "H", "history", "The runs so far, and their undo.", Group.DO, 14),
    _row(_R, "credential", "K", "TMDB key", "Enter another key or token for TMDB.", Group.DO),
    _row(_R, "rescan", "r", "scan again", "Scan again: after a failure, or when files have changed.", Group.DO),
    # -- folder tree
    _row(_T, "unfold", "l right", "unfold", "Show the folders below this one.", Group.MOVE),
    _row(_T, "fold", "h left", "fold", "Hide the folders below this one, or go to its parent.", Group.MOVE),
    _row(_T, "choose", "enter", "limit to folder", "Show only the files of this folder; again shows all.", Group.SHOW),
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
    _row(Place.FIX, "take", "enter", "take", "Take the result under the cursor.", Group.FIX, 1),
    _row(Place.FIX, "down", "down", "next result", "To the next result, without leaving the search.", Group.FIX),
    _row(Place.FIX, "up", "up", "previous result", "To the previous result.", Group.FIX),
    _row(Place.FIX, "page-down", "pagedown", "results down", "A page of results down.", Group.FIX),
    _row(Place.FIX, "page-up", "pageup", "results up", "A page of results up.", Group.FIX),
    _row(Place.FIX, "cancel", "escape", "cancel", "Close without a change.", Group.FIX, 5),
    # -- plan
    _row(
        Place.PLAN, "apply", "y", "apply", "Carry the plan out, after one line that says what happens.", Group.PLAN, 1
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
    ),
    _row(Place.PLAN, "library", "b", "library", "Choose the folder of the library.", Group.PLAN, 4),
    _row(Place.PLAN, "back", "escape q", "back", "Back to the review. Nothing was touched.", Group.PLAN, 5),
    # -- apply
    _row(Place.APPLY, "stop", "c escape", "cancel", "Stop after the file that is under way.", Group.APPLY, 1),
    _row(Place.APPLY, "undo", "u", "undo the run", "Take the whole run back.", Group.APPLY, 2),
    _row(Place.APPLY, "back", "q enter", "back", "Back to the review, when the run has ended.", Group.APPLY, 3),
    # -- history
    _row(
        Place.HISTORY,
        "undo",
        "u",
        "undo",
        "Check what can be taken back of this run, or of the file in the lower pane, then take it back.",
        Group.HISTORY,
        1,
    ),
    _row(
        Place.HISTORY, "next-pane", "tab", "operations", "Between the runs and the operations of one.", Group.HISTORY, 2
    ),
    _row(Place.HISTORY, "back", "escape q", "back", "Back to the review.", Group.HISTORY, 3),
    # -- help, what was left out, the report of an undo
    _row(Place.SHEET, "back", "escape q", "back", "Close this screen.", Group.APP, 1),
    # -- dialogs that ask for a line of text
    _row(Place.ASK, "accept", "enter", "accept", "Take what was typed.", Group.APP, 1),
    _row(Place.ASK, "cancel", "escape", "cancel", "Close without a change.", Group.APP, 2),
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
    _row(Place.APP, "help", "question_mark", "keys", "Every key, with what it does.", Group.APP, 13),
    _row(
        Place.APP,
        "palette",
        "ctrl+p",
        "commands",
        "Search every action by name.",
        Group.APP,
        method="command_palette",
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
    """The bindings of a screen or widget. An action with nine digits gets the digit as its argument."""
    return [binding for action in actions_of(place) for binding in _bindings(action)]


def footer_of(places: Iterable[Place]) -> list[UserAction]:
    """What the footer may show, most wanted first."""
    taken: set[str] = set()
    found: list[UserAction] = []
    for place in places:  # a screen's own key hides that of the app
        own = actions_of(place)
        found += [action for action in own if action.hint and action.keys[0] not in taken]
        taken |= {key for action in own for key in action.keys}
    return sorted(found, key=lambda action: action.hint)


def _bindings(action: UserAction) -> list[Binding]:
    if action.shown_keys == "1-9":
        return [_binding(action, key, f"{action.action}({key})", f"{action.id}-{key}") for key in action.keys]
    return [_binding(action, ",".join(action.keys), action.action, action.id)]


def _binding(action: UserAction, keys: str, method: str, binding_id: str) -> Binding:
    # Ctrl+C means leave, in a field for text too.
    first = action.id == "app.interrupt"
    return Binding(keys, method, action.label, tooltip=action.help, id=binding_id, show=False, priority=first)
