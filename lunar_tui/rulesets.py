"""The rulesets that come with the program, by their ids."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from domain.blocks.errors import LunarError
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.ruleset_file import read_ruleset

USUAL = "tranquility-1"

SANDBOX = "sandbox"
"""What a game without a ruleset is called where scenarios are chosen."""


class UnknownScenario(LunarError):
    """A scenario that no ruleset has."""


@cache
def load_ruleset(name: str = USUAL) -> Ruleset:
    """The ruleset. Raises `RulesetFault`."""
    file = f"assets/rulesets/{name}.toml"
    return read_ruleset(file, files("assets").joinpath("rulesets", f"{name}.toml").read_bytes())


def ruleset_with(scenario: str) -> Ruleset:
    """The ruleset that has the scenario. Raises `UnknownScenario` or `RulesetFault`."""
    ruleset = load_ruleset()
    if scenario not in ruleset.scenario:
        known = ", ".join(ruleset.scenario)
        raise UnknownScenario(f"There is no scenario {scenario!r}: choose one of {known}.")
    return ruleset
