"""An event of the log as JSON, for programs and for the clipboard."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from domain.blocks.errors import UnreadableEvent
from domain.blocks.event_store import RecordedEvent
from lunar_tui.moments import moment


class EventLine(Struct, frozen=True):
    """The JSON form: `data` is as it stands in the log, byte for byte; `digest` is in hex."""

    event_id: UUID
    stream: str
    version: int
    position: int
    type: str
    schema: int
    data: Raw
    correlation_id: UUID
    causation_id: UUID
    command_id: UUID
    player: str | None
    recorded_at: datetime
    digest: str
    game: str | None


def event_line(event: RecordedEvent) -> EventLine:
    """The event, ready to print. Raises `UnreadableEvent` when its data is not JSON."""
    try:
        data = msgspec.json.decode(event.data, type=Raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableEvent(event.type, event.schema, f"{error} at {event.position}") from error
    return EventLine(
        event_id=event.event_id,
        stream=event.stream,
        version=event.version,
        position=event.position,
        type=event.type,
        schema=event.schema,
        data=data,
        correlation_id=event.correlation_id,
        causation_id=event.causation_id,
        command_id=event.command_id,
        player=event.player or None,
        recorded_at=moment(event.recorded_at),
        digest=event.digest.hex(),
        game=event.game,
    )
