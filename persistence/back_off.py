"""Rests between attempts at a server that is away: longer each time, and spread at random."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator

SOONEST, LATEST = 0.05, 2.0
"""Seconds between two attempts: at first, and after many of them."""


def back_off(within: float = math.inf) -> Iterator[float]:
    """Seconds to rest before each further attempt, until so many seconds have passed since now."""
    deadline = time.monotonic() + within
    pause = SOONEST
    while (left := deadline - time.monotonic()) > 0:
        yield min(left, pause * random.uniform(0.5, 1))  # noqa: S311 - spreads the attempts
        pause = min(2 * pause, LATEST)
