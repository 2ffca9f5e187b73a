"""Verify compares two replays of one log, and tells of a projector that cannot take an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from msgspec import structs

from domain.blocks.application import Application
from domain.blocks.event_store import RecordedEvent
from domain.blocks.projector import Change, Projector, Upsert
from domain.blocks.replay import Progress
from domain.blocks.verify import Verdict, verify
from domain.game.commands import AdvanceGameloop, StartGame
from domain.game.events import GameStarted
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from domain.game.projectors.games import GameRow, games
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore
from tests.conformance.events import commit, event


async def verdict_with(
    projectors: Sequence[Projector[Any]], observe: Callable[[Progress], object] = lambda _: None
) -> Verdict:
    store = MemoryEventStore()
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    await application.dispatch(StartGame("g"))
    await application.dispatch(AdvanceGameloop("g", 1))
    return await verify(store, EVENT_TYPES, projectors, observe)


def games_that_start_with(handler: Callable[[Any, int], tuple[Change, ...]]) -> Projector[GameRow]:
    return replace(games, handlers={**games.handlers, GameStarted: handler})


async def test_a_whole_log_has_no_findings_and_is_read_twice() -> None:
    heard: list[int] = []
    verdict = await verdict_with(PROJECTORS, lambda progress: heard.append(progress.position))
    assert (verdict.whole, verdict.events, verdict.position) == (True, 2, 2)
    assert verdict.findings == []
    assert verdict.kinds == {("GameStarted", 1): 1, ("GameloopAdvanced", 1): 1}
    assert heard == [2, 2]


class Busy(MemoryEventStore):
    """A log that grows whenever it is read."""

    async def read(self, *where: Any, **which: Any) -> Sequence[RecordedEvent]:
        page = await super().read(*where, **which)
        await self.append(commit(event("ledger")))
        return page


async def test_a_log_that_never_rests_is_verified_as_it_was_at_one_moment() -> None:
    store = Busy()
    await Application(ROUTER, store, OrderedIds(), SystemClock()).dispatch(StartGame("g"))
    verdict = await verify(store, EVENT_TYPES, PROJECTORS)
    assert verdict.whole
    assert verdict.events == verdict.position < (await store.head()).position


async def test_a_projector_that_does_not_depend_on_events_alone_is_found() -> None:
    seeds = count()

    def started(event: GameStarted, recorded_at: int) -> tuple[Change, ...]:
        (upsert,) = games.project(event, recorded_at)
        assert isinstance(upsert, Upsert)
        return (Upsert(structs.replace(upsert.row, seed=next(seeds))),)

    verdict = await verdict_with([games_that_start_with(started)])
    assert not verdict.whole
    (finding,) = verdict.findings
    assert "Two replays of the view games differ" in finding.sentence


async def test_a_projector_that_fails_is_found() -> None:
    def started(_: GameStarted, __: int) -> tuple[Change, ...]:
        raise ZeroDivisionError

    verdict = await verdict_with([games_that_start_with(started)])
    assert not verdict.whole
    assert verdict.findings[0].position == 1
