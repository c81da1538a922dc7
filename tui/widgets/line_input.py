"""LineInput: one line to type into; its cursor does not blink."""

from __future__ import annotations

from textual.widgets import Input


class LineInput(Input):
    """A compact input. A blinking cursor would paint twice a second over the line for as long as it is shown."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        max_length: int = 0,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(value, placeholder=placeholder, password=password, max_length=max_length, compact=True, id=id)
        self.cursor_blink = False
