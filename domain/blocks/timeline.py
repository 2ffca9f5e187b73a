"""The timeline of one game: any moment of it, forwards and backwards. It only reads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from domain.blocks.checkpoints import BUDGET, SPACING, Checkpoints
from domain.blocks.errors import UnreadableEvent
from domain.blocks.event_store import Batch, EventStore, StoreFault, Where
from domain.blocks.event_types import EventType
from domain.blocks.messages import Event
from domain.blocks.moment import Moment
from domain.blocks.replay import Progress, unobserved
from domain.blocks.run import Fact, Landmarks, Run
from domain.blocks.segment import Segment

PAGE = 5000
"""Events that the first pass reads at once."""

STRIDES = 5
"""Into so many a segment is divided by the copies that it keeps."""

SEGMENTS_KEPT = 3
"""Segments in memory; a step over the border of one then needs no read on the way back."""


class Timeline:
    """The moments of one game, which `extend` learns of by reading its events once.

    `beginning` is the moment without events; `run` says where among the moments is what. A lenient
    timeline only counts events of types that the program does not know; else they raise
    `UnknownEventType`. It may go from thread to thread, but serves one at a time.
    """

    def __init__(
        self,
        store: EventStore,
        game: str,
        beginning: Moment,
        landmarks: Landmarks,
        *,
        lenient: bool = False,
        spacing: int = SPACING,
        budget: int = BUDGET,
    ) -> None:
        self.game = game
        self.run = Run(landmarks)
        self._store = store
        self._where = Where(game=game)
        self._types = beginning.state.router.events
        self._lenient = lenient
        self._latest = beginning
        self._checkpoints = Checkpoints(beginning, spacing, budget)
        self._segments: OrderedDict[int, Segment] = OrderedDict()

    @property
    def unknown(self) -> Mapping[EventType, int]:
        """How many events there are of each type that the program does not know."""
        kinds = self.run.kinds.items()
        return {kind: count for kind, count in kinds if not self._types.knows(kind)}

    async def extend(
        self,
        observe: Callable[[Progress], bool] = unobserved,
        reader: EventStore | None = None,
    ) -> bool:
        """Read on to the game's last event: all of it at first, then whatever is new.

        `reader` is the store as the thread that reads has it. `observe` is called after every page
        and stops the reading by returning False; the timeline then goes as far as was read.
        Returns whether the end was reached. Raises `StoreFault`, `UnknownEventType`,
        `UnreadableEvent` or `ProjectorFailed`; what was read before then stands.
        """
        store = reader or self._store
        target = await store.game_head(self.game)
        while (after := self._latest.position) < target:
            batch = await store.scan(self._where, after=after, limit=PAGE)
            if self._latest.position == after:
                self._take(self._facts(batch))
            position = self._latest.position
            if not observe(Progress(position, max(target, position), self.run.count)):
                return position >= target
        return True

    def _take(self, facts: Sequence[Fact]) -> None:
        latest = self._latest.copy()
        passed = []
        for fact in facts:
            latest.apply(fact.position, fact.event, fact.recorded_at)
            if latest.ordinal % self._checkpoints.spacing == 0:
                passed.append(latest.copy())
        self._latest = latest
        self.run.add(facts)
        for moment in passed:
            self._checkpoints.add(moment)

    async def at(self, ordinal: int) -> Moment:
        """The moment after so many events, the caller's own; the nearest end if there is none.

        Raises `StoreFault`.
        """
        ordinal = max(0, min(ordinal, self.run.count))
        if ordinal == self.run.count:
            return self._latest.copy()
        start = self._checkpoints.before(ordinal)
        segment = self._segment(start)
        while (reached := segment.end) < ordinal:
            facts = await self.facts(reached, start + self._checkpoints.spacing)
            if segment.end == reached:
                segment.add(facts)
        return segment.at(ordinal)

    async def facts(self, after: int, upto: int) -> Sequence[Fact]:
        """The events that lead from one moment to another, to fold in one after the other.

        Raises `StoreFault`, `UnknownEventType` or `UnreadableEvent`.
        """
        position = self.run.position(after)
        batch = await self._store.scan(self._where, after=position, limit=upto - after)
        return self._facts(batch)

    def _segment(self, start: int) -> Segment:
        segment = self._segments.get(start)
        if segment is None:
            stride = -(-self._checkpoints.spacing // STRIDES)
            segment = self._segments[start] = Segment(self._checkpoints.at(start), stride)
        self._segments.move_to_end(start)
        while len(self._segments) > SEGMENTS_KEPT:
            self._segments.popitem(last=False)
        return segment

    def _facts(self, batch: Batch) -> Sequence[Fact]:
        """The events of a batch. An empty one is a fault, for only what is there is asked for."""
        if not batch.rows:
            raise StoreFault(
                f"The log holds fewer events of game {self.game} than before: open the game again."
            )
        kinds = {key: batch.types[key] for key in {row[1] for row in batch.rows}}
        decoders = {key: self._decoder(kind) for key, kind in kinds.items()}
        facts = []
        for position, key, data, recorded_at in batch.rows:
            try:
                event = decoders[key](data)
            except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
                kind = kinds[key]
                raise UnreadableEvent(kind.name, kind.schema, str(error)) from error
            facts.append(Fact(position, kinds[key], event, recorded_at))
        return facts

    def _decoder(self, kind: EventType) -> Callable[[bytes], Event | None]:
        if self._lenient and not self._types.knows(kind):
            return _unknown
        return self._types.decoder(kind)


def _unknown(_: bytes) -> None:
    """What is read of an event that the program does not know."""
