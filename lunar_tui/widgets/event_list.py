"""A list of events of any length, each as a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip

from domain.blocks.event_store import RecordedEvent
from lunar_tui.event_looks import look_of
from lunar_tui.sentences import Narrator
from lunar_tui.widgets.paged_list import MOVE, PagedList


class EventList(PagedList[RecordedEvent]):
    """Lines of `position  tick  mark sentence`, oldest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", id="log.up", group=MOVE),
        Binding("down", "move(1)", "Down", id="log.down", group=MOVE),
        Binding("enter", "choose", "Open", id="log.open"),
        Binding("end", "follow", "Follow", id="log.end"),
        Binding("end", "last", "Last", show=False, id="log.last"),
        Binding("home", "first", "First", show=False, id="log.home"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="log.pageup"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="log.pagedown"),
    ]

    class Chosen(PagedList.Chosen):
        """A row is to be opened; `event` is None while it is not in memory."""

        @property
        def event(self) -> RecordedEvent | None:
            """The event in the row."""
            return self.row if isinstance(self.row, RecordedEvent) else None

    def __init__(
        self,
        narrator: Narrator,
        *,
        growing: bool = False,
        ascii_only: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """One that is `growing` can be followed, for events are added at its end."""
        super().__init__(ascii_only=ascii_only, id=id)
        self._narrator = narrator
        self._growing = growing
        self._columns = (1, 0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to follow what grows; elsewhere the end is the last event."""
        if action in {"follow", "last"}:
            return self._growing == (action == "follow")
        return super().check_action(action, parameters)

    def measure(self, last: RecordedEvent) -> None:
        """Make room for the last event's position and tick; some events are of no tick."""
        tick = self._narrator.tell(last).tick
        room = 0 if tick is None else len(str(tick))
        self._columns = (len(str(last.position)), max(room, self._columns[1]))

    def draw(self, row: RecordedEvent, base: Style, width: int) -> Strip:
        """Draw an event."""
        tick, sentence = self._narrator.tell(row)
        look = look_of(row.type)
        mark = look.ascii_mark if self._ascii_only else look.mark
        position_width, tick_width = self._columns
        when = "" if tick is None else tick
        place = f" {row.position:>{position_width}}  {when:>{tick_width}}  "
        room = max(0, width - len(place))
        segments = [
            Segment(place, base + self.get_component_rich_style("paged-list--place", partial=True)),
            Segment(self.fitted(f"{mark} {sentence}", room), base + ink(look.colour)),
        ]
        return Strip(segments).crop_extend(0, width, base)


@lru_cache
def ink(colour: str) -> Style:
    """Text in a colour."""
    return Style(color=colour)
