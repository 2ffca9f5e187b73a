"""The projections of one's own in the store's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from persistence.scripted.sql import Statement
from persistence.sqlite.connection import transaction

T = TypeVar("T")


class _Run(Protocol):
    def __call__(self, work: Callable[[sqlite3.Connection], T], /) -> Awaitable[T]: ...


class SqliteProjectionTables:
    """The tables of projections; `read` and `write` run a function with a connection."""

    def __init__(self, read: _Run, write: _Run) -> None:
        self._read = read
        self._write = write

    async def fetch(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """The rows that the SQL finds."""
        return await self._read(
            lambda connection: connection.execute(sql, _numbered(values)).fetchall()
        )

    async def write(self, first: Statement, *others: Statement) -> bool:
        """Execute all in one transaction, or nothing if the first returns no row."""
        return await self._write(partial(_write, first=first, others=others))


def _write(connection: sqlite3.Connection, first: Statement, others: Sequence[Statement]) -> bool:
    with transaction(connection):
        (row,) = first.rows
        if not connection.execute(first.sql, _numbered(row)).fetchall():
            return False
        for statement in others:
            connection.executemany(statement.sql, map(_numbered, statement.rows))
        return True


def _numbered(values: Sequence[object]) -> dict[str, object]:
    """The values by the names $1, $2 and so on, as SQLite takes them."""
    return {str(number): value for number, value in enumerate(values, 1)}
