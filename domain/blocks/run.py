"""A run: where each event of one game stands, by number, position, time, turn and kind.

Moments of a run are told by ordinals: moment `k` is the one after the first `k` events.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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

    turns: Mapping[type[Event], Callable[[Any], int]] = field(default_factory=dict)
    markers: Mapping[type[Event], Callable[[Any], str | None]] = field(default_factory=dict)


class Run:
    """The events of one game in compact form, and where to find what among them."""

    def __init__(self, landmarks: Landmarks) -> None:
        self._landmarks = landmarks
        self._positions = array("q")
        self._times = array("q")
        self._ordinals: dict[EventType, array[int]] = {}
        self._turns = array("q", [0])
        self._turn_starts = array("q", [0])
        self._markers: list[Marker] = []

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in the events that come next."""
        latest = self.time(self.count)
        for ordinal, fact in enumerate(facts, start=self.count + 1):
            latest = max(latest, fact.recorded_at)
            self._positions.append(fact.position)
            self._times.append(latest)
            try:
                self._ordinals[fact.kind].append(ordinal)
            except KeyError:
                self._ordinals[fact.kind] = array("q", [ordinal])
            if turn := self._landmarks.turns.get(type(fact.event)):
                self._turns.append(turn(fact.event))
                self._turn_starts.append(ordinal - 1)
            if marker := self._landmarks.markers.get(type(fact.event)):
                kind = marker(fact.event)
                if kind is not None:
                    self._markers.append(Marker(ordinal, kind))

    @property
    def count(self) -> int:
        """How many events there are, and the ordinal of the last moment."""
        return len(self._positions)

    @property
    def kinds(self) -> Mapping[EventType, int]:
        """How many events there are of each type and schema."""
        return {kind: len(ordinals) for kind, ordinals in self._ordinals.items()}

    @property
    def markers(self) -> Sequence[Marker]:
        """All markers in order."""
        return self._markers

    def position(self, ordinal: int) -> int:
        """The log position of the last event of a moment; 0 at the start."""
        return self._positions[ordinal - 1] if ordinal else 0

    def at_position(self, position: int) -> int:
        """The moment at which the log had come to a position."""
        return bisect_right(self._positions, position)

    def time(self, ordinal: int) -> int:
        """How late it was at a moment (never earlier than before); 0 at the start."""
        return self._times[ordinal - 1] if ordinal else 0

    def at_time(self, time: int) -> int:
        """The last moment that was not later than a time."""
        return bisect_right(self._times, time)

    def turn(self, ordinal: int) -> int:
        """The turn that a moment belongs to; 0 before the first."""
        return self._turns[self._turn_index(ordinal)]

    def at_turn(self, turn: int) -> int:
        """The last moment of a turn, with all that came of it; where there is none, of the one before."""
        following = bisect_right(self._turns, turn)
        if following < len(self._turns):
            return self._turn_starts[following]
        return self.count
