"""The floor: the same rows on PostgreSQL with nothing but asyncpg and msgspec.

One call of a function appends a whole transaction, which is the best that was found. There is room
for a digest of each event, but it is not computed: a server has no BLAKE2b.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from benchmarks.floor import Fold
from domain.blocks.event_store import NewEvent
from domain.game.projectors.buildings import BuildingRow

TABLES = """
CREATE TABLE head (position bigint NOT NULL);
INSERT INTO head VALUES (0);
CREATE TABLE streams (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE,
    version bigint NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE events (
    position bigint PRIMARY KEY, cause bigint NOT NULL, recorded_at bigint NOT NULL,
    version bigint NOT NULL, stream int NOT NULL, type int NOT NULL, game int,
    event_id bytea NOT NULL UNIQUE, command_id bytea NOT NULL, digest bytea NOT NULL,
    data bytea NOT NULL,
    UNIQUE (stream, version)
);
CREATE INDEX by_game ON events (game, position);
CREATE FUNCTION append(names text[], datas bytea[], ids bytea[], commands bytea[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE last bigint;
BEGIN
    SELECT position INTO last FROM head FOR UPDATE;
    INSERT INTO streams (name, version) SELECT DISTINCT name, 0 FROM unnest(names) AS name
    ON CONFLICT DO NOTHING;
    INSERT INTO events SELECT last + number, 1, 0,
        version + row_number() OVER (PARTITION BY name ORDER BY number), streams.id, 1, 1,
        added.id, command, added.id, data
    FROM unnest(names, datas, ids, commands)
        WITH ORDINALITY AS added (name, data, id, command, number)
    JOIN streams USING (name);
    UPDATE streams SET version = version + added
    FROM (SELECT name, count(*) AS added FROM unnest(names) AS name GROUP BY name) AS counted
    WHERE streams.name = counted.name;
    UPDATE head SET position = last + cardinality(names);
END $$;
"""


async def create(url: str) -> asyncpg.Connection:
    """A log as plain as it gets, in a schema of its own."""
    connection = await asyncpg.connect(url, server_settings={"search_path": "plain", "jit": "off"})
    await connection.execute("CREATE SCHEMA plain")
    await connection.execute(TABLES)
    return connection


async def append(connection: asyncpg.Connection, events: Sequence[NewEvent]) -> None:
    """One transaction, one call."""
    await connection.execute(
        "SELECT append($1, $2, $3, $4)",
        [event.stream for event in events],
        [event.data for event in events],
        [event.event_id.bytes for event in events],
        [event.command_id.bytes for event in events],
    )


async def fold(connection: asyncpg.Connection) -> dict[str, BuildingRow]:
    """Replay a log of ours, typed, into the rows of one view."""
    view = Fold(await connection.fetch("SELECT id, name FROM event_types"))
    page = (
        "SELECT position, type, data, recorded_at FROM events"
        " WHERE game IS NOT NULL AND position > $1 ORDER BY 1 LIMIT 5000"
    )
    rows = await connection.fetch(page, 0)
    while rows:
        view.take(rows)
        rows = await connection.fetch(page, rows[-1][0])
    return view.rows
