"""The transactions that append.

Who appends locks the row of `$all` before it looks where the log ends, and holds the lock to the
commit. So positions become visible in their order, and a reader never sees one before all below it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from domain.blocks.event_store import (
    EVERYTHING,
    AppendRefused,
    DuplicateEvent,
    Head,
    RecordedEvent,
    StoreFault,
)
from persistence.append_group import AppendGroup, Commits, Names, Result, Row, became
from persistence.postgres.connection import ERRORS, Driver
from persistence.postgres.reader import read_page

_BEGIN = """
    BEGIN ISOLATION LEVEL READ COMMITTED; SELECT 1 FROM streams WHERE id = 0 FOR UPDATE
"""
_LOOK = """
    SELECT 'head', '$all', (SELECT max(id) FROM streams), version, digest FROM streams
        WHERE id = 0
    UNION ALL SELECT 'last type', '', coalesce(max(id), 0), 0, NULL FROM event_types
    UNION ALL SELECT 'last game', '', coalesce(max(id), 0), 0, NULL FROM games
    UNION ALL SELECT 'stream', name, id, version, NULL FROM streams WHERE name = ANY($1::text[])
    UNION ALL SELECT 'type', name, id, schema, NULL FROM event_types WHERE name = ANY($2::text[])
    UNION ALL SELECT 'game', name, id, last_position, NULL FROM games WHERE name = ANY($3::text[])
"""
_ADD = """
    WITH head AS (
        UPDATE streams SET version = $1, first_position = 1, last_position = $1, digest = $2
        WHERE id = 0
    ), heads AS (
        SELECT * FROM unnest($3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
        AS head (id, name, version, first_position, last_position)
    ), moved_streams AS (
        UPDATE streams SET version = heads.version, last_position = heads.last_position
        FROM heads WHERE streams.id = heads.id
    ), new_streams AS (
        INSERT INTO streams SELECT * FROM heads WHERE id > (SELECT max(id) FROM streams)
    ), moved_games AS (
        INSERT INTO games SELECT * FROM unnest($8::int[], $9::text[], $10::bigint[])
        ON CONFLICT (id) DO UPDATE SET last_position = excluded.last_position
    ), new_types AS (
        INSERT INTO event_types SELECT * FROM unnest($11::int[], $12::text[], $13::int[])
    )
    INSERT INTO causes SELECT * FROM unnest($14::bigint[], $15::bytea[], $16::bytea[], $17::text[])
"""
_KINDS = ("head", "last type", "last game", "stream", "type", "game")
_EVENTS = (
    "position",
    "stream",
    "version",
    "type",
    "data",
    "game",
    "event_id",
    "command_id",
    "cause",
    "recorded_at",
    "digest",
)
_POSITION = "SELECT position FROM events WHERE event_id = $1"
_KNOWN_IDS = "SELECT event_id FROM events WHERE event_id = ANY($1::bytea[])"


class CommitLost(Exception):
    """No answer came to the COMMIT: the transaction happened whole, or not at all."""


async def append_together(driver: Driver, group: Sequence[Commits]) -> list[Result]:
    """Add the group in one transaction, each of its commits judged on their own.

    Raises `CommitLost`; with any other error nothing was added.
    """
    try:
        async with _end_locked(driver):
            admitted = await _admitted(driver, group)
            if admitted.events:
                await _add(driver, admitted)
            return await _settled(driver, group, admitted.results)
    except asyncpg.UniqueViolationError as error:
        if len(group) == 1:
            return await _settled(driver, group, [await _conflict(driver, group[0], error)])
        return [result for commits in group for result in await append_together(driver, [commits])]


@asynccontextmanager
async def _end_locked(driver: Driver) -> AsyncIterator[None]:
    try:
        await driver.execute(_BEGIN)
        yield
    except BaseException:
        if not driver.is_closed():
            await driver.execute("ROLLBACK")
        raise
    try:
        await driver.execute("COMMIT")
    except ERRORS as error:
        raise CommitLost from error


async def _admitted(driver: Driver, group: Sequence[Commits]) -> AppendGroup:
    names = Names(group)
    rows = await driver.fetch(_LOOK, names.streams, names.types, names.games)
    found: dict[str, list[tuple[str, int, int]]] = {kind: [] for kind in _KINDS}
    for kind, name, key, number, digest in rows:
        found[kind].append((name, key, number))
        if kind == "head":
            head = Head(number, digest)
    return AppendGroup(
        group,
        head,
        found["stream"],
        found["type"],
        found["game"],
        (found["head"][0][1], found["last type"][0][1], found["last game"][0][1]),
    )


async def _add(driver: Driver, group: AppendGroup) -> None:
    await driver.execute(
        _ADD,
        *group.head,
        *_columns(group.stream_heads, 5),
        *_columns(group.game_heads, 3),
        *_columns(group.new_types, 3),
        *_columns(group.causes, 4),
    )
    await driver.copy_records_to_table("events", columns=_EVENTS, records=group.events)


def _columns(rows: Sequence[Row], width: int) -> Sequence[Sequence[Any]]:
    return tuple(zip(*rows, strict=True)) or ((),) * width


async def _settled(
    driver: Driver, group: Sequence[Commits], results: Sequence[Result]
) -> list[Result]:
    """The results, but for refused commits that are in the log already their events there."""
    return [
        await _found(driver, commits) or result if isinstance(result, AppendRefused) else result
        for commits, result in zip(group, results, strict=True)
    ]


async def _found(driver: Driver, commits: Commits) -> Sequence[RecordedEvent]:
    position = await driver.fetchval(_POSITION, commits[0].events[0].event_id.bytes)
    if position is None:
        return ()
    count = sum(len(commit.events) for commit in commits)
    recorded = await read_page(driver, EVERYTHING, (position - 1, None), count, backward=False)
    return recorded if became(commits, recorded) else ()


async def _conflict(driver: Driver, commits: Commits, error: Exception) -> Exception:
    events = [event for commit in commits for event in commit.events]
    rows = await driver.fetch(_KNOWN_IDS, [event.event_id.bytes for event in events])
    known = {row["event_id"] for row in rows}
    for event in events:
        if event.event_id.bytes in known:
            return DuplicateEvent(event.event_id)
    return StoreFault(
        f"The heads of the log do not fit its events ({error}): `lunar verify` finds the damage."
    )
