"""A promoted projection: its kept state is the view's served rows, and its script rebuilds them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from domain.blocks.named_view import Standing
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, unobserved
from domain.blocks.scripted.definition import Fault
from domain.blocks.scripted.promoted import projector_of, rows_of, states_of
from domain.blocks.view import ProjectorFailed, View
from domain.blocks.view_store import Slot
from persistence.scripted.run import BadSource
from persistence.scripted.workshop import Workshop
from persistence.store import Store

Writing = Callable[[], AbstractAsyncContextManager[Store]]
"""Opens the store for a change."""


class PromotedView:
    """A `NamedView` of a kept projection.

    Whoever runs the projections moves its served rows. Next rows are in memory, and are made up
    to the event at which those served stand: a rebuild emits nothing.
    """

    def __init__(self, name: str, store: Store, workshop: Workshop, writing: Writing) -> None:
        """`store` may be open for reading only."""
        self.projector: Projector[Any] = projector_of(name)
        self._name = name
        self._store = store
        self._workshop = workshop
        self._writing = writing
        self._next: tuple[int, View[Any]] | None = None

    async def head(self) -> int:
        """The position at which the log ends."""
        return (await self._store.head()).position

    async def standing(self, slot: Slot = "served") -> Standing | None:
        """How the generation in this slot stands."""
        if slot == "next":
            view = await self._begun()
            return Standing(view.position, len(view.rows)) if view else None
        kept = await self._store.projections.load(self._name)
        return Standing(kept.position, await self._store.projections.partitions(self._name))

    async def view(self, slot: Slot = "served") -> View[Any]:
        """The rows of one moment."""
        if slot == "next":
            view = await self._begun()
            return view.copy() if view else View(self.projector)
        kept, states = await self._store.projections.states(self._name)
        return View(self.projector, rows_of(states), kept.position)

    async def bring(
        self, view: View[Any], upto: int, observe: Callable[[Progress], bool] = unobserved
    ) -> bool:
        """Bring rows in memory up to this event, with the source as it is kept now."""
        if view.position >= upto:
            return True
        kept = await self._store.projections.load(self._name)
        events = 0
        try:
            async with self._workshop.run(kept.source, states_of(view)) as run:
                reading = self._workshop.reading(self._name, run)
                async for page in reading.pages(view.position, upto):
                    view.rows.update(rows_of(page.taken.changes if view.position else run.states))
                    view.position = page.through
                    events += page.taken.count
                    if fault := page.taken.fault:
                        raise ProjectorFailed(self._name, fault.position, Broken(fault))
                    if not observe(Progress(view.position, upto, events)) and view.position < upto:
                        return False
        except BadSource as bad:
            raise ProjectorFailed(self._name, view.position + 1, Broken(bad.fault)) from bad
        return True

    async def follow(self, _: Callable[[Progress], bool] = unobserved) -> bool:
        """Nothing: the served rows are moved by what runs the projections."""
        return True

    async def refill(
        self, observe: Callable[[Progress], bool] = unobserved, *, resume: bool = False
    ) -> bool:
        """Fill the next rows, up to the event at which those served stand."""
        kept = await self._store.projections.load(self._name)
        view = await self._begun() if resume else None
        if view is None:
            view = View(self.projector)
            self._next = (kept.generation, view)
        return await self.bring(view, kept.position, observe)

    async def serve_next(self, observe: Callable[[Progress], bool] = unobserved) -> bool:
        """Serve the next rows as soon as they are level with those served."""
        while await self.refill(observe, resume=True):
            kept = await self._store.projections.load(self._name)
            view = await self._begun()
            if view is None or view.position != kept.position:
                continue
            async with self._writing() as store:
                if await store.projections.replace(kept, states_of(view)):
                    self._next = None
                    return True
        return False

    async def reset(self) -> None:
        """Begin the projection anew."""
        self.drop_next()
        async with self._writing() as store:
            await store.projections.reset(self._name)

    def drop_next(self) -> None:
        """Throw the next rows away."""
        self._next = None

    async def _begun(self) -> View[Any] | None:
        """The next rows; none where the projection has begun anew since they were."""
        if self._next is None:
            return None
        generation, view = self._next
        kept = await self._store.projections.load(self._name)
        return view if kept.generation == generation else None


class Broken(Exception):
    """Why a script took an event no further, without the event's position."""

    def __init__(self, fault: Fault) -> None:
        place = f"line {fault.line}, " if fault.line else ""
        super().__init__(f"{place}{fault.why}")
