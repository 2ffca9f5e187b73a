"""Gameloop: the game itself. It keeps the tick, and admits what may happen on its map."""

from __future__ import annotations

from hashlib import blake2b
from typing import assert_never, get_args

from msgspec import Struct, structs

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.colony_events import (
    BuildingDemolished,
    BuildingDestroyed,
    ColonyFounded,
    SiteCancelled,
)
from domain.game.commands import (
    AdvanceConstruction,
    AdvanceGameloop,
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    RepairBuilding,
    SpawnBuilding,
    SpawnSite,
    StartGame,
    StartScenario,
    StopGame,
    SurveyTile,
    SwitchBuilding,
    WorkOnSite,
)
from domain.game.events import (
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SiteSpawned,
)
from domain.game.ids import check_id, check_name, first_refusal
from domain.game.site_types import BY_ID, BY_KEY, SITE_TYPES

SMALLEST, LARGEST = 16, 512
"""The least and the most tiles of a map's side."""

WIDTH, HEIGHT = 128, 64
SEEDS = 2**32


class Gameloop(Struct, frozen=True):
    """A game so far. `occupied` has a number for each row of tiles: bit x is set if x is taken.

    In a `colony`, work on sites has to be paid for; else the game is the sandbox.
    """

    started: bool = False
    stopped: bool = False
    tick: int = 0
    width: int = 0
    height: int = 0
    site_types: tuple[int, ...] = ()
    occupied: tuple[int, ...] = ()
    colony: bool = False


GameCommand = (
    StartGame
    | StartScenario
    | AdvanceGameloop
    | SpawnSite
    | AdvanceConstruction
    | SpawnBuilding
    | CancelSite
    | RepairBuilding
    | DemolishBuilding
    | ChangePriority
    | SwitchBuilding
    | SurveyTile
    | WorkOnSite
    | StopGame
)
"""What the game itself has a say in."""

PlayersWish = (
    CancelSite | RepairBuilding | DemolishBuilding | ChangePriority | SwitchBuilding | SurveyTile
)
"""What a player asks of a colony, its sites and its buildings."""


def decide(game: Gameloop, command: GameCommand) -> Decision:
    """Start, advance and stop the game; for the rest say whether the game admits it."""
    if isinstance(command, StartGame | StartScenario):
        return _start(game, command)
    if not game.started:
        return Rejected(
            "unknown-game",
            f"There is no game {command.game_id!r}: start it with StartGame, or check the id.",
        )
    if game.stopped:
        return Rejected(
            "game-stopped",
            f"Game {command.game_id} was stopped at tick {game.tick}: nothing more happens in it.",
        )
    match command:
        case AdvanceGameloop():
            return _advance(game, command)
        case SpawnSite():
            return _check_tick(game, command) or _admit(game, command) or ()
        case StopGame():
            return _stop(game, command)
        case _:
            return _check_tick(game, command) or _check_request(game, command) or ()


def _start(game: Gameloop, command: StartGame | StartScenario) -> Decision:
    if game.started:
        return Rejected(
            "game-exists", f"Game {command.game_id} was started before: choose another id."
        )
    started = _sandbox(command) if isinstance(command, StartGame) else _scenario(command)
    if isinstance(started, Rejected):
        return started
    return first_refusal(
        check_id("game id", command.game_id),
        None if command.player_id is None else check_id("player id", command.player_id),
        check_name(started.name),
        _check_side("width", started.width),
        _check_side("height", started.height),
        _check_seed(started.seed),
    ) or (started,)


def _sandbox(command: StartGame) -> GameStarted:
    return GameStarted(
        game_id=command.game_id,
        name=command.game_id if command.name is None else command.name,
        player_id=command.player_id or "",
        width=WIDTH if command.width is None else command.width,
        height=HEIGHT if command.height is None else command.height,
        seed=_seed_of(command.game_id) if command.seed is None else command.seed,
        site_types=tuple(kind.id for kind in SITE_TYPES),
    )


def _scenario(command: StartScenario) -> GameStarted | Rejected:
    scenario = command.ruleset.scenario.get(command.scenario)
    if scenario is None:
        known = ", ".join(command.ruleset.scenario)
        return Rejected(
            "unknown-scenario",
            f"The ruleset {command.ruleset.id} has no scenario {command.scenario!r}: it has "
            f"{known}.",
        )
    return GameStarted(
        game_id=command.game_id,
        name=scenario.title if command.name is None else command.name,
        player_id=command.player_id or "",
        width=scenario.width,
        height=scenario.height,
        seed=command.seed,
        site_types=tuple(sorted(BY_KEY[k].id for k in command.ruleset.building if k in BY_KEY)),
    )


