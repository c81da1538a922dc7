"""LineView: a list of any length, drawn line by line with the Line API; the base of every list of the app."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import Place, bindings_of
from tui.elide import wrap
from tui.keyed import keymap_at

Piece = tuple[str, str]
"""Text that is safe for a screen, and the name of the component class that styles it (empty: none)."""

_CACHED_STRIPS = 64  # or as many as the window has lines; each holds up to 8 kB of what Textual has cut from it


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line as it was drawn, and everything it was drawn from."""

    value: object
    look: tuple[str, int]
    strip: Strip


def resize_within(view: ScrollView, size: Size) -> None:
    """Let a view have another virtual size. While its scroll bar stays, or stays away, nothing else has to move:
    Textual would lay out the whole screen (10 ms), ten times a second while a scan brings lines.
    """
    before = view.virtual_size
    if size == before:
        return
    if size.width != before.width or view.show_vertical_scrollbar != (size.height > view.container_size.height):
        view.virtual_size = size
        return
    view.set_reactive(Widget.virtual_size, size)
    if view.show_vertical_scrollbar:
        view.vertical_scrollbar.window_virtual_size = size.height
    view.scroll_y = view.validate_scroll_y(view.scroll_y)


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines by number, with a cursor. A subclass says how many there are and what stands in each.

    It holds no lines: ``line_value`` is read when a line is drawn, and a line is drawn again only when its value,
    its width or its cursor changed. A cursor move inside the window repaints two lines (0.2 kB each at 80 columns);
    leaving the window jumps ¾ of a page, because every scroll repaints the pane (2 to 9 kB over SSH).
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.LINES)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--cursor-blurred",
        "lines--muted",
        "lines--strong",
        "lines--marked",
        "lines--heading",
        "lines--warning",
        "lines--problem",
        "lines--good",
    }

    cursor: reactive[int] = reactive(0, repaint=False, init=False)

    class Moved(Message):
        """The cursor stands on another line, or on other content."""

        def __init__(self, view: LineView, index: int) -> None:
            super().__init__()
            self.view = view
            self.index = index

        @property
        def control(self) -> LineView:
            """The list."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Only the newest place matters."""
            return isinstance(message, LineView.Moved)

    class Chosen(Message):
        """A line was clicked that had the cursor already."""

        def __init__(self, view: LineView, index: int) -> None:
            super().__init__()
            self.view = view
            self.index = index

        @property
        def control(self) -> LineView:
            """The list."""
            return self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self._strips: LRUCache[Hashable, _Drawn] = LRUCache(_CACHED_STRIPS)
        self._painted: dict[int, Strip] = {}  # by line of the window
        self.empty: Sequence[str] = ()
        """What it says while there are no lines; ``{place.name}`` is the key of that action."""

    # -- what a subclass says

    @abstractmethod
    def line_count(self) -> int:
        """How many lines there are."""

    def line_id(self, index: int) -> Hashable:
        """What the line is remembered by; equal ids need not be equal lines."""
        return index

    def line_value(self, index: int) -> object:
        """Everything the line is drawn from; when it compares equal, the line is not drawn again."""
        return index

    @abstractmethod
    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in exactly ``width`` columns or fewer."""

    def can_stand_on(self, index: int) -> bool:  # noqa: ARG002 - for subclasses with headings
        """Whether the cursor may stop here."""
        return True

    # -- changes

    def lines_changed(self, *, keep: int | None = None) -> None:
        """There are other lines now. ``keep`` is where the cursor's line has gone (None: it stays at its number)."""
        count = self.line_count()
        self._fit_size()
        target = self.cursor if keep is None else keep
        target = max(0, min(target, count - 1))
        if target != self.cursor:
            shift = target - self.cursor
            self.set_reactive(LineView.cursor, target)
            if keep is not None:  # the line stays where it is on the screen, as far as there are lines to scroll
                self._jump(self.scroll_offset.y + shift)
        self._show_cursor()
        top = self.scroll_offset.y
        self.repaint(range(top, top + self.scrollable_content_region.height))
        self._tell()

    def repaint(self, indexes: Iterable[int]) -> None:
        """Paint those of these lines of the window again that look different now; blank ones below the last count."""
        top, (_, _, width, height) = self.scroll_offset.y, self.scrollable_content_region
        start = end = 0  # of lines of the window that are one below the other
        for y in sorted(index - top for index in indexes):
            if 0 <= y < height and self._strip(top + y, y, width) != self._painted.get(y):
                if y != end:
                    self._refresh_lines(start, end, width)
                    start = y
                end = y + 1
        self._refresh_lines(start, end, width)

    def redraw_lines(self, indexes: Iterable[int]) -> None:
        """Paint lines again that are in the window."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        for index in indexes:
            if top <= index < top + height:
                self.redraw_line(index)

    def redraw_line(self, index: int) -> None:
        """Paint one line again."""
        self.refresh(Region(0, index - self.scroll_offset.y, self.scrollable_content_region.width, 1))

    def _refresh_lines(self, start: int, end: int, width: int) -> None:
        if end > start:
            self.refresh(Region(0, start, width, end - start))

    @property
    def window(self) -> range:
        """The numbers of the lines that can be seen."""
        top = self.scroll_offset.y
        return range(top, min(self.line_count(), top + self.scrollable_content_region.height))

    # -- moving

    def move_to(self, index: int, step: int = 1) -> None:
        """Put the cursor on a line, or the nearest in the direction of ``step`` where it may stand."""
        count = self.line_count()
        index = max(0, min(index, count - 1))
        while 0 <= index < count and not self.can_stand_on(index):
            index += step
        if 0 <= index < count:
            self.cursor = index

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint two lines, or jump."""
        if not self._show_cursor():
            self.redraw_lines({old, new})
        self._tell()

    def action_down(self) -> None:
        """One line down."""
        self.move_to(self.cursor + 1, 1)

    def action_up(self) -> None:
        """One line up."""
        self.move_to(self.cursor - 1, -1)

    def action_page_down(self) -> None:
        """One page down."""
        self._move_page(self.scrollable_content_region.height)

    def action_page_up(self) -> None:
        """One page up."""
        self._move_page(-self.scrollable_content_region.height)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move_page(self.scrollable_content_region.height // 2)

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move_page(-(self.scrollable_content_region.height // 2))

    def action_top(self) -> None:
        """To the first line."""
        self.move_to(0, 1)

    def action_bottom(self) -> None:
        """To the last line."""
        self.move_to(self.line_count() - 1, -1)

    def _move_page(self, lines: int) -> None:
        """Move the window with the cursor, so that it keeps its place on the screen."""
        self._jump(self.scroll_offset.y + lines)
        target = self.cursor + lines
        self.move_to(target, 1 if lines > 0 else -1)

    def _show_cursor(self) -> bool:
        """Scroll when the cursor is out of the window. Answers whether it did."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if height <= 0 or top <= self.cursor < top + height:
            return False
        keep = height // 4 if self.cursor >= top + height else height * 3 // 4
        self._jump(self.cursor - keep)
        return True

    def _jump(self, y: int) -> None:
        limit = max(0, self.line_count() - self.scrollable_content_region.height)
        self.scroll_to(y=max(0, min(y, limit)), animate=False, immediate=True)

    def _tell(self) -> None:
        self.post_message(self.Moved(self, self.cursor))

    def _fit_size(self) -> None:
        resize_within(self, Size(self.scrollable_content_region.width, self.line_count()))

    # -- painting

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        strip = self._painted[y] = self._strip(y + self.scroll_offset.y, y, self.scrollable_content_region.width)
        return strip

    def _strip(self, index: int, y: int, width: int) -> Strip:
        if index >= self.line_count():
            return self._blank(y, width)
        key, value, look = self.line_id(index), self.line_value(index), (self._cursor_class(index), width)
        drawn = self._strips.get(key)
        if drawn is None or drawn.look != look or drawn.value != value:
            drawn = _Drawn(value, look, self._build(index, width, look[0]))
            self._strips[key] = drawn
        return drawn.strip

    def _blank(self, y: int, width: int) -> Strip:
        keymap = keymap_at(self)
        empty = () if self.line_count() else [part for text in self.empty for part in wrap(keymap.fill(text), width)]
        line = y - max(0, self.size.height // 2 - len(empty))
        if not 0 <= line < len(empty):
            return Strip.blank(width, self.rich_style)
        style = self.rich_style + self.get_component_rich_style("lines--muted", partial=True)
        return Strip([Segment(empty[line].center(width), style)]).adjust_cell_length(width, self.rich_style)

    def _cursor_class(self, index: int) -> str:
        if index != self.cursor:
            return ""
        return "lines--cursor" if self.has_focus else "lines--cursor-blurred"

    def _build(self, index: int, width: int, cursor_class: str) -> Strip:
        base = self.rich_style
        over = self.get_component_rich_style(cursor_class, partial=True) if cursor_class else Style.null()
        # Under a focused cursor one colour for all: signs and words carry the state there.
        plain = cursor_class == "lines--cursor"
        segments = []
        for text, name in self.draw(index, width):
            style = base
            if name and not plain:
                style += self.get_component_rich_style(name, partial=True)
            segments.append(Segment(text, style + over))
        return Strip(segments).adjust_cell_length(width, base + over).simplify()  # a segment costs 30 bytes on the wire

    def notify_style_update(self) -> None:
        """Another theme: nothing that was drawn is right any more."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self) -> None:
        """Lines have another width."""
        self._strips.grow(self.size.height)
        self._fit_size()
        self._show_cursor()

    def on_focus(self) -> None:
        """The cursor looks different."""
        self.redraw_line(self.cursor)

    def on_blur(self) -> None:
        """The cursor looks different."""
        self.redraw_line(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor chooses."""
        index = event.y - self.gutter.top + self.scroll_offset.y
        if not 0 <= index < self.line_count():
            return
        if index == self.cursor:
            self.post_message(self.Chosen(self, index))
        else:
            self.move_to(index)
