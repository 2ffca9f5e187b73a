"""What can be asked of the game. Each command names its game; see `events` for the answers."""

from __future__ import annotations

from domain.blocks.messages import Command
from domain.game.economy.ruleset import Ruleset


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


class StartScenario(Command, frozen=True):
    """Begin a game that can be won, by these rules, on a moon made from the seed."""

    scenario: str
    seed: int
    ruleset: Ruleset
    name: str | None = None
    player_id: str | None = None


class CancelSite(Command, frozen=True):
    """Give a site up, for a part of what it has cost."""

    site_id: str
    player_id: str
    tick: int


class RepairBuilding(Command, frozen=True):
    """Have a damaged building repaired."""

    site_id: str
    player_id: str
    tick: int


class DemolishBuilding(Command, frozen=True):
    """Take a building down, for a part of what it had cost."""

    site_id: str
    player_id: str
    tick: int


class ChangePriority(Command, frozen=True):
    """Serve a site or building sooner (down to 1) or later (up to 5) than others."""

    site_id: str
    priority: int
    player_id: str
    tick: int


class SwitchBuilding(Command, frozen=True):
    """Switch a building that uses power off, or on again."""

    site_id: str
    on: bool
    player_id: str
    tick: int


class SurveyTile(Command, frozen=True):
    """Send a rover to find out what lies under a tile."""

    location: int
    player_id: str
    tick: int


class BalanceColony(Command, frozen=True):
    """Let the tick do to the colony what it does."""

    tick: int


class LandResupply(Command, frozen=True):
    """Let the ship land that is due at this tick."""

    tick: int


class WatchSky(Command, frozen=True):
    """Announce the hazards that have come into sight, and let those strike that are due."""

    tick: int


class DamageBuilding(Command, frozen=True):
    """Damage a building."""

    site_id: str
    hazard: str
    tick: int


class DestroyBuilding(Command, frozen=True):
    """Destroy a building."""

    site_id: str
    hazard: str
    tick: int


class WorkOnSite(Command, frozen=True):
    """Do a tick of work on a site, which the colony has paid for."""

    site_id: str
    tick: int


class HaltConstruction(Command, frozen=True):
    """Stop work on a site that lacks something."""

    site_id: str
    lacks: str
    tick: int


class CompleteRepair(Command, frozen=True):
    """Make a building sound again: all the work on its repair is done."""

    site_id: str
    tick: int


class JudgeMission(Command, frozen=True):
    """Say whether the goal is reached, or can be reached no more."""

    tick: int
