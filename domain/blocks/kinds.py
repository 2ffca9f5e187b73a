"""How many events of each type and schema a selection of the log holds."""

from __future__ import annotations

from collections import Counter

from domain.blocks.event_store import EventStore, Where
from domain.blocks.event_types import EventType

PAGE = 5000


async def count_kinds(store: EventStore, where: Where) -> Counter[EventType]:
    """The number of events of each kind, known to this program or not. Raises `StoreFault`."""
    kinds = Counter[EventType]()
    after = 0
    while (batch := await store.scan(where, after=after, limit=PAGE)).rows:
        keys = Counter(kind for _, kind, _, _ in batch.rows)
        kinds.update({batch.types[key]: count for key, count in keys.items()})
        after = batch.rows[-1][0]
    return kinds
