"""The log on PostgreSQL, against the floor: a server of its own, as durable as it comes.

LUNAR_TEST_POSTGRES names another server to use.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import ClassVar

import asyncpg

from benchmarks import postgres_floor as floor
from benchmarks.log import batches_of, construction
from benchmarks.measure import Effort, Stopwatch, medians
from domain.blocks.event_store import Commit, NewEvent, Where
from domain.blocks.replay import replay
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES
from domain.game.projectors.buildings import buildings
from persistence.ids import OrderedIds
from persistence.postgres import PostgresEventStore
from persistence.postgres.tasks import PostgresTasks
from tests.servers import Postgres, Run

REPLAYED = 100_000
CALLERS = 100


class DurablePostgres(Postgres):
    """With the settings that a server has when nobody changes them."""

    SETTINGS: ClassVar[dict[str, str]] = {}


async def run(_: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    async with durable_server() as url:
        plain = await floor.create(url)
        ours = f"{url}?schema=ours"
        await PostgresTasks(ours).init()
        store = await PostgresEventStore.open(ours)
        ids = OrderedIds()
        lines = [
            await _append(store, plain, ids, size, effort.rounds(rounds))
            for size, rounds in ((1, 200), (10, 100), (1000, 15))
        ]
        lines.append(await _together(store, plain, ids, effort))
        lines.append(await _replay(store, ids, effort))
        lines.append(await _size(store))
        await store.close()
        await plain.execute("DROP SCHEMA plain, ours CASCADE")
        await plain.close()
    return lines


@asynccontextmanager
async def durable_server() -> AsyncIterator[str]:
    """The URL of a server, which is there for a while."""
    if given := os.environ.get("LUNAR_TEST_POSTGRES"):
        yield given
        return
    own = Run()
    server = DurablePostgres(own.folder, "postgres")
    server.start()
    yield server.url
    server.end()
    own.end()


async def _append(
    store: PostgresEventStore, plain: asyncpg.Connection, ids: OrderedIds, size: int, rounds: int
) -> str:
    batches = batches_of(ids, size)
    ours, base = await medians(
        partial(_ours, store, batches, ids), partial(_floor, plain, batches), rounds=rounds
    )
    return (
        f"Postgres append, {size:>5} a transaction     {ours * 1000:8.2f} ms"
        f"   {size / ours:10,.0f} events/s   {ours / base:5.2f} x plain asyncpg"
    )


async def _ours(
    store: PostgresEventStore, batches: Iterator[Sequence[NewEvent]], ids: OrderedIds
) -> float:
    commit = Commit(next(batches), ids.new(), 0)
    watch = Stopwatch()
    await store.append(commit)
    return watch.seconds()


async def _floor(plain: asyncpg.Connection, batches: Iterator[Sequence[NewEvent]]) -> float:
    events = next(batches)
    watch = Stopwatch()
    await floor.append(plain, events)
    return watch.seconds()


async def _together(
    store: PostgresEventStore, plain: asyncpg.Connection, ids: OrderedIds, effort: Effort
) -> str:
    batches = batches_of(ids, 1)

    async def ours() -> float:
        commits = [Commit(next(batches), ids.new(), 0) for _ in range(CALLERS)]
        watch = Stopwatch()
        await asyncio.gather(*map(store.append, commits))
        return watch.seconds()

    async def base() -> float:
        events = [next(batches) for _ in range(CALLERS)]
        watch = Stopwatch()
        for each in events:
            await floor.append(plain, each)
        return watch.seconds()

    taken, least = await medians(ours, base, rounds=effort.rounds(7))
    return (
        f"Postgres append, {CALLERS} callers of 1     {taken * 1000:8.2f} ms"
        f"   {CALLERS / taken:10,.0f} events/s   {taken / least:5.2f} x plain asyncpg, one by one"
    )


async def _replay(store: PostgresEventStore, ids: OrderedIds, effort: Effort) -> str:
    events = construction(ids)
    while (await store.head()).position < effort.size(REPLAYED):
        await store.append(Commit(list(islice(events, 5000)), ids.new(), 0))
    plain = await asyncpg.connect(store.address.dsn, server_settings={"search_path": "ours"})

    async def ours() -> float:
        watch = Stopwatch()
        await replay([View(buildings)], store, EVENT_TYPES, Where(games_only=True))
        return watch.seconds()

    async def base() -> float:
        watch = Stopwatch()
        await floor.fold(plain)
        return watch.seconds()

    taken, least = await medians(ours, base, rounds=effort.rounds(7))
    await plain.close()
    total = (await store.head()).position
    return (
        f"Postgres replay to a view, {total:,} events{taken * 1000:8.0f} ms"
        f"   {total / taken:10,.0f} events/s   {taken / least:5.2f} x plain asyncpg and msgspec"
    )


async def _size(store: PostgresEventStore) -> str:
    status = await store.status()
    return f"Postgres size of an event: {status.size / status.events:.0f} bytes"
