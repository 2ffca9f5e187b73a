"""The playhead: places along a run, and what moves it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.event_types import EventType
from domain.blocks.run import Fact, Run
from domain.game.events import GameloopAdvanced, GameStarted
from domain.game.travel import LANDMARKS
from lunar_tui.playhead import SPEEDS, Playhead, length_of, ordinal_of, place_of

STARTED = GameStarted("g", "g", "", 32, 16, 1, (1,))


def a_run(events_a_tick: list[int]) -> Run:
    """A run whose ticks have so many events, the first of them that which begins the tick."""
    run = Run(LANDMARKS)
    position = 0
    for tick, count in enumerate(events_a_tick):
        for number in range(count):
            position += 1
            event = STARTED if number or not tick else GameloopAdvanced("g", tick)
            kind = EventType(type(event).__name__, 1)
            run.add([Fact(position, kind, event, position)])
    return run


RUNS = st.lists(st.integers(1, 40), min_size=1, max_size=12).map(a_run)


@given(RUNS)
def test_each_moment_has_a_place_of_its_own_in_their_order(run: Run) -> None:
    places = [place_of(run, ordinal) for ordinal in range(run.count + 1)]
    assert places == sorted(set(places))
    assert [ordinal_of(run, place) for place in places] == list(range(run.count + 1))
    assert places[0] == 0
    assert places[-1] == length_of(run)


@given(RUNS, st.floats(0, 13))
def test_every_place_is_in_the_run(run: Run, place: float) -> None:
    assert 0 <= ordinal_of(run, min(place, length_of(run))) <= run.count


def test_it_plays_so_many_ticks_a_second_both_ways() -> None:
    head = Playhead(place=5.0, speed=2.0, playing=True)
    assert head.after(1.5, end=20.0).place == 8.0
    assert Playhead(5.0, 2.0, forward=False, playing=True).after(1.5, end=20.0).place == 2.0


def test_it_stops_at_either_end() -> None:
    at_the_end = Playhead(19.0, 4.0, playing=True).after(1.0, end=20.0)
    assert (at_the_end.place, at_the_end.playing) == (20.0, False)
    at_the_start = Playhead(1.0, 4.0, forward=False, playing=True).after(1.0, end=20.0)
    assert (at_the_start.place, at_the_start.playing) == (0.0, False)


def test_while_it_rests_time_does_nothing() -> None:
    assert Playhead(5.0).after(100.0, end=20.0) == Playhead(5.0)


def test_a_key_plays_and_the_same_key_stops() -> None:
    playing = Playhead(5.0).pressed(20.0, forward=True)
    assert playing.playing
    assert not playing.pressed(20.0, forward=True).playing
    assert playing.pressed(20.0, forward=False) == Playhead(5.0, forward=False, playing=True)


def test_from_an_end_it_plays_from_the_other_one() -> None:
    assert Playhead(20.0).pressed(20.0, forward=True).place == 0.0
    assert Playhead(0.0).pressed(20.0, forward=False).place == 20.0


def test_speeds_go_from_a_quarter_to_1024_and_no_further() -> None:
    head = Playhead()
    for _ in range(20):
        head = head.faster()
    assert head.speed == SPEEDS[-1] == 1024
    for _ in range(20):
        head = head.slower()
    assert head.speed == SPEEDS[0] == 0.25
