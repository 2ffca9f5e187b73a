"""Whoever changes the log on a server behind the store's back is found out."""

from __future__ import annotations

import pytest

from domain.blocks.event_store import StoreFault
from persistence.postgres import PostgresEventStore
from persistence.postgres.connection import connect
from persistence.postgres.tasks import PostgresTasks
from tests.persistence.test_tampering import EVENTS, MIDDLE, audit, fill


async def test_a_whole_log_has_no_findings(postgres_schema: str) -> None:
    await PostgresTasks(postgres_schema).init()
    store = await PostgresEventStore.open(postgres_schema)
    await fill(store)
    assert await audit(store) == []
    await store.close()


@pytest.mark.parametrize(
    ("script", "positions"),
    [
        (f"DELETE FROM events WHERE position = {MIDDLE}", [MIDDLE, MIDDLE + 3]),
        (
            (
                "UPDATE events SET data = "
                "convert_to(replace(convert_from(data, 'UTF8'), '16', '99'), 'UTF8') "
                f"WHERE position = {MIDDLE}"
            ),
            [MIDDLE],
        ),
        (
            (
                "UPDATE events SET position = -1 WHERE position = 17;"
                "UPDATE events SET position = 17 WHERE position = 25;"
                "UPDATE events SET position = 25 WHERE position = -1"
            ),
            [17, 17, 18, 20, 25, 25, 26, 28],
        ),
        (
            (
                "INSERT INTO event_types VALUES (99, 'Exploded', 1);"
                f"UPDATE events SET type = 99 WHERE position = {MIDDLE}"
            ),
            [MIDDLE, MIDDLE],
        ),
        ("DELETE FROM events WHERE position > 36", [37]),
        (f"UPDATE causes SET player = 'eve' WHERE id = {MIDDLE}", [MIDDLE]),
        (f"UPDATE events SET recorded_at = 0 WHERE position = {MIDDLE}", [MIDDLE]),
        (f"UPDATE events SET game = NULL WHERE position = {MIDDLE}", [MIDDLE]),
        ("UPDATE streams SET digest = decode('00', 'hex') WHERE id = 0", [EVENTS]),
        (
            "UPDATE streams SET name = 'site-2' WHERE name = 'site-1'",
            list(range(2, EVENTS, 4)),
        ),
    ],
)
async def test_what_was_done_to_the_log_is_found(
    postgres_schema: str, script: str, positions: list[int]
) -> None:
    store = await damaged(postgres_schema, script)
    found = await audit(store)
    await store.close()
    assert [finding.position for finding in found] == positions


async def test_an_event_that_cannot_be_read_is_named(postgres_schema: str) -> None:
    mangled = f"UPDATE events SET event_id = decode('00', 'hex') WHERE position = {MIDDLE}"
    store = await damaged(postgres_schema, mangled)
    with pytest.raises(StoreFault, match=f"position {MIDDLE} is damaged beyond reading"):
        await audit(store)
    await store.close()


async def damaged(url: str, script: str) -> PostgresEventStore:
    """A store that holds events, and what the script did to them."""
    await PostgresTasks(url).init()
    store = await PostgresEventStore.open(url)
    await fill(store)
    connection = await connect(store.address.dsn, store.address.schema)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(script)
    await connection.close()
    return store
