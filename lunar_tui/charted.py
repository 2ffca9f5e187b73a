"""The sky over a game, as its log has the rules and the ground; none over the sandbox."""

from __future__ import annotations

from domain.blocks.event_store import EventStore, Where
from domain.game.colony_events import RulesetAdopted, TerrainCharted
from domain.game.economy import ground
from domain.game.economy.ruleset import Ruleset
from domain.game.model import EVENT_TYPES
from domain.game.sky import Sky
from domain.game.terrain import Terrain

TYPES = frozenset({RulesetAdopted.__name__, TerrainCharted.__name__})


async def sky_over(reader: EventStore, game_id: str, moon: Terrain) -> Sky | None:
    """The sky over the game's moon. Raises `StoreFault`."""
    rules: Ruleset | None = None
    classes: ground.Chart = ()
    for stored in await reader.read(Where(game=game_id, types=TYPES), limit=len(TYPES)):
        event = EVENT_TYPES.decode(stored.kind, stored.data)
        if isinstance(event, RulesetAdopted):
            rules = event.rules
        elif isinstance(event, TerrainCharted):
            classes = ground.read(event.ground)
    return Sky(moon, classes, rules) if rules and classes else None
