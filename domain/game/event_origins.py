"""Which command leads to which event, in which stream: found by playing games that have it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from domain.blocks.decider import Decider, Decision, Rejected
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command, Event
from domain.blocks.router import Router
from domain.blocks.unit_of_work import decide
from domain.game.aggregates.gameloop import gameloop
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame, StopGame
from domain.game.events import GameBranched
from domain.game.model import EVENT_TYPES, ROUTER
from domain.game.sample_rules import SAMPLE_COLONIES

SAMPLE: tuple[Command, ...] = (
    StartGame("moon-1"),
    SpawnSite("moon-1", "dome-1", 2, 5, "ada", completion_ticks=1, tick=0),
    AdvanceGameloop("moon-1", 1),
    StopGame("moon-1"),
    *SAMPLE_COLONIES,
)
"""Games from their starts to their ends, in which everything happens."""

NO_ID = UUID(int=0)


class Origin(NamedTuple):
    """The category of the stream that an event goes to, and the commands that lead to it."""

    category: str
    commands: tuple[str, ...]


BRANCHED = Origin(gameloop.category, ("lunar branch",))
"""No command leads to a branch: it is copied from its source (`domain/game/branches.py`)."""


def origins() -> dict[type[Event], Origin]:
    """The origin of every event: those that the sample has, in the order of their appearance."""
    found: dict[type[Event], Origin] = {}
    router = _observed(found)
    state = GameState(router)
    for command in SAMPLE:
        outcome = decide(router, state, command, NO_ID, lambda: NO_ID)
        if not isinstance(outcome, Rejected):
            state = outcome.state
    return {**found, GameBranched: BRANCHED}


def _observed(found: dict[type[Event], Origin]) -> Router:
    """The game's router, with deciders that note what they decide."""
    twins = {d: replace(d, decide=_noting(d, found)) for d in ROUTER.deciders}
    routes = {
        command: tuple(twins[decider] for decider in route)
        for command, route in ROUTER.routes.items()
    }
    return Router(routes, ROUTER.process_managers, EVENT_TYPES)


def _noting(
    decider: Decider[Any], found: dict[type[Event], Origin]
) -> Callable[[Any, Any], Decision]:
    def decide_and_note(state: Any, command: Command) -> Decision:
        decision = decider.decide(state, command)
        if not isinstance(decision, Rejected):
            for event in decision:
                _note(found, type(event), decider.category, type(command).__name__)
        return decision

    return decide_and_note


def _note(
    found: dict[type[Event], Origin], event: type[Event], category: str, command: str
) -> None:
    known = found[event].commands if event in found else ()
    found[event] = Origin(category, tuple(dict.fromkeys((*known, command))))
