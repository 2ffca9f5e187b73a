"""Views that other programs read, kept up to the log while one plays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, StoreAway, Where
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.blocks.view_store import ViewStore
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.back_off import back_off
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
    """Let all views of the place follow the log until cancelled.

    A place that is away is asked again, less and less often, and told once each time it goes. So
    is any other fault. Raises `StoreFault` if there can be no views at the place.
    """
    async with AsyncExitStack() as stack:
        views = await _opened(stack, kept, tell)
        projections = [kept_projection(each, log, views) for each in PROJECTORS]
        told: Mapping[object, str] = {}
        pauses = back_off()
        while True:
            faults = await _follow(projections)
            for fault, sentence in faults.items():
                if fault not in told:
                    tell(sentence)
            told = faults
            if not faults:
                pauses = back_off()
            await asyncio.sleep(next(pauses) if faults else EVERY)


async def _opened(stack: AsyncExitStack, kept: KeptViews, tell: Callable[[str], None]) -> ViewStore:
    told = False
    pauses = back_off()
    while True:
        try:
            return await stack.enter_async_context(kept.open())
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
