"""Whatever is appended while a subscriber reads, ends, is cut off and begins again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.subscription import State
from persistence.memory import MemoryEventStore
from persistence.subscriber import Manners, Subscriber
from tests.conformance.events import commit, event
from tests.conformance.subscriptions import SITES, at_rest, until

APPEND = st.tuples(st.just("append"), st.lists(st.sampled_from(["site-1", "other"]), min_size=1))
GO_ON = st.tuples(st.just("go on"), st.integers(1, 12))
END = st.tuples(st.just("end"), st.just(0))
CANCEL = st.tuples(st.just("cancel"), st.just(0))

Happening = tuple[str, "int | list[str]"]

ORDERLY = st.lists(st.one_of(APPEND, APPEND, GO_ON, GO_ON, END), max_size=25)
ROUGH = st.lists(st.one_of(APPEND, APPEND, GO_ON, GO_ON, END, CANCEL), max_size=25)


class Consumer:
    """Gives way before each event that it takes; with `keeps`, it passes over what it has."""

    def __init__(self, *, keeps: bool) -> None:
        self.positions: list[int] = []
        self._keeps = keeps

    async def take(self, events: Sequence[RecordedEvent], through: int) -> None:
        for stored in events:
            await asyncio.sleep(0)
            assert stored.position <= through
            if not (self._keeps and self.positions and stored.position <= self.positions[-1]):
                self.positions.append(stored.position)


async def follow(
    happenings: Sequence[Happening], where: Where, page: int, room: int, consumer: Consumer
) -> list[int]:
    """Let it all happen, then let it come to the end; the positions it should have taken."""
    store = MemoryEventStore()
    manners = Manners(page=page, room=room, standby=0.001)

    def start() -> tuple[Subscriber, asyncio.Task[State]]:
        subscriber = Subscriber("map", store, consumer.take, where, manners)
        return subscriber, asyncio.create_task(subscriber.run())

    subscriber, task = start()
    for happening in happenings:
        match happening:
            case "append", list(streams):
                await store.append(commit(*map(event, streams)))
            case "go on", int(turns):
                for _ in range(turns):
                    await asyncio.sleep(0)
            case "end", _:
                subscriber.end()
                await task
                subscriber, task = start()
            case _:
                task.cancel()
                await asyncio.wait([task])
                subscriber, task = start()
    head = (await store.head()).position
    await until(lambda: at_rest(subscriber.state, head))
    subscriber.end()
    await task
    assert await store.subscriptions.load("map") == head
    return [e.position for e in await store.read(where, limit=10_000)]


PROPERTY = settings(max_examples=60)
SIZES = st.integers(1, 7)
SELECTIONS = st.sampled_from([Where(), SITES])


@PROPERTY
@given(ORDERLY, SELECTIONS, SIZES, SIZES)
async def test_each_event_comes_once_and_in_order(
    happenings: list[Happening], where: Where, page: int, room: int
) -> None:
    consumer = Consumer(keeps=False)
    wanted = await follow(happenings, where, page, room, consumer)
    assert consumer.positions == wanted


@PROPERTY
@given(ROUGH, SELECTIONS, SIZES, SIZES)
async def test_a_consumer_with_a_position_of_its_own_counts_each_event_once_though_cut_off(
    happenings: list[Happening], where: Where, page: int, room: int
) -> None:
    consumer = Consumer(keeps=True)
    wanted = await follow(happenings, where, page, room, consumer)
    assert consumer.positions == wanted


@PROPERTY
@given(ROUGH, SELECTIONS, SIZES, SIZES)
async def test_one_without_may_meet_events_again_but_misses_none(
    happenings: list[Happening], where: Where, page: int, room: int
) -> None:
    consumer = Consumer(keeps=False)
    wanted = await follow(happenings, where, page, room, consumer)
    assert list(dict.fromkeys(consumer.positions)) == wanted
