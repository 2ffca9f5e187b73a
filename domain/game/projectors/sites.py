"""The sites view: what is under construction, and how far along."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Delete, Patch, Projector, Row, Upsert
from domain.game.colony_events import SiteCancelled
from domain.game.events import (
    BuildingSpawned,
    ConstructionProgressed,
    SiteSpawned,
)


class SiteRow(Row, frozen=True, gc=False):
    """A site under construction, begun at `spawned_tick`; the work done and needed, in ticks."""

    KEY: ClassVar = ("site_id",)
    NOUN: ClassVar = "site"

    site_id: str
    game_id: str
    site_type: int
    location: int
    player_id: str
    progressed_ticks: int
    required_ticks: int
    spawned_tick: int


def _site_spawned(event: SiteSpawned, _: int) -> tuple[Change, ...]:
    row = SiteRow(
        site_id=event.site_id,
        game_id=event.game_id,
        site_type=event.site_type,
        location=event.location,
        player_id=event.player_id,
        progressed_ticks=0,
        required_ticks=event.completion_ticks,
        spawned_tick=event.tick,
    )
    return (Upsert(row),)


def _progressed(event: ConstructionProgressed, _: int) -> tuple[Change, ...]:
    return (Patch((event.site_id,), {"progressed_ticks": event.progressed_ticks}),)


def _over(event: BuildingSpawned | SiteCancelled, _: int) -> tuple[Change, ...]:
    return (Delete((event.site_id,)),)


sites = Projector(
    name="sites",
    about="what is under construction, and how far along",
    row=SiteRow,
    handlers={
        SiteSpawned: _site_spawned,
        ConstructionProgressed: _progressed,
        BuildingSpawned: _over,
        SiteCancelled: _over,
    },
)
