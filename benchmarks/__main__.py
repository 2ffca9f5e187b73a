"""Runs the benchmarks and prints the report: `python -m benchmarks [NAME...] [--quick]`."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click

from benchmarks.measure import FULL, QUICK, Effort

BENCHMARKS = {
    "log": "log",
    "postgres": "postgres",
    "peers": "peers",
    "views": "view_stores",
    "rebuild": "rebuild",
    "tick": "tick",
    "snapshots": "snapshots",
    "map": "map_redraw",
    "travel": "time_travel",
    "colony": "colony",
}
"""The modules of the benchmarks. Each is imported when it is run: only some need the extra."""


@click.command(help=__doc__, epilog=f"The names: {', '.join(BENCHMARKS)}; all without one.")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)), metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="Less of everything, to see that it runs.")
def main(names: Sequence[str], *, quick: bool) -> None:
    """Print line after line, as they come."""
    asyncio.run(report(names or list(BENCHMARKS), QUICK if quick else FULL))


async def report(names: Sequence[str], effort: Effort) -> None:
    """Run one benchmark after another, each in a folder of its own."""
    for name in names:
        benchmark = import_module(f"benchmarks.{BENCHMARKS[name]}")
        with folder() as path:
            for line in await benchmark.run(path, effort):
                click.echo(line)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a while; a server in it may run as another user."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


main()
