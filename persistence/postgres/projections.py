"""The projections of one's own in the store's database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from persistence.postgres.connection import Driver
from persistence.scripted.sql import Statement


class PostgresProjectionTables:
    """The tables of projections; `driver` lends a connection."""

    def __init__(self, driver: Callable[[], AbstractAsyncContextManager[Driver]]) -> None:
        self._driver = driver

    async def fetch(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """The rows that the SQL finds."""
        async with self._driver() as driver:
            return [tuple(row) for row in await driver.fetch(sql, *values)]

    async def write(self, first: Statement, *others: Statement) -> bool:
        """Execute all in one transaction, or nothing if the first returns no row."""
        (row,) = first.rows
        async with self._driver() as driver, driver.transaction():
            if not await driver.fetch(first.sql, *row):
                return False
            for statement in others:
                await driver.executemany(statement.sql, list(statement.rows))
            return True
