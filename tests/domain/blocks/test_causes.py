"""Why an event happened, step by step back to a command from outside."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from domain.blocks.causes import Step, causes
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command
from domain.game.commands import (
    AdvanceConstruction,
    AdvanceGameloop,
    SpawnBuilding,
    SpawnSite,
    StartGame,
)
from domain.game.event_origins import origins
from domain.game.model import EVENT_TYPES, ROUTER
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, application, play

COMMANDS_OF = {event.__name__: origin.commands for event, origin in origins().items()}


async def _why(store: EventStore, event: RecordedEvent) -> list[Step]:
    async def state_before(position: int) -> GameState:
        state = GameState(ROUTER)
        for stored in await store.read(Where(game=event.game)):
            if stored.position < position:
                state.apply(EVENT_TYPES.decode(stored.kind, stored.data))
        return state

    return list(await causes(store, ROUTER, COMMANDS_OF, event, state_before))


@pytest.fixture
async def store() -> MemoryEventStore:
    """Two sites that are done at tick 2, both begun by ada."""
    store = MemoryEventStore()
    app = application(store)
    for command in (
        StartGame("g1"),
        SpawnSite("g1", "a", 1, 1, "ada", 2, 0),
        SpawnSite("g1", "b", 1, 2, "ada", 2, 0),
        AdvanceGameloop("g1", 1),
        AdvanceGameloop("g1", 2),
    ):
        await app.dispatch(command, "ada")
    return store


async def test_a_building_goes_back_to_the_tick_that_a_player_let_pass(
    store: MemoryEventStore,
) -> None:
    (last,) = await store.read(backward=True, limit=1)
    steps = await _why(store, last)
    assert [(step.event.type, step.command, step.manager) for step in steps] == [
        ("BuildingSpawned", "SpawnBuilding", "Construction"),
        ("ConstructionCompleted", "AdvanceConstruction", "GameLoopManager"),
        ("GameloopAdvanced", "AdvanceGameloop", None),
    ]
    assert [step.sent for step in steps] == [
        SpawnBuilding("g1", "b", 1, 2, "ada", 2),
        AdvanceConstruction("g1", "b", 2, 1),
        None,
    ]
    assert steps[-1].event.player == "ada"


async def test_a_site_is_what_its_player_did(store: MemoryEventStore) -> None:
    (spawned, _) = await store.read(Where(types=frozenset({"SiteSpawned"})))
    (step,) = await _why(store, spawned)
    assert step == Step(spawned, "SpawnSite")


@given(COMMANDS)
async def test_every_event_leads_back_to_a_command_from_outside(commands: list[Command]) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    for event in await store.read():
        steps = await _why(store, event)
        assert steps[0].event == event
        for step, cause in pairwise(steps):
            assert step.event.causation_id == cause.event.event_id
            assert type(step.sent).__name__ == step.command
            assert step.command in COMMANDS_OF[step.event.type]
            assert step.manager in {manager.name for manager in ROUTER.process_managers}
        outside = steps[-1]
        assert outside.event.causation_id == outside.event.correlation_id
        assert (outside.manager, outside.sent) == (None, None)
