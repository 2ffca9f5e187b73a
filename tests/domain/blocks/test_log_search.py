"""The search: positions, in pieces, until it is stopped."""

from __future__ import annotations

import pytest

from domain.blocks.conditions.data import data_condition
from domain.blocks.event_store import Where
from domain.blocks.log_search import search
from domain.blocks.replay import Progress
from persistence.memory import MemoryEventStore
from tests.conformance.events import commit, event

RARE = Where(condition=data_condition("data.n = 7"))


async def log(count: int) -> MemoryEventStore:
    store = MemoryEventStore()
    await store.append(commit(*(event("a", data=b'{"n":%d}' % (n % 20)) for n in range(count))))
    return store


@pytest.mark.parametrize("at_once", [1, 7, 1000])
async def test_it_finds_the_positions_of_what_is_like_that(at_once: int) -> None:
    found: list[int] = []
    told: list[Progress] = []

    def observe(progress: Progress) -> bool:
        told.append(progress)
        return True

    assert await search(await log(100), RARE, found.extend, observe, at_once=at_once)
    assert found == [8, 28, 48, 68, 88]
    assert told[-1] == Progress(100, 100, 5)
    pieces = range(at_once, 100 + at_once, at_once)
    assert [progress.position for progress in told] == [min(end, 100) for end in pieces]


async def test_it_stops_when_nobody_wants_more() -> None:
    found: list[int] = []
    stopped = await search(await log(100), RARE, found.extend, lambda p: p.events < 2, at_once=10)
    assert not stopped
    assert found == [8, 28]


async def test_an_empty_log_is_searched_at_once() -> None:
    assert await search(MemoryEventStore(), RARE, print, lambda _: False)
