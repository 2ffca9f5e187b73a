"""The history of a colony: what it had over the whole game, and from when to try again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from domain.blocks.messages import Event
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    GameLost,
    RulesetAdopted,
)
from domain.game.economy.stocks import Stocks


class Sample(Struct, frozen=True):
    """What a colony had after a tick."""

    tick: int
    crew: int
    stocks: Stocks


def history(events: Iterable[Event]) -> Sequence[Sample]:
    """What the colony began with, and what it had after each tick."""
    samples = []
    for event in events:
        if isinstance(event, ColonyFounded):
            samples.append(Sample(0, event.crew, event.stocks))
        elif isinstance(event, ColonyBalanced):
            samples.append(Sample(event.tick, event.crew, event.stocks))
    return samples


def thinned(samples: Sequence[Sample], most: int) -> Sequence[Sample]:
    """At most so many of the samples, evenly apart, the first and the last among them."""
    if len(samples) <= most:
        return samples
    step = (len(samples) - 1) / (most - 1)
    return [samples[round(place * step)] for place in range(most)]


def tick_before_loss(events: Iterable[Event]) -> int | None:
    """Half a lunar day before the first death, or before the end; None for a game not lost.

    There is still light then in which to build what was missing.
    """
    half_day, first_death = 0, None
    for event in events:
        match event:
            case RulesetAdopted():
                half_day = event.rules.tick.lunar_day // 2
            case CrewDied():
                first_death = first_death or event.tick
            case GameLost():
                return max(1, (first_death or event.tick) - half_day)
            case _:
                pass
    return None
