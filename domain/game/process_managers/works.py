"""Works: what a colony paid for at a tick is done, and what it could not pay for halts."""

from __future__ import annotations

from typing import get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import ColonyBalanced, ColonyFounded
from domain.game.commands import CompleteRepair, HaltConstruction, WorkOnSite
from domain.game.events import (
    GameStopped,
)

Followed = ColonyFounded | ColonyBalanced | GameStopped


def correlate(event: Followed) -> Correlation:
    """One flow for each game that has a colony, until it stops."""
    match event:
        case ColonyFounded():
            return Start(event.game_id)
        case ColonyBalanced():
            return Continue(event.game_id)
        case GameStopped():
            return Stop(event.game_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered: the balance says what was paid for, and what halted."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """Work on the sites, halt those that lack something, and end the repairs that are done."""
    if not isinstance(event, ColonyBalanced):
        return ()
    commands: list[Command] = []
    for turn in event.turns:
        if turn.repair:
            if turn.done == turn.ticks:
                commands.append(CompleteRepair(event.game_id, turn.site_id, event.tick))
        elif turn.lacks:
            halt = HaltConstruction(event.game_id, turn.site_id, turn.lacks, event.tick)
            commands.append(halt)
        else:
            commands.append(WorkOnSite(event.game_id, turn.site_id, event.tick))
    return tuple(commands)


works: ProcessManager[None] = ProcessManager(
    name="Works",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
