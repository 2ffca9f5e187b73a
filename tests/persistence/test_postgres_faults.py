"""What is wrong with a server is said in a sentence, without any credentials."""

from __future__ import annotations

import socket
from collections.abc import Callable

import asyncpg
import pytest
from sqlalchemy import make_url

from domain.blocks.event_store import OutcomeUnknown, StoreAway, StoreFault
from domain.blocks.scripted.kept import Kept
from persistence.postgres import PostgresEventStore
from persistence.postgres.schema import MIGRATIONS
from persistence.postgres.tasks import PostgresTasks
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.servers import Server

SECOND = "ALTER TABLE snapshots ADD COLUMN saved_at bigint NOT NULL DEFAULT 0"
NEWER = (*MIGRATIONS, (SECOND,))
BROUGHT = f"from schema {len(MIGRATIONS)} to {len(NEWER)}"
SECRET = "open-sesame"
AWAY = r"does not answer|was lost"


def wrong_password(url: str) -> str:
    return make_url(url).set(password=SECRET).render_as_string(hide_password=False)


def unknown_user(url: str) -> str:
    return wrong_password(make_url(url).set(username="mallory").render_as_string(False))


def no_database(url: str) -> str:
    return make_url(url).set(database="nowhere").render_as_string(hide_password=False)


def no_server(url: str) -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    return wrong_password(make_url(url).set(port=port).render_as_string(hide_password=False))


def no_tables(url: str) -> str:
    return url


def no_schema(url: str) -> str:
    return f"{url}?schema=nowhere"


def a_name_that_is_no_schema(url: str) -> str:
    return f"{url}?schema=x;{SECRET}"


def no_name_of_a_database(url: str) -> str:
    return f"postgresql://ada:{SECRET}@localhost"


def no_url_at_all(url: str) -> str:
    return f"postgresql://ada:{SECRET}@[localhost:x/y"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (wrong_password, "does not know this user and password"),
        (unknown_user, "does not know this user and password"),
        (no_database, "`lunar store create`"),
        (no_server, "does not answer"),
        (no_tables, "`lunar store init`"),
        (no_schema, "`lunar store init`"),
        (a_name_that_is_no_schema, "schema in the store's URL"),
        (no_name_of_a_database, "URL cannot be read"),
        (no_url_at_all, "URL cannot be read"),
    ],
)
async def test_what_is_wrong_is_said_without_credentials(
    postgres_url: str, spoil: Callable[[str], str], sentence: str
) -> None:
    with pytest.raises(StoreFault, match=sentence) as refusal:
        await PostgresEventStore.open(spoil(postgres_url), patience=5)
    said = str(refusal.value)
    assert SECRET not in said
    assert "postgres:postgres" not in said
    assert "\n" not in said


async def test_another_programs_tables_are_left_alone(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("CREATE TABLE schema_migrations (version bigint)")
    with pytest.raises(StoreFault, match="another program's tables"):
        await PostgresEventStore.open(postgres_url)
    for task in ("init", "migrate", "drop"):
        with pytest.raises(StoreFault, match="another program's tables"):
            await getattr(PostgresTasks(postgres_url), task)()
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert [row[0] for row in await connection.fetch(tables)] == ["schema_migrations"]
    await connection.close()


async def test_an_older_store_is_migrated_when_asked(postgres_schema: str) -> None:
    await PostgresTasks(postgres_schema).init()
    store = await PostgresEventStore.open(postgres_schema)
    await store.append(commit(event("a")))
    await store.close()
    with pytest.raises(StoreFault, match="`lunar store migrate`"):
        await PostgresEventStore.open(postgres_schema, migrations=NEWER)
    newer = PostgresTasks(postgres_schema, steps=NEWER)
    with pytest.raises(StoreFault, match="`lunar store migrate`"):
        await newer.init()
    assert BROUGHT in await newer.migrate()
    assert f"at schema {len(NEWER)} already" in await newer.migrate()
    store = await PostgresEventStore.open(postgres_schema, migrations=NEWER)
    await store.append(commit(event("a")))
    assert (await store.status()).schema == len(NEWER)
    assert_whole(await whole_log(store))
    await store.close()
    for refused in (
        PostgresEventStore.open(postgres_schema),
        PostgresTasks(postgres_schema).init(),
        PostgresTasks(postgres_schema).migrate(),
    ):
        with pytest.raises(StoreFault, match="newer Lunar Frontiers"):
            await refused


async def test_schema_4_keeps_the_projections_of_schema_3(
    postgres_server: str, postgres_schema: str
) -> None:
    await PostgresTasks(postgres_schema, steps=MIGRATIONS[:3]).init()
    schema = make_url(postgres_schema).query["schema"]
    connection = await asyncpg.connect(postgres_server)
    await connection.execute(
        f"INSERT INTO {schema}.projections VALUES ('a', 'x', 'one-time', true, 7, 3, 'Oh.')"
    )
    await connection.close()
    await PostgresTasks(postgres_schema).migrate()
    store = await PostgresEventStore.open(postgres_schema)
    kept = Kept("a", "x", "one-time", generation=7, position=3, fault="Oh.")
    assert await store.projections.all() == [kept]
    await store.close()


async def test_a_migration_that_fails_changes_nothing(postgres_schema: str) -> None:
    await PostgresTasks(postgres_schema).init()
    broken = PostgresTasks(postgres_schema, steps=(*NEWER, ("INSERT INTO nowhere VALUES (1)",)))
    with pytest.raises(StoreFault):
        await broken.migrate()
    assert BROUGHT in await PostgresTasks(postgres_schema, steps=NEWER).migrate()


async def test_heads_that_do_not_fit_the_events(postgres_url: str) -> None:
    await PostgresTasks(postgres_url).init()
    store = await PostgresEventStore.open(postgres_url)
    await store.append(commit(event("a"), event("b")))
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("UPDATE streams SET version = 0 WHERE name = 'a'")
    await connection.close()
    with pytest.raises(StoreFault, match="lunar verify"):
        await store.append(commit(event("a")))
    assert len(await store.read()) == 2
    await store.close()


async def test_a_server_that_goes_away_and_comes_back(own_postgres: Server) -> None:
    await PostgresTasks(own_postgres.url).init()
    store = await PostgresEventStore.open(own_postgres.url, patience=1)
    await store.append(commit(event("a")))
    for count in (1, 2):
        own_postgres.kill()
        for _ in range(2):
            with pytest.raises(StoreAway, match=AWAY) as refusal:
                await store.append(commit(event("a")))
            assert not isinstance(refusal.value, OutcomeUnknown)
            assert "postgres:postgres" not in str(refusal.value)
            with pytest.raises(StoreAway, match=AWAY):
                await store.read()
        own_postgres.start()
        assert len(await store.read()) == count
        await store.append(commit(event("a")))
    assert_whole(await whole_log(store))
    await store.close()
