"""A tick of a whole colony as one pure function: power, industry, work, crew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.game.economy import building_work, crew, industry
from domain.game.economy.building_work import Turn
from domain.game.economy.colony import Colony, Shortages
from domain.game.economy.daylight import Night
from domain.game.economy.grid import Grid
from domain.game.economy.industry import Deed
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Flow, Ledger, Stocks

LEAKS = "leaks"


class Balance(NamedTuple):
    """What a tick comes to. `deeds` and `turns` are of all buildings and of all work in turn."""

    stocks: Stocks
    flows: Sequence[Flow]
    deeds: Sequence[Deed]
    turns: Sequence[Turn]
    shortages: Shortages
    deaths: Sequence[str]
    night: Night
    storage_kwh: int
    reserve_kwh: int


def balance(colony: Colony, rules: Ruleset, tick: int) -> Balance:
    """What the tick does to the colony.

    Life support has the power first, then industry by priority, then work; the crew then uses what
    there is. What was made in the tick is there at once.
    """
    ledger = Ledger(colony.stocks)
    ledger.use(LEAKS, "o2_g", colony.leaked_o2_g)
    grid = Grid(colony, rules, tick, ledger)
    powered = grid.live()
    grid.guard_the_night()
    deeds = list(industry.run(colony, rules, tick, grid, ledger))
    turns = list(building_work.work(colony, rules, tick, grid, ledger))
    grid.store()
    shortages = crew.live(colony, rules, ledger, powered=powered)
    return Balance(
        stocks=ledger.stocks,
        flows=ledger.flows,
        deeds=deeds,
        turns=turns,
        shortages=shortages,
        deaths=crew.deaths(colony, rules, shortages),
        night=grid.night,
        storage_kwh=grid.storage_kwh,
        reserve_kwh=grid.reserve_kwh,
    )
