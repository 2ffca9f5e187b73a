"""A segment of a run: a checkpoint brought back, with the events that follow it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.blocks.moment import Moment
from domain.blocks.run import Fact


class Segment:
    """Any moment among its events is near: of those it went through it keeps every `stride`th."""

    def __init__(self, start: Moment, stride: int) -> None:
        self._stride = stride
        self._facts: list[Fact] = []
        self._copies = {start.ordinal: start}
        self._start = start

    @property
    def end(self) -> int:
        """The ordinal of the last moment that it reaches."""
        return self._start.ordinal + len(self._facts)

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in the events that come next."""
        self._facts += facts

    def at(self, ordinal: int) -> Moment:
        """A moment from the start to the end, the caller's own."""
        nearest = max(known for known in self._copies if known <= ordinal)
        moment = self._copies[nearest].copy()
        first = self._start.ordinal
        for fact in self._facts[nearest - first : ordinal - first]:
            moment.apply(fact.position, fact.event, fact.recorded_at)
            if moment.ordinal % self._stride == 0:
                self._copies[moment.ordinal] = moment.copy()
        return moment
