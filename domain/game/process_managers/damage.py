"""Damage: what a hazard hits is damaged or destroyed."""

from __future__ import annotations

from typing import get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import (
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    MeteorStruck,
    MoonquakeStruck,
)
from domain.game.commands import DamageBuilding, DestroyBuilding

Followed = (
    MeteorStruck | MoonquakeStruck | BuildingRepaired | BuildingDestroyed | BuildingDemolished
)


def correlate(event: Followed) -> Correlation:
    """One flow for each building that was hit, until it is sound again or gone."""
    match event:
        case MeteorStruck() | MoonquakeStruck():
            return Start(event.site_id)
        case BuildingRepaired() | BuildingDestroyed() | BuildingDemolished():
            return Stop(event.site_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered: the events say all that the flow needs."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """Do to the building what the hazard does to it."""
    match event:
        case MeteorStruck(destroyed=True):
            return (DestroyBuilding(event.game_id, event.site_id, "meteor", event.tick),)
        case MeteorStruck():
            return (DamageBuilding(event.game_id, event.site_id, "meteor", event.tick),)
        case MoonquakeStruck():
            return (DamageBuilding(event.game_id, event.site_id, "moonquake", event.tick),)
        case _:
            return ()


damage: ProcessManager[None] = ProcessManager(
    name="Damage",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
