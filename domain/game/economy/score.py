"""The score of a game that is over, and its parts."""

from __future__ import annotations

from msgspec import Struct

from domain.game.economy.ruleset import ScoreRules
from domain.game.economy.stocks import Stocks


class Score(Struct, frozen=True, gc=False):
    """The parts of a score; what was lost is below 0."""

    crew: int
    deaths: int
    oxygen: int
    metal: int
    parts: int
    buildings: int
    victory: int
    time: int

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(getattr(self, part) for part in self.__struct_fields__)


def score(
    rules: ScoreRules, stocks: Stocks, *, crew: int, deaths: int, buildings: int, won_at: int | None
) -> Score:
    """The score of a colony as it ended; `won_at` is the tick of its victory, None without one."""
    victory = time = 0
    if won_at is not None:
        victory = rules.win
        early = rules.par_tick - won_at
        time = early * (rules.early_tick if early > 0 else -rules.late_tick)
    return Score(
        crew=rules.crew_alive * crew,
        deaths=rules.crew_death * deaths,
        oxygen=min(stocks.o2_g // 1000, rules.o2_kg_cap) // rules.o2_kg_divisor,
        metal=min(stocks.metal_kg, rules.metal_kg_cap) // rules.metal_kg_divisor,
        parts=rules.part * min(stocks.parts, rules.part_cap),
        buildings=rules.building * buildings,
        victory=victory,
        time=time,
    )
