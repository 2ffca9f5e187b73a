"""Small logs to look at: games made by dispatching, and events put in one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from uuid import UUID

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.event_store import Commit, EventStore, NewEvent, RecordedEvent
from domain.blocks.event_types import EventType
from domain.blocks.messages import Command, Event
from domain.game.events import ConstructionProgressed, GameloopAdvanced
from domain.game.model import EVENT_TYPES, ROUTER

GAME = "g1"
WIDTH = 64

_numbers = count(1_000_000)


class CountedIds:
    def new(self) -> UUID:
        return UUID(int=next(_numbers))


class NoonClock:
    def now(self) -> int:
        return 1_795_435_200_000_000


async def dispatch(store: EventStore, *commands: Command) -> list[RecordedEvent]:
    """Do the commands, one after the other; their events."""
    application = Application(ROUTER, store, CountedIds(), NoonClock())
    recorded: list[RecordedEvent] = []
    for command in commands:
        answer = await application.dispatch(command, player="ann")
        assert isinstance(answer, Committed), answer
        recorded += answer.recorded
    return recorded


async def add(store: EventStore, *events: Event) -> Sequence[RecordedEvent]:
    """Put the events into the log in one commit, as they are."""
    return await _add(
        store,
        [
            (EventType(type(event).__name__, event.SCHEMA), EVENT_TYPES.encode(event))
            for event in events
        ],
    )


async def add_raw(
    store: EventStore, *events: tuple[str, bytes], schema: int = 1
) -> Sequence[RecordedEvent]:
    """Put events of any type with any data into the log in one commit."""
    return await _add(store, [(EventType(name, schema), data) for name, data in events])


async def _add(
    store: EventStore, events: Iterable[tuple[EventType, bytes]]
) -> Sequence[RecordedEvent]:
    ids = CountedIds()
    command = ids.new()
    commit = Commit(
        events=[
            NewEvent(
                event_id=ids.new(),
                stream=f"game-{GAME}",
                type=kind.name,
                schema=kind.schema,
                data=data,
                command_id=command,
                causation_id=command,
                game=GAME,
            )
            for kind, data in events
        ],
        correlation_id=command,
        recorded_at=NoonClock().now(),
    )
    return await store.append(commit)


def tick(number: int) -> GameloopAdvanced:
    """A tick passed."""
    return GameloopAdvanced(GAME, number)


def progress(site_id: str, number: int = 1, x: int = 0, y: int = 0) -> ConstructionProgressed:
    """A tick of work was done on a site."""
    return ConstructionProgressed(
        GAME,
        site_id=site_id,
        site_type=1,
        location=y * WIDTH + x,
        progressed_ticks=1,
        required_ticks=12,
        tick=number,
    )
