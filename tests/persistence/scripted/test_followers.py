"""Projections that are kept: they follow the log, and each event counts once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.blocks.event_store import StoreAway, Where
from domain.blocks.scripted.kept import Kept, NoProjection, shown
from domain.blocks.scripted.kept import Mode as KeptMode
from persistence.memory import MemoryEventStore
from persistence.memory_projections import MemoryProjections
from persistence.open_store import open_store, tasks_of
from persistence.scripted.follower import Follower, Followers
from persistence.store import Store
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.persistence.scripted.scripts import (
    COUNT,
    EMIT,
    example,
    ledger,
    numbers,
    workshop,
)

ROOT = Path(__file__).parents[3]
PATIENCE = 60


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = MemoryEventStore()
    yield store
    await store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that is not there yet, and that several programs may use."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/moon.db"
    found: str = request.getfixturevalue("postgres_schema")
    return found


@pytest.fixture
async def url(place: str) -> str:
    """A store with its tables."""
    await tasks_of(place).init()
    return place


async def keep(store: Store, source: str, mode: KeptMode = "continuous", name: str = "p") -> None:
    await store.projections.create(Kept(name, source, mode))


async def state_of(store: Store, name: str = "p") -> Any:
    _, states = await store.projections.states(name)
    return json.loads(shown(states))


async def until_at(store: Store, position: int, name: str = "p") -> None:
    """Wait until the projection stands there."""
    async with asyncio.timeout(PATIENCE):
        while (await store.projections.load(name)).position != position:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def followed(
    store: Store,
    tell: Callable[[str], object] = lambda _: None,
    of: Callable[[Kept], bool] = lambda _: True,
) -> AsyncIterator[None]:
    """All that is kept is run meanwhile."""
    work = asyncio.create_task(Followers(store, workshop(store), tell, of).run())
    try:
        yield
    finally:
        work.cancel()
        await asyncio.wait([work])


async def test_it_follows_the_log(store: Store) -> None:
    await ledger(store)
    await keep(store, example("account-balances"))
    async with followed(store):
        await until_at(store, 2)
        assert await state_of(store) == {"balances": {"abc": 90}}
        data = b'{"accountNumber":"abc","amount":5}'
        await store.append(commit(event("other"), event("account-ledger", "amountDeposited", data)))
        await until_at(store, 4)
        assert await state_of(store) == {"balances": {"abc": 95}}


class OftenAway(MemoryProjections):
    """A place for projections that goes away and comes back."""

    there = True
    refused = 0

    async def all(self) -> Sequence[Kept]:
        if not self.there:
            self.refused += 1
            raise StoreAway("The server is gone: start it.")
        return await super().all()


async def test_a_store_that_is_away_is_waited_for() -> None:
    store = MemoryEventStore()
    away = store.projections = OftenAway(lambda _: None)
    away.there = False
    await keep(store, COUNT)
    await numbers(store, 1)
    async with followed(store):
        async with asyncio.timeout(PATIENCE):
            while away.refused < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        away.there = True
        await until_at(store, 1)
    assert await state_of(store) == {"n": 1, "sum": 1}


async def test_what_stops_one_is_told(store: Store) -> None:
    await store.append(commit(event("numbers", "Numbered", b'{"m":1}')))
    await keep(store, COUNT)
    told: asyncio.Queue[str] = asyncio.Queue()
    async with followed(store, told.put_nowait), asyncio.timeout(PATIENCE):
        assert "The projection p stopped at event 1, line " in await told.get()


async def test_of_those_that_are_run_only_some_are_when_it_is_said_which(store: Store) -> None:
    await numbers(store, 1, 2)
    await keep(store, COUNT, name="plain")
    await keep(store, COUNT, name="view")
    async with followed(store, of=lambda kept: kept.promoted):
        await store.projections.promote("view", promoted=True)
        await until_at(store, 2, "view")
    assert (await store.projections.load("plain")).position == 0


async def test_one_that_fails_stops_alone_and_keeps_its_state(store: Store) -> None:
    await numbers(store, 1, 2)
    await store.append(commit(event("numbers", "Numbered", b'{"m":1}')))
    await numbers(store, 4)
    await keep(store, COUNT, name="broken")
    await keep(store, 'from_all().when({"$any": lambda state, event: event.position})', name="well")
    async with followed(store):
        await until_at(store, 4, "well")
        await until_at(store, 2, "broken")
        async with asyncio.timeout(PATIENCE):
            while not (await store.projections.load("broken")).fault:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        fault = (await store.projections.load("broken")).fault
        assert 'broken stopped at event 3, line 4: Key `"n"` was not found.' in fault
        assert await state_of(store, "broken") == {"n": 2, "sum": 3}

        mended = COUNT.replace('event.data["n"]', 'event.data.get("n", 0)')
        await store.projections.reset("broken", mended)
        await until_at(store, 4, "broken")
        assert await state_of(store, "broken") == {"n": 4, "sum": 7}


async def test_a_one_time_projection_reads_to_the_end_and_rests(store: Store) -> None:
    await numbers(store, 1, 2)
    await keep(store, COUNT, "one-time")
    follower = Follower("p", store, workshop(store))
    await follower.run()
    assert not (await store.projections.load("p")).enabled
    await numbers(store, 3)
    assert await state_of(store) == {"n": 2, "sum": 3}


async def test_a_disabled_one_rests_where_it_stands_and_goes_on_from_there(store: Store) -> None:
    await numbers(store, 1)
    await keep(store, COUNT)
    async with followed(store):
        await until_at(store, 1)
        await store.projections.enable("p", enabled=False)
        await numbers(store, 2, 3)
        await keep(store, COUNT, name="other")
        await until_at(store, 3, "other")
        assert (await store.projections.load("p")).position == 1
        await store.projections.enable("p", enabled=True)
        await until_at(store, 3)
        assert await state_of(store) == {"n": 3, "sum": 6}


async def test_a_deleted_one_is_run_no_more(store: Store) -> None:
    await numbers(store, 1)
    await keep(store, COUNT)
    follower = Follower("p", store, workshop(store))
    work = asyncio.create_task(follower.run())
    await until_at(store, 1)
    await store.projections.delete("p")
    await numbers(store, 2)
    async with asyncio.timeout(PATIENCE):
        await work
    with pytest.raises(NoProjection):
        await store.projections.load("p")


async def test_a_reset_while_it_runs_counts_from_the_beginning(store: Store) -> None:
    await numbers(store, 1, 2)
    await keep(store, COUNT)
    async with followed(store):
        await until_at(store, 2)
        await store.projections.reset("p")
        await numbers(store, 3)
        await until_at(store, 3)
        assert await state_of(store) == {"n": 3, "sum": 6}


async def test_it_does_not_read_what_it_emitted(store: Store) -> None:
    await store.append(commit(event("a")))
    source = """
