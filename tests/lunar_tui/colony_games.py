"""Colonies in the middle of a game, as a policy plays them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command
from domain.game.colony_events import TerrainCharted
from domain.game.commands import StartScenario
from domain.game.economy import ground
from lunar_tui.rulesets import load_ruleset
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.simulation.player import Player
from lunar_tui.simulation.policy import load_policy


def played(scenario: str, policy: str, seed: int, ticks: int) -> Sequence[Command]:
    """The commands of game `g`, called Base, up to a tick."""
    rules, game = load_ruleset(), HeadlessGame("g")
    begun = game.do(StartScenario("g", scenario, seed, rules, "Base", "ann"))
    assert not isinstance(begun, Rejected)
    chart = next(ground.read(e.ground) for e in begun if isinstance(e, TerrainCharted))
    player = Player(game, rules, rules.scenario[scenario], chart, load_policy(policy), seed)
    for _ in range(ticks):
        player.act()
        game.advance()
    return game.accepted


def before_the_night() -> Sequence[Command]:
    """Six ticks before a night that storage does not last; two sites are halted."""
    return played("foothold", "naive", 7, 112)


def in_the_night() -> Sequence[Command]:
    """A night that storage gets through."""
    return played("foothold", "sensible", 7, 150)


def after_a_meteor() -> Sequence[Command]:
    """A building is under repair, and a habitat lacks parts."""
    return played("storm-season", "sensible", 3, 284)
