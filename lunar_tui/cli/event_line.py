"""An event of the log as the command line prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from shutil import get_terminal_size
from uuid import UUID

import click
import msgspec
from msgspec import Raw, Struct
from rich.cells import cell_len, set_cell_size

from domain.blocks.errors import UnreadableEvent
from domain.blocks.event_store import RecordedEvent
from lunar_tui.cli.output import clock_time, moment, printable

TITLES = ("position", "recorded", "stream", "version", "type", "data")

_LAYOUT = "{:>8}  {:<19}  {:<18}  {:>7}  {:<22}  {}"

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
    rows = [_row(event) for event in events]
    lines = [_LAYOUT.format(*row) for row in ([TITLES, *rows] if header else rows)]
    if sys.stdout.isatty():
        width = get_terminal_size().columns
        lines = [_cut(line, width) for line in lines]
    click.echo("\n".join(lines))


def _row(event: RecordedEvent) -> tuple[str, ...]:
    return (
        str(event.position),
        clock_time(event.recorded_at),
        printable(event.stream),
        str(event.version),
        printable(event.type),
        printable(_short_data(event)),
    )


def _cut(line: str, width: int) -> str:
    return line if cell_len(line) <= width else f"{set_cell_size(line, width - 1)}…"
