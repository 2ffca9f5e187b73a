"""The subscriber: does what the states of a subscription ask for."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from msgspec import Struct

from domain.blocks.event_store import EVERYTHING, RecordedEvent, StoreFault, Where
from domain.blocks.subscription import (
    AtCapacity,
    CatchingUp,
    ConsumerFailed,
    Following,
    StandingBy,
    State,
    Stopped,
    announced,
    look,
    not_taken,
    pause,
    read,
    taken,
)
from domain.blocks.subscriptions import LeaseLost
from persistence.ids import OrderedIds
from persistence.store import Store

Consumer = Callable[[Sequence[RecordedEvent], int], Awaitable[None]]
"""Takes events of the selection, in order, and the position up to which these are all of them.

There may be no events, where others were passed over. It raises `ConsumerFailed` to say which event
it could not take; with any other fault it must have taken none. A `StoreFault` is waited out.
"""


def one_by_one(handle: Callable[[RecordedEvent], Awaitable[None]]) -> Consumer:
    """The consumer that calls `handle` for each event."""

    async def consume(events: Sequence[RecordedEvent], _: int) -> None:
        for event in events:
            try:
                await handle(event)
            except StoreFault:
                raise
            except Exception as why:
                raise not_taken(event.position, why) from why

    return consume


class Manners(Struct, frozen=True):
    """How a subscriber behaves: sizes in events, times in seconds.

    A lease is renewed three times while it lasts; a standby asks for it every `standby` seconds.
    """

    page: int = 1000
    room: int = 1000
    lease: float = 3.0
    standby: float = 0.5
    chance: Callable[[], float] = random.random


class Subscriber:
    """One run of a durable subscription; of all with the same name, one is active at a time.

    The checkpoint moves after the consumer has taken what it stands for. So an event comes once,
    in order, unless the program is killed or cancelled in between: then it comes again. A consumer
    that must count each event exactly once keeps its own position with what it makes of them, in
    one transaction, and passes over what it has.
    """

    def __init__(
        self,
        name: str,
        store: Store,
        consume: Consumer,
        where: Where = EVERYTHING,
        manners: Manners | None = None,
    ) -> None:
        self.name = name
        self.owner = str(OrderedIds().new())
        self.state: State = StandingBy()
        self._store = store
        self._subscriptions = store.subscriptions
        self._consume = consume
        self._where = where
        self._manners = manners or Manners()
        self._wake = asyncio.Event()
        self._ending = False

    async def run(self) -> State:
        """Be active or stand by, until `end` is called or an event cannot be taken."""
        while not self._ending and not isinstance(self.state, Stopped):
            self._wake.clear()
            try:
                await self._stand_for_lead()
            except* (LeaseLost, StoreFault) as faults:
                self.state = StandingBy(str(faults.exceptions[0]))
            if isinstance(self.state, StandingBy) and not self._ending:
                await self._rest(self._manners.standby * (1 + self._manners.chance()) / 2)
        return self.state

    def end(self) -> None:
        """Let `run` return after the batch at hand, with the checkpoint moved."""
        self._ending = True
        self._wake.set()

    async def _stand_for_lead(self) -> None:
        lease = self._manners.lease
        if not await self._subscriptions.acquire(self.name, self.owner, lease):
            self.state = StandingBy(f"The subscription {self.name} has another active consumer.")
            return
        try:
            async with asyncio.TaskGroup() as group:
                renewing = group.create_task(self._renew())
                with self._store.news.told_to(self._hear):
                    await self._lead()
                renewing.cancel()
        finally:
            with suppress(StoreFault):
                await self._subscriptions.release(self.name, self.owner)

    async def _renew(self) -> None:
        lease = self._manners.lease
        while True:
            await asyncio.sleep(lease / 3)
            await self._subscriptions.renew(self.name, self.owner, lease)

    def _hear(self, events: Sequence[RecordedEvent]) -> None:
        self.state = announced(self.state, events, self._manners.room)
        self._wake.set()

    async def _lead(self) -> None:
        self.state = CatchingUp(await self._subscriptions.load(self.name))
        while not isinstance(self.state, StandingBy | Stopped):
            match self.state:
                case _ if self._ending:
                    self.state = StandingBy()
                case CatchingUp() as state:
                    await self._read(state)
                case Following(waiting=()) as state:
                    await self._await_news(state)
                case Following() | AtCapacity() as state:
                    self._wake.clear()
                    self.state = taken(state)
                    await self._take(state.waiting, state.position)

    async def _read(self, state: CatchingUp) -> None:
        """Take the next page; one that is not full goes as far as the log went before it."""
        self._wake.clear()
        head = (await self._store.head()).position
        if head <= state.position:
            self.state = read(state, state.position, at_end=True)
            return
        size = self._manners.page
        page = await self._store.read(self._where, after=state.position, limit=size)
        at_end = len(page) < size
        last = page[-1].position if page else 0
        through = max(head, last) if at_end else last
        if await self._take(page, through):
            self.state = read(state, through, at_end=at_end)

    async def _await_news(self, state: Following) -> None:
        """Rest until something is announced, or it is time to look without that."""
        await self._rest(pause(state.looks, self._manners.chance()))
        if self.state is state:
            self.state = look(state)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _take(self, events: Sequence[RecordedEvent], through: int) -> bool:
        """Give the consumer what it selects, and move the checkpoint; False if it stopped."""
        selected = [event for event in events if self._where.selects(event)]
        try:
            await self._consume(selected, through)
        except StoreFault:
            raise
        except Exception as why:  # noqa: BLE001 - whatever it is, no event is skipped
            first = selected[0].position if selected else through
            failed = why if isinstance(why, ConsumerFailed) else not_taken(first, why)
            through = failed.position - 1
            self.state = Stopped(through, str(failed))
        await self._subscriptions.save(self.name, self.owner, through)
        return not isinstance(self.state, Stopped)
