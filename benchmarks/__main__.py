"""Runs all benchmarks and prints the report."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import log, map_redraw, postgres, snapshots, tick, view_stores


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a while; a server in it may run as another user."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


async def report() -> None:
    """Print line after line, as they come."""
    for run in (log.run, postgres.run, tick.run, view_stores.run, snapshots.run):
        with folder() as path:
            for line in await run(path):
                print(line, flush=True)
    for line in await map_redraw.run():
        print(line, flush=True)


asyncio.run(report())
