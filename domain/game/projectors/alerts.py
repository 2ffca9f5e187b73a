"""The alerts view: which sites are halted and which buildings are broken, where, and why."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Delete, Projector, Row, Upsert
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    ConstructionHalted,
    ConstructionResumed,
    SiteCancelled,
)


class AlertRow(Row, frozen=True, gc=False):
    """A site that is halted for want of `why`, or a building that `why` has broken."""

    KEY: ClassVar = ("site_id",)
    NOUN: ClassVar = "alert"

    site_id: str
    game_id: str
    kind: str
    why: str
    site_type: int
    location: int
    since: int


def _halted(event: ConstructionHalted, _: int) -> tuple[Change, ...]:
    return (_alert(event, "halted", event.lacks),)


def _damaged(event: BuildingDamaged, _: int) -> tuple[Change, ...]:
    return (_alert(event, "damaged", event.hazard),)


def _alert(event: ConstructionHalted | BuildingDamaged, kind: str, why: str) -> Change:
    row = AlertRow(
        site_id=event.site_id,
        game_id=event.game_id,
        kind=kind,
        why=why,
        site_type=event.site_type,
        location=event.location,
        since=event.tick,
    )
    return Upsert(row)


def _over(
    event: ConstructionResumed
    | SiteCancelled
    | BuildingRepaired
    | BuildingDestroyed
    | BuildingDemolished,
    _: int,
) -> tuple[Change, ...]:
    return (Delete((event.site_id,)),)


alerts = Projector(
    name="alerts",
    about="which sites are halted and which buildings broken, and why",
    row=AlertRow,
    handlers={
        ConstructionHalted: _halted,
        BuildingDamaged: _damaged,
        ConstructionResumed: _over,
        SiteCancelled: _over,
        BuildingRepaired: _over,
        BuildingDestroyed: _over,
        BuildingDemolished: _over,
    },
)
