"""A small game's facts, for tests to begin from."""

from __future__ import annotations

from domain.game.commands import AdvanceConstruction, AdvanceGameloop, SpawnSite
from domain.game.events import (
    BuildingSpawned,
    ConstructionCompleted,
    ConstructionProgressed,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SiteSpawned,
)

STARTED = GameStarted(
    game_id="g", name="Base", player_id="px42", width=32, height=16, seed=7, site_types=(1, 2)
)
FIRST_TICK = GameloopAdvanced("g", 1)
STOPPED = GameStopped("g", 1, "enough", "px42")


def ticked(tick: int) -> GameloopAdvanced:
    return GameloopAdvanced("g", tick)


def spawned(site: str = "s", location: int = 1, ticks: int = 2) -> SiteSpawned:
    return SiteSpawned("g", site, 1, location, "px42", ticks, 1)


def progressed(
    done: int, tick: int, site: str = "s", location: int = 1, of: int = 2
) -> ConstructionProgressed:
    return ConstructionProgressed("g", site, 1, location, done, of, tick)


def completed(tick: int, site: str = "s", location: int = 1) -> ConstructionCompleted:
    return ConstructionCompleted("g", site, 1, location, "px42", tick)


def built(tick: int, site: str = "s", location: int = 1) -> BuildingSpawned:
    return BuildingSpawned("g", site, 1, location, "px42", tick)


def advance(tick: int) -> AdvanceGameloop:
    return AdvanceGameloop("g", tick)


def work(ticks: int = 1, site: str = "s", tick: int = 1) -> AdvanceConstruction:
    return AdvanceConstruction("g", site, tick, ticks)


def spawn(
    site: str = "s",
    location: int = 1,
    ticks: int = 2,
    site_type: int | str = 1,
    player: str = "px42",
    tick: int = 1,
) -> SpawnSite:
    return SpawnSite("g", site, site_type, location, player, ticks, tick)
