"""Emission: the events that a projection of one's own adds to streams of its own.

Their ids follow from the projection's name and from what they are made of. So what is emitted
again, after a crash or a reset, is known as a duplicate.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from uuid import UUID

from msgspec import Struct

from domain.blocks.event_store import Commit, NewEvent, RecordedEvent


class Emitted(Struct, frozen=True):
    """An event that a script made of the event at `position`; `data` is a JSON object."""

    position: int
    stream: str
    type: str
    data: str


def emitter_id(name: str) -> UUID:
    """The id of the projection of this name, which is the command of all that it emits."""
    return _id("projection", name)


def is_own(name: str, event: RecordedEvent) -> bool:
    """Whether the projection of this name emitted the event; it never reads its own."""
    return event.command_id == emitter_id(name)


def commit_of(
    name: str, source: RecordedEvent, emitted: Sequence[Emitted], recorded_at: int
) -> Commit:
    """What the projection of this name emits because of one event, as one unit of work."""
    command_id = emitter_id(name)
    events = [
        NewEvent(
            event_id=_id(name, source.position, number, each.stream, each.type, each.data),
            stream=each.stream,
            type=each.type,
            schema=1,
            data=each.data.encode(),
            command_id=command_id,
            causation_id=source.event_id,
        )
        for number, each in enumerate(emitted)
    ]
    return Commit(events, source.correlation_id, recorded_at, source.player)


def _id(*parts: object) -> UUID:
    """A version 8 UUID made from the parts."""
    text = "\0".join(map(str, parts))
    digest = int.from_bytes(blake2b(text.encode(), digest_size=16).digest())
    return UUID(int=digest & ~(0xF << 76) & ~(0x3 << 62) | 8 << 76 | 2 << 62)
