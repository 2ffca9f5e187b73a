"""The floor of the view stores: the same rows written with nothing but the plain driver of each.

No checkpoint is compared, and no row is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import asyncpg
import msgspec
from msgspec import structs
from redis.asyncio import Redis

from domain.blocks.projector import Key
from domain.game.projectors.buildings import BuildingRow
from tests import servers

COLUMNS = BuildingRow.__struct_fields__
CREATE = (
    "CREATE TABLE floor (complete double precision, location bigint, site_id text PRIMARY KEY, "
    "site_type bigint, player_id text, ready boolean)"
)
UPDATES = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
UPSERT = "INSERT INTO floor VALUES ({}) ON CONFLICT (site_id) DO UPDATE SET " + UPDATES

Write = Callable[[Sequence[BuildingRow]], Awaitable[None]]


class Place(NamedTuple):
    """Where rows can be kept: the URL of a view store, and what writes there by hand."""

    name: str
    url: str
    driver: str
    write: Write


@asynccontextmanager
async def places(folder: Path) -> AsyncIterator[list[Place]]:
    """A place of every kind, with servers of their own for a while."""
    own = servers.Run()
    database, cache = servers.Postgres(own.folder, "postgres"), servers.Redis(own.folder, "redis")
    try:
        database.start()
        cache.start()
        plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = NORMAL")
        plain.execute(CREATE)
        driver = await asyncpg.connect(database.url)
        await driver.execute(CREATE)
        client = Redis.from_url(cache.url)
        yield [
            Place("memory", "memory", "a dict", partial(_to_dict, {})),
            Place(
                "SQLite", f"sqlite:///{folder / 'views.db'}", "sqlite3", partial(_to_sqlite, plain)
            ),
            Place("Postgres", database.url, "asyncpg", partial(_to_postgres, driver)),
            Place("Redis", f"{cache.url}?prefix=view:", "MSET", partial(_to_redis, client)),
        ]
        plain.close()
        await driver.close()
        await client.aclose()
    finally:
        database.end()
        cache.end()
        own.end()


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
