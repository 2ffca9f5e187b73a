"""Travel through the time of a game: what its turns are, and what stands out in its run."""

from __future__ import annotations

from domain.blocks.event_store import EventStore
from domain.blocks.moment import Moment
from domain.blocks.run import Landmarks
from domain.blocks.timeline import Timeline
from domain.game.colony_events import BuildingDestroyed, CrewDied, GameLost, GameWon
from domain.game.events import (
    BuildingSpawned,
    GameBranched,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
)
from domain.game.model import PROJECTORS, ROUTER

LANDMARKS = Landmarks(
    turns={GameloopAdvanced: lambda advanced: advanced.tick},
    markers={
        GameBranched: lambda _: "game branched",
        GameStarted: lambda _: "game started",
        BuildingSpawned: lambda _: "building done",
        BuildingDestroyed: lambda _: "building destroyed",
        CrewDied: lambda _: "crew died",
        GameWon: lambda _: "game won",
        GameLost: lambda _: "game lost",
        GameStopped: lambda _: "game stopped",
    },
)


def timeline(store: EventStore, game: str, *, lenient: bool = False) -> Timeline:
    """The timeline of one game of this model, before its first reading."""
    return Timeline(store, game, Moment(ROUTER, PROJECTORS), LANDMARKS, lenient=lenient)
