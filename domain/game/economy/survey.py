"""Surveys: a rover looks at what lies under a tile; digging there then brings what it found."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from domain.blocks.decider import Rejected
from domain.game.economy.colony import Colony, Standing
from domain.game.economy.hazards import choose
from domain.game.economy.permits import ground_words
from domain.game.economy.ruleset import Ruleset, SurveyRules
from domain.game.economy.stock_words import told
from domain.game.economy.stocks import Amounts


class Find(Struct, array_like=True, frozen=True, gc=False):
    """What digging a tile brings of a stock in a tick, and in percent of the usual."""

    stock: str
    amount: int
    percent: int


def refusal(colony: Colony, rules: Ruleset, location: int) -> Rejected | None:
    """Why no rover can go to the tile; None when one can."""
    survey = rules.survey
    if survey is None:
        return Rejected("no-surveys", "By the rules of this game nothing is surveyed.")
    if not 0 <= location < len(colony.ground):
        return Rejected(
            "off-the-map",
            f"Tile {location} is off the map: this moon has tiles 0 to {len(colony.ground) - 1}.",
        )
    return _known(colony, rules, location) or _no_rover(colony, survey, location)


def _known(colony: Colony, rules: Ruleset, location: int) -> Rejected | None:
    where, ground = _place(colony, location), colony.ground[location]
    if location in colony.finds:
        return Rejected("surveyed", f"Tile {where} is surveyed already.")
    if location in colony.surveys:
        until = colony.surveys[location]
        return Rejected("in-survey", f"Tile {where} is being surveyed until tick {until}.")
    if not rules.ground[ground].dig:
        return Rejected(
            "nothing-to-find", f"Nothing can be dug on {ground_words(ground)}: choose another tile."
        )
    return None


def _no_rover(colony: Colony, survey: SurveyRules, location: int) -> Rejected | None:
    if len(colony.surveys) >= survey.rovers:
        back = min(colony.surveys.values())
        return Rejected("no-rover", f"Every rover is out: one is back at tick {back}.")
    there = [each.location for each in colony.standing.values()]
    if min(_away(colony, location, each) for each in there) > survey.reach_tiles:
        return Rejected(
            "too-far",
            f"Tile {_place(colony, location)} is more than {survey.reach_tiles} tiles from any "
            "building: a rover does not get there.",
        )
    for stock, amount in survey.cost.items():
        if getattr(colony.stocks, stock) < amount:
            there = getattr(colony.stocks, stock)
            return Rejected(
                "cannot-pay",
                f"A survey takes {told(stock, amount)}, and the colony has only "
                f"{told(stock, there)}: wait until it has more.",
            )
    return None


def finds(colony: Colony, rules: Ruleset, location: int) -> Iterator[Find]:
    """What lies under a tile: drawn once, for each stock that is dug on such ground."""
    percents = rules.survey.yield_percents if rules.survey else ()
    for stock, usual in rules.ground[colony.ground[location]].dig.items():
        percent = choose(colony.seed, location, f"survey {stock}", percents) or 0
        yield Find(stock, usual * percent // 100, percent)


def prized(rules: Ruleset, ground: str) -> str:
    """What a class of ground is dug for: the stock of it that the fewest classes have."""
    dug = [each.dig for each in rules.ground.values()]
    return min(rules.ground[ground].dig, key=lambda stock: sum(stock in each for each in dug))


def dig(colony: Colony, rules: Ruleset, building: Standing) -> Amounts:
    """What digging brings in a tick: what a survey found there, else what is usual."""
    if not rules.building[building.kind].digs:
        return {}
    return colony.finds.get(building.location, rules.ground[building.ground].dig)


def _away(colony: Colony, one: int, other: int) -> int:
    (y, x), (other_y, other_x) = divmod(one, colony.width), divmod(other, colony.width)
    return max(abs(y - other_y), abs(x - other_x))


def _place(colony: Colony, location: int) -> str:
    y, x = divmod(location, colony.width)
    return f"{x},{y}"
