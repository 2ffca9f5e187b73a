"""Replays dispatch nothing: whoever travels through a game decides, writes and times nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.moment import Moment
from domain.blocks.router import Router
from domain.blocks.timeline import Timeline
from domain.game.model import PROJECTORS, ROUTER
from domain.game.travel import LANDMARKS
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore
from tests.laws.imports import imports
from tests.playing import COMMANDS, play

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.blocks.messages import Command

TRAVEL = ("timeline", "segment", "checkpoints", "run", "moment", "deltas")
READS = {"scan", "read", "marks", "head", "game_head", "streams", "heads"}


def touched(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("a replay dispatched, wrote, or looked at the clock")


class SealedStore:
    """A log that may be read, and nothing else."""

    def __init__(self, store: MemoryEventStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name) if name in READS else touched


@contextmanager
def no_time_and_no_chance() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", touched)
        patch.setattr(OrderedIds, "new", touched)
        patch.setattr(time, "time", touched)
        patch.setattr(time, "time_ns", touched)
        yield


def undecided() -> Router:
    """The game's model, of which nothing may decide or react."""
    aggregates = {decider: replace(decider, decide=touched) for decider in ROUTER.deciders}
    return Router(
        routes={
            command: tuple(aggregates[decider] for decider in route)
            for command, route in ROUTER.routes.items()
        },
        process_managers=tuple(
            replace(manager, react=touched) for manager in ROUTER.process_managers
        ),
        events=ROUTER.events,
    )


@given(COMMANDS, st.lists(st.integers(0, 60), max_size=9), st.integers(1, 9))
async def test_travelling_dispatches_nothing(
    commands: Sequence[Command], walk: Sequence[int], spacing: int
) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    sealed: Any = SealedStore(store)
    with no_time_and_no_chance():
        line = Timeline(sealed, "g1", Moment(undecided(), PROJECTORS), LANDMARKS, spacing=spacing)
        await line.extend()
        for ordinal in walk:
            await line.at(ordinal)
        await line.at(line.run.count)


@pytest.mark.parametrize("module", TRAVEL)
def test_it_has_no_way_to_dispatch(module: str) -> None:
    writers = {"application", "ports", "unit_of_work", "hand_append"}
    assert not {*imports(f"domain.blocks.{module}")} & {f"domain.blocks.{w}" for w in writers}


def test_what_is_sealed_is_seen_when_it_is_touched() -> None:
    sealed: Any = SealedStore(MemoryEventStore())
    touches = (
        sealed.append,
        lambda: undecided().deciders[0].decide(None, None),
        lambda: SystemClock().now(),
    )
    for touch in touches:
        with no_time_and_no_chance(), pytest.raises(AssertionError, match="dispatched"):
            touch()
