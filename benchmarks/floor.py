"""The floor: the same rows with nothing but the standard library's sqlite3, hashlib and msgspec."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from domain.blocks.event_store import NewEvent
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.projectors.buildings import BuildingRow

Fact = tuple[int, int | str, bytes, int]
"""Position, type, data and time of an event."""

EVENTS: dict[str, Any] = {
    "SiteSpawned": SiteSpawned,
    "ConstructionProgressed": ConstructionProgressed,
}
TABLES = """
CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT UNIQUE, version INTEGER);
CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, version INTEGER NOT NULL,
    type INTEGER NOT NULL, data BLOB NOT NULL, game INTEGER, event_id BLOB NOT NULL UNIQUE,
    command_id BLOB NOT NULL, cause INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
    digest BLOB NOT NULL, UNIQUE (stream, version)
);
CREATE INDEX by_game ON events (game);
"""

_encode = msgspec.json.Encoder().encode


def create(path: Path) -> sqlite3.Connection:
    """A log as plain as it gets, durable like ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(TABLES)
    return connection


def append(connection: sqlite3.Connection, events: Sequence[NewEvent], *, chained: bool) -> None:
    """One transaction: read the streams' versions, add the rows, write the versions.

    An event's digest covers it and the digest before, or is just some bytes if not `chained`.
    """
    connection.execute("BEGIN IMMEDIATE")
    names = msgspec.json.encode(sorted({event.stream for event in events})).decode()
    chosen = "SELECT value FROM json_each(?)"
    connection.execute(
        "INSERT OR IGNORE INTO streams (name, version) SELECT value, 0 FROM json_each(?)", (names,)
    )
    heads = {
        name: [key, version]
        for name, key, version in connection.execute(
            f"SELECT name, id, version FROM streams WHERE name IN ({chosen})", (names,)
        )
    }
    last = "SELECT position, digest FROM events ORDER BY position DESC LIMIT 1"
    position, digest = connection.execute(last).fetchone() or (0, bytes(16))
    rows = []
    for position, event in enumerate(events, position + 1):  # noqa: B020 - goes on there
        head = heads[event.stream]
        head[1] += 1
        event_id = event.event_id.bytes
        digest = _digest(digest, position, head[1], event) if chained else event_id
        ids = (event_id, event.command_id.bytes)
        rows.append((position, head[0], head[1], 1, event.data, 1, *ids, 1, 0, digest))
    connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany(
        "UPDATE streams SET version = ? WHERE id = ?", [(v, key) for key, v in heads.values()]
    )
    connection.execute("COMMIT")


def _digest(previous: bytes, position: int, version: int, event: NewEvent) -> bytes:
    kind = (event.type, event.schema)
    ids = (event.event_id, event.command_id, event.causation_id, event.command_id)
    head = _encode((position, event.stream, version, kind, event.game, ids, "", 0))
    return blake2b(b"%b%b\n%b" % (previous, head, event.data), digest_size=16).digest()


class Fold:
    """Typed events into the rows of one view; `types` are keys and names."""

    def __init__(self, types: Iterable[tuple[int | str, str]]) -> None:
        self.rows: dict[str, BuildingRow] = {}
        self._decoders = {
            key: (msgspec.json.Decoder(EVENTS[name]).decode, name == "SiteSpawned")
            for key, name in types
        }

    def take(self, facts: Iterable[Fact]) -> None:
        """Fold further events."""
        decoders, rows = self._decoders, self.rows
        for _, key, data, _ in facts:
            decode, is_new = decoders[key]
            event = decode(data)
            if is_new:
                rows[event.site_id] = BuildingRow(
                    0.0, event.location, event.site_id, event.site_type, event.player_id, False
                )
            else:
                done = 100.0 * event.progressed_ticks / event.required_ticks
                rows[event.site_id] = structs.replace(rows[event.site_id], complete=done)


def fold(path: Path) -> dict[str, BuildingRow]:
    """Replay a log of ours, typed, into the rows of one view."""
    connection = sqlite3.connect(path)
    view = Fold(connection.execute("SELECT id, name FROM event_types"))
    for page in pages(connection, 5000):
        view.take(page)
    connection.close()
    return view.rows


def pages(connection: sqlite3.Connection, size: int) -> Iterator[list[Fact]]:
    """All events of games, so many at a time, so that a replay can stop and go on anywhere."""
    query = (
        "SELECT position, type, data, recorded_at FROM events"
        " WHERE game IS NOT NULL AND position > ? ORDER BY position LIMIT ?"
    )
    after = 0
    while page := connection.execute(query, (after, size)).fetchall():
        yield page
        after = page[-1][0]
