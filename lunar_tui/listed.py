"""The log itself as an entry of its own list."""

from __future__ import annotations

from domain.blocks.event_store import ALL, EventStore
from domain.blocks.listing import Entry


async def whole_log(store: EventStore) -> Entry:
    """`$all`: the stream of all events. Raises `StoreFault`."""
    first, last = await store.read(limit=1), await store.read(limit=1, backward=True)
    ends = [*first, *last]
    if not ends:
        return Entry(ALL, 0, 0, 0, 0, 0)
    begin, end = ends[0], ends[-1]
    count = end.position
    return Entry(ALL, count, begin.position, count, begin.recorded_at, end.recorded_at)
