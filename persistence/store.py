"""What every store of this package is: an event log, and what is kept beside it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

from domain.blocks.capacity import StoreSizes
from domain.blocks.event_store import EventStore
from domain.blocks.log_use import CountedLog
from domain.blocks.scripted.kept import ScriptedProjections
from domain.blocks.snapshots import Snapshots
from domain.blocks.subscriptions import Subscriptions
from persistence.news import News


class StoreStatus(Struct, frozen=True):
    """A store at a glance. `size` is in bytes on disk; `journal` says how it is made durable."""

    path: str
    schema: int
    events: int
    streams: int
    games: int
    size: int
    last_position: int
    journal: str


class Store(EventStore, CountedLog, Snapshots, Protocol):
    """An event store with what is kept beside the log, which counts and measures itself."""

    @property
    def subscriptions(self) -> Subscriptions:
        """The durable subscriptions to the log."""
        ...

    @property
    def projections(self) -> ScriptedProjections:
        """The projections of one's own that are kept beside the log."""
        ...

    @property
    def news(self) -> News:
        """Tells of each append that this program makes to the log; others' appends may be news."""
        ...

    async def status(self) -> StoreStatus:
        """The store at a glance."""
        ...

    async def sizes(self) -> StoreSizes:
        """What the store takes, as it is told by the database, within 5 % unless estimated."""
        ...

    def reader(self) -> AbstractAsyncContextManager[Store]:
        """The same store for reading in another thread, on an event loop of its own."""
        ...
