"""One command and its whole cascade, decided on a draft: pure, so that it can be decided again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from domain.blocks.decider import Rejected
from domain.blocks.errors import EndlessCascade
from domain.blocks.event_store import NO_STREAM, Expected, NewEvent
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command, Event
from domain.blocks.router import Router

LONGEST_CHAIN = 64
"""How many commands may each lead to the next before the cascade counts as endless."""


class _Link(NamedTuple):
    """A command in the cascade, with what led to it."""

    command: Command
    command_id: UUID
    causation_id: UUID
    depth: int
    steps: tuple[str, ...] = ()
    """The names on the way to the command, kept only close to the limit."""


class Outcome(NamedTuple):
    """What a command comes to: its events (stored form and typed), and the game after them."""

    recorded: list[NewEvent]
    events: list[Event]
    expect: dict[str, Expected]
    """The streams that begin with these events; they must not be another game's."""
    state: GameState


def decide(
    router: Router,
    before: GameState,
    command: Command,
    command_id: UUID,
    new_id: Callable[[], UUID],
) -> Outcome | Rejected:
    """Decide the command and all that process managers make of it, breadth first.

    `before` is left as it is. Raises `EndlessCascade`, naming the cycle.
    """
    state = before.draft()
    outcome = Outcome([], [], {}, state)
    queue = deque([_Link(command, command_id, command_id, depth=1)])
    while queue:
        link = queue.popleft()
        _check_depth(link)
        for decider in router.routes[type(link.command)]:
            stream = decider.stream(link.command)
            decision = decider.decide(state.aggregate(decider, stream), link.command)
            if isinstance(decision, Rejected):
                return decision
            for event in decision:
                if not before.knows(stream):
                    outcome.expect[stream] = NO_STREAM
                event_id = new_id()
                outcome.events.append(event)
                outcome.recorded.append(_new_event(router, stream, event, event_id, link))
                for manager, flow in state.apply(event):
                    queue.extend(
                        _next_link(link, event, event_id, manager.name, reaction, new_id())
                        for reaction in manager.react(flow, event)
                    )
    return outcome


def _new_event(router: Router, stream: str, event: Event, event_id: UUID, link: _Link) -> NewEvent:
    return NewEvent(
        event_id=event_id,
        stream=stream,
        type=type(event).__name__,
        schema=event.SCHEMA,
        data=router.events.encode(event),
        command_id=link.command_id,
        causation_id=link.causation_id,
        game=event.game_id,
    )


def _next_link(
    link: _Link, event: Event, event_id: UUID, manager: str, command: Command, command_id: UUID
) -> _Link:
    depth = link.depth + 1
    steps: tuple[str, ...] = ()
    if depth > LONGEST_CHAIN // 2:
        steps = (*link.steps, type(link.command).__name__, type(event).__name__, f"({manager})")
    return _Link(command, command_id, event_id, depth, steps)


def _check_depth(link: _Link) -> None:
    if link.depth <= LONGEST_CHAIN:
        return
    again = type(link.command).__name__
    last = len(link.steps) - 1 - link.steps[::-1].index(again) if again in link.steps else 0
    raise EndlessCascade((*link.steps[last:], again))
