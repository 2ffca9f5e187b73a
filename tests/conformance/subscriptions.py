"""The conformance suite of the subscriptions port, and of the subscriber on the store that has it.

A store's test class derives from `SubscriptionsConformance` and has a fixture `store`, as for
`EventStoreConformance`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from domain.blocks.event_store import RecordedEvent, StoreFault, Where
from domain.blocks.subscription import Following, StandingBy, State, Stopped
from domain.blocks.subscriptions import LeaseLost
from persistence.news import News
from persistence.store import Store
from persistence.subscriber import Manners, Subscriber, one_by_one
from tests.conformance.events import commit, event

LONG, SHORT = 60, 0.05
"""Seconds that no test lasts, and seconds that any may wait for."""

PATIENCE = 30

QUICK = Manners(page=3, room=4, standby=0.02)
SITES = Where(category="site")


async def until(true: Callable[[], bool]) -> None:
    """Wait until it is true."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what is waited for has no event to set
            await asyncio.sleep(0.005)


def at_rest(state: State, head: int) -> bool:
    """Whether a subscriber in this state has only to end to have taken all."""
    return isinstance(state, Following) and (state.position, state.waiting) == (head, ())


async def until_acquired(store: Store, name: str, owner: str) -> None:
    """Wait for the lease."""
    async with asyncio.timeout(PATIENCE):
        acquire = store.subscriptions.acquire
        while not await acquire(name, owner, LONG):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


async def until_lapsed(store: Store, name: str) -> None:
    """Wait until the lease is over."""
    async with asyncio.timeout(PATIENCE):
        while await store.subscriptions.held(name):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


class Reader:
    """A consumer that remembers; it stops at the positions in `poison` and waits at the `gate`."""

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.poison: set[int] = set()
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, recorded: RecordedEvent) -> None:
        await self.gate.wait()
        if recorded.position in self.poison:
            raise ValueError("It is poisoned.")
        self.positions.append(recorded.position)


class Running:
    """A subscriber at work, which is ended or killed on leaving."""

    def __init__(
        self,
        store: Store,
        take: Callable[[RecordedEvent], Awaitable[None]],
        where: Where,
        manners: Manners,
    ) -> None:
        self.subscriber = Subscriber("map", store, one_by_one(take), where, manners)

    async def __aenter__(self) -> Subscriber:
        self._task = asyncio.create_task(self.subscriber.run())
        return self.subscriber

    async def __aexit__(self, *_: object) -> None:
        self.subscriber.end()
        async with asyncio.timeout(PATIENCE):
            await self._task


def running(
    store: Store, reader: Reader, where: Where | None = None, manners: Manners = QUICK
) -> Running:
    """A subscriber of the name "map"."""
    return Running(store, reader.take, where or Where(), manners)


async def append(store: Store, *streams: str) -> Sequence[RecordedEvent]:
    """One commit with an event for each of the streams."""
    return await store.append(commit(*map(event, streams)))


@contextmanager
def silenced(news: News) -> Iterator[None]:
    """Nobody hears what is appended meanwhile, as if another program did it."""
    listeners, news._listeners = news._listeners, []
    yield
    news._listeners = listeners


