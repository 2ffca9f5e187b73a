"""What the events of a colony say to people, and how each looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    ColonyBalanced,
    ColonyEvent,
    ColonyFounded,
    ConstructionHalted,
    ConstructionResumed,
    CrewDied,
    GameLost,
    GameWon,
    GoalsMissed,
    GoalsReached,
    HazardAnnounced,
    HazardPassed,
    MaterialsReturned,
    MeteorStruck,
    MoonquakeStruck,
    PriorityChanged,
    RepairStarted,
    ResupplyLanded,
    RulesetAdopted,
    SiteApproved,
    SiteCancelled,
    SolarFlareStruck,
    SurveyStarted,
    TerrainCharted,
    TileSurveyed,
)
from domain.game.economy.stock_words import WORDS, told
from domain.game.economy.stocks import Amounts, Flow
from domain.game.ids import site_mark
from domain.game.site_types import site_name
from lunar_tui.naming import place, told_site

Placed = (
    ConstructionHalted
    | ConstructionResumed
    | SiteCancelled
    | BuildingDamaged
    | RepairStarted
    | BuildingRepaired
    | BuildingDestroyed
    | BuildingDemolished
)

STOCK_WORDS = {**WORDS, "crew": "crew", "flare": "a sky without a flare"}
"""Stocks, and what else a site may lack, in words."""


def colony_sentence(event: ColonyEvent, width: int) -> str:
    """What happened to a colony, as a sentence. `width` is the map's, in tiles."""
    match event:
        case ColonyBalanced():
            return _balance(event)
        case (
            ConstructionHalted()
            | ConstructionResumed()
            | SiteCancelled()
            | BuildingDamaged()
            | RepairStarted()
            | BuildingRepaired()
            | BuildingDestroyed()
            | BuildingDemolished()
        ):
            site = told_site(event.site_id, event.site_type, event.location, width)
            return f"{site}: {_of_place(event)}"
        case (
            HazardAnnounced()
            | MeteorStruck()
            | MoonquakeStruck()
            | SolarFlareStruck()
            | HazardPassed()
        ):
            return _of_sky(event, width)
        case PriorityChanged() | BuildingSwitched() | SurveyStarted() | TileSurveyed():
            return _of_orders(event, width)
        case GoalsReached() | GoalsMissed() | GameWon() | GameLost():
            return _of_mission(event)
        case _:
            return _of_colony(event)


def _balance(event: ColonyBalanced) -> str:
    stocks = event.stocks
    return (
        f"{event.crew} crew, {stocks.o2_g // 1000} kg oxygen, {stocks.food_g // 1000} kg food, "
        f"{stocks.metal_kg} kg metal, {stocks.energy_kwh} of {event.storage_kwh} kWh"
    )


def _of_place(event: Placed) -> str:
    match event:
        case ConstructionHalted():
            return f"halted for want of {STOCK_WORDS.get(event.lacks, event.lacks)}"
        case ConstructionResumed():
            return "work goes on"
        case SiteCancelled():
            return f"given up by {event.player_id}"
        case BuildingDamaged():
            return f"damaged by a {event.hazard}"
        case RepairStarted():
            return f"repair ordered by {event.player_id}, {event.required_ticks} ticks"
        case BuildingRepaired():
            return "sound again"
        case BuildingDestroyed():
            return f"destroyed by a {event.hazard}"
        case BuildingDemolished():
            return f"taken down by {event.player_id}"
        case _:
            assert_never(event)


def _of_sky(
    event: HazardAnnounced | MeteorStruck | MoonquakeStruck | SolarFlareStruck | HazardPassed,
    width: int,
) -> str:
    match event:
        case HazardAnnounced():
            return f"A {event.hazard} is coming, and strikes at tick {event.strikes_at}"
        case MeteorStruck() | MoonquakeStruck():
            where = place(event.location, width)
            return f"A {event.hazard} hit {site_mark(event.site_id)} at {where}"
        case SolarFlareStruck():
            return f"The sun flared up: no work outside until tick {event.until_tick}"
        case HazardPassed():
            return f"A {event.hazard} hit nothing"
        case _:
            assert_never(event)


def _of_orders(
    event: PriorityChanged | BuildingSwitched | SurveyStarted | TileSurveyed, width: int
) -> str:
    match event:
        case PriorityChanged():
            return f"{site_mark(event.site_id)} has priority {event.priority} now"
        case BuildingSwitched():
            return f"{site_mark(event.site_id)} was switched {'on' if event.on else 'off'}"
        case SurveyStarted():
            where = place(event.location, width)
            return f"A rover surveys {where}, to be back at tick {event.until_tick}"
        case TileSurveyed():
            found = told_amounts({find.stock: find.amount for find in event.finds})
            return f"Surveyed {place(event.location, width)}: {found or 'nothing'} a tick"
        case _:
            assert_never(event)


def _of_mission(event: GoalsReached | GoalsMissed | GameWon | GameLost) -> str:
    match event:
        case GoalsReached():
            return "All goals are reached: hold on to them"
        case GoalsMissed():
            return "Not all goals are held any more"
        case GameWon():
            return f"The game is won, with {event.total:,} points"
        case GameLost():
            return f"The game is lost, because {event.why}: {event.total:,} points"
        case _:
            assert_never(event)


def _of_colony(
    event: RulesetAdopted
    | TerrainCharted
    | ColonyFounded
    | CrewDied
    | ResupplyLanded
    | MaterialsReturned
    | SiteApproved,
) -> str:
    match event:
        case RulesetAdopted():
            return f"Scenario {event.scenario} by the rules {event.ruleset}, {event.digest[:8]}"
        case TerrainCharted():
            return f"The ground was charted, {event.width} by {event.height} tiles"
        case ColonyFounded():
            return f"A crew of {event.crew} came down"
        case CrewDied():
            return f"One of the crew died{_cause(event.why)}; {event.crew} are left"
        case ResupplyLanded():
            people = f", {event.came} crew came" if event.came else ""
            people += f", {event.went} went home" if event.went else ""
            return f"A ship brought {_amounts(event.cargo)}{people}"
        case MaterialsReturned():
            return f"{site_mark(event.site_id)} gave back {_amounts(event.materials)}"
        case SiteApproved():
            cost = _amounts(event.materials) or "nothing"
            return f"{site_name(event.site_type)} {site_mark(event.site_id)} is to cost {cost}"
        case _:
            assert_never(event)


def _cause(why: str) -> str:
    return " of radiation" if why == "radiation" else f" for want of {why}"


def _amounts(flows: Iterable[Flow]) -> str:
    return ", ".join(told(flow.stock, flow.amount) for flow in flows)


def told_amounts(amounts: Amounts) -> str:
    """Amounts as people read them; empty for none."""
    return ", ".join(told(stock, amount) for stock, amount in amounts.items() if amount)
