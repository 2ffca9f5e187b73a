"""One event whole: its place, its data, its proof, and its family to walk through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Log, Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent
from domain.blocks.family import Family, by_external_command, family_of
from lunar_tui.clipboard import copy_event
from lunar_tui.event_looks import look_of
from lunar_tui.event_pages import FixedRows
from lunar_tui.look import DUST
from lunar_tui.moments import clock_time, moment
from lunar_tui.screens.cascade import CascadeScreen
from lunar_tui.sentences import Narrator, json_text, printable
from lunar_tui.ways import Ways
from lunar_tui.widgets.data_tree import DataTree, is_nested
from lunar_tui.widgets.event_list import EventList

LABEL_WIDTH = 10

NO_WAYS = Ways()

NOBODY = Family(None, ())


class EventScreen(ModalScreen[None]):
    """Shows an event; its cause and its effects open in its place, and backspace leads back."""

    CSS_PATH = "event.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="event.close"),
        Binding("backspace", "back", "Back", id="event.back"),
        Binding("c", "cascade", "Family", id="event.cascade"),
        Binding("y", "copy", "Copy", id="event.copy"),
        Binding("m", "tile", "Map", id="event.tile"),
        Binding("t", "moment", "Replay", id="event.moment"),
        Binding("tab", "app.focus_next", "Part", id="event.next"),
    ]

    def __init__(
        self,
        event: RecordedEvent,
        store: EventStore,
        narrator: Narrator,
        *,
        ways: Ways = NO_WAYS,
        ascii_only: bool = False,
    ) -> None:
        super().__init__()
        self._ways = ways
        self._store = store
        self._narrator = narrator
        self._ascii_only = ascii_only
        self._trail = [event]

    @property
    def event(self) -> RecordedEvent:
        """The event that is shown."""
        return self._trail[-1]

    def compose(self) -> ComposeResult:
        """Lay out the title, the facts and data, and below them the family."""
        with Vertical(id="event-card"):
            yield Static(id="event-title")
            with VerticalScroll(id="event-whole"):
                yield Static(id="event-facts")
                yield Log(id="event-data", auto_scroll=False)
                yield DataTree(ascii_only=self._ascii_only, id="event-tree")
                yield Static(id="event-proof")
            yield Static(id="event-caused-by", classes="event-relation")
            yield EventList(self._narrator, ascii_only=self._ascii_only, id="event-cause")
            yield Static(id="event-caused", classes="event-relation")
            yield EventList(self._narrator, ascii_only=self._ascii_only, id="event-effects")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the event that the screen was made for."""
        self._show()

    def _show(self) -> None:
        event = self.event
        look = look_of(event.type)
        mark = look.ascii_mark if self._ascii_only else look.mark
        title = f"{mark} {self._narrator.tell(event).sentence}"
        self.query_one("#event-title", Static).update(Content.styled(title, look.colour))
        self.query_one("#event-whole").scroll_home(animate=False)
        self.query_one("#event-facts", Static).update(_table(_facts(event)))
        self.query_one("#event-proof", Static).update(_table(_proof(event)))
        self._show_data(event)
        self._show_family(NOBODY, "Looking for its family", "")
        self.run_worker(self._find_family(event))
        self.refresh_bindings()

    async def _find_family(self, event: RecordedEvent) -> None:
        try:
            family = await family_of(self._store, event)
        except LunarError as fault:
            family, cause, caused = NOBODY, str(fault), ""
        else:
            cause = "Caused by" if family.cause else "Caused by a command from outside"
            caused = _caused(len(family.effects))
        if event is self.event:
            self._show_family(family, cause, caused)

    def _show_data(self, event: RecordedEvent) -> None:
        """Show the data as stored, and where its schema is not today's, how it is read.

        Values within values are a tree, others are lines.
        """
        parts = {f"As stored, schema {event.schema}": event.data}
        if read := self._narrator.as_read(event):
            kind, data = read
            parts[f"As read, schema {kind.schema}"] = data
        nested = is_nested(event.data)
        lines, tree = self.query_one(Log), self.query_one(DataTree)
        lines.display, tree.display = not nested, nested
        if nested:
            tree.show(parts)
            return
        titled = len(parts) > 1
        lines.clear()
        for title, data in parts.items():
            lines.write_lines([*([title] if titled else []), *_json_lines(data)])

    def _show_family(self, family: Family, cause: str, caused: str) -> None:
        self.query_one("#event-caused-by", Static).update(Content(cause))
        self.query_one("#event-caused", Static).update(Content(caused))
        self._show_relatives("#event-cause", [family.cause] if family.cause else [])
        self._show_relatives("#event-effects", family.effects)

    def _show_relatives(self, selector: str, relatives: Sequence[RecordedEvent]) -> None:
        shown = self.query_one(selector, EventList)
        shown.display = bool(relatives)
        shown.show(FixedRows(relatives))
        shown.action_first()
        if relatives:
            shown.focus()

    @on(EventList.Chosen)
    def _open(self, message: EventList.Chosen) -> None:
        if message.event:
            self._trail.append(message.event)
            self._show()

    def action_back(self) -> None:
        """Return to the event from which this one was opened."""
        self._trail.pop()
        self._show()

    @work
    async def action_cascade(self) -> None:
        """Show all that the same command came to, as a tree, and open what is chosen there."""
        tree = CascadeScreen(self.event, self._store, self._narrator, ascii_only=self._ascii_only)
        if chosen := await self.app.push_screen_wait(tree):
            self._trail.append(chosen)
            self._show()

    def action_copy(self) -> None:
        """Copy the event as JSON."""
        copy_event(self.app, self.event)

    def action_tile(self) -> None:
        """Close, and show the tile that the event is about."""
        location = self._ways.to_tile(self.event)
        self.dismiss()
        if location is not None and self._ways.tile:
            self._ways.tile(location)

    def action_moment(self) -> None:
        """Close, and show the event's moment in the replay."""
        self.dismiss()
        if self._ways.moment:
            self._ways.moment(self.event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where there is one."""
        match action:
            case "back":
                return len(self._trail) > 1
            case "tile":
                return self._ways.to_tile(self.event) is not None
            case "moment":
                return self._ways.to_moment(self.event)
        return super().check_action(action, parameters)


def _caused(count: int) -> str:
    if not count:
        return "Caused no other event"
    return "Caused one event" if count == 1 else f"Caused {count:,} events"


def _facts(event: RecordedEvent) -> Mapping[str, str]:
    return {
        "Position": f"{event.position:,}",
        "Stream": f"{event.stream}, version {event.version:,}",
        "Type": f"{event.type}, schema {event.schema}",
        "Recorded": _moment(event.recorded_at),
        "Player": event.player or "nobody",
    }


def _proof(event: RecordedEvent) -> Mapping[str, str]:
    source = "from outside" if by_external_command(event) else "from a process manager"
    return {
        "Event": str(event.event_id),
        "Command": f"{event.command_id} {source}",
        "Cause": str(event.causation_id),
        "Cascade": str(event.correlation_id),
        "Digest": event.digest.hex(),
    }


def _table(facts: Mapping[str, str]) -> Content:
    lines = [
        Content.assemble((f"{label:<{LABEL_WIDTH}}", DUST), printable(value))
        for label, value in facts.items()
    ]
    return Content("\n").join(lines)


def _json_lines(data: bytes) -> list[str]:
    return [printable(line) for line in json_text(data, indent=2).split("\n")]


def _moment(microseconds: int) -> str:
    told = clock_time(microseconds)
    try:
        return f"{told} ({moment(microseconds):%H:%M:%S} UTC)"
    except OverflowError:
        return told
