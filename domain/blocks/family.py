"""An event's family: what it came of and what came of it, all within one cascade."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from domain.blocks.event_store import EventStore, RecordedEvent

PAGE = 256


class Family(NamedTuple):
    """The event that was answered (None after an external command), and the answers, in order."""

    cause: RecordedEvent | None
    effects: Sequence[RecordedEvent]


def by_external_command(event: RecordedEvent) -> bool:
    """Whether the command came from outside, and not from a process manager."""
    return event.causation_id == event.command_id


async def family_of(store: EventStore, event: RecordedEvent) -> Family:
    """Find the event's relatives. Raises `StoreFault`.

    A cascade enters the log in one commit, so they all stand around the event without a gap.
    """
    cause = None
    if not by_external_command(event):
        async for earlier in relatives(store, event, backward=True):
            if earlier.event_id == event.causation_id:
                cause = earlier
                break
    later = relatives(store, event, backward=False)
    effects = [each async for each in later if each.causation_id == event.event_id]
    return Family(cause, effects)


async def relatives(
    store: EventStore, event: RecordedEvent, *, backward: bool
) -> AsyncIterator[RecordedEvent]:
    """The event's cascade after it, or before it, from the event on. Raises `StoreFault`."""
    after = event.position
    while page := await store.read(after=after, limit=PAGE, backward=backward):
        for relative in page:
            if relative.correlation_id != event.correlation_id:
                return
            yield relative
        after = page[-1].position
