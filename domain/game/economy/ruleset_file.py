"""Ruleset files: from TOML to a ruleset that holds together, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from domain.blocks.errors import LunarError
from domain.game.economy.ground import CLASSES
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import ENERGY, STOCKS
from domain.game.site_types import BY_KEY


class RulesetFault(LunarError):
    """A ruleset file that cannot be played by."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"The ruleset {file} cannot be used: at {key}, {why}.")


Mistake = tuple[str, str]
"""Where it stands in the file, and what is wrong with it."""


def read_ruleset(file: str, text: bytes) -> Ruleset:
    """The rules in a file of this name. Raises `RulesetFault`, naming the key and the reason."""
    try:
        ruleset = msgspec.toml.decode(text, type=Ruleset)
    except msgspec.ValidationError as error:
        why, _, path = str(error).partition(" - at ")
        key = path.strip("`").removeprefix("$").removeprefix(".") or "the top"
        raise RulesetFault(file, key, why[0].lower() + why[1:]) from error
    except msgspec.DecodeError as error:
        raise RulesetFault(file, "its text", str(error).rstrip(".")) from error
    for key, why in mistakes(ruleset):
        raise RulesetFault(file, key, why)
    return ruleset


def mistakes(rules: Ruleset) -> Iterator[Mistake]:
    """What the types of the fields cannot say: names that must be known, each where it stands."""
    kinds, grounds = rules.building, rules.ground
    yield from _unknown("ground", grounds, CLASSES, "class of ground")
    yield from _unknown("building", kinds, BY_KEY, "kind of building")
    yield from ((f"ground.{name}", "it is missing") for name in CLASSES if name not in grounds)
    for name, ground in grounds.items():
        yield from _unknown(f"ground.{name}.dig", ground.dig, rules.heap, "heap")
    for name, kind in kinds.items():
        at = f"building.{name}"
        for field in ("cost", "takes", "keeps", "makes"):
            stored = [stock for stock in STOCKS if stock != ENERGY]
            yield from _unknown(f"{at}.{field}", getattr(kind, field), stored, "stock")
        yield from _unknown(f"{at}.on", kind.on, grounds, "class of ground")
        for choice in kind.requires:
            yield from _unknown(f"{at}.requires", choice.split("|"), kinds, "kind of building")
        if kind.min_distance:
            near = f"{at}.min_distance.building"
            yield from _unknown(near, [kind.min_distance.building], kinds, "kind of building")
    yield from _unknown("heap", rules.heap, STOCKS, "stock")
    yield from _unknown("start.building", [rules.start.building], kinds, "kind of building")
    yield from _unknown("resupply.pad", [rules.resupply.pad], kinds, "kind of building")
    yield from _unknown("resupply.cargo", rules.resupply.cargo, STOCKS, "stock")
    yield from _unknown("survey.cost", rules.survey.cost if rules.survey else (), STOCKS, "stock")
    quake = rules.hazard.moonquake.damages
    yield from _unknown("hazard.moonquake.damages", quake, kinds, "kind of building")
    for name, scenario in rules.scenario.items():
        at = f"scenario.{name}"
        yield from _unknown(f"{at}.landing", [scenario.landing], grounds, "class of ground")
        yield from _unknown(f"{at}.goal.stocks", scenario.goal.stocks, STOCKS, "stock")
        if not (scenario.goal.survive_until_tick or scenario.goal.hold_ticks):
            yield f"{at}.goal", "it needs survive_until_tick or hold_ticks"


def _unknown(key: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Mistake]:
    allowed = list(known)
    for name in names:
        if name not in allowed:
            yield key, f"there is no {what} {name!r}: use one of {', '.join(allowed)}"
