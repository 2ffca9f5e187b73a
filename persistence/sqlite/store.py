"""The event store in a SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.blocks.capacity import StoreSizes
from domain.blocks.event_store import (
    ALL,
    EVERYTHING,
    Batch,
    Commit,
    Head,
    Heads,
    Marks,
    RecordedEvent,
    StoreFault,
    StreamInfo,
    Where,
)
from domain.blocks.listing import Entry, EntryKey, EntryMarks, Listing
from domain.blocks.log_use import Longest, Tally
from persistence.append_group import Commits, Result
from persistence.append_queue import AppendQueue
from persistence.news import News
from persistence.scripted.sql import SqlProjections
from persistence.sqlite import counting, queries, reader, sizes
from persistence.sqlite.connection import PATIENCE, Connection, make_engine
from persistence.sqlite.faults import fault, faults_of
from persistence.sqlite.migrations import Use, prepare
from persistence.sqlite.projections import SqliteProjectionTables
from persistence.sqlite.schema import MIGRATIONS, Migration
from persistence.sqlite.subscriptions import SqliteSubscriptions
from persistence.sqlite.writer import append_together
from persistence.store import StoreStatus

T = TypeVar("T")


class SqliteEventStore:
    """A `Store` in one file, which several programs may use at once.

    It has one connection for writing and a pool for reading, so that no read waits for a write.
    """

    def __init__(self, path: Path, uri: str, patience: float) -> None:
        self.path = path
        self._uri = uri
        self._patience = patience
        self._engine = make_engine(uri, patience)
        self._held: AsyncConnection | None = None
        self._writer: Connection | None = None
        self._queue = AppendQueue(self._append_together)
        self.news = News()
        self.subscriptions = SqliteSubscriptions(self._read, self._write)
        self.projections = SqlProjections(SqliteProjectionTables(self._read, self._write_whole))
        self._closed = False

    @classmethod
    async def open(
        cls,
        path: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        patience: float = PATIENCE,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> SqliteEventStore:
        """The store in the file, which is made if need be, and brought to the current schema.

        `patience` is in seconds, for other programs that write. Raises `StoreFault`, and then the
        file is as it was.
        """
        use = Use.READ if read_only else Use.CREATE if create else Use.WRITE
        place, uri = await asyncio.to_thread(prepare, Path(path), use, migrations, patience)
        store = cls(place, uri, patience)
        if not read_only:
            with faults_of(store.path):
                store._held = await store._engine.connect()
                store._writer = await _driver_of(store._held)
        return store

    async def append(self, commit: Commit) -> Sequence[RecordedEvent]:
        """Add the commit's events durably, together with those of others who append just now."""
        return await self.append_all((commit,))

    async def append_all(self, commits: Sequence[Commit]) -> Sequence[RecordedEvent]:
        """Add the events of all the commits, one after another, or of none if one is refused."""
        self._writing()
        return await self._queue.put(commits)

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
        query = queries.page(where, (after, upto), limit, backward=backward)
        return await self._read(partial(reader.read_page, query=query))

    async def scan(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        limit: int = 5000,
        backward: bool = False,
    ) -> Batch:
        """The same as `read`, but only what a fold needs, and fast."""
        query = queries.facts(where, after, limit, backward=backward)
        return await self._read(partial(reader.read_facts, query=query))

    async def marks(self, where: Where = EVERYTHING, *, every: int = 256) -> Marks:
        """The selection's size, and the position of every nth of its events."""
        if where in {EVERYTHING, Where(stream=ALL)}:
            last = (await self.head()).position
            return Marks(last, every, range(1, last + 1, every))
        query = queries.positions(where)
        return await self._read(partial(reader.read_marks, query=query, every=every))

    async def positions(self, where: Where, *, after: int, upto: int) -> Sequence[int]:
        """The positions of the selection's events beyond `after`, up to `upto` itself."""
        query = queries.positions_between(where, after, upto)
        return await self._read(partial(reader.read_positions, query=query))

    async def entries(
        self, listing: Listing, *, after: EntryKey | None = None, limit: int = 1000
    ) -> Sequence[Entry]:
        """At most `limit` entries of a list of streams, categories or types, beyond an entry."""
        query = queries.entries(listing, after, limit)
        return await self._read(partial(reader.read_entries, query=query))

    async def entry_marks(self, listing: Listing, *, every: int = 256) -> EntryMarks:
        """How many entries there are, and the keys of every nth."""
        count, ends = queries.entry_count(listing), queries.entry_ends(listing, every)
        return await self._read(
            partial(reader.read_entry_marks, count=count, ends=ends, every=every)
        )

    async def head(self) -> Head:
        """The end of the log."""
        return await self._read(reader.read_head)

    async def game_head(self, game: str) -> int:
        """The position of the game's last event; 0 when it has none."""
        return await self._read(partial(reader.read_game_head, game=game))

    async def streams(self) -> Sequence[StreamInfo]:
        """All streams, `$all` first, then in the order of their first events."""
        return await self._read(reader.read_streams)

    async def heads(self) -> Heads:
        """All ends, as they were together at one moment."""
        return await self._read(reader.read_heads)

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[SqliteEventStore]:
        """The same file for reading in another thread, on an event loop of its own."""
        self._check_open()
        store = SqliteEventStore(self.path, self._uri, self._patience)
        try:
            yield store
        finally:
            await store.close()

    async def load(self, name: str, schema: int) -> tuple[int, bytes] | None:
        """The snapshot under the name, if it is of this schema."""
        return await self._read(partial(reader.read_snapshot, name=name, schema=schema))

    async def save(self, name: str, schema: int, position: int, data: bytes) -> None:
        """Keep a snapshot in place of the last one under the name."""
        await self._write(
            "REPLACE INTO snapshots VALUES (?, ?, ?, ?)", name, schema, position, data
        )

    async def drop(self, name: str) -> None:
        """Forget a snapshot."""
        await self._write("DELETE FROM snapshots WHERE name = ?", name)

    async def status(self) -> StoreStatus:
        """The store at a glance."""
        return await self._read(partial(reader.read_status, path=self.path))

    async def tally(self, after: int, upto: int, width: int) -> Tally:
        """The events beyond `after`, up to `upto`, with slots of `width` microseconds."""
        count = partial(counting.read_tally, after=after, upto=upto, width=width)
        return await self._read(count)

    async def longest(self, limit: int) -> Longest:
        """How many streams there are, and the longest of them."""
        return await self._read(partial(counting.read_longest, limit=limit))

    async def sizes(self) -> StoreSizes:
        """What the file takes, by its pages."""
        return await self._read(partial(sizes.read_sizes, path=self.path))

    async def close(self) -> None:
        """Finish what is under way and let go of the file."""
        if self._closed:
            return
        self._closed = True
        await self._queue.finish()
        if self._held is not None:
            await self._held.close()
        await self._engine.dispose()

    async def _append_together(self, group: Sequence[Commits]) -> list[Result]:
        results = await self._driver().run(partial(append_together, group=group))
        added = [e for result in results if not isinstance(result, Exception) for e in result]
        if added:
            self.news.tell(added)
        return [
            fault(self.path, result) if isinstance(result, sqlite3.Error) else result
            for result in results
        ]

    async def _write(self, statement: str, *values: str | float | bytes) -> int:
        """How many rows the statement wrote."""
        with faults_of(self.path):
            written = await self._writing().run(lambda driver: driver.execute(statement, values))
            return written.rowcount

    async def _write_whole(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with faults_of(self.path):
            return await self._writing().run(work)

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        self._check_open()
        with faults_of(self.path):
            async with self._engine.connect() as connection:
                driver = await _driver_of(connection)
                try:
                    return await driver.run(work)
                except asyncio.CancelledError:
                    await driver.interrupt()
                    raise

    def _check_open(self) -> None:
        if self._closed:
            raise StoreFault(f"The store {self.path} is closed: open it again.")

    def _writing(self) -> Connection:
        self._check_open()
        return self._driver()

    def _driver(self) -> Connection:
        if self._writer is None:
            raise StoreFault(
                f"The store {self.path} is open for reading only; nothing was added: "
                "open it for writing."
            )
        return self._writer


async def _driver_of(connection: AsyncConnection) -> Connection:
    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, Connection):
        raise TypeError(driver)
    return driver
