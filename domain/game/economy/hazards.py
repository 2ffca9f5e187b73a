"""Hazards: drawn by a keyed hash of seed, tick and kind, so that nothing hidden is ever drawn from.

Only the deciding aggregate draws; what came of it stands on its events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Literal, TypeVar

from domain.game.economy.ruleset import HazardRules

T = TypeVar("T")

Hazard = Literal["meteor", "moonquake", "solar flare"]

METEOR: Hazard = "meteor"
MOONQUAKE: Hazard = "moonquake"
SOLAR_FLARE: Hazard = "solar flare"


def draw(seed: int, tick: int, kind: str, below: int) -> int:
    """A number from 0 up to `below`, the same for ever for this seed, tick and kind."""
    key = seed.to_bytes(8, "big")
    word = blake2b(b"%d/%s" % (tick, kind.encode()), key=key, digest_size=8).digest()
    return int.from_bytes(word, "big") % below


def choose(seed: int, tick: int, kind: str, among: Sequence[T]) -> T | None:
    """One of them, or None where there are none."""
    return among[draw(seed, tick, kind, len(among))] if among else None


def coming(
    seed: int, rules: HazardRules, percent: int, lunar_day: int, tick: int
) -> Iterator[Hazard]:
    """The hazards that strike at this tick, at so many percent of their usual rates."""
    if tick <= rules.quiet_until_tick:
        return
    rates: tuple[tuple[Hazard, int], ...] = (
        (METEOR, rules.meteor.per_lunar_day_permille),
        (MOONQUAKE, rules.moonquake.per_lunar_day_permille),
        (SOLAR_FLARE, rules.solar_flare.per_lunar_day_permille),
    )
    for hazard, rate in rates:
        if draw(seed, tick, hazard, lunar_day * 100_000) < rate * percent:
            yield hazard
