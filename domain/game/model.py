"""Every part of the game in one place: what is routed where, who reacts, what is projected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.blocks.event_types import EventTypes
from domain.blocks.messages import Command
from domain.blocks.process_manager import ProcessManager
from domain.blocks.projector import Projector
from domain.blocks.router import Route, Router
from domain.game.aggregates.building import building
from domain.game.aggregates.colony import colony
from domain.game.aggregates.construction_site import construction_site
from domain.game.aggregates.gameloop import gameloop
from domain.game.aggregates.mission import mission
from domain.game.aggregates.sky import sky
from domain.game.commands import (
    AdvanceConstruction,
    AdvanceGameloop,
    BalanceColony,
    CancelSite,
    ChangePriority,
    CompleteRepair,
    DamageBuilding,
    DemolishBuilding,
    DestroyBuilding,
    HaltConstruction,
    JudgeMission,
    LandResupply,
    RepairBuilding,
    SpawnBuilding,
    SpawnSite,
    StartGame,
    StartScenario,
    StopGame,
    SurveyTile,
    SwitchBuilding,
    WatchSky,
    WorkOnSite,
)
from domain.game.events import EVENTS
from domain.game.process_managers.colony_loop import colony_loop
from domain.game.process_managers.construction import construction
from domain.game.process_managers.damage import damage
from domain.game.process_managers.founding import founding
from domain.game.process_managers.game_loop_manager import game_loop_manager
from domain.game.process_managers.mission_control import mission_control
from domain.game.process_managers.resupply import resupply
from domain.game.process_managers.sky_watch import sky_watch
from domain.game.process_managers.works import works
from domain.game.projectors.alerts import alerts
from domain.game.projectors.buildings import buildings
from domain.game.projectors.colony import colony as colony_view
from domain.game.projectors.flows import flows
from domain.game.projectors.forecast import forecast
from domain.game.projectors.games import games
from domain.game.projectors.missions import missions
from domain.game.projectors.objectives import objectives
from domain.game.projectors.operations import operations
from domain.game.projectors.sites import sites
from domain.game.projectors.surveys import surveys
from domain.game.projectors.tiles import tiles
from domain.game.upcasters import UPCASTERS

EVENT_TYPES = EventTypes(EVENTS, UPCASTERS)

PLAYERS_ROUTES: Mapping[type[Command], Route] = {
    StartGame: (gameloop,),
    StartScenario: (gameloop, colony),
    AdvanceGameloop: (gameloop,),
    SpawnSite: (gameloop, colony, construction_site),
    AdvanceConstruction: (gameloop, construction_site),
    SpawnBuilding: (gameloop, construction_site, building),
    CancelSite: (gameloop, colony, construction_site),
    RepairBuilding: (gameloop, colony),
    DemolishBuilding: (gameloop, colony, building),
    ChangePriority: (gameloop, colony),
    SwitchBuilding: (gameloop, colony),
    SurveyTile: (gameloop, colony),
    StopGame: (gameloop,),
}
"""What may be asked of the game from outside."""

INNER_ROUTES: Mapping[type[Command], Route] = {
    LandResupply: (colony,),
    WatchSky: (sky,),
    BalanceColony: (colony,),
    DamageBuilding: (building,),
    DestroyBuilding: (building,),
    WorkOnSite: (gameloop, construction_site),
    HaltConstruction: (construction_site,),
    CompleteRepair: (building,),
    JudgeMission: (mission,),
}
"""What only process managers ask."""

PROCESS_MANAGERS: tuple[ProcessManager[Any], ...] = (
    game_loop_manager,
    construction,
    founding,
    resupply,
    sky_watch,
    colony_loop,
    damage,
    works,
    mission_control,
)
"""In the order in which they answer an event: so a ship lands before the sky is watched."""

ROUTER = Router(
    routes={**PLAYERS_ROUTES, **INNER_ROUTES},
    process_managers=PROCESS_MANAGERS,
    events=EVENT_TYPES,
)

STATE_SCHEMA = 5
"""The version of what aggregates and process managers fold; raise it when any of that changes."""

PROJECTORS: tuple[Projector[Any], ...] = (
    buildings,
    tiles,
    sites,
    games,
    colony_view,
    flows,
    operations,
    surveys,
    alerts,
    forecast,
    objectives,
    missions,
)
