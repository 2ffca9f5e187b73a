"""Runs the benchmarks and prints the report: `python -m benchmarks [NAME...] [--quick]`."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks import (
    colony,
    log,
    map_redraw,
    peers,
    postgres,
    rebuild,
    snapshots,
    tick,
    time_travel,
    view_stores,
)
from benchmarks.measure import FULL, QUICK, Effort

BENCHMARKS: dict[str, Callable[[Path, Effort], Awaitable[Sequence[str]]]] = {
    "log": log.run,
    "postgres": postgres.run,
    "peers": peers.run,
    "views": view_stores.run,
    "rebuild": rebuild.run,
    "tick": tick.run,
    "snapshots": snapshots.run,
    "map": map_redraw.run,
    "travel": time_travel.run,
    "colony": colony.run,
}


@click.command(help=__doc__, epilog=f"The names: {', '.join(BENCHMARKS)}; all without one.")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)), metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="Less of everything, to see that it runs.")
def main(names: Sequence[str], *, quick: bool) -> None:
    """Print line after line, as they come."""
    asyncio.run(report(names or list(BENCHMARKS), QUICK if quick else FULL))


async def report(names: Sequence[str], effort: Effort) -> None:
    """Run one benchmark after another, each in a folder of its own."""
    for name in names:
        with folder() as path:
            for line in await BENCHMARKS[name](path, effort):
                click.echo(line)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a while; a server in it may run as another user."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


main()
