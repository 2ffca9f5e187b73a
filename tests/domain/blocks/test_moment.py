"""A moment is the fold of its events; copies and decoded ones are as good."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.game_state import GameState
from domain.blocks.messages import Command
from domain.blocks.replay import Views
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from tests.folding import GAME, beginning, contents, fold, played
from tests.playing import COMMANDS


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


@given(COMMANDS, st.integers(0, 30), st.integers(0, 30))
async def test_one_may_go_on_from_a_copy_and_from_what_was_encoded(
    commands: list[Command], earlier: int, parting: int
) -> None:
    _, events = await played(commands)
    base = fold(beginning(), events[:earlier])
    moment = fold(beginning(), events[:parting])
    before = contents(moment)
    whole = contents(fold(beginning(), events))
    for other in (
        moment.copy(),
        beginning().decode(moment.encode()),
        base.decode(moment.encode(base)),
    ):
        assert contents(other) == before
        assert contents(fold(other, events[parting:])) == whole
    assert contents(moment) == before


@given(COMMANDS)
async def test_equal_moments_are_told_alike(commands: list[Command]) -> None:
    _, events = await played(commands)
    half = len(events) // 2
    one = fold(beginning(), events)
    other = fold(beginning().decode(fold(beginning(), events[:half]).encode()), events[half:])
    assert one.encode() == other.encode()
    assert one.encode() != fold(beginning(), events[:-1]).encode()


def test_before_the_first_event_there_is_nothing() -> None:
    moment = beginning()
    assert (moment.ordinal, moment.position, moment.recorded_at) == (0, 0, 0)
    assert not any(view.rows for view in moment.views.values())
