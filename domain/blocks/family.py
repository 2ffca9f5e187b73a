"""An event's family: what it came of and what came of it, all within one cascade."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.blocks.event_store import EventStore, RecordedEvent

PAGE = 256


class Family(NamedTuple):
    """The event that was answered (None after an external command), and the answers, in order."""

    cause: RecordedEvent | None
    effects: Sequence[RecordedEvent]


class Cascade:
    """All that one command from outside came to, as a tree of causes and effects.

    `events` are in the order of the log. What answers no event of the cascade stands at its root.
    """

    def __init__(self, events: Sequence[RecordedEvent]) -> None:
        self.events = events
        self._by_id = {event.event_id: event for event in events}
        self._effects: dict[UUID | None, list[RecordedEvent]] = {}
        for event in events:
            known = event.causation_id in self._by_id
            self._effects.setdefault(event.causation_id if known else None, []).append(event)

    def effects_of(self, event: RecordedEvent | None) -> Sequence[RecordedEvent]:
        """What the event caused; what stands at the root for None."""
        return self._effects.get(None if event is None else event.event_id, ())

    def line_to(self, event: RecordedEvent) -> Sequence[RecordedEvent]:
        """The event's cause, its cause's cause and so on, from the root on, then the event."""
        line = [event]
        while cause := self._by_id.get(line[0].causation_id):
            line.insert(0, cause)
        return line


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


async def cascade_of(store: EventStore, event: RecordedEvent) -> Cascade:
    """Read the event's whole cascade. Raises `StoreFault`."""
    before = [each async for each in relatives(store, event, backward=True)]
    after = [each async for each in relatives(store, event, backward=False)]
    return Cascade([*reversed(before), event, *after])


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
