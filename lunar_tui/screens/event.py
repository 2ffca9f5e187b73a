"""One event whole: its place, its data, its proof, and its family to walk through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Log, Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent
from domain.blocks.family import Family, by_external_command, family_of
from lunar_tui.event_looks import look_of
from lunar_tui.event_pages import FixedRows
from lunar_tui.look import DUST
from lunar_tui.sentences import (
    Narrator,
    json_text,
    printable,
)
from lunar_tui.widgets.event_list import EventList

LABEL_WIDTH = 10

NOBODY = Family(None, ())


class EventScreen(ModalScreen[None]):
    """Shows an event; its cause and its effects open in its place, and backspace leads back."""

    CSS_PATH = "event.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="event.close"),
        Binding("backspace", "back", "Back", id="event.back"),
        Binding("tab", "app.focus_next", "Next part", id="event.next"),
    ]

    def __init__(
        self,
        event: RecordedEvent,
        store: EventStore,
        narrator: Narrator,
        *,
        ascii_only: bool = False,
    ) -> None:
        super().__init__()
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
                yield Static(id="event-proof")
            yield Static(id="event-caused-by", classes="event-relation")
            yield EventList(self._narrator, ascii_only=self._ascii_only, id="event-cause")
            yield Static(id="event-caused", classes="event-relation")
            yield EventList(self._narrator, ascii_only=self._ascii_only, id="event-effects")
        yield Footer()

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
        self.query_one(Log).clear().write_lines(self._data_lines(event))
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

    def _data_lines(self, event: RecordedEvent) -> list[str]:
        """The data as stored, and where its schema is not today's, how it is read."""
        stored = _json_lines(event.data)
        read = self._narrator.as_read(event)
        if read is None:
            return stored
        kind, data = read
        return [
            f"As stored, schema {event.schema}",
            *stored,
            f"As read, schema {kind.schema}",
            *_json_lines(data),
        ]

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where there is one."""
        if action == "back":
            return len(self._trail) > 1
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
    try:
        moment = datetime.fromtimestamp(microseconds / 1e6, tz=UTC)
        return f"{moment.astimezone():%Y-%m-%d %H:%M:%S} ({moment:%H:%M:%S} UTC)"
    except (OverflowError, ValueError):
        return f"{microseconds:,} microseconds after 1970"
