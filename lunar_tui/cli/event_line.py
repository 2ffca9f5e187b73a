"""An event of the log as the command line prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from shutil import get_terminal_size

import click
from rich.cells import cell_len, set_cell_size

from domain.blocks.event_store import RecordedEvent
from lunar_tui.cli.output import printable
from lunar_tui.moments import clock_time

TITLES = ("position", "recorded", "stream", "version", "type", "data")

_LAYOUT = "{:>8}  {:<19}  {:<18}  {:>7}  {:<22}  {}"

LONGEST_DATA = 200
"""How many characters of an event's data a table shows."""


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
