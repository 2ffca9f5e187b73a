"""A tick of the game: all its sites advance, everything is committed, all views follow."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Stopwatch, medians
from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import ROUTER
from lunar_tui.session import GameSession
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.sqlite import SqliteEventStore

TICKS = 9


async def run(folder: Path) -> list[str]:
    """The lines of the report."""
    return [await _sites(folder / f"{sites}.db", sites) for sites in (10, 1000, 10_000)]


async def _sites(path: Path, sites: int) -> str:
    store = await SqliteEventStore.open(path)
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    await application.dispatch(StartGame("g", width=128, height=128))
    for n in range(sites):
        await application.dispatch(SpawnSite("g", f"site-{n:06}", 1, n, "px42", 1_000_000, 0))
    session = GameSession(application, "g", "px42")
    await session.load()

    async def tick() -> float:
        watch = Stopwatch()
        answer = await session.dispatch(AdvanceGameloop("g", session.game.tick + 1))
        assert isinstance(answer, Committed)
        return watch.seconds()

    (taken,) = await medians(tick, rounds=TICKS)
    await store.close()
    return (
        f"tick with {sites:>6,} active sites        {taken * 1000:8.1f} ms"
        f"   {(sites + 1) / taken:10,.0f} events/s"
    )
