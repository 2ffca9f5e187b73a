"""A screen that looks again and again at what others change."""

from __future__ import annotations

import asyncio
from abc import abstractmethod

from textual import work
from textual.screen import Screen

LOOK = 0.5
"""Seconds from one look to the next."""


class LookingScreen(Screen[None]):
    """Looks as soon as it is shown, and goes on, however long a look takes."""

    def on_mount(self) -> None:
        """Look at once."""
        self._keep_looking()

    @work(exclusive=True, group="look")
    async def _keep_looking(self) -> None:
        while True:
            await self._look()
            await asyncio.sleep(LOOK)

    @abstractmethod
    async def _look(self) -> None:
        """Take in how things are now, and show it."""
