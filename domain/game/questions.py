"""What can be asked about in a game, and who answers it."""

from __future__ import annotations

from domain.blocks.event_store import EventStore
from domain.blocks.inquiry import Inquiry
from domain.blocks.timeline import Timeline
from domain.blocks.view_history import Spot
from domain.game.event_origins import origins
from domain.game.model import ROUTER
from domain.game.projectors.buildings import buildings
from domain.game.projectors.tiles import tiles


def inquiry(log: EventStore, timeline: Timeline) -> Inquiry:
    """Answers questions about the game of the timeline."""
    commands = {event.__name__: origin.commands for event, origin in origins().items()}
    return Inquiry(log, timeline, ROUTER, commands)


def tile(game_id: str, location: int) -> Spot:
    """What stands on a tile."""
    return Spot(tiles.name, (game_id, location))


def site(site_id: str, field: str | None = None) -> Spot:
    """A site or building, or one field of its row."""
    return Spot(buildings.name, (site_id,), field)
