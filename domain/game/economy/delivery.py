"""Delivery: what a ship brings to a colony, and who comes and goes with it."""

from __future__ import annotations

from typing import NamedTuple

from domain.game.economy.colony import Colony, quarters, works
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Amounts


class Delivery(NamedTuple):
    """What is unloaded, and how many crew come and go."""

    cargo: Amounts
    came: int
    went: int


def deliver(colony: Colony, rules: Ruleset) -> Delivery:
    """What a ship brings now. Crew come where a pad works and there is room for them."""
    ship = rules.resupply
    room = quarters(colony, rules)
    went = max(0, colony.crew - max(room, 1))
    if not works(colony, ship.pad):
        return Delivery(ship.cargo, 0, went)
    cargo = {stock: amount * ship.pad_multiplier for stock, amount in ship.cargo.items()}
    return Delivery(cargo, max(0, min(ship.pad_crew, room - colony.crew)), went)
