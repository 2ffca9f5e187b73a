"""MissionControl: each tick is judged by the scenario's goal, and the end of it ends the game."""

from __future__ import annotations

from typing import assert_never, get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    GameLost,
    GameWon,
)
from domain.game.commands import JudgeMission, StopGame
from domain.game.events import (
    GameStopped,
)

Followed = ColonyFounded | ColonyBalanced | GameWon | GameLost | GameStopped


def correlate(event: Followed) -> Correlation:
    """One flow for each game that has a colony, until it stops."""
    match event:
        case ColonyFounded():
            return Start(event.game_id)
        case ColonyBalanced() | GameWon() | GameLost():
            return Continue(event.game_id)
        case GameStopped():
            return Stop(event.game_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """Judge the tick; when the game is decided, stop it."""
    match event:
        case ColonyBalanced():
            return (JudgeMission(event.game_id, event.tick),)
        case GameWon():
            return (StopGame(event.game_id, "won"),)
        case GameLost():
            return (StopGame(event.game_id, f"lost, because {event.why}"),)
        case ColonyFounded() | GameStopped():
            return ()
        case _:
            assert_never(event)


mission_control: ProcessManager[None] = ProcessManager(
    name="MissionControl",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
