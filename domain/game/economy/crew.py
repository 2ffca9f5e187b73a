"""The crew: what they use in a tick, and who dies when they go without for too long."""

from __future__ import annotations

from domain.game.economy.colony import Colony, Shortages, kinds_in_use
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Ledger

CREW = "crew"


def live(colony: Colony, rules: Ruleset, ledger: Ledger, *, powered: bool) -> Shortages:
    """Let the crew use what they need; for how long they have been without by now."""
    before, need = colony.shortages, rules.crew
    crew = colony.crew
    breathed = ledger.use(CREW, "o2_g", need.o2_g * crew)
    eaten = ledger.use(CREW, "food_g", need.food_g * crew)
    water = need.water_g if powered else need.water_unpowered_g
    drunk = ledger.use(CREW, "water_g", water * crew)
    return Shortages(
        o2=0 if breathed else before.o2 + 1,
        power=0 if powered else before.power + 1,
        water=0 if drunk else before.water + 1,
        food=0 if eaten else before.food + 1,
    )


def deaths(colony: Colony, rules: Ruleset, shortages: Shortages) -> list[str]:
    """What each crew member who dies in this tick dies of."""
    need = rules.crew
    graces = (
        ("oxygen", shortages.o2, need.o2_grace_ticks),
        ("power", shortages.power, need.power_grace_ticks),
        ("water", shortages.water, need.water_grace_ticks),
        ("food", shortages.food, need.food_grace_ticks),
    )
    found = [
        why
        for why, without, grace in graces
        if without > grace and (without - grace - 1) % need.death_every_ticks == 0
    ]
    dose = colony.doses % rules.hazard.solar_flare.dose_kills_at == 0
    if colony.irradiated and dose:
        found.append("radiation")
    return found[: colony.crew]


def shelters(colony: Colony, rules: Ruleset) -> int:
    """How many crew find shelter from a flare."""
    return sum(kind.shelters for kind in kinds_in_use(colony, rules))
