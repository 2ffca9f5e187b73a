"""An event of the log as the command line prints it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Raw, Struct
from rich.table import Table

from domain.blocks.errors import UnreadableEvent
from domain.blocks.event_store import RecordedEvent
from lunar_tui.cli.output import cell, clock_time, moment, terminal

LONGEST_DATA = 200
"""How many characters of an event's data a table shows."""


class EventLine(Struct, frozen=True):
    """The JSON form: `data` is as it stands in the log, byte for byte; `digest` is in hex."""

    event_id: UUID
    stream: str
    version: int
    position: int
    type: str
    schema: int
    data: Raw
    correlation_id: UUID
    causation_id: UUID
    command_id: UUID
    player: str | None
    recorded_at: datetime
    digest: str
    game: str | None


def event_line(event: RecordedEvent) -> EventLine:
    """The event, ready to print. Raises `UnreadableEvent` when its data is not JSON."""
    try:
        data = msgspec.json.decode(event.data, type=Raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableEvent(event.type, event.schema, f"{error} at {event.position}") from error
    return EventLine(
        event_id=event.event_id,
        stream=event.stream,
        version=event.version,
        position=event.position,
        type=event.type,
        schema=event.schema,
        data=data,
        correlation_id=event.correlation_id,
        causation_id=event.causation_id,
        command_id=event.command_id,
        player=event.player or None,
        recorded_at=moment(event.recorded_at),
        digest=event.digest.hex(),
        game=event.game,
    )


def _short_data(event: RecordedEvent) -> str:
    data = event.data.decode(errors="replace")
    return data if len(data) <= LONGEST_DATA else f"{data[: LONGEST_DATA - 1]}…"


def print_events(events: Iterable[RecordedEvent], *, header: bool) -> None:
    """Print a table of events; more of it may follow, in columns of the same widths."""
    console = terminal()
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
        show_header=header,
        expand=console.is_terminal,
    )
    for title, width in (
        ("position", 8),
        ("recorded", 19),
        ("stream", 18),
        ("version", 7),
        ("type", 22),
    ):
        table.add_column(title, min_width=width, no_wrap=True)
    table.add_column("data", ratio=1, no_wrap=True, overflow="ellipsis")
    for event in events:
        values = (
            event.position,
            clock_time(event.recorded_at),
            event.stream,
            event.version,
            event.type,
            _short_data(event),
        )
        table.add_row(*map(cell, values))
    console.print(table)
