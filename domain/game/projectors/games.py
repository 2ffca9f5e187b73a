"""The games view: every game ever started, and how it stands."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Patch, Projector, Row, Upsert
from domain.game.colony_events import (
    BuildingDemolished,
    BuildingDestroyed,
    SiteCancelled,
)
from domain.game.events import (
    BuildingSpawned,
    GameBranched,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SiteSpawned,
)


class GameRow(Row, frozen=True, gc=False):
    """A game; `started_at` and `last_played_at` in microseconds since 1970, UTC.

    A branch has its source and where that was branched; other games have "" and 0 there.
    """

    KEY: ClassVar = ("game_id",)
    NOUN: ClassVar = "game"

    game_id: str
    name: str
    player_id: str
    width: int
    height: int
    seed: int
    tick: int
    sites: int
    buildings: int
    stopped: bool
    started_at: int
    last_played_at: int
    source_game_id: str = ""
    source_position: int = 0
    source_tick: int = 0

    @property
    def is_branch(self) -> bool:
        """Whether it was branched off another game: a what-if."""
        return bool(self.source_game_id)


OF_THE_BRANCH = ("name", "player_id", "source_game_id", "source_position", "source_tick")
"""What a branch's own first event says; its source's start, which follows, does not change it."""


def _branched(event: GameBranched, recorded_at: int) -> tuple[Change, ...]:
    row = GameRow(
        game_id=event.game_id,
        name=event.name,
        player_id=event.player_id,
        width=event.width,
        height=event.height,
        seed=event.seed,
        tick=0,
        sites=0,
        buildings=0,
        stopped=False,
        started_at=recorded_at,
        last_played_at=recorded_at,
        source_game_id=event.source_game_id,
        source_position=event.source_position,
        source_tick=event.tick,
    )
    return (Upsert(row),)


def _started(event: GameStarted, recorded_at: int) -> tuple[Change, ...]:
    row = GameRow(
        game_id=event.game_id,
        name=event.name,
        player_id=event.player_id,
        width=event.width,
        height=event.height,
        seed=event.seed,
        tick=0,
        sites=0,
        buildings=0,
        stopped=False,
        started_at=recorded_at,
        last_played_at=recorded_at,
    )
    return (Upsert(row, keep=OF_THE_BRANCH),)


def _advanced(event: GameloopAdvanced, recorded_at: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"tick": event.tick, "last_played_at": recorded_at}),)


def _site_spawned(event: SiteSpawned, recorded_at: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"last_played_at": recorded_at}, {"sites": 1}),)


def _building_spawned(event: BuildingSpawned, recorded_at: int) -> tuple[Change, ...]:
    grown = {"sites": -1, "buildings": 1}
    return (Patch((event.game_id,), {"last_played_at": recorded_at}, grown),)


def _site_cancelled(event: SiteCancelled, recorded_at: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"last_played_at": recorded_at}, {"sites": -1}),)


def _building_gone(
    event: BuildingDestroyed | BuildingDemolished, recorded_at: int
) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"last_played_at": recorded_at}, {"buildings": -1}),)


def _stopped(event: GameStopped, recorded_at: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"stopped": True, "last_played_at": recorded_at}),)


games = Projector(
    name="games",
    about="every game ever started, and how it stands",
    row=GameRow,
    handlers={
        GameBranched: _branched,
        GameStarted: _started,
        GameloopAdvanced: _advanced,
        SiteSpawned: _site_spawned,
        BuildingSpawned: _building_spawned,
        SiteCancelled: _site_cancelled,
        BuildingDestroyed: _building_gone,
        BuildingDemolished: _building_gone,
        GameStopped: _stopped,
    },
)
