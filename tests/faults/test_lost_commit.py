"""A COMMIT whose answer is lost: the command happens once, whatever became of it at first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from domain.blocks.committed import Committed
from domain.blocks.event_store import OutcomeUnknown
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from persistence.memory import MemoryEventStore
from persistence.postgres import PostgresEventStore
from persistence.postgres.tasks import PostgresTasks
from tests.conformance.events import assert_whole, commit, event, whole_log
from tests.faults.cutting_proxy import Cut, CuttingProxy
from tests.playing import CountingIds, application, play

GAME = [StartGame("g"), SpawnSite("g", "s", 1, 1, "px42", 2, 0), AdvanceGameloop("g", 1)]


@pytest.fixture
async def proxy(postgres_schema: str) -> AsyncIterator[CuttingProxy]:
    await PostgresTasks(postgres_schema).init()
    async with CuttingProxy(postgres_schema).running() as proxy:
        yield proxy


@pytest.fixture
async def store(proxy: CuttingProxy) -> AsyncIterator[PostgresEventStore]:
    """A store that is reached through the proxy."""
    store = await PostgresEventStore.open(proxy.url)
    yield store
    await store.close()


@pytest.mark.parametrize("cut", Cut)
@pytest.mark.parametrize("times", [1, 3])
async def test_a_command_is_in_the_log_once(
    proxy: CuttingProxy, store: PostgresEventStore, cut: Cut, times: int
) -> None:
    undisturbed = MemoryEventStore()
    await play(undisturbed, [*GAME, AdvanceGameloop("g", 2), AdvanceGameloop("g", 3)])
    app = application(store, CountingIds())
    for command in GAME:
        await app.dispatch(command)
    proxy.cuts = [cut] * times
    answers = [await app.dispatch(AdvanceGameloop("g", tick)) for tick in (2, 3)]
    assert [type(answer) for answer in answers] == [Committed, Committed]
    assert proxy.cuts == []
    log = await whole_log(store)
    assert log == await whole_log(undisturbed)
    recorded = [e for answer in answers if isinstance(answer, Committed) for e in answer.recorded]
    assert recorded == log[len(log) - len(recorded) :]


@pytest.mark.parametrize("cut", Cut)
async def test_it_is_found_behind_what_others_did_meanwhile(
    postgres_schema: str, proxy: CuttingProxy, store: PostgresEventStore, cut: Cut
) -> None:
    other = await PostgresEventStore.open(postgres_schema)
    mine = commit(event("a", game="g"), event("b"), expect={"a": 0}, expect_game=("g", 0))
    proxy.cuts, proxy.refuses = [cut], True
    appending = asyncio.create_task(store.append(mine))
    await proxy.broke.wait()
    await other.append(commit(event("c"), event("b"), event("b")))
    proxy.refuses = False
    recorded = await appending
    log = await whole_log(other)
    assert_whole(log)
    assert len(log) == 5
    assert recorded == [e for e in log if e.correlation_id == mine.correlation_id]
    await other.close()


@pytest.mark.parametrize("cut", Cut)
async def test_who_waited_in_vain_is_told_and_may_send_it_again(
    postgres_schema: str, proxy: CuttingProxy, cut: Cut
) -> None:
    store = await PostgresEventStore.open(proxy.url, patience=1)
    mine = commit(event("a"), event("b"))
    await store.append(commit(event("a")))
    proxy.cuts, proxy.refuses = [cut], True
    with pytest.raises(OutcomeUnknown, match="whole or not at all"):
        await store.append(mine)
    proxy.refuses = False
    recorded = await store.append(mine)
    assert await whole_log(store) == [*(await store.read(limit=1)), *recorded]
    await store.close()
