"""Projections of one's own on the command line: their sources, where they run, what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
import msgspec

from domain.blocks.errors import LunarError
from domain.blocks.scripted.kept import State, check_name, shown

SOURCE = click.Path(exists=True, dir_okay=False, path_type=Path)

name_option = click.option("--name", metavar="NAME", help="Its name (else that of the file).")
partition_option = click.option("--partition", metavar="KEY", help="Only this partition.")


class UnreadableSource(LunarError):
    """A file that is no text."""


class NoPartition(LunarError):
    """A partition that a projection does not have."""


class ProjectionStopped(LunarError):
    """A projection that met a fault."""


def read_source(file: Path) -> str:
    """The source in the file. Raises `UnreadableSource`."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"The file {file} is not UTF-8 text (byte {error.start}): give a projection's source."
        ) from error


def named(file: Path, name: str | None) -> str:
    """The name of the projection in the file. Raises `BadName`."""
    return check_name(file.stem if name is None else name)


def print_states(states: Mapping[str, State], *, as_json: bool, partition: str | None) -> None:
    """Print the state as JSON, on one line or many. Raises `NoPartition`."""
    if partition is not None and partition not in states:
        raise NoPartition(f"There is no partition {partition}: leave out --partition to see all.")
    text = shown(states) if partition is None else states[partition].shown
    click.echo(text if as_json else msgspec.json.format(text, indent=2))
