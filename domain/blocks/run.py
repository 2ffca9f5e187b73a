"""A run: where each event of one game stands, by number, position, time and turn.

Moments of a run are told by ordinals: moment `k` is the one after the first `k` events.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from domain.blocks.event_types import EventType
from domain.blocks.messages import Event


class Fact(NamedTuple):
    """An event as a fold needs it; `event` is None where the program does not know its type."""

    position: int
    kind: EventType
    event: Event | None
    recorded_at: int


class Marker(NamedTuple):
    """A moment of note, right after the event that makes it one; `kind` says which sort."""

    ordinal: int
    kind: str


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What a model makes stand out in a run, by the types of its events.

    `turns` gives the number of the turn that an event begins; turns only ever grow. `markers` gives
    the kind of marker that an event sets, if it sets one.
    """

    turns: Mapping[type, Callable[[Any], int]] = field(default_factory=dict)
    markers: Mapping[type, Callable[[Any], str | None]] = field(default_factory=dict)


class Run:
    """The events of one game in compact form, and where to find what among them."""

    def __init__(self, landmarks: Landmarks) -> None:
        self._landmarks = landmarks
        self._positions = array("q")
        self._times = array("q")
        self._kinds = Counter[EventType]()
        self._turns = array("q", [0])
        self._turn_starts = array("q", [0])
        self._markers: list[Marker] = []

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in the events that come next."""
        latest = self.time(self.count)
        turns, markers = self._landmarks.turns, self._landmarks.markers
        for ordinal, fact in enumerate(facts, start=self.count + 1):
            position, kind, event, recorded_at = fact
            latest = max(latest, recorded_at)
            self._positions.append(position)
            self._times.append(latest)
            self._kinds[kind] += 1
            if (turn_of := turns.get(type(event))) is not None:
                self._turns.append(turn_of(event))
                self._turn_starts.append(ordinal - 1)
            if (mark := markers.get(type(event))) and (label := mark(event)):
                self._markers.append(Marker(ordinal, label))

    @property
    def count(self) -> int:
        """How many events there are, which is the ordinal of the last moment."""
        return len(self._positions)

    @property
    def kinds(self) -> Mapping[EventType, int]:
        """How many events there are of each type and schema."""
        return self._kinds

    def position(self, ordinal: int) -> int:
        """The log position of a moment's last event; 0 at the start."""
        return self._positions[ordinal - 1] if ordinal else 0

    def at_position(self, position: int) -> int:
        """The moment at which the log had come to a position."""
        return bisect_right(self._positions, position)

    def time(self, ordinal: int) -> int:
        """When the moment was, never earlier than any before it; 0 at the start."""
        return self._times[ordinal - 1] if ordinal else 0

    def at_time(self, time: int) -> int:
        """The last moment that was not later than a time."""
        return bisect_right(self._times, time)

    def turn(self, ordinal: int) -> int:
        """The turn that a moment is in; 0 before the first turn."""
        return self._turns[bisect_left(self._turn_starts, ordinal, lo=1) - 1]

    def at_turn(self, turn: int) -> int:
        """The last moment of a turn, when all that came of it is done.

        A turn that was left out is as the one before it, one that is to come as the last.
        """
        following = bisect_right(self._turns, turn, lo=1)
        return self._turn_starts[following] if following < len(self._turns) else self.count

    def at_tenth(self, tenths: int) -> int:
        """The moment at so many tenths of the run."""
        return self.count * tenths // 10

    @property
    def markers(self) -> Sequence[Marker]:
        """All markers, in order."""
        return self._markers

    def events_a_turn(self, width: int) -> Sequence[float]:
        """How many events a turn had, on average, in each of `width` equal slices of the run."""
        return [self._a_turn(begin, end) for begin, end in pairwise(self._cuts(width))]

    def _a_turn(self, begin: int, end: int) -> float:
        first = bisect_left(self._turn_starts, begin + 1, lo=1) - 1
        after = max(first + 1, bisect_left(self._turn_starts, end, lo=1))
        stop = self._turn_starts[after] if after < len(self._turns) else self.count
        return (stop - self._turn_starts[first]) / (after - first)

    def _cuts(self, width: int) -> Sequence[int]:
        return [self.count * slice_ // width for slice_ in range(width + 1)]
