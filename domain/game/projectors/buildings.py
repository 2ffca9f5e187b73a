"""The buildings view: every site and building with how complete it is (the seed's projection)."""

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


class BuildingRow(Row, frozen=True, gc=False):
    """A site or building; `complete` in percent, `ready` once the building stands."""

    KEY: ClassVar = ("site_id",)
    NOUN: ClassVar = "building"
    GROUPS: ClassVar = {"sites": "player_id"}

    complete: float
    location: int
    site_id: str
    site_type: int
    player_id: str
    ready: bool


def _site_spawned(event: SiteSpawned, _: int) -> tuple[Change, ...]:
    row = BuildingRow(
        complete=0.0,
        location=event.location,
        site_id=event.site_id,
        site_type=event.site_type,
        player_id=event.player_id,
        ready=False,
    )
    return (Upsert(row),)


def _progressed(event: ConstructionProgressed, _: int) -> tuple[Change, ...]:
    complete = 100.0 * event.progressed_ticks / event.required_ticks
    return (Patch((event.site_id,), {"complete": complete}),)


def _building_spawned(event: BuildingSpawned, _: int) -> tuple[Change, ...]:
    row = BuildingRow(
        complete=100.0,
        location=event.location,
        site_id=event.site_id,
        site_type=event.site_type,
        player_id=event.player_id,
        ready=True,
    )
    return (Upsert(row),)


def _gone(
    event: SiteCancelled | BuildingDestroyed | BuildingDemolished, _: int
) -> tuple[Change, ...]:
    return (Delete((event.site_id,)),)


buildings = Projector(
    name="buildings",
    about="every site and building, with how complete it is",
    row=BuildingRow,
    handlers={
        SiteSpawned: _site_spawned,
        ConstructionProgressed: _progressed,
        BuildingSpawned: _building_spawned,
        SiteCancelled: _gone,
        BuildingDestroyed: _gone,
        BuildingDemolished: _gone,
    },
)
