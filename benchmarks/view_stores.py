"""Writing views: batches of 1,000 events on every view store, against the floor of each.

A floor writes the same rows with the plain driver: no checkpoint is compared, no row read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

import asyncpg
import msgspec
from msgspec import structs
from redis.asyncio import Redis

from benchmarks.measure import Stopwatch, medians
from domain.blocks.projector import Key
from domain.blocks.view_store import Checkpoint, Step, ViewStore
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.projectors.buildings import BuildingRow, buildings
from persistence.open_views import open_views
from tests import servers

ROWS = 1000
NEVER = 1_000_000
ROUNDS = 15

COLUMNS = BuildingRow.__struct_fields__
CREATE = (
    "CREATE TABLE floor (complete double precision, location bigint, site_id text PRIMARY KEY, "
    "site_type bigint, player_id text, ready boolean)"
)
UPDATES = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
UPSERT = "INSERT INTO floor VALUES ({}) ON CONFLICT (site_id) DO UPDATE SET " + UPDATES

Write = Callable[[Sequence[BuildingRow]], Awaitable[None]]


async def run(folder: Path) -> list[str]:
    """The lines of the report."""
    database, cache = servers.Postgres(folder, "postgres"), servers.Redis(folder, "redis")
    try:
        database.start()
        cache.start()
        return await _report(folder, database.url, cache.url)
    finally:
        database.end()
        cache.end()


async def _report(folder: Path, postgres_url: str, redis_url: str) -> list[str]:
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = NORMAL")
    plain.execute(CREATE)
    driver = await asyncpg.connect(postgres_url)
    await driver.execute(CREATE)
    client = Redis.from_url(redis_url)
    cases: list[tuple[str, str, str, Write]] = [
        ("memory", "memory", "a dict", partial(_to_dict, {})),
        ("SQLite", f"sqlite:///{folder / 'views.db'}", "sqlite3", partial(_to_sqlite, plain)),
        ("Postgres", postgres_url, "asyncpg", partial(_to_postgres, driver)),
        ("Redis", f"{redis_url}?prefix=view:", "MSET", partial(_to_redis, client)),
    ]
    lines = []
    for name, url, driver_name, write in cases:
        views = await open_views(url, "memory:")
        ours = await _filled(views)
        taken, least = await medians(ours, partial(_timed, write), rounds=ROUNDS)
        await views.close()
        lines.append(
            f"view rows, {ROWS} a batch, {name:<8}      {taken * 1000:8.2f} ms"
            f"   {ROWS / taken:10,.0f} rows/s   {taken / least:6.1f} x {driver_name}"
        )
    plain.close()
    await driver.close()
    await client.aclose()
    return lines


async def _filled(views: ViewStore) -> Callable[[], Awaitable[float]]:
    """A view of so many sites; each call works a tick on all of them and gives its seconds."""
    spawned = [
        Step(n + 1, buildings.project(SiteSpawned("g", f"site-{n}", 1, n, "px42", NEVER, 0), 0))
        for n in range(ROWS)
    ]
    begin = await views.begin(buildings, "served")
    at = await views.apply(buildings, "served", begin, ROWS, spawned)
    batches = _ticks()

    async def tick() -> float:
        nonlocal at
        assert at is not None
        steps = next(batches)
        watch = Stopwatch()
        at = await _apply(views, at, steps)
        return watch.seconds()

    return tick


async def _apply(views: ViewStore, at: Checkpoint, steps: Sequence[Step]) -> Checkpoint | None:
    return await views.apply(buildings, "served", at, steps[-1].position, steps)


def _ticks() -> Iterator[list[Step]]:
    for tick in count(1):
        worked = [
            ConstructionProgressed("g", f"site-{n}", 1, n, tick, NEVER, tick) for n in range(ROWS)
        ]
        yield [
            Step(tick * ROWS + n + 1, buildings.project(event, 0)) for n, event in enumerate(worked)
        ]


async def _timed(write: Write) -> float:
    row = BuildingRow(0.5, 1, "", 1, "px42", ready=False)
    rows = [structs.replace(row, site_id=f"site-{n}", location=n) for n in range(ROWS)]
    watch = Stopwatch()
    await write(rows)
    return watch.seconds()


async def _to_dict(rows: dict[Key, BuildingRow], batch: Sequence[BuildingRow]) -> None:
    rows.update({row.key: row for row in batch})


async def _to_sqlite(connection: sqlite3.Connection, batch: Sequence[BuildingRow]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    statement = UPSERT.format(", ".join("?" * len(COLUMNS)))
    connection.executemany(statement, [structs.astuple(row) for row in batch])
    connection.execute("COMMIT")


async def _to_postgres(connection: asyncpg.Connection, batch: Sequence[BuildingRow]) -> None:
    numbers = ", ".join(f"${n}" for n in range(1, len(COLUMNS) + 1))
    await connection.executemany(UPSERT.format(numbers), [structs.astuple(row) for row in batch])


async def _to_redis(client: Redis, batch: Sequence[BuildingRow]) -> None:
    await client.mset({f"building:{row.site_id}": msgspec.json.encode(row) for row in batch})
