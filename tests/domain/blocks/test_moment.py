"""A moment is the fold of its events; copies and decoded ones are as good."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command
from domain.blocks.moment import Moment
from domain.blocks.replay import Views
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, play

GAME = Where(game="g1")


async def played(commands: list[Command]) -> tuple[MemoryEventStore, list[RecordedEvent]]:
    store = MemoryEventStore()
    await play(store, commands)
    return store, list(await store.read(GAME))


def fold(moment: Moment, events: list[RecordedEvent]) -> Moment:
    for stored in events:
        event = EVENT_TYPES.decode(stored.kind, stored.data)
        moment.apply(stored.position, event, stored.recorded_at)
    return moment


def beginning() -> Moment:
    return Moment(ROUTER, PROJECTORS)


@given(COMMANDS)
async def test_it_is_what_a_replay_and_a_game_state_are(commands: list[Command]) -> None:
    store, events = await played(commands)
    moment = fold(beginning(), events)
    views = Views(PROJECTORS, EVENT_TYPES, GAME)
    await views.catch_up(store)
    state = GameState(ROUTER)
    for stored in events:
        state.apply(EVENT_TYPES.decode(stored.kind, stored.data))
    assert {name: view.rows for name, view in moment.views.items()} == {
        name: view.rows for name, view in views.all.items()
    }
    assert moment.state.encode() == state.encode()
    assert (moment.ordinal, moment.position) == (len(events), events[-1].position)
    assert {view.position for view in moment.views.values()} == {moment.position}
    assert moment.recorded_at == events[-1].recorded_at


@given(COMMANDS, st.integers(0, 30))
async def test_one_may_go_on_from_a_copy_and_from_what_was_encoded(
    commands: list[Command], parting: int
) -> None:
    _, events = await played(commands)
    moment = fold(beginning(), events[:parting])
    before = moment.encode()
    copy = moment.copy()
    decoded = beginning().decode(before)
    whole = fold(beginning(), events).encode()
    assert fold(copy, events[parting:]).encode() == whole
    assert fold(decoded, events[parting:]).encode() == whole
    assert moment.encode() == before


def test_before_the_first_event_there_is_nothing() -> None:
    moment = beginning()
    assert (moment.ordinal, moment.position, moment.recorded_at) == (0, 0, 0)
    assert not any(view.rows for view in moment.views.values())
