"""Two runs abreast: at the same tick, each at its own moment."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.event_types import EventType
from domain.blocks.run import Fact, Run
from domain.game.events import BuildingSpawned, GameloopAdvanced, GameStarted
from domain.game.travel import LANDMARKS
from lunar_tui.abreast import BEGINNING, PairedRun

BUILT = BuildingSpawned("g", "s", 1, 5, "ann", 1)
LENGTHS = st.lists(st.integers(1, 5), min_size=1, max_size=8)
"""How many events each tick of a run has."""


def grow(run: Run, events_a_tick: list[int]) -> Run:
    """Add ticks; a run that has none yet begins with tick 0."""
    for tick, count in enumerate(events_a_tick, start=run.turn(run.count) + 1 if run.count else 0):
        for number in range(count):
            first = (
                GameloopAdvanced("g", tick) if tick else GameStarted("g", "g", "", 9, 9, 1, (1,))
            )
            event = BUILT if number else first
            position = run.count + 1
            run.add([Fact(position, EventType(type(event).__name__, 1), event, position)])
    return run


def a_run(events_a_tick: list[int]) -> Run:
    return grow(Run(LANDMARKS), events_a_tick)


@given(LENGTHS, LENGTHS)
def test_at_the_end_of_a_tick_both_are_at_its_end(one: list[int], other: list[int]) -> None:
    left, right = a_run(one), a_run(other)
    pair = PairedRun(left, right, 0)
    for tick in range(max(len(one), len(other))):
        ordinal = pair.at_turn(tick)
        assert pair.turn(ordinal) == tick
        assert pair.apart(ordinal) == (left.at_turn(tick), right.at_turn(tick))


@given(LENGTHS, LENGTHS)
def test_each_step_takes_one_of_them_or_both_one_event_on(one: list[int], other: list[int]) -> None:
    pair = PairedRun(a_run(one), a_run(other), 0)
    places = [pair.apart(ordinal) for ordinal in range(pair.count + 1)]
    assert places[0] == (0, 0)
    assert places[-1] == (sum(one), sum(other))
    for (left, right), (left_on, right_on) in pairwise(places):
        assert {left_on - left, right_on - right} <= {0, 1}
        assert (left, right) != (left_on, right_on)


@given(LENGTHS, LENGTHS)
def test_every_moment_of_the_left_game_is_found(one: list[int], other: list[int]) -> None:
    pair = PairedRun(a_run(one), a_run(other), 0)
    assert [pair.apart(pair.together(k))[0] for k in range(sum(one) + 1)] == [*range(sum(one) + 1)]


@given(LENGTHS, LENGTHS, LENGTHS, LENGTHS)
def test_a_pair_that_grew_is_as_one_made_anew(
    one: list[int], other: list[int], more: list[int], still_more: list[int]
) -> None:
    left, right = a_run(one), a_run(other)
    pair = PairedRun(left, right, 0)
    grow(left, more)
    pair.grow()
    grow(right, still_more)
    pair.grow()
    anew = PairedRun(left, right, 0)
    assert pair.count == anew.count
    assert pair.markers == anew.markers
    assert [pair.apart(k) for k in range(pair.count)] == [anew.apart(k) for k in range(pair.count)]


def test_markers_of_both_stand_in_order_with_the_place_where_they_parted() -> None:
    pair = PairedRun(a_run([1, 3, 1]), a_run([1, 1, 2]), forked_at=1)
    assert [(marker.ordinal, marker.kind) for marker in pair.markers] == [
        (1, "game started"),
        (3, "building done"),
        (4, "building done"),
        (4, BEGINNING),
        (6, "building done"),
    ]
