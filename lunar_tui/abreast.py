"""Two games abreast: one course of moments, tick by tick, each of which is a moment of both."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.blocks.moment import Moment
from domain.blocks.run import Marker, Run
from domain.blocks.timeline import Timeline

BEGINNING = "game branched"
"""The marker that a branch begins with; where two games part says more when they are compared."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The moments of two games at one place of their common course."""

    ordinal: int
    left: Moment
    right: Moment


class PairedRun:
    """A tick lasts for as many moments as the game with more events in it has.

    Within a tick both games go on event by event. A game that has ended stays at its end.
    `forked_at` is the last tick in which both had the same past.
    """

    def __init__(self, left: Run, right: Run, forked_at: int) -> None:
        self.forked_at = forked_at
        self._runs = (left, right)
        self._last_ticks = (0, 0)
        self._ends = array("q")
        self._markers: Sequence[Marker] = ()
        self.grow()

    def grow(self) -> None:
        """Take in what the two runs have more of."""
        ticks = tuple(run.turn(run.count) for run in self._runs)
        del self._ends[min(self._last_ticks) :]
        for tick in range(len(self._ends), max(ticks) + 1):
            most = max(end - begin for begin, end in self._spans(tick))
            self._ends.append(self._begin(tick) + most)
        self._last_ticks = ticks[0], ticks[1]
        self._markers = sorted({*self._own_markers(), Marker(self.fork, BEGINNING)})

    def _own_markers(self) -> Sequence[Marker]:
        return [
            Marker(self._together(run, marker.ordinal), marker.kind)
            for run in self._runs
            for marker in run.markers
            if marker.kind != BEGINNING
        ]

    @property
    def fork(self) -> int:
        """The moment at which the two games parted."""
        return self.at_turn(self.forked_at)

    @property
    def count(self) -> int:
        """The ordinal of the last moment."""
        return self._ends[-1]

    @property
    def markers(self) -> Sequence[Marker]:
        """What stands out in one of the games or in both, in order, and where they parted."""
        return self._markers

    def turn(self, ordinal: int) -> int:
        """The tick that a moment is in."""
        return min(bisect_left(self._ends, ordinal), len(self._ends) - 1)

    def at_turn(self, turn: int) -> int:
        """The last moment of a tick; of one that is to come, the last of all."""
        return self._ends[min(turn, len(self._ends) - 1)]

    def at_tenth(self, tenths: int) -> int:
        """The moment at so many tenths of the way."""
        return self.count * tenths // 10

    def events_a_turn(self, width: int) -> Sequence[float]:
        """How many moments a tick has, on average, in each of `width` equal slices of the way."""
        cuts = [self.count * slice_ // width for slice_ in range(width + 1)]
        return [self._a_turn(begin + 1, max(begin + 1, end)) for begin, end in pairwise(cuts)]

    def _a_turn(self, first: int, last: int) -> float:
        begin, end = self.turn(first), self.turn(last)
        return (self._ends[end] - self._begin(begin)) / (end - begin + 1)

    def apart(self, ordinal: int) -> tuple[int, int]:
        """The moments of the left and the right game at a moment of both."""
        tick = self.turn(ordinal)
        passed = ordinal - self._begin(tick)
        left, right = (min(begin + passed, end) for begin, end in self._spans(tick))
        return left, right

    def together(self, left: int) -> int:
        """The moment of both at which the left game is at a moment of its own."""
        return self._together(self._runs[0], left)

    def _together(self, run: Run, ordinal: int) -> int:
        tick = run.turn(ordinal)
        begin, end = _span(run, tick)
        return self.at_turn(tick) if ordinal == end else self._begin(tick) + ordinal - begin

    def _begin(self, tick: int) -> int:
        return self._ends[tick - 1] if tick else 0

    def _spans(self, tick: int) -> Sequence[tuple[int, int]]:
        """The moments between which the events of a tick lie, in each game."""
        return [_span(run, tick) for run in self._runs]


def _span(run: Run, tick: int) -> tuple[int, int]:
    return run.at_turn(tick - 1) if tick else 0, run.at_turn(tick)


class PairedTimeline:
    """The timelines of two games as one."""

    def __init__(self, left: Timeline, right: Timeline, forked_at: int) -> None:
        self.run = PairedRun(left.run, right.run, forked_at)
        self._left = left
        self._right = right

    async def at(self, ordinal: int) -> Pair:
        """The moments of both. Raises `StoreFault`."""
        ordinal = max(0, min(ordinal, self.run.count))
        left, right = self.run.apart(ordinal)
        return Pair(ordinal, await self._left.at(left), await self._right.at(right))

    async def extend(self) -> bool:
        """Take in what happened in both meanwhile. Raises `StoreFault`, among others."""
        ended = [await self._left.extend(), await self._right.extend()]
        self.run.grow()
        return all(ended)
