"""Games folded afresh, for the laws that compare with nothing but the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.messages import Command
from domain.blocks.moment import Moment
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from persistence.memory import MemoryEventStore
from tests.playing import play

GAME = Where(game="g1")


async def played(commands: Sequence[Command]) -> tuple[MemoryEventStore, Sequence[RecordedEvent]]:
    """A log with two games in it, and the events of one of them."""
    store = MemoryEventStore()
    await play(store, commands)
    return store, await store.read(GAME)


def beginning() -> Moment:
    """A game without events."""
    return Moment(ROUTER, PROJECTORS)


def fold(moment: Moment, events: Sequence[RecordedEvent]) -> Moment:
    """The moment with these events folded into it."""
    for stored in events:
        event = EVENT_TYPES.decode(stored.kind, stored.data)
        moment.apply(stored.position, event, stored.recorded_at)
    return moment


def contents(moment: Moment) -> Sequence[Any]:
    """All that a moment says, rows in their order."""
    views = moment.views.values()
    return (
        moment.ordinal,
        moment.position,
        moment.recorded_at,
        moment.state.encode(),
        [(view.projector.name, view.position, list(view.rows.items())) for view in views],
    )
