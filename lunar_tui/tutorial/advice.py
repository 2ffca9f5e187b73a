"""Advice: the worst that is wrong with a colony, why, and what helps; the deadliest first."""

from __future__ import annotations

from collections.abc import Iterator

from domain.game.site_types import site_name
from lunar_tui.colony_sentences import STOCK_WORDS
from lunar_tui.outlook.sites import SITE
from lunar_tui.tutorial.sight import Sight

SOON = 60
"""The ticks before a night from which on it is spoken of."""

REMEDIES = {
    "metal_kg": "a Smelter or an Oxygen plant makes some, and a ship comes at tick {ship}",
    "regolith_kg": "an Excavator digs it",
    "parts": "a Fabricator makes them, and a ship comes at tick {ship}",
    "water_g": "a Water plant makes it of ice, and a ship comes at tick {ship}",
    "energy_kwh": "build a Solar array, or wait for the sun",
    "o2_g": "an Oxygen plant makes it",
    "crew": "nobody is left to work",
    "flare": "nobody goes outside until it is over",
}


HELPS = {
    "oxygen": "an Oxygen plant or a Smelter makes it",
    "power": "build a Solar array",
    "water": "a Water plant makes it of ice",
    "food": "a Greenhouse grows it",
}
"""What brings back what the crew is without."""


def advice(sight: Sight) -> str:
    """The worst trouble and its remedy; empty while there is none, or the game is decided."""
    if sight.mission.outcome != "running":
        return ""
    return next(_troubles(sight), "")


def night_is_short(sight: Sight) -> bool:
    """Whether the storage that there is or will be falls short of the coming night."""
    return sight.tick < sight.colony.night_begins and sight.night_kwh > min(
        sight.storage_kwh, _charged(sight)
    )


def _charged(sight: Sight) -> int:
    """What will be stored by dusk, if all goes on as in the last tick."""
    colony = sight.colony
    if colony.energy_kwh >= colony.storage_kwh:
        return sight.storage_kwh
    left = colony.night_begins - colony.tick
    return colony.energy_kwh + max(0, colony.energy_kwh_change) * left


def _troubles(sight: Sight) -> Iterator[str]:
    yield from _without(sight)
    yield from _broken(sight)
    yield from _night(sight)
    yield from _halted(sight)
    yield from _starved(sight)
    yield from _running_out(sight)


def _without(sight: Sight) -> Iterator[str]:
    colony, crew = sight.colony, sight.rules.crew
    lasts = {
        "oxygen": (colony.without_o2, crew.o2_grace_ticks),
        "power": (colony.without_power, crew.power_grace_ticks),
        "water": (colony.without_water, crew.water_grace_ticks),
        "food": (colony.without_food, crew.food_grace_ticks),
    }
    for what, (ticks, grace) in lasts.items():
        if ticks:
            left = max(0, grace - ticks)
            when = f"somebody dies in {_ticks(left)}" if left else "they are dying"
            yield f"Your crew is without {what}, and {when}: {_help(sight, what)}."


def _help(sight: Sight, what: str) -> str:
    dark = sight.colony.night_begins <= sight.tick < sight.colony.night_ends
    if what == "power" and dark:
        return f"only the sun at tick {sight.colony.night_ends} brings it back"
    return HELPS[what]


def _broken(sight: Sight) -> Iterator[str]:
    for row in sight.operations.values():
        if row.activity == "damaged" and not row.repair_ticks:
            yield f"Your {site_name(row.site_type)} is damaged and does nothing: order its repair."


def _night(sight: Sight) -> Iterator[str]:
    yield from _in_the_dark(sight)
    left = sight.colony.night_begins - sight.tick
    if left > SOON or not night_is_short(sight):
        return
    need = f"Night falls in {_ticks(left)} and takes {sight.night_kwh} kWh"
    if sight.storage_kwh < sight.night_kwh:
        yield f"{need}, but storage holds {sight.storage_kwh}: build a Battery bank now."
    else:
        yield f"{need}, but storage charges too slowly: begin nothing new, or add a Solar array."


def _in_the_dark(sight: Sight) -> Iterator[str]:
    colony = sight.colony
    if not colony.night_begins <= sight.tick < colony.night_ends or not sight.life_support_kwh:
        return
    empty = sight.tick + colony.energy_kwh // sight.life_support_kwh
    if empty < colony.night_ends - 1:
        yield (
            f"Storage is empty at tick {empty}, and dawn is at tick {colony.night_ends}. Only what "
            "was charged by day helps now: a Battery bank had to come first."
        )


def _halted(sight: Sight) -> Iterator[str]:
    for row in sight.operations.values():
        if row.activity == SITE and row.lacks:
            why = STOCK_WORDS.get(row.lacks, row.lacks)
            helps = REMEDIES.get(row.lacks, "wait for it").format(ship=sight.next_ship)
            yield f"Work on your {site_name(row.site_type)} has halted for want of {why}: {helps}."


def _starved(sight: Sight) -> Iterator[str]:
    for row in sight.of("oxygen-plant"):
        if row.activity == "no input" and sight.tick - row.since > sight.rules.work.restart_ticks:
            yield (
                "Your Oxygen plant has no ilmenite. Build an Excavator on mare, such as tile "
                f"{sight.nearest('ilmenite_kg')}: other ground has none."
            )


def _running_out(sight: Sight) -> Iterator[str]:
    """What does not outlast a night, in which nothing new is made, and the time to act before."""
    colony = sight.colony
    far = sight.rules.tick.lunar_day - sight.dusk + SOON
    stocks = {
        "oxygen": (colony.o2_g, colony.o2_g_change),
        "water": (colony.water_g, colony.water_g_change),
        "food": (colony.food_g, colony.food_g_change),
    }
    for what, (amount, change) in stocks.items():
        left = amount // -change if change < 0 else far
        if left < min(far, sight.mission.deadline_tick - sight.tick):
            yield f"Your {what} is gone in {_ticks(left)}, at the present rate: {HELPS[what]}."


def _ticks(count: int) -> str:
    return "1 tick" if count == 1 else f"{count} ticks"
