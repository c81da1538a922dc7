"""Keyed: the app as the one place where keys are in force; Textual's bindings follow its keymap."""

from __future__ import annotations

from textual.app import App
from textual.dom import DOMNode

from tui.keymap import Keymap

_TABLE = Keymap()


class Keyed(App[int], inherit_bindings=False):
    """Has a keymap. None of Textual's own keys stay: who takes Ctrl+Q from an action does not want it to quit."""

    keymap = _TABLE

    def use_keymap(self, keymap: Keymap) -> None:
        """From now on these are the keys, in bindings, footer, help and palette."""
        self.keymap = keymap
        self.set_keymap(keymap.for_textual())


def keymap_at(node: DOMNode) -> Keymap:
    """The keymap of the app that a widget is shown in."""
    app = node.app
    return app.keymap if isinstance(app, Keyed) else _TABLE
