"""Connections to a SQLite file, each with a thread in which whole functions run."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import aiosqlite
from sqlalchemy import URL, AsyncAdaptedQueuePool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from domain.blocks.event_store import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 10.0
"""Seconds to wait for another program that is writing."""

READERS = 4
"""Connections kept for reading."""


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that a function may have for itself, one hop for all it does."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True
        self._is_ending = False
        self._end: asyncio.Future[Any] | None = None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns. If the caller is cancelled, the work goes on to its end."""
        execute: Callable[..., Any] = self._execute
        result: T = await execute(work, self._conn)
        return result

    def stop(self) -> asyncio.Future[Any] | None:
        """End the thread; asked again, the answer is the same, for a thread ends but once.

        So it is asked when its user is cancelled twice, and nobody may wait for a second end.
        """
        if not self._is_ending:
            self._is_ending = True
            self._end = super().stop()
        return self._end

    async def close(self) -> None:
        """Finish what is under way and let go of the file."""
        if not self._is_ending:
            await super().close()
        elif self._end is not None:
            await self._end


def connect(uri: str, patience: float = PATIENCE) -> sqlite3.Connection:
    """A durable connection that leaves transactions to its user, for the thread that it is in."""
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("holds", 3, holds, deterministic=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def make_engine(uri: str, patience: float) -> AsyncEngine:
    """The engine whose pool holds the connections, all of them `Connection`s."""

    async def create() -> Connection:
        return await Connection(partial(connect, uri, patience))  # type: ignore[return-value]

    return create_async_engine(
        URL.create("sqlite+aiosqlite", database=uri),
        async_creator=create,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=READERS + 1,
        pool_reset_on_return=None,
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is done within, or nothing; it begins when no other program is writing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
