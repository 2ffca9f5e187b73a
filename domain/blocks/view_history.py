"""The history of a view: which event a row, or a field of it, owes its present state to."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct, structs

from domain.blocks.event_store import Batch, EventStore, RecordedEvent, Where
from domain.blocks.event_types import EventType, EventTypes
from domain.blocks.projector import Change, Key, Patch, Projector, Row, Upsert
from domain.blocks.replay import Progress, unobserved

PAGE = 5000

RowBefore = Callable[[int], Awaitable[Row | None]]
"""Finds the row that is asked about, as it was before the event at a position."""


class Spot(Struct, frozen=True):
    """What is asked about: a row of the view with this name, or one field of it."""

    view: str
    key: Key
    field: str | None = None

    def touched_by(self, change: Change) -> bool:
        """Whether the change is about this spot."""
        if isinstance(change, Upsert):
            return change.row.key == self.key
        if change.key != self.key:
            return False
        return (
            not isinstance(change, Patch)
            or self.field is None
            or self.field in change.set
            or self.field in change.add
        )

    def value(self, row: Row | None) -> object:
        """What stands there in a row; None where there is no row."""
        if row is None or self.field is None:
            return row
        return (getattr(row, self.field),)


@dataclass(frozen=True, slots=True)
class ViewHistory:
    """One view as it came to be: what its projector made of this selection of the log."""

    projector: Projector[Any]
    log: EventStore
    types: EventTypes
    where: Where

    async def last_change(
        self,
        spot: Spot,
        upto: int,
        row_before: RowBefore,
        observe: Callable[[Progress], bool] = unobserved,
    ) -> RecordedEvent | None:
        """The last event, up to position `upto`, before which the spot was not as it is after it.

        None when it never changed, for the row was never there, or when `observe` stopped the
        reading, which goes backward. Raises `UnreadableEvent`, and what the store and `row_before`
        raise.
        """
        heeded = frozenset(event.__name__ for event in self.projector.handlers)
        where = structs.replace(self.where, types=heeded)
        value = spot.value(await row_before(upto + 1))
        end, events = upto + 1, 0
        while True:
            batch = await self.log.scan(where, after=end, limit=PAGE, backward=True)
            for position in self._touching(spot, batch):
                if spot.value(await row_before(position)) != value:
                    return (await self.log.read(where, after=position - 1, limit=1))[0]
            if not batch.rows:
                return None
            end, events = batch.rows[-1][0], events + len(batch.rows)
            if not observe(Progress(upto + 1 - end, upto, events)):
                return None

    def _touching(self, spot: Spot, batch: Batch) -> Iterator[int]:
        """The positions of the events that touch the spot, in the order of the batch.

        What is in a row's key stands in the data of the events that make the row, so that most of
        them need not be decoded to see that they are about others. That holds for data of the
        current schemas; what an upcaster makes of older data is seen afterwards only.
        """
        mentions = [_mention_of(part) for part in spot.key]
        upcast = {key for key, kind in batch.types.items() if self._is_upcast(kind)}
        for position, key, data, recorded_at in batch.rows:
            if key in upcast or all([mention(data) for mention in mentions]):  # noqa: C419 - quicker
                event = self.types.decode(batch.types[key], data)
                if any(map(spot.touched_by, self.projector.project(event, recorded_at))):
                    yield position

    def _is_upcast(self, kind: EventType) -> bool:
        return self.types.knows(kind) and kind.schema != self.types.class_of(kind).SCHEMA


def _mention_of(part: str | int) -> Callable[[bytes], object]:
    """Looks whether a value stands in data."""
    text = re.escape(msgspec.json.encode(part))
    return re.compile(text + rb"(?<![\w.+-]" + text + rb")(?![\w.])").search
