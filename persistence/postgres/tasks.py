"""The tasks of `lunar store` for a store on PostgreSQL; each says what it did."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg

from persistence.postgres import migrations
from persistence.postgres.address import Address
from persistence.postgres.connection import PATIENCE, Driver, connect
from persistence.postgres.faults import faults_of
from persistence.postgres.schema import MIGRATIONS, TABLES, Migration

_RELATIONS = r"""
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
"""
_MADE_BY_ANOTHER = (
    asyncpg.DuplicateTableError,
    asyncpg.DuplicateSchemaError,
    asyncpg.UniqueViolationError,
)


class PostgresTasks:
    """`StoreTasks` for a database on a server, and the store's tables in one schema of it."""

    def __init__(
        self, url: str, patience: float = PATIENCE, steps: Sequence[Migration] = MIGRATIONS
    ) -> None:
        self._address = Address(url)
        self._patience = patience
        self._steps = steps

    @property
    def place(self) -> str:
        """Where the store is, for people."""
        return str(self._address)

    async def create(self) -> str:
        """Make the database, without anything in it."""
        name = self._address.database
        with faults_of(self._address):
            try:
                async with self._database():
                    return f"The database {name} was there already."
            except asyncpg.InvalidCatalogNameError:
                await self._on_the_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return f"The database {name} was created; `lunar store init` makes its tables."

    async def init(self) -> str:
        """Make the tables."""
        with faults_of(self._address):
            async with self._database() as driver:
                if not await migrations.schema_of(driver, self._address):
                    with suppress(*_MADE_BY_ANOTHER):
                        await migrations.apply(driver, self._address, self._steps)
                        return f"The store {self.place} was created."
                await migrations.check(driver, self._address, len(self._steps))
        return f"The store {self.place} was there already."

    async def migrate(self) -> str:
        """Bring the tables to the current schema."""
        latest = len(self._steps)
        with faults_of(self._address):
            async with self._database() as driver:
                if not await migrations.schema_of(driver, self._address):
                    raise migrations.uninitialised(self._address)
                old = await migrations.apply(driver, self._address, self._steps)
        if old == latest:
            return f"The store {self.place} was at schema {latest} already."
        return f"The store {self.place} was brought from schema {old} to {latest}."

    async def drop(self) -> str:
        """Remove the tables, and the database when nothing else is in it."""
        name = self._address.database
        with faults_of(self._address):
            try:
                async with self._database() as driver:
                    if await migrations.schema_of(driver, self._address):
                        await self._drop_tables(driver)
                    alone = not await driver.fetchval(_RELATIONS)
            except asyncpg.InvalidCatalogNameError:
                return f"There was no database {name}."
            if alone and not self._address.is_maintenance:
                await self._on_the_server(f'DROP DATABASE "{name}"')
                return f"The store {self.place} was removed, and its database with it."
        return f"The store {self.place} was removed; its database has other tables and stays."

    async def _drop_tables(self, driver: Driver) -> None:
        async with driver.transaction():
            await driver.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
            await driver.execute("DROP FUNCTION refuse_change")
            if self._address.schema != "public":
                await driver.execute(f"DROP SCHEMA {self._address.schema} CASCADE")

    async def _on_the_server(self, statement: str) -> None:
        async with self._connected(self._address.maintenance_dsn) as driver:
            await driver.execute(statement)

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Driver]:
        async with self._connected(self._address.dsn) as driver:
            yield driver

    @asynccontextmanager
    async def _connected(self, dsn: str) -> AsyncIterator[Driver]:
        driver = await connect(dsn, self._address.schema, self._patience)
        try:
            yield driver
        finally:
            await driver.close()
