"""Plays games by a policy, several at a time, and says how they ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from msgspec import Struct

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.messages import Event
from domain.game.colony_events import (
    CrewDied,
    GameLost,
    GameWon,
    TerrainCharted,
)
from domain.game.commands import StartScenario
from domain.game.economy import ground
from domain.game.economy.ruleset import Ruleset
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.simulation.player import Player
from lunar_tui.simulation.policy import Policy

GAME = "simulated"


class Result(Struct, frozen=True):
    """How a game ended: when, why, its score, and what the first of its dead died of, if any."""

    seed: int
    won: bool
    tick: int
    score: int
    deaths: int
    cause: str


class CannotPlay(LunarError):
    """A simulated game that was refused."""


def play(ruleset: Ruleset, scenario: str, policy: Policy, seed: int) -> Result:
    """Play one game to its end. Raises `CannotPlay`."""
    return play_out(HeadlessGame(GAME), ruleset, scenario, policy, seed)


def play_out(
    game: HeadlessGame, ruleset: Ruleset, scenario: str, policy: Policy, seed: int
) -> Result:
    """Play a game that has not begun to its end. Raises `CannotPlay`."""
    begun = _accepted(game.do(StartScenario(game.id, scenario, seed, ruleset)))
    chart = next(ground.read(e.ground) for e in begun if isinstance(e, TerrainCharted))
    player = Player(game, ruleset, ruleset.scenario[scenario], chart, policy, seed)
    deaths: list[str] = []
    while True:
        player.act()
        for event in _accepted(game.advance()):
            if isinstance(event, CrewDied):
                deaths.append(event.why)
            elif isinstance(event, GameWon | GameLost):
                won = isinstance(event, GameWon)
                cause = "" if isinstance(event, GameWon) else (*deaths, event.why)[0]
                return Result(seed, won, event.tick, event.total, len(deaths), cause)


def _accepted(answer: Sequence[Event] | Rejected) -> Sequence[Event]:
    if isinstance(answer, Rejected):
        raise CannotPlay(answer.sentence)
    return answer


def simulate(
    ruleset: Ruleset, scenario: str, policy: Policy, seeds: Iterable[int], processes: int
) -> list[Result]:
    """Play a game for each seed, in so many processes. Raises `CannotPlay`."""
    one = partial(play, ruleset, scenario, policy)
    if processes == 1:
        return [one(seed) for seed in seeds]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(one, seeds, chunksize=4))
