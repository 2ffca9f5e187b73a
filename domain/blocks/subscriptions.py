"""The port to durable subscriptions: how far each has come, and who is its one active consumer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from domain.blocks.errors import LunarError


class Subscriptions(Protocol):
    """Checkpoints and leases by name. Every call may raise `StoreFault`.

    A lease ends by the store's own clock, so that the clocks of its users need not agree.
    """

    async def load(self, name: str) -> int:
        """The checkpoint: all events to this position have been taken; 0 at first."""
        ...

    async def save(self, name: str, owner: str, position: int) -> None:
        """Move the checkpoint. Raises `LeaseLost` unless `owner` was the last to get the lease."""
        ...

    async def acquire(self, name: str, owner: str, seconds: float) -> bool:
        """Make `owner` the active consumer for so long; False while somebody else is."""
        ...

    async def renew(self, name: str, owner: str, seconds: float) -> None:
        """Stay active for so long from now.

        Raises `LeaseLost` unless `owner` was the last to get the lease.
        """
        ...

    async def release(self, name: str, owner: str) -> None:
        """Let the next one become active at once; nothing if `owner` is not active."""
        ...

    async def held(self, prefix: str) -> Mapping[str, str]:
        """The owners of the leases that run now, by name, of all names that begin so."""
        ...

    async def sweep(self, prefix: str) -> None:
        """Forget the names that begin so and have neither a lease that runs nor a checkpoint.

        For names that nobody will use again; a lease that is forgotten counts as lost.
        """
        ...


class LeaseLost(LunarError):
    """Somebody else is the active consumer of a subscription now."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The subscription {name} has another active consumer now; this one stands by."
        )
