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
from lunar_tui.missions_index import MissionsIndex
from lunar_tui.session import Observer
from lunar_tui.settings import Settings
from persistence.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """An open store with what is built on it, and the settings that hold."""

    store: Store
    application: Application
    games: GamesIndex
    missions: MissionsIndex
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

    async def refill(self, new: View[Any], observe: Observer) -> bool:
        """Bring a new generation of a view up to the log, in another thread; False if stopped.

        It goes on from where it stands, and nothing else is touched.
        """
        ...

    async def level(self, new: View[Any]) -> View[Any]:
        """The view as it is served now, once both it and the new generation stand at one event."""
        ...

    async def serve(self, new: View[Any]) -> None:
        """Bring the new generation to where the served one stands, and serve it instead."""
        ...


async def last_event(served: ServedViews) -> RecordedEvent | None:
    """The last event that the views are about."""
    found = await served.store.read(served.views.where, backward=True, limit=1)
    return found[0] if found else None