def _seed_of(game_id: str) -> int:
    return int.from_bytes(blake2b(game_id.encode(), digest_size=4).digest(), "big")


def _check_side(side: str, tiles: int) -> Rejected | None:
    if SMALLEST <= tiles <= LARGEST:
        return None
    return Rejected(
        "bad-map-size",
        f"The map's {side} is {tiles} tiles: it must be from {SMALLEST} to {LARGEST}.",
    )


def _check_seed(seed: int) -> Rejected | None:
    if 0 <= seed < SEEDS:
        return None
    return Rejected("bad-seed", f"The seed is {seed}: it must be from 0 to {SEEDS - 1}.")


def _advance(game: Gameloop, command: AdvanceGameloop) -> Decision:
    if command.tick != game.tick + 1:
        return Rejected(
            "wrong-tick",
            f"Tick {command.tick} is not the next one: game {command.game_id} is at tick "
            f"{game.tick}, so {game.tick + 1} comes next.",
        )
    return (GameloopAdvanced(command.game_id, command.tick),)


def _stop(game: Gameloop, command: StopGame) -> Decision:
    refusal = check_id("player id", command.player_id) if command.player_id else None
    return refusal or (GameStopped(command.game_id, game.tick, command.reason, command.player_id),)


def _check_request(
    game: Gameloop, command: AdvanceConstruction | SpawnBuilding | WorkOnSite | PlayersWish
) -> Rejected | None:
    if isinstance(command, PlayersWish):
        return check_id("player id", command.player_id)
    if not (game.colony and isinstance(command, AdvanceConstruction)):
        return None
    return Rejected(
        "work-costs",
        f"Work on site {command.site_id} costs materials and power: the colony does it as ticks "
        "pass, with what it has.",
    )


def _check_tick(
    game: Gameloop,
    command: SpawnSite | AdvanceConstruction | SpawnBuilding | WorkOnSite | PlayersWish,
) -> Rejected | None:
    if 0 <= command.tick <= game.tick:
        return None
    return Rejected(
        "wrong-tick",
        f"Tick {command.tick} is not one that game {command.game_id} has reached: it is at tick "
        f"{game.tick}, so give a number from 0 to {game.tick}.",
    )


def _admit(game: Gameloop, command: SpawnSite) -> Rejected | None:
    kind = command.site_type
    number = BY_KEY[kind].id if isinstance(kind, str) and kind in BY_KEY else kind
    if number not in game.site_types:
        known = ", ".join(f"{k} {BY_ID[k].key}" for k in game.site_types)
        return Rejected(
            "unknown-site-type", f"There is no site type {kind!r}: this game knows {known}."
        )
    tiles = game.width * game.height
    if not 0 <= command.location < tiles:
        return Rejected(
            "off-the-map",
            f"Tile {command.location} is off the map: this moon has tiles 0 to {tiles - 1} "
            f"({game.width} wide, {game.height} high).",
        )
    y, x = divmod(command.location, game.width)
    if game.occupied[y] >> x & 1:
        return Rejected("tile-taken", f"Tile {x},{y} is taken: choose a free one.")
    return None


Folded = (
    GameStarted
    | GameloopAdvanced
    | SiteSpawned
    | SiteCancelled
    | BuildingDestroyed
    | BuildingDemolished
    | ColonyFounded
    | GameStopped
)


def evolve(game: Gameloop, event: Folded) -> Gameloop:
    """The game with the event in it."""
    match event:
        case GameStarted():
            return Gameloop(
                started=True,
                width=event.width,
                height=event.height,
                site_types=event.site_types,
                occupied=(0,) * event.height,
            )
        case GameloopAdvanced():
            return structs.replace(game, tick=event.tick)
        case SiteSpawned():
            return _marked(game, event.location, taken=True)
        case SiteCancelled() | BuildingDestroyed() | BuildingDemolished():
            return _marked(game, event.location, taken=False)
        case ColonyFounded():
            return structs.replace(game, colony=True)
        case GameStopped():
            return structs.replace(game, stopped=True)
        case _:
            assert_never(event)


def _marked(game: Gameloop, location: int, *, taken: bool) -> Gameloop:
    """The game in which the tile is taken, or free."""
    y, x = divmod(location, game.width)
    row = game.occupied[y] | 1 << x if taken else game.occupied[y] & ~(1 << x)
    occupied = (*game.occupied[:y], row, *game.occupied[y + 1 :])
    return structs.replace(game, occupied=occupied)


def _game_id(message: GameCommand | GameStarted) -> str:
    return message.game_id


gameloop = Decider(
    category="game",
    initial=Gameloop(),
    instance=_game_id,
    decide=decide,
    evolve=evolve,
    evolves_from=get_args(Folded),
)
