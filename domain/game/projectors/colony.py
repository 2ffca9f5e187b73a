"""The colony view: what a colony has, how each stock changes, and the night that comes."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Patch, Projector, Row, Upsert
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    MaterialsReturned,
    ResupplyLanded,
    SurveyStarted,
)


class ColonyRow(Row, frozen=True, gc=False):
    """A colony after a tick; `…_change` is what that tick brought to a stock or took from it.

    `without_…` are the ticks for which the crew has gone without. A night begins and ends at the
    ticks given, both 0 where none comes; `reserve_kwh` is kept for it.
    """

    KEY: ClassVar = ("game_id",)
    NOUN: ClassVar = "colony"

    game_id: str
    tick: int
    crew: int
    o2_g: int
    water_g: int
    food_g: int
    metal_kg: int
    regolith_kg: int
    ilmenite_kg: int
    ice_g: int
    parts: int
    energy_kwh: int
    o2_g_change: int = 0
    water_g_change: int = 0
    food_g_change: int = 0
    metal_kg_change: int = 0
    regolith_kg_change: int = 0
    ilmenite_kg_change: int = 0
    ice_g_change: int = 0
    parts_change: int = 0
    energy_kwh_change: int = 0
    storage_kwh: int = 0
    reserve_kwh: int = 0
    night_begins: int = 0
    night_ends: int = 0
    without_o2: int = 0
    without_power: int = 0
    without_water: int = 0
    without_food: int = 0


def _founded(event: ColonyFounded, _: int) -> tuple[Change, ...]:
    stocks = event.stocks
    row = ColonyRow(
        game_id=event.game_id,
        tick=0,
        crew=event.crew,
        o2_g=stocks.o2_g,
        water_g=stocks.water_g,
        food_g=stocks.food_g,
        metal_kg=stocks.metal_kg,
        regolith_kg=stocks.regolith_kg,
        ilmenite_kg=stocks.ilmenite_kg,
        ice_g=stocks.ice_g,
        parts=stocks.parts,
        energy_kwh=stocks.energy_kwh,
    )
    return (Upsert(row),)


def _balanced(event: ColonyBalanced, _: int) -> tuple[Change, ...]:
    stocks, without, night = event.stocks, event.shortages, event.night
    now = {name: getattr(stocks, name) for name in stocks.__struct_fields__}
    changes = dict.fromkeys(now, 0)
    for flow in event.flows:
        changes[flow.stock] += flow.amount
    row = {
        **now,
        **{f"{stock}_change": amount for stock, amount in changes.items()},
        "tick": event.tick,
        "crew": event.crew,
        "storage_kwh": event.storage_kwh,
        "reserve_kwh": event.reserve_kwh,
        "night_begins": night.begins,
        "night_ends": night.ends,
        "without_o2": without.o2,
        "without_power": without.power,
        "without_water": without.water,
        "without_food": without.food,
    }
    return (Patch((event.game_id,), row),)


def _died(event: CrewDied, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"crew": event.crew}),)


def _resupplied(event: ResupplyLanded, _: int) -> tuple[Change, ...]:
    brought = {flow.stock: flow.amount for flow in event.cargo}
    return (Patch((event.game_id,), {"crew": event.crew}, brought),)


def _returned(event: MaterialsReturned, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {}, {flow.stock: flow.amount for flow in event.materials}),)


def _surveying(event: SurveyStarted, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {}, {flow.stock: flow.amount for flow in event.costs}),)


colony = Projector(
    name="colony",
    about="what each colony has, how it changes, and the night that comes",
    row=ColonyRow,
    handlers={
        ColonyFounded: _founded,
        ColonyBalanced: _balanced,
        CrewDied: _died,
        ResupplyLanded: _resupplied,
        MaterialsReturned: _returned,
        SurveyStarted: _surveying,
    },
)
