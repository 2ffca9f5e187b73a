"""The game's clock: it injects ticks by monotonic time, and never bursts to catch up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Ticks a second."""

LOOK = 0.05
"""Seconds between two looks at whether to go on."""

BREATH = 0.005
"""Seconds left to the screen between two ticks, however late they are."""


class Pacemaker:
    """Calls `tick` at the chosen speed, unless it is paused or `held` says to wait.

    `now` and `sleep` are the machine's; a test brings its own.
    """

    def __init__(
        self,
        tick: Callable[[], Awaitable[None]],
        held: Callable[[], bool],
        speed: float = 1.0,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._tick = tick
        self._held = held
        self._now = now
        self._sleep = sleep
        self.speed = speed
        self.paused = False
        self.runs_on = False

    @property
    def pace(self) -> float:
        """The ticks a second that there are while it goes: the fastest while time runs on."""
        return SPEEDS[-1] if self.runs_on else self.speed

    def pause(self) -> None:
        """Let no tick pass."""
        self.paused, self.runs_on = True, False

    def go_on(self) -> None:
        """Tick at the chosen speed."""
        self.paused, self.runs_on = False, False

    def run_on(self) -> None:
        """Tick as fast as can be, until it is paused or another speed is chosen."""
        self.paused, self.runs_on = False, True

    def faster(self) -> None:
        """The next speed up; the fastest stays."""
        self.runs_on = False
        self.speed = min((s for s in SPEEDS if s > self.speed), default=SPEEDS[-1])

    def slower(self) -> None:
        """The next speed down; the slowest stays."""
        self.runs_on = False
        self.speed = max((s for s in SPEEDS if s < self.speed), default=SPEEDS[0])

    async def run(self) -> None:
        """Tick until cancelled."""
        last = self._now()
        while True:
            due = last + 1 / self.pace
            if self.paused or self._held():
                last = self._now()
                await self._sleep(LOOK)
            elif due - self._now() > LOOK:
                await self._sleep(LOOK)
            else:
                await self._sleep(max(due - self._now(), BREATH))
                late = self._now() - due
                last = due if late < 1 / self.pace else self._now()
                await self._tick()
