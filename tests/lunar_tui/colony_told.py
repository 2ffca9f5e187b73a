"""The events of a colony, each with its tick and with what people read of it."""

from __future__ import annotations

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    ColonyBalanced,
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
from domain.game.economy.colony import Shortages
from domain.game.economy.daylight import Night
from domain.game.economy.score import Score
from domain.game.economy.stocks import Flow, Stocks
from domain.game.economy.survey import Find
from domain.game.sample_rules import SAMPLE_RULES

PLACE = 4 * 64 + 17
AT = ("g1", "12", 2, PLACE)
SITE = "Habitat #12 at 17,4"
STOCKS = Stocks(o2_g=8000, food_g=9999, metal_kg=30, energy_kwh=400)
SCORE = Score(1, 2, 3, 4, 5, 6, 7, 8)

TOLD: list[tuple[Event, int | None, str]] = [
    (
        RulesetAdopted(
            "g1", "Base", "ann", 7, "usual", 1, "0123456789ab", "calm", SAMPLE_RULES.only("calm")
        ),
        None,
        "Scenario calm by the rules usual, 01234567",
    ),
    (TerrainCharted("g1", 3, 1, "3h"), None, "The ground was charted, 3 by 1 tiles"),
    (ColonyFounded("g1", "12", 11, PLACE, "ann", 4, STOCKS), None, "A crew of 4 came down"),
    (
        ColonyBalanced("g1", 9, 4, STOCKS, (), (), (), Shortages(), Night(), 500, 90),
        9,
        "4 crew, 8 kg oxygen, 9 kg food, 30 kg metal, 400 of 500 kWh",
    ),
    (CrewDied("g1", 9, "power", 3), 9, "One of the crew died for want of power; 3 are left"),
    (CrewDied("g1", 9, "radiation", 0), 9, "One of the crew died of radiation; 0 are left"),
    (
        ResupplyLanded("g1", 9, (Flow("ship", "food_g", 5000), Flow("ship", "parts", 5)), 4, 1, 7),
        9,
        "A ship brought 5 kg food, 5 parts, 4 crew came, 1 went home",
    ),
    (
        MaterialsReturned("g1", 9, "12", (Flow("refund", "metal_kg", 7),)),
        9,
        "#12 gave back 7 kg metal",
    ),
    (
        SiteApproved("g1", 9, "12", 2, PLACE, 3, (Flow("cost", "metal_kg", 7),)),
        9,
        "Habitat #12 is to cost 7 kg metal",
    ),
    (SiteApproved("g1", 9, "12", 2, PLACE, 3, ()), 9, "Habitat #12 is to cost nothing"),
    (PriorityChanged("g1", 9, "12", 1, "ann"), 9, "#12 has priority 1 now"),
    (BuildingSwitched("g1", 9, "12", False, "ann"), 9, "#12 was switched off"),
    (BuildingSwitched("g1", 9, "12", True, "ann"), 9, "#12 was switched on"),
    (
        SurveyStarted("g1", 9, PLACE, "ann", 17, (Flow("survey", "o2_g", -500),)),
        9,
        "A rover surveys 17,4, to be back at tick 17",
    ),
    (
        TileSurveyed("g1", 9, PLACE, (Find("regolith_kg", 36, 100), Find("ilmenite_kg", 6, 150))),
        9,
        "Surveyed 17,4: 36 kg regolith, 6 kg ilmenite a tick",
    ),
    (ConstructionHalted(*AT, "metal_kg", 9), 9, f"{SITE}: halted for want of metal"),
    (ConstructionResumed(*AT, 9), 9, f"{SITE}: work goes on"),
    (SiteCancelled(*AT, "ann", 9), 9, f"{SITE}: given up by ann"),
    (BuildingDamaged(*AT, "meteor", 9), 9, f"{SITE}: damaged by a meteor"),
    (RepairStarted(*AT, "ann", 5, 9), 9, f"{SITE}: repair ordered by ann, 5 ticks"),
    (BuildingRepaired(*AT, 9), 9, f"{SITE}: sound again"),
    (BuildingDestroyed(*AT, "meteor", 9), 9, f"{SITE}: destroyed by a meteor"),
    (BuildingDemolished(*AT, "ann", 9), 9, f"{SITE}: taken down by ann"),
    (HazardAnnounced("g1", 9, "meteor", 12), 9, "A meteor is coming, and strikes at tick 12"),
    (MeteorStruck("g1", 9, "meteor", "12", PLACE, False), 9, "A meteor hit #12 at 17,4"),
    (MoonquakeStruck("g1", 9, "moonquake", "12", PLACE, 5), 9, "A moonquake hit #12 at 17,4"),
    (
        SolarFlareStruck("g1", 9, "solar flare", 19),
        9,
        "The sun flared up: no work outside until tick 19",
    ),
    (HazardPassed("g1", 9, "meteor"), 9, "A meteor hit nothing"),
    (GoalsReached("g1", 9), 9, "All goals are reached: hold on to them"),
    (GoalsMissed("g1", 9), 9, "Not all goals are held any more"),
    (GameWon("g1", 9, "calm", SCORE, 5036), 9, "The game is won, with 5,036 points"),
    (
        GameLost("g1", 9, "calm", "the time was up", SCORE, 36),
        9,
        "The game is lost, because the time was up: 36 points",
    ),
]
