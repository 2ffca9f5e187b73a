"""Building: what stands once its site is done, until it is destroyed or taken down."""

from __future__ import annotations

from typing import assert_never, get_args

from msgspec import Struct, structs

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
)
from domain.game.commands import (
    CompleteRepair,
    DamageBuilding,
    DemolishBuilding,
    DestroyBuilding,
    SpawnBuilding,
)
from domain.game.events import (
    BuildingSpawned,
)


class Building(Struct, frozen=True):
    """Whether the building stands, or is `gone`, and whether it is damaged."""

    exists: bool = False
    gone: bool = False
    damaged: bool = False
    site_type: int = 0
    location: int = 0


BuildingCommand = (
    SpawnBuilding | DamageBuilding | DestroyBuilding | CompleteRepair | DemolishBuilding
)


def decide(building: Building, command: BuildingCommand) -> Decision:
    """Put the building there, once; damage and repair it; take it away.

    Nothing more befalls a building that is gone, whatever else the same tick had in store for it.
    """
    if isinstance(command, SpawnBuilding):
        return _spawn(building, command)
    if not building.exists:
        return Rejected("no-building", f"There is no building {command.site_id!r}: check the id.")
    if building.gone:
        return ()
    place = (command.game_id, command.site_id, building.site_type, building.location)
    match command:
        case DamageBuilding():
            damaged = BuildingDamaged(*place, command.hazard, command.tick)
            return () if building.damaged else (damaged,)
        case DestroyBuilding():
            return (BuildingDestroyed(*place, command.hazard, command.tick),)
        case CompleteRepair():
            return (BuildingRepaired(*place, command.tick),) if building.damaged else ()
        case DemolishBuilding():
            return (BuildingDemolished(*place, command.player_id, command.tick),)
        case _:
            assert_never(command)


def _spawn(building: Building, command: SpawnBuilding) -> Decision:
    if building.exists:
        return Rejected(
            "building-exists", f"The building of site {command.site_id} stands already."
        )
    return (
        BuildingSpawned(
            game_id=command.game_id,
            site_id=command.site_id,
            site_type=command.site_type,
            location=command.location,
            player_id=command.player_id,
            tick=command.tick,
        ),
    )


Folded = (
    BuildingSpawned | BuildingDamaged | BuildingRepaired | BuildingDestroyed | BuildingDemolished
)


def evolve(building: Building, event: Folded) -> Building:
    """The building with the event in it."""
    match event:
        case BuildingSpawned():
            return Building(exists=True, site_type=event.site_type, location=event.location)
        case BuildingDamaged():
            return structs.replace(building, damaged=True)
        case BuildingRepaired():
            return structs.replace(building, damaged=False)
        case BuildingDestroyed() | BuildingDemolished():
            return structs.replace(building, gone=True)
        case _:
            assert_never(event)


def _site_id(message: BuildingCommand | Folded) -> str:
    return message.site_id


building = Decider(
    category="bldg",
    initial=Building(),
    instance=_site_id,
    decide=decide,
    evolve=evolve,
    evolves_from=get_args(Folded),
)
