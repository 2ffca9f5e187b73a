"""What every store of this package is: an event log, and what is kept beside it."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from domain.blocks.event_store import EventStore
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


class Store(EventStore, Snapshots, Protocol):
    """An event store with what is kept beside the log, which can tell how it is."""

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
