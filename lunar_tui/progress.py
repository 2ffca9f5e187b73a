"""How a replay in another thread is followed: seldom enough for the screen, and stoppable."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from domain.blocks.replay import Progress

REPORTS_PER_SECOND = 20


class Pace(NamedTuple):
    """How far a replay is (0 to 1), how fast, and how long it still takes, in seconds."""

    share: float
    per_second: float
    seconds_left: float


def pace(progress: Progress, elapsed: float, begun: int = 0) -> Pace:
    """The pace of a replay that began at the position `begun`, `elapsed` seconds ago."""
    share = progress.position / progress.target if progress.target else 1.0
    per_second = progress.events / elapsed if elapsed > 0 else 0.0
    done, to_do = progress.position - begun, progress.target - progress.position
    return Pace(share, per_second, elapsed * to_do / done if done > 0 else 0.0)


class Reporter:
    """Reports the progress and the seconds since it was made, at most so many times a second.

    It is called in the thread that reads; `stop` may be called in any.
    """

    def __init__(self, report: Callable[[Progress, float], object]) -> None:
        self._report = report
        self._begun = monotonic()
        self._reported = 0.0
        self.stopped = False

    def __call__(self, progress: Progress) -> bool:
        """Take note of the progress; False ends the replay."""
        now = monotonic()
        ended = progress.position >= progress.target
        if ended or now - self._reported >= 1 / REPORTS_PER_SECOND:
            self._reported = now
            self._report(progress, now - self._begun)
        return not self.stopped

    def stop(self) -> None:
        """Let the replay end at its next page."""
        self.stopped = True
