"""What can be asked of the game. Each command names its game; see `events` for the answers."""

from __future__ import annotations

from domain.blocks.messages import Command


class StartGame(Command, frozen=True):
    """Begin a game. With only a `game_id` it is the sandbox, on a moon made from that id."""

    name: str | None = None
    player_id: str | None = None
    width: int | None = None
    height: int | None = None
    seed: int | None = None


class AdvanceGameloop(Command, frozen=True):
    """Let one tick pass; `tick` is the number of the new one, the last one's plus one."""

    tick: int


class SpawnSite(Command, frozen=True):
    """Begin construction on a tile. `location` is the tile's index, y * width + x.

    `site_type` is the number or the key of one (`site_types`); `tick` is when the player asked.
    """

    site_id: str
    site_type: int | str
    location: int
    player_id: str
    completion_ticks: int
    tick: int


class AdvanceConstruction(Command, frozen=True):
    """Work on a site for `advance_ticks` ticks."""

    site_id: str
    tick: int
    advance_ticks: int


class SpawnBuilding(Command, frozen=True):
    """Put the building where its finished site was."""

    site_id: str
    site_type: int
    location: int
    player_id: str
    tick: int


class StopGame(Command, frozen=True):
    """End a game for good; its log stays. `player_id` is who ends it."""

    reason: str = ""
    player_id: str = ""


GameCommand = (
    StartGame | AdvanceGameloop | SpawnSite | AdvanceConstruction | SpawnBuilding | StopGame
)
