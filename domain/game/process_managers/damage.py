"""Damage: what a hazard hits is damaged or destroyed."""

from __future__ import annotations

from domain.blocks.messages import Command
from domain.blocks.process_manager import Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDestroyed,
    MeteorStruck,
    MoonquakeStruck,
)
from domain.game.commands import DamageBuilding, DestroyBuilding

Followed = MeteorStruck | MoonquakeStruck | BuildingDamaged | BuildingDestroyed


def correlate(event: Followed) -> Correlation:
    """One flow for each hit, until its damage is done."""
    match event:
        case MeteorStruck() | MoonquakeStruck():
            return Start(event.site_id)
        case BuildingDamaged() | BuildingDestroyed():
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
    handles=(MeteorStruck, MoonquakeStruck, BuildingDamaged, BuildingDestroyed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
