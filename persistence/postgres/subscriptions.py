"""Subscriptions in the store's database. Leases end by the server's clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

from domain.blocks.subscriptions import LeaseLost
from persistence.postgres.connection import Driver

_LOAD = "SELECT position FROM subscriptions WHERE name = $1"
_SAVE = """
    UPDATE subscriptions SET position = $3 WHERE name = $1 AND owner = $2 RETURNING true
"""
_ACQUIRE = """
    INSERT INTO subscriptions AS held
    VALUES ($1, 0, $2, clock_timestamp() + make_interval(secs => $3))
    ON CONFLICT (name) DO UPDATE
    SET owner = excluded.owner, leased_until = excluded.leased_until
    WHERE held.owner IS NULL OR held.owner = excluded.owner
        OR held.leased_until <= clock_timestamp()
    RETURNING true
"""
_RENEW = """
    UPDATE subscriptions SET leased_until = clock_timestamp() + make_interval(secs => $3)
    WHERE name = $1 AND owner = $2 RETURNING true
"""
_RELEASE = "UPDATE subscriptions SET owner = NULL WHERE name = $1 AND owner = $2"
_HELD = """
    SELECT name, owner FROM subscriptions
    WHERE left(name, length($1)) = $1 AND owner IS NOT NULL AND leased_until > clock_timestamp()
"""
_SWEEP = """
    DELETE FROM subscriptions
    WHERE left(name, length($1)) = $1 AND position = 0
        AND (owner IS NULL OR leased_until <= clock_timestamp())
"""


class PostgresSubscriptions:
    """`Subscriptions` for the programs that use one store; `driver` lends a connection."""

    def __init__(self, driver: Callable[[], AbstractAsyncContextManager[Driver]]) -> None:
        self._driver = driver

    async def load(self, name: str) -> int:
        """The checkpoint."""
        return await self._first(_LOAD, name) or 0

    async def save(self, name: str, owner: str, position: int) -> None:
        """Move the checkpoint."""
        if not await self._first(_SAVE, name, owner, position):
            raise LeaseLost(name)

    async def acquire(self, name: str, owner: str, seconds: float) -> bool:
        """Make `owner` the active consumer, unless somebody else is."""
        return await self._first(_ACQUIRE, name, owner, float(seconds)) is not None

    async def renew(self, name: str, owner: str, seconds: float) -> None:
        """Stay active from now."""
        if not await self._first(_RENEW, name, owner, float(seconds)):
            raise LeaseLost(name)

    async def release(self, name: str, owner: str) -> None:
        """Make room for the next one."""
        await self._first(_RELEASE, name, owner)

    async def held(self, prefix: str) -> Mapping[str, str]:
        """Who is active, by name."""
        async with self._driver() as driver:
            return {row["name"]: row["owner"] for row in await driver.fetch(_HELD, prefix)}

    async def sweep(self, prefix: str) -> None:
        """Forget what lapsed."""
        await self._first(_SWEEP, prefix)

    async def _first(self, statement: str, *values: str | float) -> int | None:
        async with self._driver() as driver:
            found: int | None = await driver.fetchval(statement, *values)
            return found
