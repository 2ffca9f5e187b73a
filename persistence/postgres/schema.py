"""The tables of the store: the steps that make them.

Ids are 16 bytes, digests too; names stand once, in `streams`, `event_types` and `games`. A row of
`causes` is what events of one commit with one parent have in common, under the position of the
first of them. `$all` is stream 0, and its row holds where the log ends. Who appends holds the lock
on that row, which keeps the keys in the tables true to each other; no foreign key does it again.
"""

from __future__ import annotations

MARK = "Lunar Frontiers"
"""The comment that marks tables as ours."""

TABLES = (
    "events",
    "causes",
    "event_types",
    "games",
    "streams",
    "subscriptions",
    "snapshots",
    "projections",
    "projection_states",
    "projection_next_states",
    "schema_migrations",
)

Migration = tuple[str, ...]
"""The statements that lead from the version of the schema before to the next."""

_TABLES: Migration = (
    """CREATE TABLE schema_migrations (
        version int PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
    )""",
    f"COMMENT ON TABLE schema_migrations IS '{MARK}'",
    """CREATE TABLE streams (
        id int PRIMARY KEY,
        name text COLLATE "C" NOT NULL UNIQUE,
        version bigint NOT NULL,
        first_position bigint NOT NULL,
        last_position bigint NOT NULL,
        digest bytea
    ) WITH (fillfactor = 50)""",
    r"INSERT INTO streams VALUES (0, '$all', 0, 0, 0, decode(repeat('00', 16), 'hex'))",
    """CREATE TABLE event_types (
        id int PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        schema int NOT NULL,
        UNIQUE (name, schema)
    )""",
    """CREATE TABLE games (
        id int PRIMARY KEY,
        name text COLLATE "C" NOT NULL UNIQUE,
        last_position bigint NOT NULL
    ) WITH (fillfactor = 50)""",
    """CREATE TABLE causes (
        id bigint PRIMARY KEY,
        correlation_id bytea NOT NULL,
        causation_id bytea NOT NULL,
        player text NOT NULL
    )""",
    """CREATE TABLE events (
        position bigint PRIMARY KEY,
        cause bigint NOT NULL,
        recorded_at bigint NOT NULL,
        version int NOT NULL,
        stream int NOT NULL,
        type int NOT NULL,
        game int,
        event_id bytea NOT NULL UNIQUE,
        command_id bytea NOT NULL,
        digest bytea NOT NULL,
        data bytea NOT NULL,
        UNIQUE (stream, version)
    )""",
    "CREATE INDEX events_by_game ON events (game, position)",
    """CREATE TABLE subscriptions (
        name text PRIMARY KEY,
        position bigint NOT NULL,
        owner text,
        leased_until timestamptz NOT NULL
    )""",
    """CREATE TABLE snapshots (
        name text PRIMARY KEY,
        schema int NOT NULL,
        position bigint NOT NULL,
        data bytea NOT NULL
    )""",
)

_REFUSAL: Migration = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'Events are immutable: % on % is refused.', TG_OP, TG_TABLE_NAME;
        END
    $$""",
    *(
        f"CREATE TRIGGER {table}_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("events", "causes", "event_types")
    ),
)

_PROJECTIONS: Migration = (
    """CREATE TABLE projections (
        name text PRIMARY KEY,
        source text NOT NULL,
        mode text NOT NULL,
        enabled boolean NOT NULL,
        generation bigint NOT NULL,
        position bigint NOT NULL,
        fault text NOT NULL
    )""",
    """CREATE TABLE projection_states (
        name text NOT NULL,
        partition text COLLATE "C" NOT NULL,
        state text NOT NULL,
        result text,
        PRIMARY KEY (name, partition)
    )""",
)

MIGRATIONS: tuple[Migration, ...] = (
    (*_TABLES, *_REFUSAL),
    _PROJECTIONS,
    ("CREATE INDEX events_by_type ON events (type, position)",),
    ("ALTER TABLE projections ADD COLUMN promoted boolean NOT NULL DEFAULT false",),
    (
        "ALTER TABLE projections ADD COLUMN next_position bigint",
        """CREATE TABLE projection_next_states (
            name text NOT NULL,
            partition text COLLATE "C" NOT NULL,
            state text NOT NULL,
            result text,
            PRIMARY KEY (name, partition)
        )""",
    ),
)
"""All steps ever released, in order; the version of a schema is the number of steps behind it."""
