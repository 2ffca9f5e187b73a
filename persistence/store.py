"""What every store of this package is: an event log, its snapshots, and a word on its state."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from domain.blocks.event_store import EventStore
from domain.blocks.snapshots import Snapshots


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
    """An event store that keeps snapshots and can tell how it is."""

    async def status(self) -> StoreStatus:
        """The store at a glance."""
        ...
