"""The event store on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from domain.blocks.capacity import StoreSizes
from domain.blocks.event_store import (
    ALL,
    EVERYTHING,
    Batch,
    Commit,
    Head,
    Heads,
    Marks,
    OutcomeUnknown,
    RecordedEvent,
    StoreAway,
    StoreFault,
    StreamInfo,
    Where,
)
from domain.blocks.listing import Entry, EntryKey, EntryMarks, Listing
from domain.blocks.log_use import Longest, Tally
from persistence.append_group import Commits, Result
from persistence.append_queue import AppendQueue
from persistence.back_off import back_off
from persistence.postgres import counting, reader
from persistence.postgres.address import Address
from persistence.postgres.connection import PATIENCE, Driver, driver_of, make_engine
from persistence.postgres.faults import faults_of
from persistence.postgres.migrations import check
from persistence.postgres.news import ServerNews
from persistence.postgres.projections import PostgresProjectionTables
from persistence.postgres.schema import MIGRATIONS, Migration
from persistence.postgres.subscriptions import PostgresSubscriptions
from persistence.postgres.writer import append_together
from persistence.scripted.sql import SqlProjections
from persistence.store import StoreStatus

_SAVE = """
    INSERT INTO snapshots VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE
    SET schema = excluded.schema, position = excluded.position, data = excluded.data
