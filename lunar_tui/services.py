"""What the screens work with while a store is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from domain.blocks.application import Application
from domain.blocks.event_store import EventStore, RecordedEvent
from domain.blocks.ports import Clock
from domain.blocks.replay import Views
from domain.blocks.view import View
from lunar_tui.games_index import GamesIndex
from lunar_tui.session import Observer
from lunar_tui.settings import Settings
from persistence.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """An open store with what is built on it, and the settings that hold."""

    store: Store
    application: Application
    games: GamesIndex
    clock: Clock
    settings: Settings


class ServedViews(Protocol):
    """Views that the program is served from, and that can be rebuilt meanwhile."""

    views: Views

    @property
    def store(self) -> EventStore:
        """The log that they are made from."""
        ...

    async def notice(self) -> object:
        """Bring the views up to the end of the log."""
        ...

    async def rebuild(self, name: str, observe: Observer) -> View[Any] | None:
        """A new generation of a view at the position of the served one; None if stopped."""
        ...


async def last_event(served: ServedViews) -> RecordedEvent | None:
    """The last event that the views are about."""
    found = await served.store.read(served.views.where, backward=True, limit=1)
    return found[0] if found else None
