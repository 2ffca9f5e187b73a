"""A long log is rebuilt into every view store, and verified, against the floor of each.

The floor of a rebuild folds the events into a dict and, after each 1,000, writes the rows with the
plain driver. That of verify does by hand what verify does: see `verify_floor`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks import floor, verify_floor, view_floor
from benchmarks.log import construction
from benchmarks.measure import Effort, Stopwatch, medians
from benchmarks.view_floor import Write
from domain.blocks.event_store import Commit, Where
from domain.blocks.projection import Projection
from domain.blocks.replay import replay
from domain.blocks.verify import verify
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES, PROJECTORS
from domain.game.projectors.buildings import buildings
from persistence.ids import OrderedIds
from persistence.open_views import open_views
from persistence.sqlite import SqliteEventStore

EVENTS = 1_000_000
BATCH = 1000
GAMES = Where(games_only=True)


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    path = folder / "long.db"
    store = await SqliteEventStore.open(path)
    ids = OrderedIds()
    events = construction(ids)
    while (await store.head()).position < effort.size(EVENTS):
        await store.append(Commit(list(islice(events, 5000)), ids.new(), 0))
    total = (await store.head()).position
    lines = []

    async def compare(
        name: str,
        ours: Callable[[], Awaitable[object]],
        base: Callable[[], Awaitable[object]],
        rounds: int = 1,
    ) -> None:
        taken, least = await medians(partial(timed, ours), partial(timed, base), rounds=rounds)
        lines.append(
            f"{name:<24} {total:,} events {taken:7.2f} s   {total / taken:10,.0f} events/s"
            f"   {taken / least:5.2f} x the floor ({total / least:,.0f} events/s)"
        )

    async def fold() -> None:
        await replay([View(buildings)], store, EVENT_TYPES, GAMES)

    async def folded() -> None:
        floor.fold(path)

    async def verified() -> None:
        assert (await verify(store, EVENT_TYPES, PROJECTORS)).whole

    async def verified_by_hand() -> None:
        assert verify_floor.verify(path)

    await compare("replay to a view", fold, folded, 5)
    async with view_floor.places(folder) as places:
        for place in places:
            ours = partial(_rebuild, store, place.url)
            await compare(f"rebuild in {place.name}", ours, partial(_by_hand, path, place.write))
    await compare("verify, all views", verified, verified_by_hand, 3)
    await store.close()
    return lines


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """How many seconds the work takes."""
    watch = Stopwatch()
    await work()
    return watch.seconds()


async def _rebuild(store: SqliteEventStore, url: str) -> None:
    views = await open_views(url, "memory:")
    assert await Projection(buildings, store, views, EVENT_TYPES, GAMES).rebuild()
    await views.close()


async def _by_hand(path: Path, write: Write) -> None:
    """Each batch works on all the sites, so it writes all rows."""
    connection = sqlite3.connect(path)
    view = floor.Fold(connection.execute("SELECT id, name FROM event_types"))
    for page in floor.pages(connection, BATCH):
        view.take(page)
        await write(list(view.rows.values()))
    connection.close()
