"""Subscriptions in the store's file. Leases end by SQLite's clock, in days."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from domain.blocks.subscriptions import LeaseLost

T = TypeVar("T")

_SAVE = "UPDATE subscriptions SET position = ? WHERE name = ? AND owner = ?"
_ACQUIRE = """
    INSERT INTO subscriptions VALUES (?, 0, ?, julianday('now') + ? / 86400) ON CONFLICT (name)
    DO UPDATE SET owner = excluded.owner, leased_until = excluded.leased_until
    WHERE owner IS NULL OR owner = excluded.owner OR leased_until <= julianday('now')
"""
_RENEW = """
    UPDATE subscriptions SET leased_until = julianday('now') + ? / 86400
    WHERE name = ? AND owner = ?
"""
_RELEASE = "UPDATE subscriptions SET owner = NULL WHERE name = ? AND owner = ?"
_HELD = """
    SELECT name, owner FROM subscriptions
    WHERE substr(name, 1, length(?1)) = ?1 AND owner IS NOT NULL AND leased_until > julianday('now')
"""
_SWEEP = """
    DELETE FROM subscriptions
    WHERE substr(name, 1, length(?1)) = ?1 AND position = 0
        AND (owner IS NULL OR leased_until <= julianday('now'))
"""


class _Read(Protocol):
    async def __call__(self, work: Callable[[sqlite3.Connection], T], /) -> T: ...


class _Write(Protocol):
    async def __call__(self, statement: str, *values: str | float | bytes) -> int: ...


class SqliteSubscriptions:
    """`Subscriptions` for the programs that use one file.

    `read` runs a function with a connection; `write` executes a statement and counts its rows.
    """

    def __init__(self, read: _Read, write: _Write) -> None:
        self._read = read
        self._write = write

    async def load(self, name: str) -> int:
        """The checkpoint."""
        return await self._read(partial(_position, name=name))

    async def save(self, name: str, owner: str, position: int) -> None:
        """Move the checkpoint."""
        if not await self._write(_SAVE, position, name, owner):
            raise LeaseLost(name)

    async def acquire(self, name: str, owner: str, seconds: float) -> bool:
        """Make `owner` the active consumer, unless somebody else is."""
        return await self._write(_ACQUIRE, name, owner, float(seconds)) > 0

    async def renew(self, name: str, owner: str, seconds: float) -> None:
        """Stay active from now."""
        if not await self._write(_RENEW, float(seconds), name, owner):
            raise LeaseLost(name)

    async def release(self, name: str, owner: str) -> None:
        """Make room for the next one."""
        await self._write(_RELEASE, name, owner)

    async def held(self, prefix: str) -> Mapping[str, str]:
        """Who is active, by name."""
        return await self._read(partial(_held, prefix=prefix))

    async def sweep(self, prefix: str) -> None:
        """Forget what lapsed."""
        await self._write(_SWEEP, prefix)


def _position(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute(
        "SELECT position FROM subscriptions WHERE name = ?", (name,)
    ).fetchone()
    return found[0] if found else 0


def _held(connection: sqlite3.Connection, prefix: str) -> Mapping[str, str]:
    return dict(connection.execute(_HELD, (prefix,)).fetchall())
