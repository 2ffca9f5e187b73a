"""Construction: a completed site becomes a building."""

from __future__ import annotations

from typing import get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import SiteCancelled
from domain.game.commands import SpawnBuilding
from domain.game.events import BuildingSpawned, ConstructionCompleted, SiteSpawned

Followed = SiteSpawned | ConstructionCompleted | BuildingSpawned | SiteCancelled


def correlate(event: Followed) -> Correlation:
    """One flow for each site, from its first spade until its building stands, or it is given up."""
    match event:
        case SiteSpawned():
            return Start(event.site_id)
        case ConstructionCompleted():
            return Continue(event.site_id)
        case BuildingSpawned() | SiteCancelled():
            return Stop(event.site_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered: the events say all that the flow needs."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """When the work is done, put the building there."""
    if not isinstance(event, ConstructionCompleted):
        return ()
    return (
        SpawnBuilding(
            game_id=event.game_id,
            site_id=event.site_id,
            site_type=event.site_type,
            location=event.location,
            player_id=event.player_id,
            tick=event.tick,
        ),
    )


construction: ProcessManager[None] = ProcessManager(
    name="Construction",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
