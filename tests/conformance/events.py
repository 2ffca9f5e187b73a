"""Events and commits to put into a store."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from uuid import UUID

from domain.blocks.digest import GENESIS, digest
from domain.blocks.event_store import Commit, EventStore, Expected, NewEvent, RecordedEvent, Where
from persistence.ids import OrderedIds

new_id = OrderedIds().new
_moments = count(1_700_000_000_000_000)


def event(
    stream: str,
    kind: str = "Noted",
    data: bytes = b"{}",
    *,
    schema: int = 1,
    game: str | None = None,
    event_id: UUID | None = None,
) -> NewEvent:
    """An event with ids of its own."""
    return NewEvent(event_id or new_id(), stream, kind, schema, data, new_id(), new_id(), game=game)


def commit(
    *events: NewEvent,
    player: str = "px42",
    expect: Mapping[str, Expected] | None = None,
    expect_game: tuple[str, int] | None = None,
) -> Commit:
    """A commit at a time of its own."""
    return Commit(events, new_id(), next(_moments), player, expect or {}, expect_game)


async def whole_log(store: EventStore, where: Where | None = None) -> list[RecordedEvent]:
    """All events of the selection, read by pages."""
    events: list[RecordedEvent] = []
    while page := await store.read(
        where or Where(), after=events[-1].position if events else None, limit=5000
    ):
        events += page
    return events


def chained(events: list[RecordedEvent]) -> list[bytes]:
    """The digests that a whole log must have, by a fold of its own."""
    digests: list[bytes] = []
    previous = GENESIS
    for e in events:
        ids = (e.event_id, e.correlation_id, e.causation_id, e.command_id)
        previous = digest(
            previous,
            e.position,
            e.stream,
            e.version,
            (e.type, e.schema),
            e.game,
            ids,
            e.player,
            e.recorded_at,
            e.data,
        )
        digests.append(previous)
    return digests


def assert_whole(events: list[RecordedEvent]) -> None:
    """Positions and versions without gaps, and the chain of digests unbroken."""
    assert [e.position for e in events] == list(range(1, len(events) + 1))
    assert [e.digest for e in events] == chained(events)
    versions: dict[str, int] = {}
    for e in events:
        assert e.version == versions.get(e.stream, 0) + 1
        versions[e.stream] = e.version
