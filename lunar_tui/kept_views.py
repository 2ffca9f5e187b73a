"""Views that other programs read, kept up to the log while one plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, StoreAway, Where
from domain.blocks.projection import Projection
from domain.blocks.view_store import ViewStore
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.back_off import back_off
from persistence.open_views import open_views

EVERY = 0.5
"""Seconds between two looks at whether there is more to take in."""


async def keep_views(
    url: str, store_url: str, log: EventStore, tell: Callable[[str], None]
) -> None:
    """Let all views at the URL follow the log until cancelled.

    A place that is away is asked again, less and less often, and told once each time it goes. So
    is any other fault. Raises `StoreFault` if there can be no views at the URL.
    """
    views = await _open(url, store_url, tell)
    where = Where(games_only=True)
    projections = [Projection(each, log, views, EVENT_TYPES, where) for each in PROJECTORS]
    told: Mapping[object, str] = {}
    pauses = back_off()
    try:
        while True:
            faults = await _follow(projections)
            for fault, sentence in faults.items():
                if fault not in told:
                    tell(sentence)
            told = faults
            if not faults:
                pauses = back_off()
            await asyncio.sleep(next(pauses) if faults else EVERY)
    finally:
        await views.close()


async def _open(url: str, store_url: str, tell: Callable[[str], None]) -> ViewStore:
    told = False
    pauses = back_off()
    while True:
        try:
            return await open_views(url, store_url)
        except StoreAway as fault:
            if not told:
                tell(str(fault))
            told = True
        await asyncio.sleep(next(pauses))


async def _follow(projections: Sequence[Projection]) -> Mapping[object, str]:
    """Bring each view up to the log as far as it can be; what kept some from it, in sentences.

    A server that is away is one thing that is wrong, however many views and sentences tell of it.
    """
    faults: dict[object, str] = {}
    for projection in projections:
        try:
            await projection.follow()
        except StoreAway as fault:
            faults[StoreAway] = str(fault)
        except LunarError as fault:
            faults[str(fault)] = str(fault)
    return faults
