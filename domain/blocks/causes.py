"""Why an event happened: from what it came of, step by step back to what a player did.

Process managers are asked again what they made of an event, which is pure: nothing is dispatched.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from domain.blocks.event_store import EventStore, RecordedEvent
from domain.blocks.family import by_external_command, relatives
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command
from domain.blocks.router import Router

StateBefore = Callable[[int], Awaitable[GameState]]
"""Finds the game as it was before the event at a position."""


class Step(Struct, frozen=True):
    """An event, and what it came of.

    `command` is the name of the command that was decided, those that it may have been where that
    is not known, None where no command leads to such an event. `sent` is the command itself, and
    `manager` the process manager that sent it in answer to the next step's event. Without a
    manager it came from outside, and `event.player` sent it.
    """

    event: RecordedEvent
    command: str | None = None
    sent: Command | None = None
    manager: str | None = None


async def causes(
    store: EventStore,
    router: Router,
    commands: Mapping[str, Collection[str]],
    event: RecordedEvent,
    state_before: StateBefore,
) -> Sequence[Step]:
    """The event's step first, then that of the event that it answers, and so on.

    The last step is that of a command from outside. `commands` has for each event type the names of
    the commands that may lead to it. Raises `StoreFault`, and `UnknownEventType` or
    `UnreadableEvent`.
    """
    cascade = await _back_to_the_command(store, event)
    chain = [event]
    for earlier in reversed(cascade[:-1]):
        if earlier.event_id == chain[-1].causation_id:
            chain.append(earlier)
    reactions: Mapping[UUID, Sequence[_Reaction]] = {}
    if len(chain) > 1:
        state = await state_before(cascade[0].position)
        reactions = _reactions(router, state, cascade, {each.event_id for each in chain[1:]})
    return [_step(router, commands, each, reactions) for each in chain]


async def _back_to_the_command(store: EventStore, event: RecordedEvent) -> list[RecordedEvent]:
    """The cascade up to the event, from the event that began the chain to it, in order."""
    cascade, oldest = [event], event
    if by_external_command(event):
        return cascade
    async for earlier in relatives(store, event, backward=True):
        cascade.append(earlier)
        if earlier.event_id == oldest.causation_id:
            oldest = earlier
            if by_external_command(earlier):
                break
    return cascade[::-1]


class _Reaction(Struct, frozen=True):
    manager: str
    command: Command


def _reactions(
    router: Router, before: GameState, cascade: Iterable[RecordedEvent], answered: set[UUID]
) -> dict[UUID, Sequence[_Reaction]]:
    """What process managers made of the events that were answered."""
    state = before.draft()
    found: dict[UUID, Sequence[_Reaction]] = {}
    for stored in cascade:
        event = router.events.decode(stored.kind, stored.data)
        following = state.apply(event)
        if stored.event_id in answered:
            found[stored.event_id] = [
                _Reaction(manager.name, command)
                for manager, flow in following
                for command in manager.react(flow, event)
            ]
    return found


def _step(
    router: Router,
    commands: Mapping[str, Collection[str]],
    event: RecordedEvent,
    reactions: Mapping[UUID, Sequence[_Reaction]],
) -> Step:
    possible = commands.get(event.type, ())
    for reaction in reactions.get(event.causation_id, ()):
        sent = reaction.command
        name = type(sent).__name__
        streams = {decider.stream(sent) for decider in router.routes[type(sent)]}
        if name in possible and event.stream in streams:
            return Step(event, name, sent, reaction.manager)
    return Step(event, " or ".join(possible) or None)
