"""Daylight: a pure function of the tick and the ground's share of light. Tick 0 is a dawn."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

ALWAYS = 100
"""Percent of the time: ground that is never dark."""


def lit_ticks(light_percent: int, lunar_day: int) -> int:
    """For how many ticks from dawn ground has light that has it so many percent of the time."""
    return lunar_day - lunar_day * (ALWAYS - light_percent) // ALWAYS


def is_lit(light_percent: int, tick: int, lunar_day: int) -> bool:
    """Whether ground that has light so many percent of the time has it at this tick."""
    return tick % lunar_day < lit_ticks(light_percent, lunar_day)


class Night(Struct, frozen=True, gc=False):
    """The night that is, or comes next: when the power made falls short of what life needs.

    `need_kwh` is what storage must still hold for it, or when it begins. Both ticks are 0 where no
    night comes; a night that goes on for a lunar day ends when that day does.
    """

    begins: int = 0
    ends: int = 0
    need_kwh: int = 0


def next_night(
    tick: int, lunar_day: int, needed: int, constant: int, solar: Mapping[int, int]
) -> Night:
    """The night at or after the tick.

    `needed` and `constant` are the energy that life needs, and that is made come what may, in a
    tick; `solar` is what the arrays make in light, by the percents of light that they have.
    """
    turns = sorted({tick, *_turns(tick, lunar_day, solar), tick + lunar_day})
    begins = need = 0
    for start, end in pairwise(turns):
        made = constant + sum(
            kwh for percent, kwh in solar.items() if is_lit(percent, start, lunar_day)
        )
        if made >= needed and begins:
            return Night(begins, start, need)
        if made < needed:
            begins = begins or start
            need += (needed - made) * (end - start)
    return Night(begins, turns[-1], need) if begins else Night()


def _turns(tick: int, lunar_day: int, solar: Mapping[int, int]) -> list[int]:
    """The ticks within a lunar day from now at which light comes or goes."""
    dawn = tick - tick % lunar_day
    dusks = [lit_ticks(percent, lunar_day) for percent in solar]
    turns = [day + phase for day in (dawn, dawn + lunar_day) for phase in (0, *dusks)]
    return [turn for turn in turns if tick < turn < tick + lunar_day]
