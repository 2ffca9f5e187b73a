"""Founding: what brought the crew becomes the colony's first building."""

from __future__ import annotations

from typing import get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import ColonyFounded
from domain.game.commands import SpawnSite, WorkOnSite
from domain.game.events import (
    BuildingSpawned,
)

Followed = ColonyFounded | BuildingSpawned


def correlate(event: Followed) -> Correlation:
    """One flow for each colony, until its first building stands."""
    if isinstance(event, ColonyFounded):
        return Start(event.site_id)
    return Stop(event.site_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered: the events say all that the flow needs."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """Unload it where it came down, which is all the work there is."""
    if not isinstance(event, ColonyFounded):
        return ()
    return (
        SpawnSite(
            game_id=event.game_id,
            site_id=event.site_id,
            site_type=event.site_type,
            location=event.location,
            player_id=event.player_id,
            completion_ticks=1,
            tick=0,
        ),
        WorkOnSite(event.game_id, event.site_id, 0),
    )


founding: ProcessManager[None] = ProcessManager(
    name="Founding",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
