"""Runs all benchmarks and prints the report."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks import log, map_redraw, postgres, snapshots, tick, view_stores


async def report() -> None:
    """Print line after line, as they come."""
    for run in (log.run, postgres.run, tick.run, view_stores.run, snapshots.run):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)  # a server may run as another user
            for line in await run(Path(folder)):
                print(line, flush=True)
    for line in await map_redraw.run():
        print(line, flush=True)


asyncio.run(report())
