"""A small colony in which everything happens soon: its rules, and commands that bring it about."""

from __future__ import annotations

from domain.blocks.messages import Command
from domain.game.commands import (
    AdvanceGameloop,
    CancelSite,
    ChangePriority,
    CompleteRepair,
    DemolishBuilding,
    DestroyBuilding,
    RepairBuilding,
    SpawnSite,
    StartScenario,
    SurveyTile,
    SwitchBuilding,
)
from domain.game.economy.ground import CLASSES
from domain.game.economy.ruleset import (
    BuildingRules,
    CrewRules,
    Goal,
    GroundRules,
    HazardRules,
    MeteorRules,
    MoonquakeRules,
    PowerRules,
    ResupplyRules,
    Ruleset,
    Scenario,
    ScoreRules,
    SolarFlareRules,
    StartRules,
    SurveyRules,
    TickRules,
    WorkRules,
)
from domain.game.economy.stocks import Stocks

ALWAYS = 10_000
"""In a lunar day of ten ticks, a thousandth of this many strikes: one at each tick."""

SAMPLE_RULES = Ruleset(
    id="sample",
    version=1,
    tick=TickRules(hours=1, lunar_day=10),
    work=WorkRules(
        slots=2,
        power_kw=1,
        o2_g=1,
        restart_ticks=1,
        repair_cost_percent=50,
        repair_ticks_percent=50,
        cancel_refund_percent=100,
        demolish_refund_percent=50,
    ),
    power=PowerRules(night_guard=False, reserve_margin_percent=0),
    crew=CrewRules(
        o2_g=1,
        food_g=1,
        water_g=1,
        water_unpowered_g=1,
        o2_grace_ticks=1,
        power_grace_ticks=1,
        water_grace_ticks=1,
        food_grace_ticks=1,
        death_every_ticks=1,
    ),
    start=StartRules(
        crew=2,
        building="lander",
        stocks=Stocks(o2_g=1000, water_g=1000, food_g=1000, metal_kg=6, parts=10, energy_kwh=100),
    ),
    resupply=ResupplyRules(
        first_tick=4,
        every_ticks=5,
        cargo={"metal_kg": 5},
        pad="landing-pad",
        pad_multiplier=2,
        pad_crew=1,
    ),
    ground={
        name: GroundRules(glyph=name[0], light_percent=100, dig={"regolith_kg": 4})
        for name in CLASSES
    },
    heap={"regolith_kg": 100},
    building={
        "lander": BuildingRules(
            about="Brings the crew.",
            buildable=False,
            power_out_kw=20,
            storage_kwh=100,
            crew_quarters=2,
            life_support_kw=1,
        ),
        "habitat": BuildingRules(
            about="Room for more.",
            build_ticks=2,
            cost={"metal_kg": 4},
            crew_quarters=2,
        ),
        "landing-pad": BuildingRules(about="Ships land here.", build_ticks=2, cost={"parts": 2}),
        "excavator": BuildingRules(
            about="Digs.", build_ticks=1, cost={"parts": 1}, power_in_kw=1, digs=True
        ),
    },
    survey=SurveyRules(
        ticks=2, rovers=1, reach_tiles=7, cost={"energy_kwh": 5}, yield_percents=(100, 200)
    ),
    hazard=HazardRules(
        quiet_until_tick=6,
        warning_ticks=1,
        meteor=MeteorRules(per_lunar_day_permille=ALWAYS, destroy_percent=0),
        moonquake=MoonquakeRules(per_lunar_day_permille=ALWAYS, damages=("habitat",), leak_o2_g=1),
        solar_flare=SolarFlareRules(
            per_lunar_day_permille=ALWAYS,
            duration_ticks=2,
            dose_kills_at=1,
            solar_loss_percent=1,
            solar_loss_at_most_percent=10,
        ),
    ),
    score=ScoreRules(
        crew_alive=10,
        crew_death=-10,
        o2_kg_divisor=1,
        o2_kg_cap=10,
        metal_kg_divisor=1,
        metal_kg_cap=10,
        part=1,
        part_cap=10,
        building=1,
        win=100,
        par_tick=20,
        early_tick=1,
        late_tick=-1,
    ),
    scenario={
        "calm": Scenario(
            title="Calm",
            about="Won soon.",
            width=16,
            height=16,
            landing="highland",
            hazard_percent=0,
            goal=Goal(crew_min=1, hold_ticks=2, stocks={"metal_kg": 5}),
            deadline_tick=20,
        ),
        "storm": Scenario(
            title="Storm",
            about="Lost soon.",
            width=16,
            height=16,
            landing="highland",
            goal=Goal(crew_min=1, survive_until_tick=20),
            deadline_tick=20,
        ),
    },
)


def _ticks(game: str, first: int, last: int) -> tuple[Command, ...]:
    return tuple(AdvanceGameloop(game, tick) for tick in range(first, last + 1))


def _habitat(game: str, site_id: str, location: int) -> SpawnSite:
    return SpawnSite(game, site_id, "habitat", location, "ada", completion_ticks=2, tick=0)


SAMPLE_COLONIES: tuple[Command, ...] = (
    StartScenario("calm", "calm", 1, SAMPLE_RULES, player_id="ada"),
    *_ticks("calm", 1, 1),
    _habitat("calm", "dome-0", 0),
    SpawnSite("calm", "digger-1", "excavator", 1, "ada", completion_ticks=1, tick=1),
    SurveyTile("calm", 130, "ada", 1),
    *_ticks("calm", 2, 3),
    SwitchBuilding("calm", "digger-1", on=False, player_id="ada", tick=3),
    *_ticks("calm", 4, 5),
    StartScenario("storm", "storm", 1, SAMPLE_RULES, player_id="ada"),
    _habitat("storm", "dome-2", 0),
    _habitat("storm", "dome-3", 1),
    ChangePriority("storm", "dome-3", 4, "ada", 0),
    *_ticks("storm", 1, 5),
    SpawnSite("storm", "pad-1", "landing-pad", 2, "ada", completion_ticks=2, tick=5),
    *_ticks("storm", 6, 6),
    CancelSite("storm", "pad-1", "ada", 6),
    *_ticks("storm", 7, 8),
    RepairBuilding("storm", "dome-2", "ada", 8),
    RepairBuilding("storm", "dome-3", "ada", 8),
    CompleteRepair("storm", "dome-2", 8),
    CompleteRepair("storm", "dome-3", 8),
    DemolishBuilding("storm", "dome-2", "ada", 8),
    DestroyBuilding("storm", "dome-3", "meteor", 8),
    *_ticks("storm", 9, 9),
)
"""A colony that holds its goal and wins, and one that hazards break and kill."""
