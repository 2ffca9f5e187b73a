"""Cascades as the log holds them: the events that one command from outside came to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from domain.blocks.event_store import EventStore, RecordedEvent, Where

PAGE = 1000

Cascade = Sequence[RecordedEvent]
"""All events of one correlation id, in order; they entered the log together."""


async def cascades(
    store: EventStore, where: Where, *, after: int = 0, upto: int | None = None
) -> AsyncIterator[Cascade]:
    """The cascades of a selection beyond position `after`, those that end at or before `upto`.

    `where` must select whole cascades, such as a game's. Raises `StoreFault`.
    """
    cascade: list[RecordedEvent] = []
    while page := await store.read(where, after=after, limit=PAGE):
        for event in page:
            if cascade and event.correlation_id != cascade[0].correlation_id:
                yield cascade
                cascade = []
            if upto is not None and event.position > upto:
                return
            cascade.append(event)
        after = page[-1].position
    if cascade:
        yield cascade
