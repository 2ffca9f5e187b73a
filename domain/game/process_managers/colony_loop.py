"""ColonyLoop: at each tick of its game, the colony is accounted for."""

from __future__ import annotations

from typing import get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import ColonyFounded
from domain.game.commands import BalanceColony
from domain.game.events import (
    GameloopAdvanced,
    GameStopped,
)

Followed = ColonyFounded | GameloopAdvanced | GameStopped


def correlate(event: Followed) -> Correlation:
    """One flow for each game that has a colony, until it stops."""
    match event:
        case ColonyFounded():
            return Start(event.game_id)
        case GameloopAdvanced():
            return Continue(event.game_id)
        case GameStopped():
            return Stop(event.game_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """Account for the tick."""
    if not isinstance(event, GameloopAdvanced):
        return ()
    return (BalanceColony(event.game_id, event.tick),)


colony_loop: ProcessManager[None] = ProcessManager(
    name="ColonyLoop",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
