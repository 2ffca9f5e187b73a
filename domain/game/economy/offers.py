"""Offers: what a colony can build, what each kind costs, and why it cannot be begun yet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from domain.game.economy.colony import Colony
from domain.game.economy.permits import fit_grounds, ground_words, refusal_of_kind
from domain.game.economy.ruleset import BuildingRules, Ruleset
from domain.game.economy.stocks import Amounts, Stocks


class Offer(Struct, frozen=True):
    """A kind of building as it can be had now.

    `grounds` are what it stands on, in words. `refused` says why no tile may have it yet, and is
    empty where some may. What it `lacks` is not in store now: such a site may be ordered, and
    waits for it.
    """

    rules: BuildingRules
    grounds: tuple[str, ...]
    refused: str
    lacks: Amounts


def offers(colony: Colony, rules: Ruleset) -> Mapping[str, Offer]:
    """All kinds that can ever be built in this game, by their keys."""
    return {
        key: _offer(colony, rules, key) for key, kind in rules.building.items() if kind.buildable
    }


def _offer(colony: Colony, rules: Ruleset, key: str) -> Offer:
    refusal = refusal_of_kind(colony, rules, key)
    cost = rules.building[key].cost
    return Offer(
        rules=rules.building[key],
        grounds=tuple(map(ground_words, fit_grounds(rules, rules.building[key]))),
        refused=refusal.sentence if refusal else "",
        lacks=missing(cost, colony.stocks),
    )


def times(amounts: Amounts, count: int) -> Amounts:
    """The amounts of so many of a thing."""
    return {stock: amount * count for stock, amount in amounts.items()}


def missing(amounts: Amounts, stocks: Stocks) -> Amounts:
    """What the amounts are more than what is in store."""
    lacks = {stock: amount - getattr(stocks, stock) for stock, amount in amounts.items()}
    return {stock: amount for stock, amount in lacks.items() if amount > 0}
