"""The game's clock: it injects ticks by monotonic time, and never bursts to catch up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Ticks a second."""

LOOK = 0.05
"""Seconds between two looks at whether to go on."""

BREATH = 0.005
"""Seconds left to the screen between two ticks, however late they are."""


def next_due(due: float, period: float, now: float) -> float:
    """When the tick after one that was due at `due` is due; never in the past."""
    return max(due + period, now)


class Pacemaker:
    """Calls `tick` at the chosen speed, unless it is paused or `held` says to wait."""

    def __init__(
        self, tick: Callable[[], Awaitable[None]], held: Callable[[], bool], speed: float = 1.0
    ) -> None:
        self._tick = tick
        self._held = held
        self.speed = speed
        self.paused = False

    def faster(self) -> None:
        """The next speed up; the fastest stays."""
        self.speed = min((s for s in SPEEDS if s > self.speed), default=SPEEDS[-1])

    def slower(self) -> None:
        """The next speed down; the slowest stays."""
        self.speed = max((s for s in SPEEDS if s < self.speed), default=SPEEDS[0])

    async def run(self) -> None:
        """Tick until cancelled."""
        due = monotonic() + 1 / self.speed
        while True:
            if self.paused or self._held():
                await asyncio.sleep(LOOK)
                due = monotonic() + 1 / self.speed
                continue
            wait = min(due, monotonic() + 1 / self.speed) - monotonic()
            if wait > LOOK:
                await asyncio.sleep(LOOK)
                continue
            await asyncio.sleep(max(wait, BREATH))
            await self._tick()
            due = next_due(due, 1 / self.speed, monotonic())
