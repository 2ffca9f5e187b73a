"""A list of any length: it knows a count, and draws the lines in sight."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from textwrap import wrap
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from lunar_tui.event_pages import FixedRows, Rows

R = TypeVar("R")

MOVE = Binding.Group("Move", compact=True)


class PagedList(ScrollView, Generic[R], can_focus=True):
    """One line a row. Rows that are not in memory are asked for by `RowsMissing`.

    At the end it follows what is added; scrolled away, or with a row selected, it holds still
    and counts in `waiting` what came after the last row that was in sight.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paged-list--place",
        "paged-list--notice",
        "paged-list--selected",
    }

    DEFAULT_CSS = """
    PagedList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .paged-list--place { color: #9A9A94; }
        & > .paged-list--notice { color: #9A9A94; text-style: italic; }
        & > .paged-list--selected { background: $foreground 12%; text-style: bold; }
        &:focus > .paged-list--selected { background: $foreground 22%; }
    }
    """

    class Chosen(Message):
        """A row is to be opened; `row` is None while it is not in memory."""

        def __init__(self, number: int, row: object) -> None:
            super().__init__()
            self.number = number
            self.row = row

    class RowsMissing(Message):
        """Some rows in sight are not in memory."""

    selected: reactive[int | None] = reactive(None)
    following = reactive(True)
    waiting = reactive(0)

    def __init__(
        self,
        *,
        ascii_only: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._ascii_only = ascii_only
        self._ellipsis = "~" if ascii_only else "…"
        self._rows: Rows[R] = FixedRows(())
        self._notice = ""
        self._seen = 0

    @abstractmethod
    def draw(self, row: R, base: Style, width: int) -> Strip:
        """One row, on a background that `base` has."""

    def measure(self, last: R) -> None:
        """Make the columns wide enough for the last row."""

    def show(self, rows: Rows[R]) -> None:
        """Show these rows instead, from their end."""
        self._rows = rows
        self.action_follow()

    def grow(self) -> None:
        """Draw again, because there are more rows, or more of them in memory."""
        count = self._rows.count
        self.virtual_size = Size(0, count)
        if newest := self._rows.row(count - 1) if count else None:
            self.measure(newest)
        if self.following:
            self._to_end()
        self._note_seen()
        self.refresh()

    def say(self, notice: str) -> None:
        """Show a sentence in place of rows; rows again for an empty one."""
        self._notice = notice
        self.refresh()

    @property
    def selected_row(self) -> R | None:
        """The selected row; None without one, or while it is not in memory."""
        return None if self.selected is None else self._rows.row(self.selected)

    def first_missing(self) -> int | None:
        """The first row in sight that is not in memory."""
        if self._notice:
            return None
        return next((n for n in self._in_sight() if self._rows.row(n) is None), None)

    async def bring(self, fetch: Callable[[int], Awaitable[None]]) -> None:
        """Fetch what is in sight and not in memory, a page after another."""
        fetched = None
        while (missing := self.first_missing()) not in {None, fetched}:
            await fetch(missing)
            fetched = missing
            self.grow()

    def _in_sight(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(top + self.size.height, self._rows.count))

    def _to_end(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def _note_seen(self) -> None:
        self._seen = self._rows.count if self.following else max(self._seen, self._in_sight().stop)
        self.waiting = self._rows.count - self._seen

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow from now on if this led to the end, and hold still if not."""
        super().watch_scroll_y(old_value, new_value)
        self.following = self.is_vertical_scroll_end
        self._note_seen()

    def on_resize(self) -> None:
        """Keep the end in sight, if it was."""
        self.grow()

    def select(self, number: int) -> None:
        """Select a row, bring it into sight, and hold still there."""
        self.selected = number
        in_sight = self._in_sight()
        if number < in_sight.start:
            self.scroll_to(y=number, animate=False, force=True)
        elif number >= in_sight.stop:
            self.scroll_to(y=number - self.size.height + 1, animate=False, force=True)
        self.following = False
        self._note_seen()

    def action_move(self, by: int) -> None:
        """Select the row that many lines further."""
        if last := self._rows.count:
            start = self._in_sight().stop if self.selected is None else self.selected
            self.select(min(max(0, start + by), last - 1))

    def action_page(self, pages: int) -> None:
        """Select the row that many screenfuls further."""
        self.action_move(pages * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Select the oldest row."""
        if self._rows.count:
            self.select(0)

    def action_last(self) -> None:
        """Select the last row."""
        self.action_move(self._rows.count)

    def action_follow(self) -> None:
        """Go to the end and stay there."""
        self.selected = None
        self.following = True
        self.grow()

    def action_choose(self) -> None:
        """Open the selected row, or the newest one."""
        number = self._rows.count - 1 if self.selected is None else self.selected
        if number >= 0:
            self.post_message(self.Chosen(number, self._rows.row(number)))

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked; a double click opens it."""
        offset = event.get_content_offset(self)
        if offset is None or self._notice:
            return
        number = self.scroll_offset.y + offset.y
        if number < self._rows.count:
            self.select(number)
            if event.chain == 2:
                self.action_choose()

    def notify_style_update(self) -> None:
        """Draw with the new styles."""
        super().notify_style_update()
        self._base = None

    _base: Style | None = None

    @property
    def _base_style(self) -> Style:
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def render_line(self, y: int) -> Strip:
        """Draw one line of the list."""
        width = self.scrollable_content_region.width
        base = self._base_style
        number = self.scroll_offset.y + y
        if self._notice or number >= self._rows.count:
            lines = wrap(self._notice, max(1, width - 2))
            style = base + self.get_component_rich_style("paged-list--notice", partial=True)
            return one_line(f" {lines[y]}" if y < len(lines) else "", style, width)
        row = self._rows.row(number)
        if row is None:
            self.post_message(self.RowsMissing())
            return one_line(f" {self._ellipsis}", base, width)
        if number == self.selected:
            base += self.get_component_rich_style("paged-list--selected")
        return self.draw(row, base, width)

    def fitted(self, text: str, room: int) -> str:
        """The text in exactly so many cells."""
        if cell_len(text) > room:
            text = set_cell_size(text, max(0, room - 1)) + self._ellipsis
        return set_cell_size(text, room)


def one_line(text: str, style: Style, width: int) -> Strip:
    """A line in one style."""
    return Strip([Segment(set_cell_size(text, width), style)], width)