"""


class PostgresEventStore:
    """A `Store` on a server, which programs on many machines may use at once."""

    def __init__(
        self, address: Address, patience: float = PATIENCE, *, read_only: bool = False
    ) -> None:
        self.address = address
        self.news = ServerNews(address)
        self.subscriptions = PostgresSubscriptions(self._driver)
        self.projections = SqlProjections(PostgresProjectionTables(self._driver))
        self._patience = patience
        self._read_only = read_only
        self._engine = make_engine(address, patience)
        self._queue = AppendQueue(self._append_together)
        self._closed = False

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        read_only: bool = False,
        patience: float = PATIENCE,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> PostgresEventStore:
        """The store that the URL names, whose tables must be there and of the current schema.

        `patience` is in seconds, for the server and for other programs that append. Raises
        `StoreFault`.
        """
        store = cls(Address(url), patience, read_only=read_only)
        try:
            async with store._driver() as driver:
                await check(driver, store.address, len(migrations))
        except BaseException:
            await store.close()
            raise
        return store

    async def append(self, commit: Commit) -> Sequence[RecordedEvent]:
        """Add the commit's events durably, together with those of others who append just now."""
        return await self.append_all((commit,))

    async def append_all(self, commits: Sequence[Commit]) -> Sequence[RecordedEvent]:
        """Add the events of all the commits, one after another, or of none if one is refused.

        A server that goes away meanwhile is waited for as long as the store's patience lasts, and
        they are sent again. Raises `OutcomeUnknown` if they may be in the log all the same.
        """
        if self._read_only:
            raise StoreFault(
                f"The store {self.address} is open for reading only; nothing was added: "
                "open it for writing."
            )
        unknown: OutcomeUnknown | None = None
        pauses = back_off(within=self._patience)
        while True:
            try:
                self._check_open()
                return await self._queue.put(commits)
            except StoreFault as fault:
                unknown = fault if isinstance(fault, OutcomeUnknown) else unknown
                pause = next(pauses, None) if isinstance(fault, StoreAway) else None
                if pause is None:
                    raise (unknown or fault) from fault.__cause__
            await asyncio.sleep(pause)

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        """At most `limit` events of the selection beyond position `after`, nearest first."""
        async with self._driver() as driver:
            return await reader.read_page(driver, where, (after, upto), limit, backward=backward)

    async def scan(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        limit: int = 5000,
        backward: bool = False,
    ) -> Batch:
        """The same as `read`, but only what a fold needs, and fast."""
        async with self._driver() as driver:
            return await reader.read_facts(driver, where, after, limit, backward=backward)

    async def marks(self, where: Where = EVERYTHING, *, every: int = 256) -> Marks:
        """The selection's size, and the position of every nth of its events."""
        if where in {EVERYTHING, Where(stream=ALL)}:
            last = (await self.head()).position
            return Marks(last, every, range(1, last + 1, every))
        async with self._driver() as driver:
            return await reader.read_marks(driver, where, every)

    async def positions(self, where: Where, *, after: int, upto: int) -> Sequence[int]:
        """The positions of the selection's events beyond `after`, up to `upto` itself."""
        async with self._driver() as driver:
            return await reader.read_positions(driver, where, after, upto)

    async def entries(
        self, listing: Listing, *, after: EntryKey | None = None, limit: int = 1000
    ) -> Sequence[Entry]:
        """At most `limit` entries of a list of streams, categories or types, beyond an entry."""
        async with self._driver() as driver:
            return await reader.read_entries(driver, listing, after, limit)

    async def entry_marks(self, listing: Listing, *, every: int = 256) -> EntryMarks:
        """How many entries there are, and the keys of every nth."""
        async with self._driver() as driver:
            return await reader.read_entry_marks(driver, listing, every)

    async def head(self) -> Head:
        """The end of the log."""
        async with self._driver() as driver:
            return await reader.read_head(driver)

    async def game_head(self, game: str) -> int:
        """The position of the game's last event; 0 when it has none."""
        async with self._driver() as driver:
            return await reader.read_game_head(driver, game)

    async def streams(self) -> Sequence[StreamInfo]:
        """All streams, `$all` first, then in the order of their first events."""
        async with self._driver() as driver:
            return await reader.read_streams(driver)

    async def heads(self) -> Heads:
        """All ends, as they were together at one moment."""
        async with self._driver() as driver:
            return await reader.read_heads(driver)

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[PostgresEventStore]:
        """The same log for reading in another thread, on an event loop of its own."""
        self._check_open()
        store = PostgresEventStore(self.address, self._patience, read_only=True)
        try:
            yield store
        finally:
            await store.close()

    async def load(self, name: str, schema: int) -> tuple[int, bytes] | None:
        """The snapshot under the name, if it is of this schema."""
        async with self._driver() as driver:
            return await reader.read_snapshot(driver, name, schema)

    async def save(self, name: str, schema: int, position: int, data: bytes) -> None:
        """Keep a snapshot in place of the last one under the name."""
        async with self._driver() as driver:
            await driver.execute(_SAVE, name, schema, position, data)

    async def drop(self, name: str) -> None:
        """Forget a snapshot."""
        async with self._driver() as driver:
            await driver.execute("DELETE FROM snapshots WHERE name = $1", name)

    async def status(self) -> StoreStatus:
        """The store at a glance."""
        async with self._driver() as driver:
            return await reader.read_status(driver, str(self.address))

    async def tally(self, after: int, upto: int, width: int) -> Tally:
        """The events beyond `after`, up to `upto`, with slots of `width` microseconds."""
        async with self._driver() as driver:
            return await counting.read_tally(driver, after, upto, width)

    async def longest(self, limit: int) -> Longest:
        """How many streams there are, and the longest of them."""
        async with self._driver() as driver:
            return await counting.read_longest(driver, limit)

    async def sizes(self) -> StoreSizes:
        """What the store's tables take on the server."""
        async with self._driver() as driver:
            return await counting.read_sizes(driver)

    async def close(self) -> None:
        """Finish what is under way and let go of the server."""
        if self._closed:
            return
        self._closed = True
        await self._queue.finish()
        await self.news.close()
        await self._engine.dispose()

    async def _append_together(self, group: Sequence[Commits]) -> list[Result]:
        with faults_of(self.address):
            async with driver_of(self._engine) as driver:
                results = await append_together(driver, group)
                added = [e for each in results if not isinstance(each, Exception) for e in each]
                if added:
                    self.news.tell(added)
                    await self.news.announce(driver, added[-1].position)
        return results

    @asynccontextmanager
    async def _driver(self) -> AsyncIterator[Driver]:
        self._check_open()
        with faults_of(self.address):
            async with driver_of(self._engine) as driver:
                yield driver

    def _check_open(self) -> None:
        if self._closed:
            raise StoreFault(f"The store {self.address} is closed: open it again.")