def copy(state, event):
    emit("copies", event.type, event.data)
    state["n"] = state.get("n", 0) + 1

from_all().when({"$any": copy})
"""
    await keep(store, source)
    async with followed(store):
        await until_at(store, 2)
        await store.append(commit(event("a")))
        await until_at(store, 4)
    assert await state_of(store) == {"n": 2}


async def emitted(store: Store) -> list[tuple[str, bytes]]:
    log = await whole_log(store, Where(streams=frozenset({"tens", "links"})))
    return [(e.stream, e.data) for e in log]


async def test_what_was_emitted_before_a_reset_is_not_emitted_again(store: Store) -> None:
    await numbers(store, 1, 2)
    await keep(store, EMIT)
    async with followed(store):
        await until_at(store, 6)
        before = await emitted(store)
        assert len(before) == 4
        await store.projections.reset("p")
        await until_at(store, 6)
    assert await emitted(store) == before
    first, *_ = await whole_log(store, Where(stream="tens"))
    source, *_ = await whole_log(store)
    assert (first.causation_id, first.correlation_id) == (source.event_id, source.correlation_id)


async def test_two_that_run_one_projection_count_each_event_once(url: str) -> None:
    stores = [await open_store(url) for _ in range(2)]
    await keep(stores[0], EMIT)
    followers = [Follower("p", store, workshop(store)) for store in stores]
    work = [asyncio.create_task(follower.run()) for follower in followers]
    for n in range(4):
        await numbers(stores[n % 2], n)
    head = 12
    await until_at(stores[0], head)
    followers[0].end()
    await work[0]
    await numbers(stores[0], 4)
    await until_at(stores[1], head + 3)
    followers[1].end()
    await work[1]
    assert await state_of(stores[0]) == {"n": 5}
    assert [data for stream, data in await emitted(stores[0]) if stream == "tens"] == [
        b'{"n":%d}' % (10 * n) for n in range(5)
    ]
    for store in stores:
        await store.close()


def kill_at_every_point(url: str) -> int:
    """How many points there were."""
    program = [sys.executable, "-m", "tests.persistence.scripted.killed_follower", url]
    return int(subprocess.run(program, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


async def test_killed_at_any_moment_it_has_counted_each_event_once(url: str) -> None:
    """One projection for each moment, all of the same events."""
    store = await open_store(url)
    await numbers(store, 1, 2, 3)
    events = await whole_log(store)
    points = await asyncio.to_thread(kill_at_every_point, url)
    assert points >= 10
    runs = await store.projections.all()
    assert len(runs) == points + 1
    for kept in runs:
        assert await state_of(store, kept.name) == {"n": 3}
    log = await whole_log(store)
    assert_whole(log)
    tens = [(e.causation_id, e.data) for e in log if e.stream == "tens"]
    expected = [(e.event_id, b'{"n":%d}' % (10 * n)) for n, e in enumerate(events, 1)]
    assert sorted(tens) == sorted(expected * len(runs))
    await store.close()
