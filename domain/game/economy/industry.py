"""Industry: what the buildings of a colony do in a tick, the most needed first."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from domain.game.economy import survey
from domain.game.economy.colony import Activity, Colony, Standing
from domain.game.economy.daylight import is_lit
from domain.game.economy.grid import Grid
from domain.game.economy.ruleset import BuildingRules, Ruleset
from domain.game.economy.stocks import Ledger


class Deed(Struct, array_like=True, frozen=True, gc=False):
    """What a building did in a tick."""

    site_id: str
    activity: Activity


def run(colony: Colony, rules: Ruleset, tick: int, grid: Grid, ledger: Ledger) -> Iterator[Deed]:
    """Let each building in use work, as far as power and stocks allow."""
    in_use = [(site_id, each) for site_id, each in colony.standing.items() if each.in_use]
    for site_id, building in sorted(in_use, key=lambda pair: pair[1].priority):
        kind = rules.building[building.kind]
        if kind.power_in_kw:
            yield Deed(site_id, _work(colony, building, rules, tick, grid, ledger))
        else:
            yield Deed(site_id, _stand(building, kind, rules, tick))


def _stand(building: Standing, kind: BuildingRules, rules: Ruleset, tick: int) -> Activity:
    """What a building without use of power does."""
    light = rules.ground[building.ground].light_percent
    dark = kind.solar_out_kw and not is_lit(light, tick, rules.tick.lunar_day)
    return "dark" if dark and not kind.power_out_kw else "working"


def _work(
    colony: Colony, building: Standing, rules: Ruleset, tick: int, grid: Grid, ledger: Ledger
) -> Activity:
    kind = rules.building[building.kind]
    dig = survey.dig(colony, rules, building)
    if kind.digs and all(ledger[stock] >= rules.heap[stock] for stock in dig):
        return "full"
    if ledger.lacks(kind.takes, kind.keeps):
        return "no input"
    shed = building.activity == "no power" and tick - building.since < rules.work.restart_ticks
    critical = kind.priority == 1
    if (shed and not critical) or not grid.draw(building.kind, kind.power_in_kw, critical=critical):
        return "no power"
    for stock, amount in dig.items():
        ledger.add(building.kind, stock, min(amount, max(0, rules.heap[stock] - ledger[stock])))
    if (building.runs + 1) % kind.every_ticks == 0:
        ledger.take(building.kind, kind.takes)
        for stock, amount in kind.makes.items():
            ledger.add(building.kind, stock, amount)
    return "working"
