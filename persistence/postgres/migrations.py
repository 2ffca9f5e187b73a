"""The version of a store's tables: told, checked, made, and brought forward."""

from __future__ import annotations

from collections.abc import Sequence

from domain.blocks.event_store import StoreFault
from persistence.postgres.address import Address
from persistence.postgres.connection import Driver
from persistence.postgres.schema import MARK, TABLES, Migration

_STATE = """
    SELECT count(*), bool_or(obj_description(c.oid, 'pg_class') = $2)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname = ANY($3::text[])
"""


async def schema_of(driver: Driver, address: Address) -> int:
    """The version of the store's tables; 0 where there are none.

    Raises `StoreFault` for tables of another program.
    """
    ((tables, ours),) = await driver.fetch(_STATE, address.schema, MARK, TABLES)
    if not tables:
        return 0
    if not ours:
        raise StoreFault(
            f"The store {address} has another program's tables: name another schema with ?schema=."
        )
    version: int = await driver.fetchval("SELECT max(version) FROM schema_migrations")
    return version


async def check(driver: Driver, address: Address, latest: int) -> None:
    """Raises `StoreFault` unless the tables are there and of the version `latest`."""
    version = await schema_of(driver, address)
    if not version:
        raise uninitialised(address)
    if version > latest:
        raise newer(address, version, latest)
    if version < latest:
        raise StoreFault(
            f"The store {address} has the older schema {version}: `lunar store migrate` brings it "
            f"to schema {latest}."
        )


async def apply(driver: Driver, address: Address, migrations: Sequence[Migration]) -> int:
    """Make or bring forward the tables in one transaction; the version they had before."""
    async with driver.transaction():
        old = await schema_of(driver, address)
        if old > len(migrations):
            raise newer(address, old, len(migrations))
        if not old:
            await driver.execute(f"CREATE SCHEMA IF NOT EXISTS {address.schema}")
        else:
            await driver.execute("LOCK TABLE schema_migrations")
            old = await schema_of(driver, address)
        for version, statements in enumerate(migrations[old:], old + 1):
            for statement in statements:
                await driver.execute(statement)
            await driver.execute("INSERT INTO schema_migrations VALUES ($1)", version)
    return old


def uninitialised(address: Address) -> StoreFault:
    """There are no tables."""
    return StoreFault(f"The store {address} has no tables yet: `lunar store init` makes them.")


def newer(address: Address, version: int, latest: int) -> StoreFault:
    """The tables are not for this program."""
    return StoreFault(
        f"The store {address} has schema {version}, from a newer Lunar Frontiers than this one, "
        f"which knows schemas up to {latest}: open it with the newer program."
    )
