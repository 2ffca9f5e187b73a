"""The store in a SQLite file is an event store, and a durable one."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.blocks.event_store import StoreFault, Where
from persistence.sqlite import SqliteEventStore
from persistence.store import Store
from tests.conformance.event_store import EventStoreConformance
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.persistence.files import contents


class TestSqliteStore(EventStoreConformance):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        store = await SqliteEventStore.open(tmp_path / "moon.db")
        yield store
        await store.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "moon.db"


async def test_the_log_goes_on_where_it_was_left(path: Path) -> None:
    for n in range(3):
        store = await SqliteEventStore.open(path, create=n == 0)
        await store.append(commit(event("a", game="g"), event(f"b{n}", f"Kind{n}")))
        await store.save("views", 1, n, b"data")
        await store.close()
    store = await SqliteEventStore.open(path)
    log = await whole_log(store)
    assert [e.stream for e in log] == ["a", "b0", "a", "b1", "a", "b2"]
    assert_whole(log)
    assert await store.game_head("g") == 5
    assert await store.load("views", 1) == (2, b"data")
    await store.close()


async def test_closing_leaves_one_file(path: Path) -> None:
    store = await SqliteEventStore.open(path)
    await store.append(commit(event("a")))
    await store.close()
    assert list(contents(path.parent)) == ["moon.db"]


async def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there" / "moon.db"
    await (await SqliteEventStore.open(path)).close()
    assert path.is_file()


async def test_a_path_may_have_any_characters(tmp_path: Path) -> None:
    path = tmp_path / "my moon? #1 100%.db"
    store = await SqliteEventStore.open(path)
    await store.append(commit(event("a")))
    await store.close()
    assert list(contents(tmp_path)) == [path.name]


async def test_a_commit_waits_until_it_is_on_the_disk(path: Path) -> None:
    store = await SqliteEventStore.open(path)
    assert (await store.status()).journal == "wal"
    level = await store._writing().run(lambda c: c.execute("PRAGMA synchronous").fetchone())
    full = 2
    assert level == (full,)
    await store.close()


async def test_reads_go_on_while_somebody_writes(path: Path) -> None:
    store = await SqliteEventStore.open(path)
    await store.append(commit(event("a")))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert len(await store.read()) == 1
        assert len((await store.scan(Where(stream="a"))).rows) == 1
        other.execute("ROLLBACK")
    await store.close()


async def test_a_store_for_reading_only_takes_nothing(path: Path) -> None:
    writer = await SqliteEventStore.open(path)
    await writer.append(commit(event("a")))
    reader = await SqliteEventStore.open(path, read_only=True)
    with pytest.raises(StoreFault, match="reading only"):
        await reader.append(commit(event("a")))
    await writer.append(commit(event("b")))
    assert [e.stream for e in await reader.read()] == ["a", "b"]
    await reader.close()
    await writer.close()


@pytest.mark.parametrize("table", ["events", "causes", "event_types"])
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid + 9", "DELETE FROM {}"])
async def test_what_happened_cannot_be_changed(path: Path, table: str, change: str) -> None:
    store = await SqliteEventStore.open(path)
    await store.append(commit(event("a")))
    await store.close()
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="immutable"),
    ):
        connection.execute(change.format(table))


@pytest.mark.parametrize("same", ["position", "event_id", "stream, version"])
async def test_an_event_cannot_be_replaced(path: Path, same: str) -> None:
    store = await SqliteEventStore.open(path)
    await store.append(commit(event("a")))
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(events)")]
        others = {"position": 99, "event_id": b"9" * 16, "stream": 1, "version": 99}
        kept = same.split(", ")
        values = ", ".join(
            column if column in kept or column not in others else f":{column}" for column in columns
        )
        with pytest.raises(sqlite3.IntegrityError, match="immutable"):
            connection.execute(
                f"REPLACE INTO events SELECT {values} FROM events",
                {name: value for name, value in others.items() if name not in kept},
            )
