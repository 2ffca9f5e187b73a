"""Resupply: ships land by a timetable."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import RulesetAdopted
from domain.game.commands import LandResupply
from domain.game.events import (
    GameloopAdvanced,
    GameStopped,
)

Followed = RulesetAdopted | GameloopAdvanced | GameStopped


class Timetable(Struct, frozen=True):
    """The tick of the first ship, and of how many ticks later each other one follows."""

    first_tick: int = 0
    every_ticks: int = 1


def correlate(event: Followed) -> Correlation:
    """One flow for each game that has rules, until it stops."""
    match event:
        case RulesetAdopted():
            return Start(event.game_id)
        case GameloopAdvanced():
            return Continue(event.game_id)
        case GameStopped():
            return Stop(event.game_id)


def evolve(timetable: Timetable, event: Followed) -> Timetable:
    """The timetable stands in the rules."""
    if isinstance(event, RulesetAdopted):
        ships = event.rules.resupply
        return Timetable(ships.first_tick, ships.every_ticks)
    return timetable


def react(timetable: Timetable, event: Followed) -> tuple[Command, ...]:
    """Let a ship land when one is due."""
    if not isinstance(event, GameloopAdvanced):
        return ()
    late = event.tick - timetable.first_tick
    due = late >= 0 and late % timetable.every_ticks == 0
    return (LandResupply(event.game_id, event.tick),) if due else ()


resupply: ProcessManager[Timetable] = ProcessManager(
    name="Resupply",
    handles=get_args(Followed),
    initial=Timetable(),
    correlate=correlate,
    evolve=evolve,
    react=react,
)
