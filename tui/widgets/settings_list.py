"""SettingsList: settings by group, with their values and where these come from."""

from __future__ import annotations

from collections.abc import Sequence

from organizer.display import safe_text
from tui.elide import fit, fit_left
from tui.glyphs import Glyphs
from tui.settings_draft import GROUPS, SettingsDraft, label
from tui.widgets.lines import LineView, Piece

_LABEL = 22
_ORIGIN = 16


class SettingsList(LineView):
    """One line for each setting, under headings; it reads the draft and holds nothing."""

    def __init__(self, draft: SettingsDraft, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._draft = draft
        self._glyphs = glyphs
        self._names = [name for group, names in GROUPS.items() for name in (f"# {group}", *names)]

    @property
    def current(self) -> str:
        """The name of the setting under the cursor."""
        return self._names[self.cursor]

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._names)

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        name = self._names[index]
        return name if name.startswith("#") else (name, self._draft.text(name), name in self._draft.changed)

    def can_stand_on(self, index: int) -> bool:
        """Not on a heading."""
        return not self._names[index].startswith("#")

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        name, cut = self._names[index], self._glyphs.ellipsis
        if name.startswith("# "):
            return [(fit(f" {name[2:]}", width, cut), "lines--heading")]
        room = max(4, width - _LABEL - _ORIGIN - 3)
        changed, fixed = name in self._draft.changed, self._draft.fixed_by(name)
        text = safe_text(self._draft.text(name))
        value = fit_left(text, room, cut) if text.startswith("/") else fit(text or _unset(name), room, cut)
        style = "lines--marked" if changed else "" if text else "lines--muted"
        note = "changed" if changed else f"from {fixed}" if fixed else ""
        sign = self._glyphs.mark if changed else " "
        return [
            (f" {sign} ", "lines--marked"),
            (fit(label(name), _LABEL, cut), "lines--muted"),
            (value, style),
            (fit(safe_text(note), _ORIGIN, cut), "lines--marked" if changed else "lines--muted"),
        ]


def _unset(name: str) -> str:
    """What an empty value means."""
    if name in {"library.movies", "library.tv"}:
        return "below root"
    if name.startswith("library.") and name.endswith(("_movies", "_tv")):
        return f"with the {'films' if name.endswith('movies') else 'series'}"
    return "as the preset has it" if name.startswith("naming.") else "not set"
