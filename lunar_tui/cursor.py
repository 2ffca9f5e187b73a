"""The cursor of a replay: where in the run of a game one is, and the moment that is shown for it.

It may move faster than moments can be made. The place that was asked for last is made next, and
those between are never shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic

from lunar_tui.travelled import M, Travelled


class Cursor(Generic[M]):
    """Moves over one timeline, and tells `shown` of each moment that is reached."""

    def __init__(self, timeline: Travelled[M], moment: M, shown: Callable[[M], None]) -> None:
        self.moment = moment
        self.following = False
        """Whether the cursor stays at the end while the run grows."""
        self.wanted = moment.ordinal
        """The ordinal that the cursor is on its way to, or at."""
        self._timeline = timeline
        self._shown = shown
        self._called = asyncio.Event()

    def go(self, ordinal: int) -> None:
        """Move within the run."""
        count = self._timeline.run.count
        self.wanted = max(0, min(ordinal, count))
        self.following = self.wanted == count
        self._called.set()

    async def run(self) -> None:
        """Make the moments that are asked for, until cancelled. Raises `StoreFault`."""
        while True:
            await self._called.wait()
            self._called.clear()
            await self.reach()

    async def reach(self) -> None:
        """Make the moment that is asked for, and have it shown. Raises `StoreFault`."""
        if self.wanted != self.moment.ordinal:
            self.moment = await self._timeline.at(self.wanted)
        self._shown(self.moment)
