"""What can have happened in the game: facts, complete in themselves. See docs/events.md."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.messages import Event
from domain.game.colony_events import COLONY_EVENTS, ColonyEvent


class GameStarted(Event, frozen=True, gc=False):
    """A game began, with all that it depends on: its moon, and the site types that it knows."""

    name: str
    player_id: str
    width: int
    height: int
    seed: int
    site_types: tuple[int, ...]


class GameloopAdvanced(Event, frozen=True, gc=False):
    """A tick passed."""

    tick: int


class SiteSpawned(Event, frozen=True, gc=False):
    """Construction began on a tile; it takes `completion_ticks` ticks of work."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    completion_ticks: int
    tick: int


class ConstructionProgressed(Event, frozen=True, gc=False):
    """Work was done on a site: `progressed_ticks` of `required_ticks` so far."""

    site_id: str
    site_type: int
    location: int
    progressed_ticks: int
    required_ticks: int
    tick: int


class ConstructionCompleted(Event, frozen=True, gc=False):
    """All the work on a site was done."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    tick: int


class BuildingSpawned(Event, frozen=True, gc=False):
    """A building stands where the site was."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    tick: int


class GameStopped(Event, frozen=True, gc=False):
    """The game ended after `tick`; nothing more happens in it.

    `player_id` is who ended it, empty where that is not known.
    """

    SCHEMA: ClassVar[int] = 2

    tick: int
    reason: str
    player_id: str


class GameBranched(Event, frozen=True, gc=False):
    """A game began as a branch of another: as that one was after `tick`, at `source_position`.

    The next `events` events of the game are the source's facts up to there, with ids of the
    branch's own: those of sites end with `~` and the `site_suffix`. `source_digest` (hex) is the
    source's at that position, and so stands for all of the log up to it. `player_id` is who
    branched it, empty where that is not known.
    """

    name: str
    player_id: str
    width: int
    height: int
    seed: int
    source_game_id: str
    source_position: int
    source_digest: str
    tick: int
    events: int
    site_suffix: str


SandboxEvent = (
    GameStarted
    | GameloopAdvanced
    | SiteSpawned
    | ConstructionProgressed
    | ConstructionCompleted
    | BuildingSpawned
    | GameStopped
    | GameBranched
)

GameEvent = SandboxEvent | ColonyEvent

EVENTS: tuple[type[Event], ...] = (
    GameStarted,
    GameloopAdvanced,
    SiteSpawned,
    ConstructionProgressed,
    ConstructionCompleted,
    BuildingSpawned,
    GameStopped,
    GameBranched,
    *COLONY_EVENTS,
)
