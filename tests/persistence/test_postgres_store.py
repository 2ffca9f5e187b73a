"""The store on PostgreSQL is an event store, and one that many programs share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import make_url

from domain.blocks.event_store import StoreFault, WrongVersion
from persistence.postgres import PostgresEventStore
from persistence.postgres.address import Address
from persistence.postgres.connection import Driver, connect
from persistence.postgres.tasks import PostgresTasks
from persistence.store import Store
from tests.conformance.event_store import EventStoreConformance
from tests.conformance.events import assert_whole, commit, event, whole_log


class TestPostgresStore(EventStoreConformance):
    @pytest.fixture
    async def store(self, url: str) -> AsyncIterator[Store]:
        store = await PostgresEventStore.open(url)
        yield store
        await store.close()


@pytest.fixture
async def url(postgres_schema: str) -> str:
    """The URL of an empty store."""
    await PostgresTasks(postgres_schema).init()
    return postgres_schema


@pytest.fixture
async def stores(url: str) -> AsyncIterator[list[PostgresEventStore]]:
    """The same store as three programs have it open."""
    stores = [await PostgresEventStore.open(url) for _ in range(3)]
    yield stores
    for store in stores:
        await store.close()


@asynccontextmanager
async def by_hand(url: str) -> AsyncIterator[Driver]:
    """A connection past the store."""
    address = Address(url)
    driver = await connect(address.dsn, address.schema)
    yield driver
    if not driver.is_closed():
        await driver.close()


LOCK = "SELECT 1 FROM streams WHERE id = 0 FOR UPDATE"
EVENT = """
    INSERT INTO events SELECT position + 1, cause, recorded_at, version + 1, stream, type, game,
    '\\x00', command_id, digest, data FROM events ORDER BY position DESC LIMIT 1
