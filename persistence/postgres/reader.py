"""What the tables say.

A text is looked for here and not by the server, whose notion of small and capital letters depends
on its version and settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from domain.blocks.event_store import (
    Batch,
    Head,
    Marks,
    RecordedEvent,
    StreamInfo,
    Where,
    holds,
)
from domain.blocks.event_types import EventType
from persistence.postgres import queries
from persistence.postgres.connection import Driver
from persistence.store import StoreStatus

PAGE = 5000
"""Events that are read at once to look for a text in them."""

_Row = tuple[int, str, int, str, int, bytes, str | None, UUID, UUID, UUID, UUID, str, int, bytes]


async def read_page(
    driver: Driver, where: Where, after: int | None, limit: int, *, backward: bool
) -> list[RecordedEvent]:
    """At most `limit` events of the selection beyond a position."""
    if where.text is None:
        return await _page(driver, where, after, limit, backward=backward)
    found: list[RecordedEvent] = []
    wider = structs.replace(where, text=None)
    while len(found) < limit:
        page = await _page(driver, wider, after, PAGE, backward=backward)
        found += [event for event in page if holds(where.text, event.stream, event.data)]
        if len(page) < PAGE:
            break
        after = page[-1].position
    return found[:limit]


async def _page(
    driver: Driver, where: Where, after: int | None, limit: int, *, backward: bool
) -> list[RecordedEvent]:
    sql, values = queries.page(where, after, limit, backward=backward)
    rows = [tuple(row) for row in await driver.fetch(sql, *values)]
    return [RecordedEvent(*row) for row in msgspec.convert(rows, list[_Row])]


async def read_facts(
    driver: Driver, where: Where, after: int | None, limit: int, *, backward: bool
) -> Batch:
    """What a fold needs of at most `limit` events beyond a position."""
    if where.text is not None:
        return Batch.of(await read_page(driver, where, after, limit, backward=backward))
    sql, values = queries.facts(where, after, limit, backward=backward)
    rows: Sequence[Any] = await driver.fetch(sql, *values)
    types = await driver.fetch("SELECT id, name, schema FROM event_types")
    return Batch({key: EventType(name, schema) for key, name, schema in types}, rows)


async def read_marks(driver: Driver, where: Where, every: int) -> Marks:
    """The selection's size, and the position of every nth of its events."""
    if where.text is None:
        sql, values = queries.marks(where, every)
        (row,) = await driver.fetch(sql, *values)
        return Marks(row[0], every, row[1])
    positions: list[int] = []
    after = 0
    while events := await read_page(driver, where, after, PAGE, backward=False):
        positions += [event.position for event in events]
        after = positions[-1]
    return Marks(len(positions), every, positions[::every])


async def read_head(driver: Driver) -> Head:
    """The end of the log."""
    (row,) = await driver.fetch("SELECT version, digest FROM streams WHERE id = 0")
    return Head(*row)


async def read_game_head(driver: Driver, game: str) -> int:
    """The position of the game's last event, or 0."""
    found = await driver.fetch("SELECT last_position FROM games WHERE name = $1", game)
    return found[0][0] if found else 0


async def read_streams(driver: Driver) -> list[StreamInfo]:
    """All streams in the order of their first events, after `$all`."""
    query = "SELECT name, version, first_position, last_position FROM streams ORDER BY id"
    return [StreamInfo(*row) for row in await driver.fetch(query)]


async def read_snapshot(driver: Driver, name: str, schema: int) -> tuple[int, bytes] | None:
    """The snapshot's position and data, if there is one of this schema."""
    query = "SELECT position, data FROM snapshots WHERE name = $1 AND schema = $2"
    found = await driver.fetch(query, name, schema)
    return (found[0][0], found[0][1]) if found else None


async def read_status(driver: Driver, place: str) -> StoreStatus:
    """The store at a glance."""
    (row,) = await driver.fetch(_STATUS)
    schema, events, streams, games, last, size, journal = row
    return StoreStatus(
        path=place,
        schema=schema,
        events=events,
        streams=streams,
        games=games,
        size=size,
        last_position=last,
        journal=journal,
    )


_STATUS = """
    SELECT (SELECT max(version) FROM schema_migrations), (SELECT count(*) FROM events),
        (SELECT count(*) - 1 FROM streams), (SELECT count(*) FROM games),
        (SELECT version FROM streams WHERE id = 0),
        (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'),
        'wal, synchronous_commit ' || current_setting('synchronous_commit')
"""
