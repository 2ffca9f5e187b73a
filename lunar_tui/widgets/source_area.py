"""A projection's source to write, in the colours of its language, with the line that is wrong."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from rich.style import Style
from rich.syntax import Syntax
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from lunar_tui.look import VERMILION


class SourceArea(TextArea):
    """Tab indents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "select_all", "Select all", id="editor.all")
    ]

    def __init__(self, source: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            source,
            tab_behavior="indent",
            show_line_numbers=True,
            compact=True,
            soft_wrap=False,
            id=id,
        )
        self._wrong_line = 0

    def point_at(self, line: int) -> None:
        """Mark this line as the one that is wrong, counted from 1; 0 marks none."""
        if line != self._wrong_line:
            self._wrong_line = line
            self._line_cache.clear()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn."""
        text = self.document.get_line(line_index)
        line = _coloured(text, dark=self.app.current_theme.dark).copy()
        if line_index + 1 == self._wrong_line:
            line.stylize(Style(color="#FFFFFF", bgcolor=VERMILION))
        return line


@lru_cache(2048)
def _coloured(line: str, *, dark: bool) -> Text:
    """A line of source by itself, on any ground; the language looks like Python."""
    drawn = Syntax("", "python", theme="ansi_dark" if dark else "ansi_light").highlight(line)
    text = Text(line, end="", no_wrap=True)
    for start, end, style in drawn.spans:
        if isinstance(style, Style):
            text.stylize(Style(color=style.color), start, min(end, len(line)))
    return text
