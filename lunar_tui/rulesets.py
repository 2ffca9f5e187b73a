"""The rulesets that come with the program, by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from domain.blocks.errors import LunarError
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.ruleset_file import read_ruleset

USUAL = "tranquility-1"

SANDBOX = "sandbox"
"""What a game without a ruleset is called where scenarios are chosen."""


class UnknownScenario(LunarError):
    """A scenario that is not among those that are known."""

    def __init__(self, scenario: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no scenario {scenario!r}: choose one of {', '.join(known)}.")


@cache
def load_ruleset(name: str = USUAL) -> Ruleset:
    """The ruleset. Raises `RulesetFault`."""
    file = f"assets/rulesets/{name}.toml"
    return read_ruleset(file, files("assets").joinpath("rulesets", f"{name}.toml").read_bytes())


def ruleset_with(scenario: str) -> Ruleset:
    """The ruleset that has the scenario. Raises `UnknownScenario` or `RulesetFault`."""
    ruleset = load_ruleset()
    if scenario not in ruleset.scenario:
        raise UnknownScenario(scenario, ruleset.scenario)
    return ruleset
