"""Views that other programs read, kept up to the log while one plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from domain.blocks.projection import Projection
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.open_views import open_views

EVERY = 0.5
"""Seconds between two looks at whether there is more to take in."""


async def keep_views(
    url: str, store_url: str, log: EventStore, tell: Callable[[str], None]
) -> None:
    """Let all views at the URL follow the log until cancelled; each fault is told once.

    Raises `StoreFault` if the place cannot be opened at all.
    """
    views = await open_views(url, store_url)
    where = Where(games_only=True)
    projections = [Projection(each, log, views, EVENT_TYPES, where) for each in PROJECTORS]
    told: set[str] = set()
    try:
        while True:
            for projection in projections:
                try:
                    await projection.follow()
                except LunarError as fault:
                    if str(fault) not in told:
                        told.add(str(fault))
                        tell(str(fault))
            await asyncio.sleep(EVERY)
    finally:
        await views.close()
