"""What the tables say: whole functions, for the thread of a reading connection."""

from __future__ import annotations

import sqlite3
from array import array
from pathlib import Path

from domain.blocks.event_store import (
    Batch,
    Head,
    Heads,
    Marks,
    RecordedEvent,
    StreamInfo,
)
from domain.blocks.event_types import EventType
from domain.blocks.listing import Entry, EntryKey, EntryMarks
from persistence.event_rows import events_of
from persistence.sqlite.migrations import schema_of
from persistence.sqlite.queries import Query
from persistence.store import StoreStatus


def read_page(connection: sqlite3.Connection, query: Query) -> list[RecordedEvent]:
    """The events that a `page` query finds."""
    return events_of(connection.execute(*query).fetchall())


def read_facts(connection: sqlite3.Connection, query: Query) -> Batch:
    """The batch that a `facts` query finds."""
    rows = connection.execute(*query).fetchall()
    types = connection.execute("SELECT id, name, schema FROM event_types")
    return Batch({key: EventType(name, schema) for key, name, schema in types}, rows)


def read_marks(connection: sqlite3.Connection, query: Query, every: int) -> Marks:
    """Every nth of the positions that a `positions` query finds."""
    found = connection.execute(*query)
    count = 0
    marks: list[int] = []
    while block := found.fetchmany(every):
        count += len(block)
        marks.append(block[0][0])
    return Marks(count, every, marks)


def read_positions(connection: sqlite3.Connection, query: Query) -> array[int]:
    """All positions that a `positions_between` query finds."""
    return array("q", [position for (position,) in connection.execute(*query)])


def read_entries(connection: sqlite3.Connection, query: Query) -> list[Entry]:
    """The entries that an `entries` query finds."""
    return [Entry(*row) for row in connection.execute(*query)]


def read_entry_marks(
    connection: sqlite3.Connection, count: Query, ends: Query, every: int
) -> EntryMarks:
    """The index of a list that these two queries find."""
    (found,) = connection.execute(*count).fetchone()
    return EntryMarks(found, every, [EntryKey(*row) for row in connection.execute(*ends)])


def read_head(connection: sqlite3.Connection) -> Head:
    """The end of the log."""
    return Head(*connection.execute("SELECT version, digest FROM streams WHERE id = 0").fetchone())


def read_game_head(connection: sqlite3.Connection, game: str) -> int:
    """The position of the game's last event, or 0."""
    query = "SELECT last_position FROM games WHERE name = ?"
    found = connection.execute(query, (game,)).fetchone()
    return found[0] if found else 0


def read_streams(connection: sqlite3.Connection) -> list[StreamInfo]:
    """All streams in the order of their first events, after `$all`."""
    query = "SELECT name, version, first_position, last_position FROM streams ORDER BY id"
    return [StreamInfo(*row) for row in connection.execute(query)]


def read_heads(connection: sqlite3.Connection) -> Heads:
    """All ends at one moment, which is a transaction's."""
    connection.execute("BEGIN")
    try:
        games = dict(connection.execute("SELECT name, last_position FROM games"))
        return Heads(read_head(connection), read_streams(connection), games)
    finally:
        connection.rollback()


def read_snapshot(
    connection: sqlite3.Connection, name: str, schema: int
) -> tuple[int, bytes] | None:
    """The snapshot's position and data, if there is one of this schema."""
    query = "SELECT position, data FROM snapshots WHERE name = ? AND schema = ?"
    found: tuple[int, bytes] | None = connection.execute(query, (name, schema)).fetchone()
    return found


def read_status(connection: sqlite3.Connection, path: Path) -> StoreStatus:
    """The store at a glance."""
    (events, streams, games, last), (journal,) = (
        connection.execute(query).fetchone() for query in (_COUNTS, "PRAGMA journal_mode")
    )
    files = (path, path.with_name(f"{path.name}-wal"))
    return StoreStatus(
        path=str(path),
        schema=schema_of(path, connection),
        events=events,
        streams=streams,
        games=games,
        size=sum(file.stat().st_size for file in files if file.exists()),
        last_position=last,
        journal=journal,
    )


_COUNTS = """
    SELECT (SELECT count(*) FROM events), (SELECT count(*) - 1 FROM streams),
        (SELECT count(*) FROM games), (SELECT version FROM streams WHERE id = 0)
"""
