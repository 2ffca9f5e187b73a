"""Subscriptions in memory, for consumers within one program."""

from __future__ import annotations

import time
from collections.abc import Mapping

from domain.blocks.subscriptions import LeaseLost


class MemorySubscriptions:
    """`Subscriptions` that last as long as the program."""

    def __init__(self) -> None:
        self._positions: dict[str, int] = {}
        self._leases: dict[str, tuple[str, float]] = {}

    async def load(self, name: str) -> int:
        """The checkpoint."""
        return self._positions.get(name, 0)

    async def save(self, name: str, owner: str, position: int) -> None:
        """Move the checkpoint."""
        self._check(name, owner)
        self._positions[name] = position

    async def acquire(self, name: str, owner: str, seconds: float) -> bool:
        """Make `owner` the active consumer, unless somebody else is."""
        now = time.monotonic()
        active, until = self._leases.get(name, (owner, now))
        if active != owner and until > now:
            return False
        self._leases[name] = (owner, now + seconds)
        return True

    async def renew(self, name: str, owner: str, seconds: float) -> None:
        """Stay active from now."""
        self._check(name, owner)
        self._leases[name] = (owner, time.monotonic() + seconds)

    async def release(self, name: str, owner: str) -> None:
        """Make room for the next one."""
        if self._leases.get(name, ("", 0))[0] == owner:
            del self._leases[name]

    async def held(self, prefix: str) -> Mapping[str, str]:
        """Who is active, by name."""
        now = time.monotonic()
        return {
            name: owner
            for name, (owner, until) in self._leases.items()
            if name.startswith(prefix) and until > now
        }

    async def sweep(self, prefix: str) -> None:
        """Forget what lapsed."""
        held = await self.held(prefix)
        for name in [name for name in self._leases if name.startswith(prefix)]:
            if name not in held and not await self.load(name):
                del self._leases[name]

    def forget(self, name: str) -> None:
        """Drop the checkpoint and the lease of this name."""
        self._positions.pop(name, None)
        self._leases.pop(name, None)

    def _check(self, name: str, owner: str) -> None:
        if self._leases.get(name, ("", 0))[0] != owner:
            raise LeaseLost(name)