class SubscriptionsConformance:
    """Everything that is asked of durable subscriptions."""

    async def test_a_checkpoint_is_kept_by_name(self, store: Store) -> None:
        port = store.subscriptions
        assert await port.load("map") == 0
        assert await port.acquire("map", "ada", LONG)
        assert await port.acquire("list", "bob", LONG)
        await port.save("map", "ada", 7)
        await port.save("map", "ada", 9)
        assert (await port.load("map"), await port.load("list")) == (9, 0)

    async def test_one_of_many_gets_the_lease(self, store: Store) -> None:
        owners = [f"owner-{n}" for n in range(20)]
        got = await asyncio.gather(
            *(store.subscriptions.acquire("map", owner, LONG) for owner in owners)
        )
        assert sum(got) == 1
        assert await store.subscriptions.acquire("map", owners[got.index(True)], LONG)

    async def test_a_lease_that_was_released_is_free_at_once(self, store: Store) -> None:
        port = store.subscriptions
        await port.acquire("map", "ada", LONG)
        await port.release("map", "bob")
        assert not await port.acquire("map", "bob", LONG)
        await port.release("map", "ada")
        assert await port.acquire("map", "bob", LONG)

    async def test_a_lease_ends_by_itself(self, store: Store) -> None:
        port = store.subscriptions
        await port.acquire("map", "ada", SHORT)
        await port.save("map", "ada", 5)
        await until_acquired(store, "map", "bob")
        assert await port.load("map") == 5

    async def test_a_lease_that_was_renewed_goes_on(self, store: Store) -> None:
        port = store.subscriptions
        await port.acquire("map", "ada", SHORT)
        await port.renew("map", "ada", LONG)
        await asyncio.sleep(3 * SHORT)
        assert not await port.acquire("map", "bob", LONG)

    async def test_who_lost_the_lease_moves_nothing_any_more(self, store: Store) -> None:
        port = store.subscriptions
        await port.acquire("map", "ada", SHORT)
        await until_acquired(store, "map", "bob")
        await port.save("map", "bob", 3)
        with pytest.raises(LeaseLost):
            await port.save("map", "ada", 9)
        with pytest.raises(LeaseLost):
            await port.renew("map", "ada", LONG)
        await port.release("map", "ada")
        assert await port.load("map") == 3
        await port.renew("map", "bob", LONG)

    async def test_the_leases_that_run_are_told_by_prefix(self, store: Store) -> None:
        port = store.subscriptions
        owners = {"here-a": "ada", "here-b": "bøb", "her%": "cat", "HERE-": "dan"}
        for name, owner in owners.items():
            await port.acquire(name, owner, LONG)
        assert await port.held("here-") == {"here-a": "ada", "here-b": "bøb"}
        assert await port.held("her%") == {"her%": "cat"}
        assert await port.held("") == owners
        await port.release("here-a", "ada")
        await port.acquire("here-c", "eve", SHORT)
        await until_lapsed(store, "here-c")
        assert await port.held("here-") == {"here-b": "bøb"}
        await port.acquire("here-a", "ada", LONG)
        assert await port.held("here-") == {"here-a": "ada", "here-b": "bøb"}

    async def test_a_sweep_forgets_only_what_lapsed_and_has_no_checkpoint(
        self, store: Store
    ) -> None:
        port = store.subscriptions
        for name in ("here-lapsed", "here-checkpoint", "other"):
            await port.acquire(name, "ada", SHORT)
        await port.acquire("here-live", "ada", LONG)
        await port.save("here-checkpoint", "ada", 7)
        for name in ("here-lapsed", "here-checkpoint", "other"):
            await until_lapsed(store, name)
        await port.sweep("here-")
        with pytest.raises(LeaseLost):
            await port.renew("here-lapsed", "ada", LONG)
        for name in ("here-checkpoint", "other", "here-live"):
            await port.renew(name, "ada", LONG)
        assert await port.load("here-checkpoint") == 7
        assert await port.acquire("here-lapsed", "bob", LONG)

    async def test_it_catches_up_and_follows(self, store: Store) -> None:
        await append(store, *"abcdefgh")
        reader = Reader()
        async with running(store, reader) as subscriber:
            await until(lambda: isinstance(subscriber.state, Following))
            for _ in range(10):
                await append(store, "a", "b")
            await until(lambda: len(reader.positions) == 28)
        assert reader.positions == list(range(1, 29))
        assert await store.subscriptions.load("map") == 28
        assert await store.subscriptions.acquire("map", "the next", LONG)

    async def test_it_goes_on_where_it_was_left(self, store: Store) -> None:
        reader = Reader()
        for n in range(1, 5):
            await append(store, "a", "b", "c")
            async with running(store, reader):
                await until(lambda n=n: len(reader.positions) >= 3 * n)  # type: ignore[misc]
            await append(store, "between")
            assert await store.subscriptions.load("map") >= 3 * n
        async with running(store, reader):
            await until(lambda: len(reader.positions) == 16)
        assert reader.positions == list(range(1, 17))

    async def test_what_it_passes_over_moves_the_checkpoint(self, store: Store) -> None:
        await append(store, "site-1", *["other"] * 20)
        reader = Reader()
        async with running(store, reader, SITES) as subscriber:
            await until(lambda: at_rest(subscriber.state, 21))
            await append(store, "other", "other", "site-1", "other")
            await until(lambda: at_rest(subscriber.state, 25))
            await append(store, "other")
            await until(lambda: at_rest(subscriber.state, 26))
        assert reader.positions == [1, 24]
        assert await store.subscriptions.load("map") == 26

    async def test_what_others_append_is_found_without_news(self, store: Store) -> None:
        reader = Reader()
        async with running(store, reader) as subscriber:
            await until(lambda: isinstance(subscriber.state, Following))
            with silenced(store.news):
                await append(store, "a", "b")
                await until(lambda: reader.positions == [1, 2])
                await append(store, "c")
            await append(store, "d")
            await until(lambda: reader.positions == [1, 2, 3, 4])

    async def test_a_slow_consumer_holds_back_only_itself(self, store: Store) -> None:
        slow, fast = Reader(), Reader()
        other = Subscriber("list", store, one_by_one(fast.take), manners=QUICK)
        async with running(store, slow) as subscriber:
            following = asyncio.create_task(other.run())
            await until(lambda: isinstance(subscriber.state, Following))
            slow.gate.clear()
            for _ in range(50):
                await append(store, "a", "b")
                waiting = getattr(subscriber.state, "waiting", ())
                assert len(waiting) <= QUICK.room
            await until(lambda: len(fast.positions) == 100)
            assert slow.positions == []
            slow.gate.set()
            await until(lambda: len(slow.positions) == 100)
            other.end()
            await following
        assert slow.positions == fast.positions == list(range(1, 101))

    async def test_one_that_fails_stops_there_and_goes_on_when_it_is_mended(
        self, store: Store
    ) -> None:
        await append(store, *"abcdefgh")
        reader = Reader()
        reader.poison = {5}

        def start() -> Subscriber:
            return Subscriber("map", store, one_by_one(reader.take), manners=QUICK)

        assert await start().run() == Stopped(
            4,
            "Event 5 was not taken: It is poisoned. The subscription goes on from there when the "
            "cause is mended.",
        )
        assert reader.positions == [1, 2, 3, 4]
        assert await store.subscriptions.load("map") == 4
        assert isinstance(await start().run(), Stopped)
        reader.poison.clear()
        async with running(store, reader):
            await until(lambda: len(reader.positions) == 8)
        assert reader.positions == list(range(1, 9))

    async def test_one_that_fails_at_a_live_event_stops_there(self, store: Store) -> None:
        reader = Reader()
        reader.poison = {3}
        async with running(store, reader) as subscriber:
            await until(lambda: isinstance(subscriber.state, Following))
            await append(store, *"abcd")
            await until(lambda: isinstance(subscriber.state, Stopped))
        assert subscriber.state.position == 2  # type: ignore[union-attr]
        assert reader.positions == [1, 2]
        assert await store.subscriptions.load("map") == 2

    async def test_a_store_that_is_away_is_waited_for(self, store: Store) -> None:
        await append(store, *"abcde")
        reader = Reader()
        away = ["The view is away.", "The view is still away."]

        async def take(events: Sequence[RecordedEvent], _: int) -> None:
            if away:
                raise StoreFault(away.pop())
            reader.positions += [e.position for e in events]

        subscriber = Subscriber("map", store, take, manners=QUICK)
        work = asyncio.create_task(subscriber.run())
        await until(lambda: len(reader.positions) == 5)
        subscriber.end()
        await work
        assert reader.positions == [1, 2, 3, 4, 5]

    async def test_of_two_one_is_active_and_the_other_takes_over(self, store: Store) -> None:
        first, second = Reader(), Reader()
        async with running(store, second) as standby:
            await until(lambda: isinstance(standby.state, Following))
            async with running(store, first) as active:
                first, second = second, first
                await append(store, *"abc")
                await until(lambda: len(first.positions) == 3)
                await until(lambda: active.state != StandingBy())
                assert isinstance(active.state, StandingBy)
                assert "another active consumer" in active.state.why
                standby.end()
                await until(lambda: isinstance(active.state, Following))
                await append(store, *"de")
                await until(lambda: len(second.positions) == 2)
        assert first.positions + second.positions == [1, 2, 3, 4, 5]

    async def test_who_lost_the_lease_stands_by(self, store: Store) -> None:
        reader = Reader()
        quick = Manners(lease=0.2, standby=0.02)
        async with running(store, reader, manners=quick) as subscriber:
            await until(lambda: isinstance(subscriber.state, Following))
            await store.subscriptions.release("map", subscriber.owner)
            await until_acquired(store, "map", "thief")
            await until(lambda: isinstance(subscriber.state, StandingBy))
            await append(store, "a")
            await store.subscriptions.release("map", "thief")
            await until(lambda: reader.positions == [1])