"""


async def test_programs_share_one_log(stores: list[PostgresEventStore]) -> None:
    appends = [
        store.append(commit(*(event(f"s{n % 7}") for _ in range(1 + n % 5)), event("shared")))
        for n in range(20)
        for store in stores
    ]
    await asyncio.gather(*appends)
    logs = [await whole_log(store) for store in stores]
    assert logs[0] == logs[1] == logs[2]
    assert_whole(logs[0])
    assert sum(e.stream == "shared" for e in logs[0]) == 60


async def test_of_many_programs_with_one_expected_version_one_wins(
    stores: list[PostgresEventStore],
) -> None:
    for version in range(10):
        appends = [store.append(commit(event("a"), expect={"a": version})) for store in stores]
        results = await asyncio.gather(*appends, return_exceptions=True)
        assert [isinstance(result, WrongVersion) for result in results].count(True) == 2
    assert_whole(await whole_log(stores[0]))


async def test_big_commits_of_two_programs_never_mix(stores: list[PostgresEventStore]) -> None:
    big = [commit(*(event(name) for _ in range(1000))) for name in "abc"]
    await asyncio.gather(*(store.append(each) for store, each in zip(stores, big, strict=True)))
    log = await whole_log(stores[0])
    assert_whole(log)
    assert len({e.stream for e in log[:1000]}) == len({e.stream for e in log[1000:2000]}) == 1


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK"])
async def test_a_slow_append_delays_others_but_no_reader(
    url: str, stores: list[PostgresEventStore], end: str
) -> None:
    await stores[0].append(commit(event("a")))
    async with by_hand(url) as slow:
        await slow.execute(f"BEGIN; {LOCK}")
        if end == "ROLLBACK":
            await slow.execute(EVENT)
        appending = asyncio.create_task(stores[1].append(commit(event("b"))))
        await somebody_waits(url)
        assert [e.stream for e in await stores[2].read()] == ["a"]
        assert not appending.done()
        await slow.execute(end)
        assert [e.position for e in await appending] == [2]
    assert_whole(await whole_log(stores[2]))


async def somebody_waits(url: str) -> None:
    """Return when somebody waits for the lock on the end of the log."""
    query = """
        SELECT 1 FROM pg_locks WHERE locktype = 'tuple' AND relation = 'streams'::regclass
    """
    async with by_hand(url) as driver:
        while not await driver.fetchval(query):
            await driver.execute("SELECT pg_sleep(0.01)")


async def test_nobody_waits_for_a_program_that_died(
    url: str, stores: list[PostgresEventStore]
) -> None:
    await stores[0].append(commit(event("a")))
    async with by_hand(url) as dying:
        await dying.execute(f"BEGIN; {LOCK}")
        await dying.execute(EVENT)
        appending = asyncio.create_task(stores[1].append(commit(event("b"))))
        await somebody_waits(url)
        dying.terminate()
        assert [e.position for e in await appending] == [2]
    assert_whole(await whole_log(stores[2]))


async def test_a_program_that_stopped_in_the_midst_is_waited_for_no_longer_than_its_patience(
    url: str, stores: list[PostgresEventStore]
) -> None:
    address = Address(url)
    stopped = await connect(address.dsn, address.schema, 0.3)
    await stopped.execute(f"BEGIN; {LOCK}")
    await stores[0].append(commit(event("a")))
    assert stopped.is_closed()


async def test_one_that_waits_too_long_for_another_is_told(url: str) -> None:
    store = await PostgresEventStore.open(url, patience=0.2)
    async with by_hand(url) as holding:
        await holding.execute(f"BEGIN; {LOCK}")
        with pytest.raises(StoreFault, match="held by another program"):
            await store.append(commit(event("a")))
        await holding.execute("ROLLBACK")
    await store.append(commit(event("a")))
    assert_whole(await whole_log(store))
    await store.close()


async def test_worlds_in_one_database_know_nothing_of_each_other(postgres_url: str) -> None:
    urls = [postgres_url, f"{postgres_url}?schema=mare", f"{postgres_url}?schema=terra"]
    for url in urls:
        await PostgresTasks(url).init()
    stores = [await PostgresEventStore.open(url) for url in urls]
    for count, store in enumerate(stores, 1):
        await store.append(commit(*(event(f"s{count}", game="g") for _ in range(count))))
        await store.save("views", 1, count, b"data")
    for count, store in enumerate(stores, 1):
        log = await whole_log(store)
        assert [e.stream for e in log] == [f"s{count}"] * count
        assert_whole(log)
        assert await store.game_head("g") == count
        assert await store.load("views", 1) == (count, b"data")
        await store.close()


@pytest.mark.parametrize("table", ["events", "causes", "event_types"])
@pytest.mark.parametrize("change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
async def test_what_happened_cannot_be_changed(url: str, table: str, change: str) -> None:
    store = await PostgresEventStore.open(url)
    await store.append(commit(event("a")))
    column = {"events": "data", "causes": "player", "event_types": "name"}[table]
    async with by_hand(url) as driver:
        with pytest.raises(asyncpg.RaiseError, match="immutable"):
            await driver.execute(change.format(table, column))
    assert_whole(await whole_log(store))
    await store.close()


async def test_a_store_for_reading_only_takes_nothing(url: str) -> None:
    writer = await PostgresEventStore.open(url)
    await writer.append(commit(event("a")))
    reader = await PostgresEventStore.open(url, read_only=True)
    with pytest.raises(StoreFault, match="reading only"):
        await reader.append(commit(event("a")))
    assert len(await reader.read()) == 1
    await reader.close()
    await writer.close()


@pytest.fixture(params=["postgres", "postgresql", "postgresql+asyncpg"])
def spelled(url: str, request: pytest.FixtureRequest) -> str:
    return make_url(url).set(drivername=request.param).render_as_string(hide_password=False)


async def test_a_url_may_be_spelled_as_other_programs_spell_it(spelled: str) -> None:
    store = await PostgresEventStore.open(spelled)
    await store.append(commit(event("a")))
    await store.close()
