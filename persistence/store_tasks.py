"""What is done to a store as a whole, by whoever runs the game."""

from __future__ import annotations

from typing import Protocol


class StoreTasks(Protocol):
    """Each task says in a sentence what it did, or that it was done already.

    Every one may raise `StoreFault`.
    """

    @property
    def place(self) -> str:
        """Where the store is, for people."""
        ...

    async def create(self) -> str:
        """Make what holds the store: a database, a file."""
        ...

    async def init(self) -> str:
        """Make the store's tables in it."""
        ...

    async def migrate(self) -> str:
        """Bring an older store to the current schema."""
        ...

    async def drop(self) -> str:
        """Remove the store with everything in it."""
        ...
