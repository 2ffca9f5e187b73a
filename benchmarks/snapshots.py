"""Beginning a game of 10,000 events: from its first event, and from a snapshot."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Effort, Stopwatch, medians
from domain.blocks.application import Application
from domain.blocks.decider import Rejected
from domain.blocks.game_snapshots import GameSnapshots
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import ROUTER, STATE_SCHEMA
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.sqlite import SqliteEventStore

EVENTS = 10_000


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report: a game of many ticks with few sites, one of few with many."""
    return [await _begin(folder / f"{sites}.db", sites, effort) for sites in (10, 1000)]


async def _begin(path: Path, sites: int, effort: Effort) -> str:
    store = await SqliteEventStore.open(path)
    snapshots = GameSnapshots(store, STATE_SCHEMA, every=1)

    def application(kept: GameSnapshots | None = None) -> Application:
        return Application(ROUTER, store, OrderedIds(), SystemClock(), kept)

    game = application()
    await game.dispatch(StartGame("g", width=128, height=128))
    for n in range(sites):
        await game.dispatch(SpawnSite("g", f"site-{n:06}", 1, n, "px42", 1_000_000, 0))
    ticks = (EVENTS - sites) // (sites + 1)
    for tick in range(1, ticks):
        await game.dispatch(AdvanceGameloop("g", tick))
    await application(snapshots).dispatch(AdvanceGameloop("g", ticks))
    kept = await store.load("game:g", STATE_SCHEMA)
    assert kept is not None

    async def refuse(new: Application) -> float:
        watch = Stopwatch()
        assert isinstance(await new.dispatch(AdvanceGameloop("g", 0)), Rejected)
        return watch.seconds()

    without, using = await medians(
        lambda: refuse(application()),
        lambda: refuse(application(snapshots)),
        rounds=effort.rounds(7),
    )
    await store.close()
    return (
        f"begin a game of {EVENTS:,} events, {sites:>5,} sites {without * 1000:6.1f} ms"
        f"   from a snapshot {using * 1000:5.1f} ms ({len(kept[1]):,} bytes)"
    )
