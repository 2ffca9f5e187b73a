"""Building: what stands once its site is done."""

from __future__ import annotations

from msgspec import Struct

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.commands import SpawnBuilding
from domain.game.events import BuildingSpawned


class Building(Struct, frozen=True):
    """Whether the building stands."""

    exists: bool = False


def decide(building: Building, command: SpawnBuilding) -> Decision:
    """Put the building there, once."""
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


def evolve(_: Building, __: BuildingSpawned) -> Building:
    """The building stands."""
    return Building(exists=True)


def _site_id(message: SpawnBuilding | BuildingSpawned) -> str:
    return message.site_id


building = Decider(
    category="bldg",
    initial=Building(),
    instance=_site_id,
    decide=decide,
    evolve=evolve,
    evolves_from=(BuildingSpawned,),
)
