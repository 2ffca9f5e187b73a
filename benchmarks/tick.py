"""A tick of the game: all its sites advance, everything is committed, all views follow.

A full run draws `docs/images/tick.svg`.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.log import new_event
from benchmarks.measure import FULL, Effort, Stopwatch, medians
from benchmarks.plot import Plot, svg
from benchmarks.postgres import durable_server
from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.event_store import Commit
from domain.game.commands import AdvanceGameloop, StartGame
from domain.game.events import SiteSpawned
from domain.game.model import ROUTER
from lunar_tui.session import GameSession
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store, tasks_of

TICKS = 9
SITES = (10, 100, 1000, 3000, 10_000)
FASTEST = 1000 / 16
"""Milliseconds that a tick may take at the fastest speed, 16 ticks a second."""

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "tick.svg"


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    async with durable_server() as postgres:
        stores = {
            "SQLite": [f"sqlite:///{folder / f'{sites}.db'}" for sites in SITES],
            "Postgres": [f"{postgres}?schema=tick{sites}" for sites in SITES],
        }
        taken = {
            name: [
                (float(sites), 1000 * await _tick(url, sites, effort))
                for sites, url in zip(SITES, urls, strict=True)
            ]
            for name, urls in stores.items()
        }
    if effort == FULL:
        aim = "the fastest speed, 16 ticks a second"
        title = "A tick: committed, and in all views"
        PICTURE.write_text(svg(Plot(title, "active sites", taken, FASTEST, aim)))
    return [
        f"{name}, tick with {sites:>6,.0f} active sites {milliseconds:8.1f} ms"
        f"   {1000 * (sites + 1) / milliseconds:10,.0f} events/s"
        for name, line in taken.items()
        for sites, milliseconds in line
    ]


async def _tick(url: str, sites: int, effort: Effort) -> float:
    await tasks_of(url).init()
    store = await open_store(url)
    ids = OrderedIds()
    application = Application(ROUTER, store, ids, SystemClock())
    await application.dispatch(StartGame("g", width=128, height=128))
    command = ids.new()
    spawned = [SiteSpawned("g", f"site-{n}", 1, n, "px42", 1_000_000, 0) for n in range(sites)]
    events = [new_event(event, event.site_id, ids, command) for event in spawned]
    await store.append(Commit(events, command, 0))
    session = GameSession(application, "g", "px42")
    await session.load()

    async def tick() -> float:
        watch = Stopwatch()
        answer = await session.dispatch(AdvanceGameloop("g", session.game.tick + 1))
        assert isinstance(answer, Committed)
        return watch.seconds()

    (taken,) = await medians(tick, rounds=effort.rounds(TICKS))
    await store.close()
    return taken
