"""A list of streams, categories or event types, of any length."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip

from domain.blocks.event_store import ALL
from domain.blocks.listing import Entry
from lunar_tui.look import ORANGE, SKY, WHITE
from lunar_tui.moments import clock_time
from lunar_tui.sentences import printable
from lunar_tui.widgets.event_list import ink
from lunar_tui.widgets.paged_list import MOVE, PagedList

NUMBER = 11
TIME = 19
ROOMY = 100
"""From this width on, the first event has a column of its own too."""


class EntryList(PagedList[Entry]):
    """Lines of name, number of events, first and last position, and the times of both."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", id="entries.up", group=MOVE),
        Binding("down", "move(1)", "Down", id="entries.down", group=MOVE),
        Binding("enter", "choose", "Open", id="entries.open"),
        Binding("home", "first", "First", show=False, id="entries.home"),
        Binding("end", "last", "Last", show=False, id="entries.end"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="entries.pageup"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="entries.pagedown"),
    ]

    class Chosen(PagedList.Chosen):
        """An entry is to be opened."""

        @property
        def entry(self) -> Entry | None:
            """The entry in the row."""
            return self.row if isinstance(self.row, Entry) else None

    def titles(self, width: int, order: str) -> str:
        """What stands above the columns, with a mark at the one that the list is in order of."""
        marked = {
            name: f"{title}*" if name == order else title
            for name, title in (
                ("name", "name"),
                ("events", "events"),
                ("first", "first"),
                ("last", "last"),
            )
        }
        numbers = "".join(f"{marked[name]:>{NUMBER}}" for name in ("events", "first", "last"))
        times = "".join(f"  {name:<{TIME}}" for name in _times(width))
        room = max(0, width - len(numbers) - len(times) - 1)
        return f" {self.fitted(marked['name'], room)}{numbers}{times}"

    def draw(self, row: Entry, base: Style, width: int) -> Strip:
        """Draw an entry."""
        numbers = "".join(
            f"{number:>{NUMBER},}" for number in (row.events, row.first_position, row.last_position)
        )
        times = "".join(
            f"  {self.fitted(clock_time(at) if row.events else '', TIME)}"
            for name, at in (("from", row.first_recorded_at), ("to", row.last_recorded_at))
            if name in _times(width)
        )
        room = max(0, width - len(numbers) - len(times) - 1)
        segments = [
            Segment(" ", base),
            Segment(
                self.fitted(printable(row.name), room),
                base + ink(ORANGE if row.name == ALL else WHITE),
            ),
            Segment(numbers, base + ink(SKY)),
            Segment(times, base + self.get_component_rich_style("paged-list--place", partial=True)),
        ]
        return Strip(segments).crop_extend(0, width, base)


def _times(width: int) -> tuple[str, ...]:
    return ("from", "to") if width >= ROOMY else ("to",)
