"""Alarms: what is so deadly that the clock stops, for the player to think."""

from __future__ import annotations

from collections.abc import Sequence

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDestroyed,
    ColonyBalanced,
    HazardAnnounced,
)
from domain.game.projectors.objectives import TICK
from lunar_tui.colony_sentences import colony_sentence
from lunar_tui.tutorial.advice import night_is_short
from lunar_tui.tutorial.goals import goals
from lunar_tui.tutorial.sight import Sight

AHEAD = (48, 16)
"""The ticks before a night at which its alarm comes.

A battery takes 16 ticks to build and then has to be charged. The second is for what was built since
the first, and wants power too.
"""


LEFT = (100, 48)
"""The ticks before the deadline at which what is missing is told: enough to build, and to fill."""


def alarm(events: Sequence[Event], sight: Sight) -> str:
    """Why to stop after these events, as a sentence; empty for no reason."""
    return next((why for why in (_alarm(event, sight) for event in events) if why), "")


def _alarm(event: Event, sight: Sight) -> str:
    match event:
        case BuildingDamaged() | BuildingDestroyed() | HazardAnnounced():
            return f"{colony_sentence(event, sight.width)}."
        case ColonyBalanced():
            return _of_crew(event) or _of_night(event, sight) or _of_deadline(event, sight)
        case _:
            return ""


def _of_crew(event: ColonyBalanced) -> str:
    without = event.shortages
    lacks = {
        "oxygen": without.o2,
        "power": without.power,
        "water": without.water,
        "food": without.food,
    }
    missing = [what for what, ticks in lacks.items() if ticks == 1]
    return f"Your crew is without {' and '.join(missing)}." if missing else ""


def _of_night(event: ColonyBalanced, sight: Sight) -> str:
    ahead = event.night.begins - event.tick
    if ahead not in AHEAD or not night_is_short(sight):
        return ""
    return f"Night falls in {ahead} ticks, and your storage will not last."


def _of_deadline(event: ColonyBalanced, sight: Sight) -> str:
    left = sight.mission.deadline_tick - event.tick
    missing = [goal.told for goal in goals(sight) if not goal.reached and goal.name != TICK]
    if left not in LEFT or not missing:
        return ""
    return f"{left} ticks are left, and not all that is asked for is there: {', '.join(missing)}."
