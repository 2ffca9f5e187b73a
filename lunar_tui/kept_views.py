"""Views that other programs read, kept up to the log while one plays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.blocks.view_store import ViewStore
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.open_views import open_views

EVERY = 0.5
"""Seconds between two looks at whether there is more to take in."""


GAMES_ONLY = Where(games_only=True)


@dataclass(frozen=True, slots=True, repr=False)
class KeptViews:
    """The place where views of all games are kept, beside the log at `store_url`."""

    url: str
    store_url: str

    @property
    def kind(self) -> str:
        """What the place is, without whatever its URL may tell: `sql`, `redis`, `postgresql`."""
        return self.url.partition(":")[0]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[ViewStore]:
        """The views there, for the event loop that opens them. Raises `StoreFault`."""
        views = await open_views(self.url, self.store_url)
        try:
            yield views
        finally:
            await asyncio.shield(views.close())  # a cancelled screen lets go of them, too


def kept_projection(projector: Projector[Any], log: EventStore, views: ViewStore) -> Projection:
    """The projector at work on all games of the log."""
    return Projection(projector, log, views, EVENT_TYPES, GAMES_ONLY)


async def keep_views(kept: KeptViews, log: EventStore, tell: Callable[[str], None]) -> None:
    """Let all views of the place follow the log until cancelled; each fault is told once.

    Raises `StoreFault` if the place cannot be opened at all.
    """
    told: set[str] = set()
    async with kept.open() as views:
        projections = [kept_projection(each, log, views) for each in PROJECTORS]
        while True:
            for projection in projections:
                try:
                    await projection.follow()
                except LunarError as fault:
                    if str(fault) not in told:
                        told.add(str(fault))
                        tell(str(fault))
            await asyncio.sleep(EVERY)
