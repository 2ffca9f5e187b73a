"""A list of what differs, of any length: a heading for each view, and below it its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from domain.blocks.moment_diff import RowChange
from lunar_tui.changes import IN_TIME, Changes, Words, headings, location_of, told

MOVE = Binding.Group("Move", compact=True)

Line = Content | RowChange
"""A heading, or a row that is told once it is in sight."""


class ChangeList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows that differ, one of them selected; only those in sight are told and drawn."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"change-list--selected"}
    DEFAULT_CSS = """
    ChangeList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .change-list--selected { background: $foreground 12%; text-style: bold; }
        &:focus > .change-list--selected { background: $foreground 22%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", group=MOVE, id="changes.up"),
        Binding("down", "move(1)", "Down", group=MOVE, id="changes.down"),
        Binding("enter", "choose", "To the tile", id="changes.choose"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="changes.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="changes.page_down"),
    ]

    class Chosen(Message):
        """A row was chosen that is about a tile."""

        def __init__(self, location: int) -> None:
            super().__init__()
            self.location = location

    selected: reactive[int] = reactive(0)

    def __init__(
        self,
        width: int,
        words: Words = IN_TIME,
        *,
        ascii_only: bool,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`width` is the map's, in tiles; the headings count in these words."""
        super().__init__(id=id)
        self._width = width
        self._words = words
        self._ascii = ascii_only
        self._lines: Sequence[Line] = ()

    def show(self, changes: Changes) -> None:
        """Show these from now on, from where the list was scrolled to."""
        lines: list[Line] = []
        for view, heading in headings(changes, self._words):
            lines += [heading, *changes[view]]
        self._lines = lines
        self.selected = max(0, min(self.selected, len(lines) - 1))
        self.virtual_size = Size(0, len(lines))
        self.refresh()

    def action_move(self, by: int) -> None:
        """Select the line that many further."""
        self.selected = max(0, min(self.selected + by, len(self._lines) - 1))

    def action_page(self, pages: int) -> None:
        """Select the line that many screenfuls further."""
        self.action_move(pages * max(1, self.size.height - 1))

    def watch_selected(self, number: int) -> None:
        """Bring the selected line into sight."""
        top = self.scroll_offset.y
        top = max(min(top, number), number - self.size.height + 1)
        self.scroll_to(y=top, animate=False, force=True)

    def action_choose(self) -> None:
        """Choose the selected row."""
        line = self._lines[self.selected] if self._lines else None
        if isinstance(line, RowChange) and (location := location_of(line)) is not None:
            self.post_message(self.Chosen(location))

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked; a second click chooses it."""
        offset = event.get_content_offset(self)
        number = self.scroll_offset.y + offset.y if offset else len(self._lines)
        if number < len(self._lines):
            self.selected = number
            if event.chain == 2:
                self.action_choose()

    def render_line(self, y: int) -> Strip:
        """One line, told now."""
        width = self.scrollable_content_region.width
        number = self.scroll_offset.y + y
        base = self.rich_style
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        words = line if isinstance(line, Content) else self._told(line)
        if number == self.selected and len(self._lines) > 1:
            base += self.get_component_rich_style("change-list--selected")
        return (
            Strip(words.truncate(width, ellipsis=not self._ascii).render_segments())
            .apply_style(base)
            .crop_extend(0, width, base)
        )

    def _told(self, change: RowChange) -> Content:
        return told(change, self._width, ascii_only=self._ascii)
