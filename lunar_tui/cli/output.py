"""What commands print: JSON lines for programs, tables for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click
import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

ROOMY = 10_000
"""The width of a table that no terminal shows: nothing is cut."""

Columns = Mapping[str, Callable[[Any], object]]
"""A table's columns: what stands above each, and its value for a row."""


def print_json(objects: Iterable[Any]) -> None:
    """Print each as JSON on a line of its own."""
    click.echo(b"".join(msgspec.json.encode(each) + b"\n" for each in objects), nl=False)


def print_rows(rows: Sequence[Struct], *, as_json: bool, columns: Columns | None = None) -> None:
    """Print the rows; a table shows the columns given, or every field."""
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, columns or _fields(rows[0]))
    else:
        say("There is nothing to show.")


def print_table(rows: Iterable[Any], columns: Columns) -> None:
    """Print a table whose values stand as they are, whatever they hold."""
    console = terminal()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in columns:
        table.add_column(title, overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*(cell(value(row)) for value in columns.values()))
    console.print(table)


def print_facts(facts: Mapping[str, object]) -> None:
    """Print names and their values, one a line."""
    width = max(map(len, facts))
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' '):<{width}}  {value}")


def _fields(row: Struct) -> Columns:
    def reader(name: str) -> Callable[[Any], object]:
        return lambda row: getattr(row, name)

    return {name: reader(name) for name in row.__struct_fields__}


def cell(value: object) -> Text:
    """A value in a table; numbers stand to the right, and JSON as its text."""
    if isinstance(value, msgspec.Raw):
        value = bytes(value).decode()
    shown = "" if value is None else printable(str(value))
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return Text(shown, justify="right" if numeric else "left")


def printable(text: str) -> str:
    """The text with a mark for each character that could do something to a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def terminal() -> Console:
    """Stdout: a terminal's width there, and room enough for everything elsewhere."""
    console = _Output(highlight=False)
    return console if console.is_terminal else _Output(highlight=False, width=ROOMY)


class _Output(Console):
    def on_broken_pipe(self) -> None:
        """Let the program say by its exit code that nobody read to the end."""
        raise BrokenPipeError


def say(words: str) -> None:
    """Tell the person, beside the results."""
    click.echo(words, err=True)
