"""The states of a subscription, and that no way through them loses or repeats an event."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.event_store import RecordedEvent
from domain.blocks.subscription import (
    LATEST,
    SOONEST,
    AtCapacity,
    CatchingUp,
    Following,
    StandingBy,
    State,
    Stopped,
    announced,
    look,
    pause,
    read,
    taken,
)
from persistence.log_end import LogEnd
from tests.conformance.events import commit, event

(LOG,) = LogEnd().admit([commit(*(event("a") for _ in range(400)))])
ROOM = 5


def events(first: int, last: int) -> tuple[RecordedEvent, ...]:
    return tuple(LOG[first - 1 : last])


def test_a_full_page_is_followed_by_another() -> None:
    assert read(CatchingUp(0), 7, at_end=False) == CatchingUp(7)


def test_at_the_end_of_the_log_it_follows() -> None:
    assert read(CatchingUp(7), 9, at_end=True) == Following(9)


def test_looks_that_find_nothing_are_counted() -> None:
    state = CatchingUp(9)
    for looks in (1, 2, 3):
        following = read(state, 9, at_end=True)
        assert isinstance(following, Following)
        assert following == Following(9, looks=looks)
        state = look(following)
    assert read(state, 10, at_end=True) == Following(10)


def test_live_events_that_go_on_from_the_last_wait_to_be_taken() -> None:
    state = announced(Following(3), events(4, 5), ROOM)
    assert state == Following(5, events(4, 5))
    assert announced(state, events(6, 6), ROOM) == Following(6, events(4, 6))


@pytest.mark.parametrize("batch", [events(5, 6), events(3, 4), events(2, 9), ()])
def test_a_live_batch_that_does_not_begin_after_the_last_sends_it_to_the_log(
    batch: Sequence[RecordedEvent],
) -> None:
    assert announced(Following(3), batch, ROOM) == CatchingUp(3)


def test_what_waits_at_a_gap_is_read_again_from_the_log() -> None:
    assert announced(Following(5, events(4, 5)), events(7, 7), ROOM) == CatchingUp(3)


def test_old_news_change_nothing() -> None:
    state = Following(5, events(4, 5))
    assert announced(state, events(3, 5), ROOM) is state


@pytest.mark.parametrize(
    "state", [CatchingUp(1), AtCapacity(5, events(4, 5)), StandingBy(), Stopped(1, "It broke.")]
)
def test_only_one_that_follows_heeds_news(state: State) -> None:
    assert announced(state, events(6, 6), ROOM) is state
    assert announced(state, (), ROOM) is state


def test_no_more_waits_than_there_is_room_for() -> None:
    full = announced(Following(5, events(2, 5)), events(6, 7), ROOM)
    assert full == AtCapacity(5, events(2, 5))
    assert taken(full) == CatchingUp(5)
    assert announced(Following(5), events(6, 99), ROOM) == CatchingUp(5)


def test_when_all_that_waited_is_taken_it_follows_on() -> None:
    assert taken(Following(5, events(2, 5))) == Following(5)


def test_rests_grow_up_to_a_limit_and_are_spread() -> None:
    rests = [pause(looks, 1) for looks in range(100)]
    assert rests[0] == SOONEST
    assert rests == sorted(rests)
    assert rests[-1] == LATEST
    assert pause(50, 0) == LATEST / 2


APPENDS = st.tuples(st.just("append"), st.integers(1, 8))
"""So many events are added to the log, and announced."""

UNHEARD = st.tuples(st.just("unheard"), st.integers(1, 8))
"""The same, but not announced."""

LATE = st.tuples(st.just("late"), st.integers(1, 8))
"""The last so many events are announced, perhaps again."""

CALLS = st.tuples(st.just("call"), st.just(0))
"""A call to look."""

STEPS = st.tuples(st.just("step"), st.integers(1, 6))
"""The subscription does the next thing, with pages of this size."""

CUTS = st.tuples(st.just("cut"), st.just(0))
"""It ends, and begins again at its checkpoint."""


class Run:
    """A subscription to a log in a list, and what its consumer got."""

    def __init__(self) -> None:
        self.state: State = CatchingUp(0)
        self.head = 0
        self.got: list[int] = []
        self.checkpoint = 0

    def happen(self, what: str, number: int) -> None:
        match what:
            case "append" | "unheard":
                first, self.head = self.head + 1, self.head + number
                if what == "append":
                    self.state = announced(self.state, events(first, self.head), ROOM)
            case "late":
                batch = events(max(1, self.head - number + 1), self.head)
                self.state = announced(self.state, batch, ROOM)
            case "call":
                self.state = announced(self.state, (), ROOM)
            case "cut":
                self.state = CatchingUp(self.checkpoint)
            case _:
                self.step(number)

    def step(self, page: int) -> None:
        match self.state:
            case CatchingUp(position=position):
                through = min(self.head, position + page)
                self.take(position + 1, through)
                self.state = read(self.state, through, at_end=through - position < page)
            case Following(waiting=()):
                self.state = look(self.state)
            case Following() | AtCapacity() as state:
                assert 0 < len(state.waiting) <= ROOM
                self.take(state.waiting[0].position, state.waiting[-1].position)
                assert self.checkpoint == state.position
                self.state = taken(state)

    def take(self, first: int, last: int) -> None:
        self.got += range(first, last + 1)
        self.checkpoint = max(self.checkpoint, last)


@given(st.lists(st.one_of(APPENDS, UNHEARD, LATE, CALLS, STEPS, STEPS, STEPS, CUTS), max_size=45))
def test_every_event_comes_once_and_in_order(happenings: list[tuple[str, int]]) -> None:
    run = Run()
    for what, number in happenings:
        run.happen(what, number)
        assert run.got == list(range(1, run.checkpoint + 1))
    for _ in range(run.head + 2):
        run.step(3)
    assert run.got == list(range(1, run.head + 1))
    assert run.checkpoint == run.head
