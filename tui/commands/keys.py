"""``pmo keys``: everything that can be done in the app, with its id, its keys and what it does."""

from __future__ import annotations

from tui.actions import ACTIONS, Place
from tui.commands.context import Context

_WHERE = {
    Place.APP: "everywhere",
    Place.LINES: "in every list",
    Place.REVIEW: "in the review",
    Place.TREE: "in the folders",
    Place.FOLDS: "in lists with levels",
    Place.FIX: "in the search for a match",
    Place.EPISODE: "in the dialog for season and episode",
    Place.ORDERS: "in the list of a show's episode orders",
    Place.PLAN: "in the plan",
    Place.APPLY: "while files are under way, and in the report",
    Place.HISTORY: "in the history",
    Place.SETTINGS: "in the settings",
    Place.SHEET: "in the help and other sheets",
    Place.ASK: "in a dialog with a field",
    Place.WELCOME: "at the first start",
}


def run(context: Context) -> int:
    """Write the table with the keys in force. An id is what [keys] of the settings file names."""
    keymap = context.keymap
    ids = max(len(action.id) for action in ACTIONS)
    keys = max(len(keymap.text(action)) for action in ACTIONS)
    for place in Place:
        rows = [action for action in ACTIONS if action.place is place]
        context.out.line(f"{_WHERE[place][0].upper()}{_WHERE[place][1:]}")
        for action in rows:
            context.out.object(
                {
                    "id": action.id,
                    "keys": list(keymap.keys(action)),
                    "changed": action.id in keymap.changed,
                    "label": action.label,
                    "help": action.help,
                }
            )
            context.out.line(f"  {action.id:<{ids}}  {keymap.text(action):<{keys}}  {action.help}")
        context.out.line()
    return 0
