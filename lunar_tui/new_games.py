"""What can be begun: the scenarios, in the order in which they are learnt, and the sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from domain.game.aggregates.gameloop import HEIGHT, WIDTH
from domain.game.commands import StartGame, StartScenario
from lunar_tui.goals import goal_sentence
from lunar_tui.rulesets import SANDBOX, UnknownScenario, load_ruleset, ruleset_with

SHORT_SEEDS = 1_000_000
"""Random seeds are below this: short enough to be told to a friend."""


DIFFICULTIES = {
    "first-night": "to learn on",
    "foothold": "fair",
    "shackleton": "hard",
    "storm-season": "deadly",
    SANDBOX: "peaceful",
}


class Told(Struct, frozen=True):
    """A scenario in words, and the tiles of its moon; the sandbox has no goal."""

    key: str
    title: str
    about: str
    width: int
    height: int
    goal: str = ""

    @property
    def difficulty(self) -> str:
        """How hard it is, in a word or two; empty for a scenario that nobody has judged."""
        return DIFFICULTIES.get(self.key, "")


def told_scenarios() -> Sequence[Told]:
    """All that can be begun. Raises `RulesetFault`."""
    scenarios = load_ruleset().scenario.items()
    told = [
        Told(key, each.title, each.about, each.width, each.height, goal_sentence(each))
        for key, each in scenarios
    ]
    about = "All the time in the world, and nothing to lose."
    return [*told, Told(SANDBOX, "Sandbox", about, WIDTH, HEIGHT)]


def told_scenario(key: str) -> Told:
    """One of them. Raises `UnknownScenario` or `RulesetFault`."""
    known = {told.key: told for told in told_scenarios()}
    if key not in known:
        raise UnknownScenario(key, known)
    return known[key]


def following(key: str) -> Told | None:
    """The scenario that is learnt after this one; None after the last, or one that is gone."""
    goals = [told for told in told_scenarios() if told.goal]
    pairs = pairwise(goals)
    return next((after for before, after in pairs if before.key == key), None)


def start_command(
    game_id: str,
    scenario: str,
    seed: int,
    name: str | None,
    player: str,
) -> StartGame | StartScenario:
    """The command that begins it; the sandbox has the usual size.

    Raises `UnknownScenario` or `RulesetFault`.
    """
    if scenario != SANDBOX:
        return StartScenario(game_id, scenario, seed, ruleset_with(scenario), name, player)
    return StartGame(game_id, name, player, seed=seed)
