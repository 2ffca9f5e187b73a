"""Presence: who has a game open, by leases that lapse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import pytest

from domain.blocks.event_store import StoreFault
from domain.blocks.subscriptions import LeaseLost
from lunar_tui import presence
from lunar_tui.clock_lease import ClockLease
from lunar_tui.presence import Presence, Present
from persistence.memory import MemoryEventStore
from persistence.memory_subscriptions import MemorySubscriptions
from persistence.open_store import open_store, tasks_of
from persistence.store import Store
from tests.conformance.subscriptions import until

ADA = Present("ada", terminals=1, driving=False, watching=False)
BOB = Present("bob", terminals=1, driving=False, watching=False)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats come quickly, and a lease lasts longer than any test unless the test says so."""
    monkeypatch.setattr(presence, "BEAT", 0.02)
    monkeypatch.setattr(presence, "LASTS", 60)


def nothing() -> None:
    """Nobody listens."""


@asynccontextmanager
async def at(
    store: Store,
    terminal: str,
    player: str,
    *,
    game: str = "g",
    watching: bool = False,
    heard: Callable[[], None] = nothing,
) -> AsyncIterator[Presence]:
    """A terminal that has the game open."""
    here = Presence(ClockLease(store.subscriptions, game, terminal), player, watching=watching)
    task = asyncio.create_task(here.keep(heard))
    try:
        yield here
    finally:
        task.cancel()
        await asyncio.wait([task])


@asynccontextmanager
async def stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    """The store as two programs have it."""
    await tasks_of(url).init()
    one, other = await open_store(url), await open_store(url)
    yield one, other
    await one.close()
    await other.close()


async def test_two_programs_see_each_other_come_and_go(shared_url: str) -> None:
    async with stores(shared_url) as (one, other), at(one, "1", "ada") as ada:
        await until(lambda: ada.here == [ADA])
        async with at(other, "2", "bob") as bob:
            await until(lambda: ada.here == [ADA, BOB])
            await until(lambda: bob.here == [ADA, BOB])
        await until(lambda: ada.here == [ADA])
        assert len(await one.subscriptions.held("")) == 1


async def test_terminals_of_one_player_are_counted_and_other_games_are_not() -> None:
    store = MemoryEventStore()
    async with (
        at(store, "1", "ada") as ada,
        at(store, "2", "ada", watching=True),
        at(store, "3", "cat", watching=True),
        at(store, "4", "dan", game="g-2"),
        at(store, "5", "eve", game="g "),
    ):
        cat = Present("cat", terminals=1, driving=False, watching=True)
        await until(lambda: ada.here == [Present("ada", 2, driving=False, watching=False), cat])
        await store.subscriptions.acquire("clock-g", "3", 60)
        await until(lambda: [each.driving for each in ada.here] == [False, True])


async def test_one_that_is_killed_lapses_and_the_next_forgets_it() -> None:
    store = MemoryEventStore()
    async with at(store, "1", "ada") as ada:
        words = '{"player":"bob","watching":false}'
        await store.subscriptions.acquire(f"{presence.HERE}g\t2", words, 0.2)
        await until(lambda: ada.here == [ADA, BOB])
        await until(lambda: ada.here == [ADA])
    async with at(store, "3", "cat") as cat:
        await until(lambda: [each.player for each in cat.here] == ["cat"])
        with pytest.raises(LeaseLost):
            await store.subscriptions.renew(f"{presence.HERE}g\t2", words, 60)


async def test_it_is_heard_only_when_something_changed() -> None:
    store = MemoryEventStore()
    changes: list[str] = []
    async with at(store, "1", "ada", heard=lambda: changes.append("ada")) as ada:
        await until(lambda: ada.here == [ADA])
        async with at(store, "2", "bob") as bob:
            await until(lambda: ada.here == bob.here == [ADA, BOB])
        await until(lambda: ada.here == [ADA])
    assert changes == ["ada"] * 3


class Faulty(MemorySubscriptions):
    """Leases whose store may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.asked = 0

    async def acquire(self, name: str, owner: str, seconds: float) -> bool:
        self._answer()
        return await super().acquire(name, owner, seconds)

    async def held(self, prefix: str) -> Mapping[str, str]:
        self._answer()
        return await super().held(prefix)

    def _answer(self) -> None:
        self.asked += 1
        if self.away:
            raise StoreFault("The store is away.")


async def test_a_store_that_is_away_is_waited_for_without_a_word() -> None:
    store = MemoryEventStore()
    store.subscriptions = leases = Faulty()
    async with at(store, "1", "ada") as ada:
        await until(lambda: ada.here == [ADA])
        leases.away = True
        asked = leases.asked
        await until(lambda: leases.asked > asked + 2)
        assert ada.here == [ADA]
        leases._leases.clear()
        leases.away = False
        async with at(store, "2", "bob"):
            await until(lambda: ada.here == [ADA, BOB])
