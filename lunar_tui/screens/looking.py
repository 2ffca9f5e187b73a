"""A screen that looks again and again at what others change."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from time import monotonic

from textual import work
from textual.screen import Screen

LOOK = 0.5
"""Seconds from one look to the next."""


class LookingScreen(Screen[None]):
    """Looks as soon as it is shown, and goes on, however long a look takes.

    After a long one it rests as long, and so leaves half of the time to what it looks at.
    """

    def on_mount(self) -> None:
        """Look at once."""
        self._keep_looking()

    @work(exclusive=True, group="look")
    async def _keep_looking(self) -> None:
        while True:
            begun = monotonic()
            await self._look()
            await asyncio.sleep(max(LOOK, monotonic() - begun))

    @abstractmethod
    async def _look(self) -> None:
        """Take in how things are now, and show it."""
