"""An older file is brought forward, and kept beside."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.blocks.event_store import StoreFault
from domain.blocks.scripted.kept import Kept, State
from persistence.sqlite import SqliteEventStore
from persistence.sqlite.schema import MIGRATIONS
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.persistence.files import contents

SECOND = "ALTER TABLE snapshots ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0"
THIRD = "CREATE TABLE notes (id INTEGER PRIMARY KEY)"
FIRST = MIGRATIONS[:1]
NEWER = (*FIRST, (SECOND,), (THIRD,))


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    path = tmp_path / "moon.db"
    store = await SqliteEventStore.open(path, migrations=FIRST)
    await store.append(commit(event("a"), event("b")))
    await store.close()
    return path


async def test_an_older_file_is_brought_forward(old: Path) -> None:
    store = await SqliteEventStore.open(old, migrations=NEWER)
    assert (await store.status()).schema == 3
    await store.append(commit(event("c")))
    log = await whole_log(store)
    assert [e.stream for e in log] == ["a", "b", "c"]
    assert_whole(log)
    await store.close()


async def test_the_older_file_is_kept_beside(old: Path) -> None:
    await (await SqliteEventStore.open(old, migrations=NEWER)).close()
    kept = old.with_name("moon.db.v1.bak")
    store = await SqliteEventStore.open(kept, migrations=FIRST)
    assert (await store.status()).schema == 1
    assert len(await store.read()) == 2
    await store.close()
    assert set(contents(old.parent)) == {old.name, kept.name}


async def test_a_new_file_needs_no_copy(tmp_path: Path) -> None:
    await (await SqliteEventStore.open(tmp_path / "moon.db", migrations=NEWER)).close()
    assert list(contents(tmp_path)) == ["moon.db"]


async def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    broken = (*FIRST, (SECOND, "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StoreFault, match="nowhere"):
        await SqliteEventStore.open(old, migrations=broken)
    with closing(sqlite3.connect(old)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(snapshots)")]
    assert "saved_at" not in columns
    store = await SqliteEventStore.open(old, migrations=FIRST)
    assert (await store.status()).schema == 1
    await store.close()


async def test_an_older_file_is_not_migrated_for_reading_only(old: Path) -> None:
    before = contents(old.parent)
    with pytest.raises(StoreFault, match="older schema 1"):
        await SqliteEventStore.open(old, read_only=True, migrations=NEWER)
    assert contents(old.parent) == before


async def test_schema_2_keeps_the_checkpoints_of_schema_1(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("INSERT INTO subscriptions VALUES ('map', 2)")
    store = await SqliteEventStore.open(old, migrations=MIGRATIONS[:2])
    assert await store.subscriptions.load("map") == 2
    assert await store.subscriptions.acquire("map", "ada", 60)
    await store.close()
    kept = await SqliteEventStore.open(old.with_name("moon.db.v1.bak"), migrations=FIRST)
    assert (await kept.status()).schema == 1
    await kept.close()


async def test_schema_5_keeps_the_projections_of_schema_4(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    await (await SqliteEventStore.open(path, migrations=MIGRATIONS[:4])).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO projections VALUES ('a', 'x', 'one-time', 1, 7, 3, 'Oh.')")
        connection.execute("INSERT INTO projection_states VALUES ('a', '', '{}', NULL)")
    store = await SqliteEventStore.open(path)
    kept = Kept("a", "x", "one-time", generation=7, position=3, fault="Oh.")
    assert await store.projections.states("a") == (kept, {"": State("{}")})
    await store.projections.promote("a", promoted=True)
    assert (await store.projections.load("a")).promoted
    await store.close()
