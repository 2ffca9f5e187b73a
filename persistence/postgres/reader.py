"""What the tables say.

A text is looked for here and not by the server, whose notion of small and capital letters depends
on its version and settings. So is what data is to be like: an event's data is only bytes there.
The server leaves out what it can rule out (see `candidates`).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from domain.blocks.event_store import (
    Batch,
    Head,
    Heads,
    Marks,
    RecordedEvent,
    StreamInfo,
    Where,
)
from domain.blocks.event_types import EventType
from domain.blocks.listing import Entry, EntryKey, EntryMarks, Listing
from persistence.event_rows import events_of
from persistence.log_queries import Span
from persistence.postgres import queries
from persistence.postgres.connection import Driver
from persistence.store import StoreStatus

PAGE = 5000
"""Events that are read at once to look into them."""


async def read_page(
    driver: Driver, where: Where, span: Span, limit: int, *, backward: bool
) -> list[RecordedEvent]:
    """At most `limit` events of the selection beyond a position, up to another."""
    if not _looks_into(where):
        return await _page(driver, where, span, limit, backward=backward)
    found: list[RecordedEvent] = []
    selects = where.content()
    while len(found) < limit:
        page = await _page(driver, where, span, PAGE, backward=backward)
        found += [event for event in page if selects(event.stream, event.data)]
        if len(page) < PAGE:
            break
        span = (page[-1].position, span[1])
    return found[:limit]


def _looks_into(where: Where) -> bool:
    return where.text is not None or where.condition is not None


async def _page(
    driver: Driver, where: Where, span: Span, limit: int, *, backward: bool
) -> list[RecordedEvent]:
    """A page of those that the server did not rule out."""
    sql, values = queries.page(where, span, limit, backward=backward)
    return events_of([tuple(row) for row in await driver.fetch(sql, *values)])


async def read_facts(
    driver: Driver, where: Where, after: int | None, limit: int, *, backward: bool
) -> Batch:
    """What a fold needs of at most `limit` events beyond a position."""
    if _looks_into(where):
        return Batch.of(await read_page(driver, where, (after, None), limit, backward=backward))
    sql, values = queries.facts(where, after, limit, backward=backward)
    rows: Sequence[Any] = await driver.fetch(sql, *values)
    types = await driver.fetch("SELECT id, name, schema FROM event_types")
    return Batch({key: EventType(name, schema) for key, name, schema in types}, rows)


async def read_marks(driver: Driver, where: Where, every: int) -> Marks:
    """The selection's size, and the position of every nth of its events."""
    if not _looks_into(where):
        sql, values = queries.marks(where, every)
        (row,) = await driver.fetch(sql, *values)
        return Marks(row[0], every, row[1])
    positions: list[int] = []
    after = 0
    while events := await read_page(driver, where, (after, None), PAGE, backward=False):
        positions += [event.position for event in events]
        after = positions[-1]
    return Marks(len(positions), every, positions[::every])


async def read_positions(driver: Driver, where: Where, after: int, upto: int) -> Sequence[int]:
    """The positions of the selection's events beyond `after`, up to `upto` itself."""
    if not _looks_into(where):
        sql, values = queries.positions_between(where, after, upto)
        return array("q", [row[0] for row in await driver.fetch(sql, *values)])
    found, selects = array("q"), where.content()
    while after < upto:
        sql, values = queries.data_between(where, after, upto, PAGE)
        page = await driver.fetch(sql, *values)
        found.extend(position for position, stream, data in page if selects(stream, data))
        after = page[-1][0] if len(page) == PAGE else upto
    return found


async def read_entries(
    driver: Driver, listing: Listing, after: EntryKey | None, limit: int
) -> list[Entry]:
    """A page of a list of streams, categories or types."""
    sql, values = queries.entries(listing, after, limit)
    return [Entry(*row) for row in await driver.fetch(sql, *values)]


async def read_entry_marks(driver: Driver, listing: Listing, every: int) -> EntryMarks:
    """How many entries there are, and the keys of every nth."""
    sql, values = queries.entry_count(listing)
    count: int = await driver.fetchval(sql, *values)
    sql, values = queries.entry_ends(listing, every)
    return EntryMarks(count, every, [EntryKey(*row) for row in await driver.fetch(sql, *values)])


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


async def read_heads(driver: Driver) -> Heads:
    """All ends at one moment, which is a transaction's."""
    async with driver.transaction(isolation="repeatable_read", readonly=True):
        games = await driver.fetch("SELECT name, last_position FROM games")
        return Heads(await read_head(driver), await read_streams(driver), dict(map(tuple, games)))


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
