"""The map view: what stands on each tile that is not bare ground."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Delete, Patch, Projector, Row, Upsert
from domain.game.colony_events import (
    BuildingDemolished,
    BuildingDestroyed,
    SiteCancelled,
)
from domain.game.events import (
    BuildingSpawned,
    ConstructionProgressed,
    SiteSpawned,
)


class TileRow(Row, frozen=True, gc=False):
    """A tile in use: ticks of work done and required, and `ready` once it is a building."""

    KEY: ClassVar = ("game_id", "location")
    NOUN: ClassVar = "tile"

    game_id: str
    location: int
    site_id: str
    site_type: int
    player_id: str
    progressed: int
    required: int
    ready: bool


def _site_spawned(event: SiteSpawned, _: int) -> tuple[Change, ...]:
    row = TileRow(
        game_id=event.game_id,
        location=event.location,
        site_id=event.site_id,
        site_type=event.site_type,
        player_id=event.player_id,
        progressed=0,
        required=event.completion_ticks,
        ready=False,
    )
    return (Upsert(row),)


def _progressed(event: ConstructionProgressed, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id, event.location), {"progressed": event.progressed_ticks}),)


def _building_spawned(event: BuildingSpawned, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id, event.location), {"ready": True}),)


def _gone(
    event: SiteCancelled | BuildingDestroyed | BuildingDemolished, _: int
) -> tuple[Change, ...]:
    return (Delete((event.game_id, event.location)),)


tiles = Projector(
    name="map",
    about="what stands on each tile in use",
    row=TileRow,
    handlers={
        SiteSpawned: _site_spawned,
        ConstructionProgressed: _progressed,
        BuildingSpawned: _building_spawned,
        SiteCancelled: _gone,
        BuildingDestroyed: _gone,
        BuildingDemolished: _gone,
    },
)
