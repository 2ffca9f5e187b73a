"""A list of events of any length: it knows a count, and draws the lines in sight."""

from __future__ import annotations

from functools import lru_cache
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from domain.blocks.event_store import RecordedEvent
from lunar_tui.event_looks import look_of
from lunar_tui.event_pages import FixedRows, Rows
from lunar_tui.sentences import (
    Narrator,
)

MOVE = Binding.Group("Move", compact=True)


class EventList(ScrollView, can_focus=True):
    """Lines of `position  tick  mark sentence`, oldest first.

    At the end it follows what is added; scrolled away, or with an event selected, it holds still
    and counts in `waiting` what came after the last row that was in sight. Rows that are not in
    memory are asked for by `RowsMissing`; `first_missing` says which.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "event-list--place",
        "event-list--notice",
        "event-list--selected",
    }

    DEFAULT_CSS = """
    EventList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .event-list--place { color: #9A9A94; }
        & > .event-list--notice { color: #9A9A94; text-style: italic; }
        & > .event-list--selected { background: $foreground 12%; text-style: bold; }
        &:focus > .event-list--selected { background: $foreground 22%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", id="log.up", group=MOVE),
        Binding("down", "move(1)", "Down", id="log.down", group=MOVE),
        Binding("enter", "choose", "Open", id="log.open"),
        Binding("end", "follow", "Follow", id="log.end"),
        Binding("home", "first", "First", show=False, id="log.home"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="log.pageup"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="log.pagedown"),
    ]

    class Chosen(Message):
        """A row is to be opened; `event` is None while it is not in memory."""

        def __init__(self, number: int, event: RecordedEvent | None) -> None:
            super().__init__()
            self.number = number
            self.event = event

    class RowsMissing(Message):
        """Some rows in sight are not in memory."""

    selected: reactive[int | None] = reactive(None)
    following = reactive(True)
    waiting = reactive(0)

    def __init__(
        self,
        narrator: Narrator,
        *,
        ascii_only: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._narrator = narrator
        self._ascii_only = ascii_only
        self._ellipsis = "~" if ascii_only else "…"
        self._rows: Rows = FixedRows(())
        self._notice = ""
        self._seen = 0
        self._columns = (1, 1)

    def show(self, rows: Rows) -> None:
        """Show these rows instead, from their end."""
        self._rows = rows
        self.action_follow()

    def grow(self) -> None:
        """Draw again, because there are more rows, or more of them in memory."""
        count = self._rows.count
        self.virtual_size = Size(0, count)
        if newest := self._rows.row(count - 1) if count else None:
            tick = self._narrator.tell(newest).tick
            self._columns = (len(str(newest.position)), len(str(tick or "")))
        if self.following:
            self._to_end()
        self._note_seen()
        self.refresh()

    def say(self, notice: str) -> None:
        """Show a sentence in place of rows; rows again for an empty one."""
        self._notice = notice
        self.refresh()

    @property
    def selected_event(self) -> RecordedEvent | None:
        """The event in the selected row; None without one, or while it is not in memory."""
        return None if self.selected is None else self._rows.row(self.selected)

    def first_missing(self) -> int | None:
        """The first row in sight that is not in memory."""
        if self._notice:
            return None
        return next((n for n in self._in_sight() if self._rows.row(n) is None), None)

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
            style = base + self.get_component_rich_style("event-list--notice", partial=True)
            return _line(f" {lines[y]}" if y < len(lines) else "", style, width)
        event = self._rows.row(number)
        if event is None:
            self.post_message(self.RowsMissing())
            return _line(f" {self._ellipsis}", base, width)
        if number == self.selected:
            base += self.get_component_rich_style("event-list--selected")
        return self._draw(event, base, width)

    def _draw(self, event: RecordedEvent, base: Style, width: int) -> Strip:
        tick, sentence = self._narrator.tell(event)
        look = look_of(event.type)
        mark = look.ascii_mark if self._ascii_only else look.mark
        position_width, tick_width = self._columns
        when = "" if tick is None else tick
        place = f" {event.position:>{position_width}}  {when:>{tick_width}}  "
        text = f"{mark} {sentence}"
        room = max(0, width - len(place))
        if cell_len(text) > room:
            text = set_cell_size(text, max(0, room - 1)) + self._ellipsis
        segments = [
            Segment(place, base + self.get_component_rich_style("event-list--place", partial=True)),
            Segment(set_cell_size(text, room), base + _ink(look.colour)),
        ]
        return Strip(segments).crop_extend(0, width, base)


def _line(text: str, style: Style, width: int) -> Strip:
    return Strip([Segment(set_cell_size(text, width), style)], width)


@lru_cache
def _ink(colour: str) -> Style:
    return Style(color=colour)
