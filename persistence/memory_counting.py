"""The store in memory counts its events, and reckons what they take."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct, structs

from domain.blocks.event_store import RecordedEvent
from domain.blocks.family import by_external_command
from domain.blocks.log_use import Group, Slot, Tally

SAMPLE = 1000
"""Objects that are looked at where there are more of them."""


def tally_of(
    log: Sequence[RecordedEvent],
    positions: Mapping[UUID, int],
    streams: Mapping[str, int],
    after: int,
    upto: int,
    width: int,
) -> Tally:
    """The events of the log beyond `after`, up to `upto`, with slots of `width` microseconds.

    `positions` are those of events by their ids, `streams` has a number for each.
    """
    types: dict[str, int] = {}
    sizes = defaultdict[tuple[int, int], list[int]](list)
    effects = Counter[tuple[int, int]]()
    slots = defaultdict[int, list[int]](list)
    cascades = set[UUID]()
    for event in log[after:upto]:
        kind = types.setdefault(event.type, len(types))
        sizes[kind, streams[event.stream]].append(len(event.data))
        slots[event.recorded_at // width].append(len(event.data))
        if by_external_command(event):
            cascades.add(event.correlation_id)
        elif (parent := positions.get(event.causation_id)) is not None:
            effects[types.setdefault(log[parent - 1].type, len(types)), kind] += 1
    return Tally(
        types={key: name for name, key in types.items()},
        groups=[
            Group(*key, len(each), sum(each), min(each), max(each)) for key, each in sizes.items()
        ],
        effects=[(*both, count) for both, count in effects.items()],
        slots=[Slot(number, len(each), sum(each)) for number, each in slots.items()],
        cascades=len(cascades),
    )


def memory_of(objects: Sequence[Struct]) -> int:
    """What the objects take in memory, about; what they share counts once."""
    sample = objects[:: -(-len(objects) // SAMPLE)] if objects else ()
    seen: dict[int, int] = {}
    for each in sample:
        for part in (each, *structs.astuple(each)):
            seen[id(part)] = sys.getsizeof(part)
    return sum(seen.values()) * len(objects) // len(sample) if sample else 0
