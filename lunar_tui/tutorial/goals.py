"""The goals of a scenario: what is asked for, how much of it there is, and until when."""

from __future__ import annotations

from msgspec import Struct

from domain.game.projectors.objectives import CREW, TICK, ObjectiveRow
from lunar_tui.colony_sentences import STOCK_WORDS
from lunar_tui.tutorial.sight import Sight

GRAMS = 1000


class Goal(Struct, frozen=True):
    """So much of what is asked for, in a unit that people count it in."""

    name: str
    value: int
    target: int
    unit: str = ""

    @property
    def reached(self) -> bool:
        """Whether there is enough of it."""
        return self.value >= self.target

    @property
    def told(self) -> str:
        """Its name and numbers, such as `oxygen 123/300 kg`."""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.name} {self.value:,}/{self.target:,}{unit}"


def goals(sight: Sight) -> list[Goal]:
    """The goals, what has to be held for a while last."""
    found = [goal_of(row) for row in sight.objectives]
    mission = sight.mission
    if mission.hold_ticks:
        end = mission.ended_at or sight.tick
        held = min(end - mission.reached_at, mission.hold_ticks) if mission.reached_at else 0
        found.append(Goal("held", held, mission.hold_ticks))
    return found


def deadline(sight: Sight) -> str:
    """Until when, where no goal says so; how it went, once that is decided."""
    mission = sight.mission
    match mission.outcome:
        case "running" if sight.wanted(TICK) == mission.deadline_tick:
            return ""
        case "running":
            return f"by tick {mission.deadline_tick:,}"
        case "won":
            return f"won at tick {mission.ended_at:,}"
        case _:
            return f"lost at tick {mission.ended_at:,}"


def goal_of(row: ObjectiveRow) -> Goal:
    """What is asked for, as people count it."""
    if row.objective in {TICK, CREW}:
        return Goal(row.objective, row.value, row.target)
    _, _, unit = row.objective.rpartition("_")
    name = STOCK_WORDS[row.objective]
    if unit == "g":
        return Goal(name, row.value // GRAMS, -(-row.target // GRAMS), "kg")
    return Goal(name, row.value, row.target, {"kg": "kg", "kwh": "kWh"}.get(unit, ""))
