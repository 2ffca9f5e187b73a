"""From a place to the view store in the database there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.blocks.capacity import Measured
from persistence.postgres import connection as postgres
from persistence.postgres.address import Address
from persistence.postgres.faults import faults_of as postgres_faults_of
from persistence.sqlite import connection as sqlite
from persistence.sqlite.faults import faults_of as sqlite_faults_of
from persistence.sqlite.sizes import read_table
from persistence.views.sql import SqlViewStore


async def open_sqlite(path: Path) -> SqlViewStore:
    """The views in the file at this absolute path, made if need be. Raises `StoreFault`."""
    engine = sqlite.make_engine(f"{path.as_uri()}?mode=rwc", sqlite.PATIENCE)
    event.listen(engine.sync_engine, "connect", _keep_a_write_ahead_log)
    event.listen(engine.sync_engine, "begin", _begin)
    return await SqlViewStore.open(engine, partial(sqlite_faults_of, path), _size_in_sqlite)


async def open_postgres(address: Address) -> SqlViewStore:
    """The views at this address, whose schema is there. Raises `StoreFault`."""
    engine = postgres.make_engine(address)
    return await SqlViewStore.open(engine, partial(postgres_faults_of, address), _size_in_postgres)


async def _size_in_sqlite(connection: AsyncConnection, table: str) -> tuple[int, Measured]:
    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, sqlite.Connection):
        raise TypeError(driver)
    return await driver.run(partial(read_table, table=table))


async def _size_in_postgres(connection: AsyncConnection, table: str) -> tuple[int, Measured]:
    size = func.pg_total_relation_size(func.to_regclass(table))
    return await connection.scalar(select(size)) or 0, "measured"


def _keep_a_write_ahead_log(connection: DBAPIConnection, _: Any) -> None:
    """Views can be made again, so that a power cut may cost the last of their changes."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Wait for other writers before anything is read; SQLite refuses it afterwards."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
