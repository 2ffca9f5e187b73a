"""SkyWatch: at each tick of its game, somebody looks at what may come down on the colony."""

from __future__ import annotations

from typing import get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import RulesetAdopted
from domain.game.commands import WatchSky
from domain.game.events import (
    GameloopAdvanced,
    GameStopped,
)

Followed = RulesetAdopted | GameloopAdvanced | GameStopped


def correlate(event: Followed) -> Correlation:
    """One flow for each game whose scenario has hazards, until it stops."""
    match event:
        case RulesetAdopted():
            dangerous = event.rules.scenario[event.scenario].hazard_percent > 0
            return Start(event.game_id) if dangerous else None
        case GameloopAdvanced():
            return Continue(event.game_id)
        case GameStopped():
            return Stop(event.game_id)


def evolve(_: None, __: Followed) -> None:
    """Nothing need be remembered."""


def react(_: None, event: Followed) -> tuple[Command, ...]:
    """Watch the sky."""
    if not isinstance(event, GameloopAdvanced):
        return ()
    return (WatchSky(event.game_id, event.tick),)


sky_watch: ProcessManager[None] = ProcessManager(
    name="SkyWatch",
    handles=get_args(Followed),
    initial=None,
    correlate=correlate,
    evolve=evolve,
    react=react,
)
