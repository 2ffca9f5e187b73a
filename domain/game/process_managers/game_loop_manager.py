"""GameLoopManager: each tick of a game becomes a tick of work on each of its active sites.

Where a colony is founded, its balance says what is worked on, and this flow ends.
"""

from __future__ import annotations

from typing import assert_never, get_args

from domain.blocks.messages import Command
from domain.blocks.process_manager import Continue, Correlation, ProcessManager, Start, Stop
from domain.game.colony_events import ColonyFounded
from domain.game.commands import AdvanceConstruction
from domain.game.events import (
    ConstructionCompleted,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SiteSpawned,
)

Followed = (
    GameStarted
    | SiteSpawned
    | GameloopAdvanced
    | ConstructionCompleted
    | ColonyFounded
    | GameStopped
)

ActiveSites = tuple[str, ...]
"""The ids of the sites under construction, in the order they were begun."""


def correlate(event: Followed) -> Correlation:
    """One flow for each game, from its start until it stops or has a colony."""
    match event:
        case GameStarted():
            return Start(event.game_id)
        case ColonyFounded() | GameStopped():
            return Stop(event.game_id)
        case _:
            return Continue(event.game_id)


def evolve(active: ActiveSites, event: Followed) -> ActiveSites:
    """The active sites with the event in them."""
    match event:
        case SiteSpawned():
            return (*active, event.site_id)
        case ConstructionCompleted():
            done = active.index(event.site_id)
            return active[:done] + active[done + 1 :]
        case GameStarted() | GameloopAdvanced() | ColonyFounded() | GameStopped():
            return active
        case _:
            assert_never(event)


def react(active: ActiveSites, event: Followed) -> tuple[Command, ...]:
    """At each tick, work on every active site."""
    if not isinstance(event, GameloopAdvanced):
        return ()
    return tuple(
        AdvanceConstruction(event.game_id, site_id, event.tick, advance_ticks=1)
        for site_id in active
    )


game_loop_manager: ProcessManager[ActiveSites] = ProcessManager(
    name="GameLoopManager",
    handles=get_args(Followed),
    initial=(),
    correlate=correlate,
    evolve=evolve,
    react=react,
)
