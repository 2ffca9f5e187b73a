"""Which tiles of the map events change: as the map view's own projector has it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.blocks.messages import Event
from domain.blocks.projector import Upsert
from domain.game.projectors.tiles import tiles


def locations_changed(events: Iterable[Event]) -> list[int]:
    """The tiles that these events change, each once."""
    changes = [change for event in events for change in tiles.project(event, 0)]
    rows = [change.row.key if isinstance(change, Upsert) else change.key for change in changes]
    return list(dict.fromkeys([int(location) for _, location in rows]))
