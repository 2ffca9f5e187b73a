"""Connections to PostgreSQL: SQLAlchemy keeps the pool, asyncpg does the work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from persistence.postgres.address import Address

PATIENCE = 10.0
"""Seconds to wait for a connection, or for another program that appends."""

CONNECTIONS = 5
"""Connections that a store keeps at most."""

Driver: TypeAlias = asyncpg.Connection
"""A connection as asyncpg knows it."""

BROKEN = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""What is raised by asyncpg itself: nobody knows in which state the connection is then."""

ERRORS = (asyncpg.PostgresError, *BROKEN)
"""All that work on a connection may raise."""


async def connect(dsn: str, schema: str, patience: float = PATIENCE) -> Driver:
    """A connection that sees the schema only.

    The server ends its transaction when nothing comes for the time of its patience, so that a
    program which stopped in the midst of one holds up nobody for longer.
    """
    milliseconds = str(round(patience * 1000))
    driver: Driver = await asyncpg.connect(
        dsn,
        timeout=patience,
        server_settings={
            "application_name": "lunar",
            "search_path": schema,
            "lock_timeout": milliseconds,
            "idle_in_transaction_session_timeout": milliseconds,
            "jit": "off",
        },
    )
    return driver


def make_engine(address: Address, patience: float = PATIENCE) -> AsyncEngine:
    """The engine whose pool holds connections to the address."""

    async def create() -> Driver:
        return await connect(address.dsn, address.schema, patience)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=create,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, *_: object) -> None:
    """Have the pool make a new connection in place of one that the server has closed."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


@asynccontextmanager
async def driver_of(engine: AsyncEngine) -> AsyncIterator[Driver]:
    """A connection of the engine's, as asyncpg knows it; one that is left unfit is thrown away."""
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        if not isinstance(driver, asyncpg.Connection):
            raise TypeError(driver)
        try:
            yield driver
        except BROKEN:
            await connection.invalidate()
            raise
        finally:
            if driver.is_closed() or driver.is_in_transaction():
                await connection.invalidate()
