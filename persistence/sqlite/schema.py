"""The tables of the store: the steps that make them.

Ids are 16 bytes, digests too; names stand once, in `streams`, `event_types` and `games`. A row of
`causes` is what events of one commit with one parent have in common, under the position of the
first of them. `$all` is stream 0, and its row holds where the log ends.
"""

from __future__ import annotations

APPLICATION_ID = 0x4C554E41
"""What marks a SQLite file as ours ("LUNA")."""

Migration = tuple[str, ...]
"""The statements that lead from the version of the schema before to the next."""


def _immutable(name: str) -> Migration:
    return tuple(
        f"CREATE TRIGGER {name}_refuse_{verb.lower()} BEFORE {verb} ON {name} BEGIN "
        f"SELECT RAISE(ABORT, 'Events are immutable: {verb} on {name} is refused.'); END"
        for verb in ("UPDATE", "DELETE")
    )


_TABLES: Migration = (
    """CREATE TABLE schema_migrations (
        version INTEGER PRIMARY KEY,
        applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    )""",
    """CREATE TABLE streams (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        first_position INTEGER NOT NULL,
        last_position INTEGER NOT NULL,
        digest BLOB
    )""",
    "INSERT INTO streams VALUES (0, '$all', 0, 0, 0, zeroblob(16))",
    """CREATE TABLE event_types (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        schema INTEGER NOT NULL,
        UNIQUE (name, schema)
    )""",
    """CREATE TABLE games (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        last_position INTEGER NOT NULL
    )""",
    """CREATE TABLE causes (
        id INTEGER PRIMARY KEY,
        correlation_id BLOB NOT NULL,
        causation_id BLOB NOT NULL,
        player TEXT NOT NULL
    )""",
    """CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        stream INTEGER NOT NULL REFERENCES streams,
        version INTEGER NOT NULL,
        type INTEGER NOT NULL REFERENCES event_types,
        data BLOB NOT NULL,
        game INTEGER REFERENCES games,
        event_id BLOB NOT NULL UNIQUE,
        command_id BLOB NOT NULL,
        cause INTEGER NOT NULL REFERENCES causes,
        recorded_at INTEGER NOT NULL,
        digest BLOB NOT NULL,
        UNIQUE (stream, version)
    )""",
    "CREATE INDEX events_by_game ON events (game)",
    """CREATE TABLE subscriptions (
        name TEXT PRIMARY KEY,
        position INTEGER NOT NULL
    )""",
    """CREATE TABLE snapshots (
        name TEXT PRIMARY KEY,
        schema INTEGER NOT NULL,
        position INTEGER NOT NULL,
        data BLOB NOT NULL
    )""",
)

_REPLACEMENT_REFUSED = """CREATE TRIGGER events_refuse_replace BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
    OR EXISTS (SELECT 1 FROM events WHERE event_id = NEW.event_id)
    OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'Events are immutable: an event with this place or id is there.'); END
"""


MIGRATIONS: tuple[Migration, ...] = (
    (
        *_TABLES,
        *_immutable("events"),
        *_immutable("causes"),
        *_immutable("event_types"),
        _REPLACEMENT_REFUSED,
    ),
    (
        "ALTER TABLE subscriptions ADD COLUMN owner TEXT",
        "ALTER TABLE subscriptions ADD COLUMN leased_until REAL NOT NULL DEFAULT 0",
    ),
    (
        """CREATE TABLE projections (
            name TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            mode TEXT NOT NULL,
            enabled INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            position INTEGER NOT NULL,
            fault TEXT NOT NULL
        )""",
        """CREATE TABLE projection_states (
            name TEXT NOT NULL,
            partition TEXT NOT NULL,
            state TEXT NOT NULL,
            result TEXT,
            PRIMARY KEY (name, partition)
        ) WITHOUT ROWID""",
    ),
    ("CREATE INDEX events_by_type ON events (type)",),
    ("ALTER TABLE projections ADD COLUMN promoted INTEGER NOT NULL DEFAULT 0",),
    (
        "ALTER TABLE projections ADD COLUMN next_position INTEGER",
        """CREATE TABLE projection_next_states (
            name TEXT NOT NULL,
            partition TEXT NOT NULL,
            state TEXT NOT NULL,
            result TEXT,
            PRIMARY KEY (name, partition)
        ) WITHOUT ROWID""",
    ),
)
"""All steps ever released, in order; the version of a schema is the number of steps behind it."""
