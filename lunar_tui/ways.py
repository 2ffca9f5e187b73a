"""Where an event leads to, beside its own screen: its tile on the map, its moment in the replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from msgspec import Struct

from domain.blocks.event_store import RecordedEvent


@dataclass(frozen=True, slots=True)
class Ways:
    """What shows a tile, and what shows an event's moment; None where there is no such thing."""

    tile: Callable[[int], object] | None = None
    moment: Callable[[RecordedEvent], object] | None = None

    def to_tile(self, event: RecordedEvent | None) -> int | None:
        """The tile that the event is about, if it can be shown."""
        return None if self.tile is None or event is None else location_of(event)

    def to_moment(self, event: RecordedEvent | None) -> bool:
        """Whether the event's moment can be shown."""
        return self.moment is not None and event is not None and event.game is not None


class _Located(Struct, gc=False):
    location: int


def location_of(event: RecordedEvent) -> int | None:
    """The tile that a game's event is about; None for any other event."""
    if event.game is None:
        return None
    try:
        return msgspec.json.decode(event.data, type=_Located).location
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
