"""Who drives the clock of a game: one terminal at a time, so that two do not double its speed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from domain.blocks.errors import LunarError
from domain.blocks.subscriptions import Subscriptions

LASTS = 4.0
"""Seconds that a lease lasts; another terminal drives within these when the driver is killed."""

LOOK = 0.25
"""Seconds between two looks at whether the lease is wanted."""

RENEWED_EVERY = 4
"""Looks between two renewals."""


class ClockLease:
    """A terminal's claim to the clock of one game. Let go while it does not want to tick."""

    def __init__(self, subscriptions: Subscriptions, game_id: str, terminal: str) -> None:
        self.subscriptions = subscriptions
        self.game_id = game_id
        self._name = f"clock-{game_id}"
        self.terminal = terminal
        self.driving = False
        self.elsewhere = False
        """Whether another terminal drives, as far as was last heard."""

    async def keep(self, wanted: Callable[[], bool]) -> None:
        """Hold the lease whenever it is wanted and free, until cancelled."""
        looks = 0
        try:
            while True:
                if not wanted():
                    await self._let_go()
                elif not self.driving or looks % RENEWED_EVERY == 0:
                    await self._take()
                looks += 1
                await asyncio.sleep(LOOK)
        finally:
            await self._let_go()

    async def driver(self) -> str | None:
        """The terminal that drives now, this one or another. Raises `StoreFault`."""
        driver = (await self.subscriptions.held(self._name)).get(self._name)
        self.elsewhere = driver not in {None, self.terminal}
        return driver

    async def _take(self) -> None:
        try:
            self.driving = await self.subscriptions.acquire(self._name, self.terminal, LASTS)
        except LunarError:
            self.driving = False
        else:
            self.elsewhere = not self.driving

    async def _let_go(self) -> None:
        if self.driving:
            self.driving = False
            try:
                await self.subscriptions.release(self._name, self.terminal)
            except LunarError:
                return
