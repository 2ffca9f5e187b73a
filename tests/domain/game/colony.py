"""A small colony's facts, by rules in which a tick is easy to count, for tests to begin from."""

from __future__ import annotations

from typing import Any

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDestroyed,
    ColonyBalanced,
    ColonyFounded,
    HazardAnnounced,
    MeteorStruck,
    MoonquakeStruck,
    RulesetAdopted,
    SiteApproved,
    SolarFlareStruck,
    TerrainCharted,
)
from domain.game.commands import SpawnSite
from domain.game.economy.colony import Shortages
from domain.game.economy.daylight import Night
from domain.game.economy.industry import Deed
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Flow
from domain.game.events import BuildingSpawned, GameloopAdvanced, GameStarted, SiteSpawned
from domain.game.sample_rules import SAMPLE_RULES
from domain.game.site_types import BY_KEY

GROUND = "200h20m20w16s"
WIDTH = 16
LANDER = "lander"
HABITAT, PAD = BY_KEY["habitat"].id, BY_KEY["landing-pad"].id
MARE, WALL = 200, 220


def founded(
    *facts: Event,
    scenario: str = "calm",
    rules: Ruleset = SAMPLE_RULES,
    seed: int = 1,
    crew: int = 2,
) -> tuple[Event, ...]:
    """A colony with its lander, before its first tick, and what happened then."""
    only = rules.only(scenario)
    types = tuple(sorted(BY_KEY[key].id for key in rules.building))
    return (
        GameStarted("g", "Base", "ada", WIDTH, 16, seed, types),
        RulesetAdopted(
            "g", "Base", "ada", seed, rules.id, rules.version, rules.digest, scenario, only
        ),
        TerrainCharted("g", WIDTH, 16, GROUND),
        ColonyFounded("g", LANDER, BY_KEY["lander"].id, 136, "ada", crew, rules.start.stocks),
        SiteSpawned("g", LANDER, BY_KEY["lander"].id, 136, "ada", 1, 0),
        BuildingSpawned("g", LANDER, BY_KEY["lander"].id, 136, "ada", 0),
        *facts,
    )


def ticked(tick: int) -> GameloopAdvanced:
    return GameloopAdvanced("g", tick)


def spawned(site_id: str = "s", kind: int = HABITAT, location: int = 0) -> SiteSpawned:
    return SiteSpawned("g", site_id, kind, location, "ada", 2, 0)


def built(site_id: str = "b", kind: int = HABITAT, location: int = 0) -> BuildingSpawned:
    return BuildingSpawned("g", site_id, kind, location, "ada", 0)


def approved(kind: int, location: int, materials: tuple[Flow, ...]) -> SiteApproved:
    return SiteApproved("g", 0, "s", kind, location, 3, materials)


def damaged(site_id: str = "b", hazard: str = "meteor", tick: int = 0) -> BuildingDamaged:
    return BuildingDamaged("g", site_id, HABITAT, 0, hazard, tick)


def destroyed(site_id: str = "b", tick: int = 0) -> BuildingDestroyed:
    return BuildingDestroyed("g", site_id, HABITAT, 0, "meteor", tick)


def announced(hazard: str, strikes_at: int, tick: int = 0) -> HazardAnnounced:
    return HazardAnnounced("g", tick, hazard, strikes_at)


def meteor(tick: int, *, destroys: bool = False) -> MeteorStruck:
    return MeteorStruck("g", tick, "meteor", "b", 0, destroys)


def quake(tick: int) -> MoonquakeStruck:
    return MoonquakeStruck("g", tick, "moonquake", "b", 0, 1)


def flare(tick: int) -> SolarFlareStruck:
    return SolarFlareStruck("g", tick, "solar flare", tick + 2)


def balanced(tick: int, **fields: Any) -> ColonyBalanced:
    """A tick after which there is as much as at the start, but for these fields."""
    usual: dict[str, Any] = {
        "crew": 2,
        "stocks": SAMPLE_RULES.start.stocks,
        "flows": (),
        "deeds": (Deed(LANDER, "working"),) if tick == 1 else (),
        "turns": (),
        "shortages": Shortages(),
        "night": Night(),
        "storage_kwh": 100,
        "reserve_kwh": 0,
    }
    return ColonyBalanced("g", tick, **{**usual, **fields})


def order(
    kind: str = "habitat", location: int = 0, ticks: int = 2, site_id: str = "s"
) -> SpawnSite:
    return SpawnSite("g", site_id, kind, location, "ada", ticks, 0)
