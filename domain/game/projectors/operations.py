"""The operations view: what each site and building of a colony does, and why it does not."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Delete, Patch, Projector, Row, Upsert
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    ColonyBalanced,
    ConstructionHalted,
    ConstructionResumed,
    PriorityChanged,
    RepairStarted,
    SiteApproved,
    SiteCancelled,
)
from domain.game.events import (
    BuildingSpawned,
)

BY_THE_RULES = 0
"""The priority of a building for which nobody has chosen another one."""


class OperationRow(Row, frozen=True, gc=False):
    """A site or building: what it does since which tick, and what it lacks.

    `activity` is `site` while it is built, and `damaged` until it is repaired; of a repair that
    was ordered, so many ticks of work are done and required. `priority` is 0 for a building that
    goes by the rules.
    """

    KEY: ClassVar = ("site_id",)
    NOUN: ClassVar = "operation"

    site_id: str
    game_id: str
    site_type: int
    location: int
    activity: str
    lacks: str
    priority: int
    since: int
    repair_done: int = 0
    repair_ticks: int = 0


def _approved(event: SiteApproved, _: int) -> tuple[Change, ...]:
    row = OperationRow(
        site_id=event.site_id,
        game_id=event.game_id,
        site_type=event.site_type,
        location=event.location,
        activity="site",
        lacks="",
        priority=event.priority,
        since=event.tick,
    )
    return (Upsert(row),)


def _halted(event: ConstructionHalted, _: int) -> tuple[Change, ...]:
    return (Patch((event.site_id,), {"lacks": event.lacks, "since": event.tick}),)


def _resumed(event: ConstructionResumed, _: int) -> tuple[Change, ...]:
    return (Patch((event.site_id,), {"lacks": "", "since": event.tick}),)


def _built(event: BuildingSpawned, _: int) -> tuple[Change, ...]:
    row = {"activity": "idle", "lacks": "", "priority": BY_THE_RULES, "since": event.tick}
    return (Patch((event.site_id,), row),)


def _balanced(event: ColonyBalanced, _: int) -> tuple[Change, ...]:
    deeds = [
        Patch((deed.site_id,), {"activity": deed.activity, "since": event.tick})
        for deed in event.deeds
    ]
    repairs = [
        Patch((turn.site_id,), {"lacks": turn.lacks, "repair_done": turn.done})
        for turn in event.turns
        if turn.repair
    ]
    return (*deeds, *repairs)


def _damaged(event: BuildingDamaged, _: int) -> tuple[Change, ...]:
    return (Patch((event.site_id,), {"activity": "damaged", "since": event.tick}),)


def _repair(event: RepairStarted, _: int) -> tuple[Change, ...]:
    return (Patch((event.site_id,), {"repair_done": 0, "repair_ticks": event.required_ticks}),)


def _repaired(event: BuildingRepaired, _: int) -> tuple[Change, ...]:
    row = {"activity": "idle", "lacks": "", "since": event.tick}
    return (Patch((event.site_id,), {**row, "repair_done": 0, "repair_ticks": 0}),)


def _switched(event: BuildingSwitched, _: int) -> tuple[Change, ...]:
    activity = "idle" if event.on else "off"
    return (Patch((event.site_id,), {"activity": activity, "since": event.tick}),)


def _priority(event: PriorityChanged, _: int) -> tuple[Change, ...]:
    return (Patch((event.site_id,), {"priority": event.priority}),)


def _gone(
    event: SiteCancelled | BuildingDestroyed | BuildingDemolished, _: int
) -> tuple[Change, ...]:
    return (Delete((event.site_id,)),)


operations = Projector(
    name="operations",
    about="what each site and building does, and why it does not",
    row=OperationRow,
    handlers={
        SiteApproved: _approved,
        ConstructionHalted: _halted,
        ConstructionResumed: _resumed,
        BuildingSpawned: _built,
        ColonyBalanced: _balanced,
        BuildingDamaged: _damaged,
        RepairStarted: _repair,
        BuildingRepaired: _repaired,
        PriorityChanged: _priority,
        BuildingSwitched: _switched,
        SiteCancelled: _gone,
        BuildingDestroyed: _gone,
        BuildingDemolished: _gone,
    },
)
