"""What runs the projections of one's own that are kept: each once, by one program at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress

from msgspec.structs import replace

from domain.blocks.errors import LunarError
from domain.blocks.event_store import AppendRefused, RecordedEvent, StoreFault, Where
from domain.blocks.scripted.definition import Fault, stopped
from domain.blocks.scripted.kept import Advance, Kept, NoProjection, State, subscription_of
from domain.blocks.subscription import ConsumerFailed, Stopped
from persistence.scripted.reading import Page, Reading, commits_of, emit
from persistence.scripted.run import BadSource, ScriptRun
from persistence.scripted.workshop import Workshop
from persistence.store import Store
from persistence.subscriber import Manners, Subscriber

NO_EVENTS = Where(types=frozenset())
"""A subscription that only wakes: a projection reads from its own checkpoint."""

LOOK = 0.5
"""Seconds between two looks at which projections are to be run."""

Observer = Callable[[Kept, Mapping[str, State]], object]
"""Is told of a projection that moved, and of all its states."""


class NotRunning(LunarError):
    """A projection that is disabled, gone, done or stopped by a fault."""


class Follower:
    """Runs one projection until it is to run no more, or `end` is called.

    Of several followers of one name, in whatever programs, one is active. The states and the
    position are written together, and only where the projection still stands where this one
    thinks; so each event counts once, whoever is killed when.
    """

    def __init__(
        self,
        name: str,
        store: Store,
        workshop: Workshop,
        observe: Observer = lambda *_: None,
        manners: Manners | None = None,
    ) -> None:
        self.name = name
        self._store = store
        self._workshop = workshop
        self._observe = observe
        self._manners = manners or Manners()
        self._place: tuple[int, int] | None = None
        self._run: ScriptRun | None = None
        self._reading: Reading | None = None
        self._open = AsyncExitStack()
        self._ending = False
        self._subscriber = Subscriber(
            subscription_of(name), store, self._consume, NO_EVENTS, self._manners
        )

    async def run(self) -> Stopped | None:
        """Follow the log; returns what stopped it, None where it was ended."""
        async with self._open:
            state = await self._subscriber.run()
        return state if isinstance(state, Stopped) else None

    def end(self) -> None:
        """Let `run` return after the page at hand."""
        self._ending = True
        self._subscriber.end()

    async def _consume(self, _: Sequence[RecordedEvent], through: int) -> None:
        kept = await self._to_run()
        while kept.position < through:
            if self._ending:
                raise ConsumerFailed(kept.position + 1, "The projection was ended.")
            await self._take_page(kept, through)
            kept = await self._to_run()
        if kept.mode == "one-time":
            await self._store.projections.enable(self.name, enabled=False)
            self.end()

    async def _to_run(self) -> Kept:
        """The projection as it is kept, if it is to go on. Raises `ConsumerFailed`."""
        try:
            kept = await self._store.projections.load(self.name)
        except NoProjection as gone:
            raise ConsumerFailed(1, str(gone)) from gone
        if not kept.runs:
            raise ConsumerFailed(kept.position + 1, kept.fault or "The projection is disabled.")
        return kept

    async def _take_page(self, kept: Kept, through: int) -> None:
        try:
            kept, run, reading = await self._at(kept)
            page = await reading.next(kept.position, through, self._manners.page)
            await self._emit(page)
        except BadSource as bad:
            await self._stop(kept, bad.fault)
            return
        except AppendRefused as refused:
            await self._stop(kept, Fault(str(refused).rstrip("."), position=kept.position + 1))
            return
        fault_said = stopped(self.name, page.taken.fault) if page.taken.fault else ""
        changes = page.taken.changes if kept.position else run.states
        if await self._store.projections.advance(kept, Advance(page.through, changes, fault_said)):
            self._place = (kept.generation, page.through)
            self._observe(replace(kept, position=page.through, fault=fault_said), run.states)
        else:
            self._place = None

    async def _stop(self, kept: Kept, fault: Fault) -> None:
        self._place = None
        step = Advance(kept.position, fault=stopped(self.name, fault))
        await self._store.projections.advance(kept, step)

    async def _emit(self, page: Page) -> None:
        if page.taken.emitted:
            await emit(self._store, commits_of(self.name, page, self._workshop.clock))

    async def _at(self, kept: Kept) -> tuple[Kept, ScriptRun, Reading]:
        """The script at work where the projection stands; begun anew if it stood elsewhere."""
        if self._run and self._reading and self._place == (kept.generation, kept.position):
            return kept, self._run, self._reading
        await self._open.aclose()
        kept, states = await self._store.projections.states(self.name)
        run = self._workshop.run(kept.source, states)
        self._run = await self._open.enter_async_context(run)
        self._reading = self._workshop.reading(self.name, run)
        self._place = (kept.generation, kept.position)
        return kept, self._run, self._reading


class Followers:
    """Runs all projections that are to be run, as they are made, enabled, disabled and deleted.

    With `of`, only those that it is true of, as they become so or are it no longer. `tell` hears
    the sentence of each that a fault stops. A store that is away is waited for.
    """

    def __init__(
        self,
        store: Store,
        workshop: Workshop,
        tell: Callable[[str], object] = lambda _: None,
        of: Callable[[Kept], bool] = lambda _: True,
    ) -> None:
        self._store = store
        self._workshop = workshop
        self._tell = tell
        self._of = of
        self._followers: dict[str, Follower] = {}

    async def run(self) -> None:
        """Run them until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                with suppress(StoreFault):
                    await self._look(group)
                await asyncio.sleep(LOOK)

    async def _look(self, group: asyncio.TaskGroup) -> None:
        every = await self._store.projections.all()
        wanted = {kept.name for kept in every if kept.runs and self._of(kept)}
        for name in wanted - self._followers.keys():
            follower = Follower(name, self._store, self._workshop)
            self._followers[name] = follower
            group.create_task(self._follow(follower))
        for name in self._followers.keys() - wanted:
            self._followers[name].end()

    async def _follow(self, follower: Follower) -> None:
        try:
            if await follower.run():
                await self._tell_fault(follower.name)
        finally:
            del self._followers[follower.name]

    async def _tell_fault(self, name: str) -> None:
        with suppress(LunarError):
            if fault := (await self._store.projections.load(name)).fault:
                self._tell(fault)
