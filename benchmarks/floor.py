"""The floor: the same rows with nothing but the standard library's sqlite3 and msgspec."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from domain.blocks.event_store import NewEvent
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.projectors.buildings import BuildingRow

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
    UNIQUE (stream, version)
);
CREATE INDEX by_game ON events (game);
"""


def create(path: Path) -> sqlite3.Connection:
    """A log as plain as it gets, durable like ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(TABLES)
    return connection


def append(connection: sqlite3.Connection, events: Sequence[NewEvent]) -> None:
    """One transaction: read the streams' versions, add the rows, write the versions."""
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
    rows = []
    for event in events:
        head = heads[event.stream]
        head[1] += 1
        ids = (event.event_id.bytes, event.command_id.bytes)
        rows.append((head[0], head[1], 1, event.data, 1, *ids, 1, 0))
    connection.executemany(
        "INSERT INTO events (stream, version, type, data, game, event_id, command_id, cause,"
        " recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    connection.executemany(
        "UPDATE streams SET version = ? WHERE id = ?", [(v, key) for key, v in heads.values()]
    )
    connection.execute("COMMIT")


class Fold:
    """Typed events into the rows of one view; `types` are keys and names."""

    def __init__(self, types: Iterable[tuple[int, str]]) -> None:
        self.rows: dict[str, BuildingRow] = {}
        self._decoders = {
            key: (msgspec.json.Decoder(EVENTS[name]).decode, name == "SiteSpawned")
            for key, name in types
        }

    def take(self, facts: Iterable[tuple[int, bytes]]) -> None:
        """Fold further events."""
        decoders, rows = self._decoders, self.rows
        for key, data in facts:
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
    cursor = connection.execute("SELECT type, data FROM events ORDER BY position")
    while page := cursor.fetchmany(5000):
        view.take(page)
    connection.close()
    return view.rows
