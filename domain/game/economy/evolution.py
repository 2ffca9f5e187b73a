"""How a colony's state follows from its log, one event after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import structs

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    MaterialsReturned,
    MoonquakeStruck,
    PriorityChanged,
    RepairStarted,
    ResupplyLanded,
    RulesetAdopted,
    SiteCancelled,
    SolarFlareStruck,
    SurveyStarted,
    TerrainCharted,
    TileSurveyed,
)
from domain.game.economy import ground
from domain.game.economy.building_work import Turn
from domain.game.economy.colony import BROKEN, OFF, Colony, Standing, Work, repair_work, site_work
from domain.game.economy.crew import shelters
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Flow, Stocks
from domain.game.events import (
    BuildingSpawned,
    SiteSpawned,
)
from domain.game.site_types import BY_ID

T = TypeVar("T")


def evolve(colony: Colony, event: Event) -> Colony:
    """The colony with the event in it. In the sandbox there is none, whatever happens."""
    if isinstance(event, RulesetAdopted):
        return Colony(rules=event.rules, scenario=event.scenario, seed=event.seed)
    rules = colony.rules
    return colony if rules is None else _EVOLVE[type(event)](colony, rules, event)


def _charted(colony: Colony, _: Ruleset, event: TerrainCharted) -> Colony:
    return structs.replace(colony, width=event.width, ground=ground.read(event.ground))


def _founded(colony: Colony, _: Ruleset, event: ColonyFounded) -> Colony:
    return structs.replace(colony, lander=event.site_id, crew=event.crew, stocks=event.stocks)


def _balanced(colony: Colony, rules: Ruleset, event: ColonyBalanced) -> Colony:
    return structs.replace(
        colony,
        tick=event.tick,
        stocks=event.stocks,
        shortages=event.shortages,
        standing=_working(colony.standing, rules, event),
        sites=_worked(colony.sites, event.turns, event.tick, repair=False),
        repairs=_worked(colony.repairs, event.turns, event.tick, repair=True),
        leaked_o2_g=0,
        irradiated=False,
    )


def _working(
    standing: Mapping[str, Standing], rules: Ruleset, event: ColonyBalanced
) -> Mapping[str, Standing]:
    changed = {
        deed.site_id: structs.replace(
            standing[deed.site_id], activity=deed.activity, since=event.tick
        )
        for deed in event.deeds
    }
    now = {**standing, **changed}
    for site_id, each in now.items():
        if each.activity == "working" and rules.building[each.kind].every_ticks > 1:
            now[site_id] = structs.replace(each, runs=each.runs + 1)
    return now


def _worked(
    works: Mapping[str, Work], turns: Iterable[Turn], tick: int, *, repair: bool
) -> Mapping[str, Work]:
    changed = {
        turn.site_id: structs.replace(
            works[turn.site_id],
            done=turn.done,
            lacks=turn.lacks,
            since=tick if turn.lacks else works[turn.site_id].since,
        )
        for turn in turns
        if turn.repair is repair
    }
    return {**works, **changed} if changed else works


def _died(colony: Colony, _: Ruleset, event: CrewDied) -> Colony:
    return structs.replace(colony, crew=event.crew)


def _resupplied(colony: Colony, _: Ruleset, event: ResupplyLanded) -> Colony:
    stocks = _with(colony.stocks, event.cargo)
    return structs.replace(colony, stocks=stocks, crew=event.crew, resupplied_tick=event.tick)


def _returned(colony: Colony, _: Ruleset, event: MaterialsReturned) -> Colony:
    return structs.replace(colony, stocks=_with(colony.stocks, event.materials))


def _with(stocks: Stocks, flows: Iterable[Flow]) -> Stocks:
    sums = Counter(structs.asdict(stocks))
    for flow in flows:
        sums[flow.stock] += flow.amount
    return Stocks(**sums)


def _priority(colony: Colony, _: Ruleset, event: PriorityChanged) -> Colony:
    site_id, priority = event.site_id, event.priority
    if site_id in colony.sites:
        site = structs.replace(colony.sites[site_id], priority=priority)
        return structs.replace(colony, sites={**colony.sites, site_id: site})
    building = structs.replace(colony.standing[site_id], priority=priority)
    return structs.replace(colony, standing={**colony.standing, site_id: building})


def _site(colony: Colony, rules: Ruleset, event: SiteSpawned) -> Colony:
    work = site_work(rules, BY_ID[event.site_type].key, event.location, event.tick)
    return structs.replace(colony, sites={**colony.sites, event.site_id: work})


def _cancelled(colony: Colony, _: Ruleset, event: SiteCancelled) -> Colony:
    return structs.replace(colony, sites=_without(colony.sites, event.site_id))


def _built(colony: Colony, rules: Ruleset, event: BuildingSpawned) -> Colony:
    kind = BY_ID[event.site_type].key
    building = Standing(
        kind=kind,
        ground=colony.ground[event.location],
        location=event.location,
        priority=rules.building[kind].priority,
        since=event.tick,
    )
    return structs.replace(
        colony,
        sites=_without(colony.sites, event.site_id),
        standing={**colony.standing, event.site_id: building},
    )


def _damaged(colony: Colony, _: Ruleset, event: BuildingDamaged) -> Colony:
    return _now(colony, event.site_id, BROKEN, event.tick)


def _repaired(colony: Colony, _: Ruleset, event: BuildingRepaired) -> Colony:
    mended = _now(colony, event.site_id, "idle", event.tick)
    return structs.replace(mended, repairs=_without(colony.repairs, event.site_id))


def _now(colony: Colony, site_id: str, activity: Any, tick: int) -> Colony:
    building = structs.replace(colony.standing[site_id], activity=activity, since=tick)
    return structs.replace(colony, standing={**colony.standing, site_id: building})


def _switched(colony: Colony, _: Ruleset, event: BuildingSwitched) -> Colony:
    return _now(colony, event.site_id, "idle" if event.on else OFF, event.tick)


def _survey(colony: Colony, _: Ruleset, event: SurveyStarted) -> Colony:
    stocks = _with(colony.stocks, event.costs)
    surveys = {**colony.surveys, event.location: event.until_tick}
    return structs.replace(colony, stocks=stocks, surveys=surveys)


def _surveyed(colony: Colony, _: Ruleset, event: TileSurveyed) -> Colony:
    surveys = {tile: until for tile, until in colony.surveys.items() if tile != event.location}
    found = {find.stock: find.amount for find in event.finds}
    finds = {**colony.finds, event.location: found}
    return structs.replace(colony, surveys=surveys, finds=finds)


def _repair(colony: Colony, rules: Ruleset, event: RepairStarted) -> Colony:
    work = repair_work(rules, colony.standing[event.site_id], event.tick)
    return structs.replace(colony, repairs={**colony.repairs, event.site_id: work})


def _gone(colony: Colony, _: Ruleset, event: BuildingDestroyed | BuildingDemolished) -> Colony:
    return structs.replace(
        colony,
        standing=_without(colony.standing, event.site_id),
        repairs=_without(colony.repairs, event.site_id),
    )


def _quake(colony: Colony, _: Ruleset, event: MoonquakeStruck) -> Colony:
    return structs.replace(colony, leaked_o2_g=colony.leaked_o2_g + event.leak_o2_g)


def _flare(colony: Colony, rules: Ruleset, event: SolarFlareStruck) -> Colony:
    flare = rules.hazard.solar_flare
    exposed = colony.crew > shelters(colony, rules)
    lost = colony.solar_loss_percent + flare.solar_loss_percent
    return structs.replace(
        colony,
        flare_until=event.until_tick,
        solar_loss_percent=min(lost, flare.solar_loss_at_most_percent),
        doses=colony.doses + exposed,
        irradiated=exposed,
    )


def _without(table: Mapping[str, T], key: str) -> Mapping[str, T]:
    return {name: value for name, value in table.items() if name != key}


_EVOLVE: Mapping[type[Event], Callable[[Colony, Ruleset, Any], Colony]] = {
    TerrainCharted: _charted,
    ColonyFounded: _founded,
    ColonyBalanced: _balanced,
    CrewDied: _died,
    ResupplyLanded: _resupplied,
    MaterialsReturned: _returned,
    PriorityChanged: _priority,
    BuildingSwitched: _switched,
    SurveyStarted: _survey,
    TileSurveyed: _surveyed,
    SiteSpawned: _site,
    SiteCancelled: _cancelled,
    BuildingSpawned: _built,
    BuildingDamaged: _damaged,
    BuildingRepaired: _repaired,
    RepairStarted: _repair,
    BuildingDestroyed: _gone,
    BuildingDemolished: _gone,
    MoonquakeStruck: _quake,
    SolarFlareStruck: _flare,
}

FOLDED: tuple[type[Event], ...] = (RulesetAdopted, *_EVOLVE)
"""The events that a colony's state is folded from."""
