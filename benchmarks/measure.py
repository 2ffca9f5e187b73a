"""Measuring in turns, so that a machine that slows down slows both sides."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import NamedTuple


class Effort(NamedTuple):
    """How much is measured: `share` of the full number of rounds, and of the full sizes."""

    share: float

    def rounds(self, full: int) -> int:
        """How often a work is done."""
        return max(2, round(full * self.share))

    def size(self, full: int) -> int:
        """How much of something there is."""
        return max(1, round(full * self.share))


FULL = Effort(1.0)
QUICK = Effort(0.05)


async def medians(*works: Callable[[], Awaitable[float]], rounds: int) -> list[float]:
    """The median seconds of each of the works, done in turns; each returns its own seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for seconds, work in zip(taken, works, strict=True):
            seconds.append(await work())
    return [median(seconds) for seconds in taken]


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    def seconds(self) -> float:
        """How long it has run."""
        return time.perf_counter() - self._start
