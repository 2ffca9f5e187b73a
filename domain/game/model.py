"""Every part of the game in one place: what is routed where, who reacts, what is projected."""

from __future__ import annotations

from typing import Any

from domain.blocks.event_types import EventTypes
from domain.blocks.projector import Projector
from domain.blocks.router import Router
from domain.game.aggregates.building import building
from domain.game.aggregates.construction_site import construction_site
from domain.game.aggregates.gameloop import gameloop
from domain.game.commands import (
    AdvanceConstruction,
    AdvanceGameloop,
    SpawnBuilding,
    SpawnSite,
    StartGame,
    StopGame,
)
from domain.game.events import EVENTS
from domain.game.process_managers.construction import construction
from domain.game.process_managers.game_loop_manager import game_loop_manager
from domain.game.projectors.buildings import buildings
from domain.game.projectors.games import games
from domain.game.projectors.sites import sites
from domain.game.projectors.tiles import tiles
from domain.game.upcasters import UPCASTERS

EVENT_TYPES = EventTypes(EVENTS, UPCASTERS)

ROUTER = Router(
    routes={
        StartGame: (gameloop,),
        AdvanceGameloop: (gameloop,),
        SpawnSite: (gameloop, construction_site),
        AdvanceConstruction: (gameloop, construction_site),
        SpawnBuilding: (gameloop, construction_site, building),
        StopGame: (gameloop,),
    },
    process_managers=(game_loop_manager, construction),
    events=EVENT_TYPES,
)

STATE_SCHEMA = 2
"""The version of what aggregates and process managers fold; raise it when any of that changes."""

PROJECTORS: tuple[Projector[Any], ...] = (buildings, tiles, sites, games)
