"""A promoted projection: its kept state is the view's served rows, and its script rebuilds them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from domain.blocks.named_view import Standing
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, unobserved
from domain.blocks.scripted.kept import Kept
from domain.blocks.scripted.promoted import projector_of, rows_of, states_of
from domain.blocks.view import View
from domain.blocks.view_store import Slot
from persistence.scripted.filling import Filling, failed
from persistence.scripted.run import BadSource
from persistence.scripted.workshop import Workshop
from persistence.store import Store

Writing = Callable[[], AbstractAsyncContextManager[Store]]
"""Opens the store for a change."""


class PromotedView:
    """A `NamedView` of a kept projection.

    Whoever runs the projections moves its served rows. Next rows are kept beside them, and are
    made up to the event at which those served stand: a rebuild emits nothing.
    """

    def __init__(self, name: str, store: Store, workshop: Workshop, writing: Writing) -> None:
        """`store` may be open for reading only."""
        self.projector: Projector[Any] = projector_of(name)
        self._name = name
        self._store = store
        self._workshop = workshop
        self._writing = writing

    async def head(self) -> int:
        """The position at which the log ends."""
        return (await self._store.head()).position

    async def standing(self, slot: Slot = "served") -> Standing | None:
        """How the generation in this slot stands."""
        kept = await self._store.projections.load(self._name)
        position = kept.position if slot == "served" else kept.next
        if position is None:
            return None
        return Standing(position, await self._store.projections.partitions(self._name, slot))

    async def view(self, slot: Slot = "served") -> View[Any]:
        """The rows of one moment."""
        kept, states = await self._store.projections.states(self._name, slot)
        position = kept.position if slot == "served" else kept.next
        return View(self.projector, rows_of(states), position or 0)

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
                    if page.taken.fault:
                        raise failed(self._name, page.taken.fault)
                    if not observe(Progress(view.position, upto, events)) and view.position < upto:
                        return False
        except BadSource as bad:
            raise failed(self._name, bad.fault, view.position + 1) from bad
        return True

    async def follow(self, _: Callable[[Progress], bool] = unobserved) -> bool:
        """Nothing: the served rows are moved by what runs the projections."""
        return True

    async def refill(
        self, observe: Callable[[Progress], bool] = unobserved, *, resume: bool = False
    ) -> bool:
        """Fill the next rows, up to the event at which those served stand."""
        async with self._writing() as store:
            kept = await store.projections.load(self._name)
            if not resume or kept.next is None:
                await store.projections.begin_next(kept)

            async def level(_: Kept) -> bool:
                return True

            return await self._filling(store).run(level, observe)

    async def serve_next(self, observe: Callable[[Progress], bool] = unobserved) -> bool:
        """Serve the next rows as soon as they are level with those served."""
        async with self._writing() as store:
            return await self._filling(store).run(store.projections.swap, observe)

    async def reset(self) -> None:
        """Begin the projection anew."""
        async with self._writing() as store:
            await store.projections.reset(self._name)

    async def drop_next(self) -> None:
        """Throw the next rows away."""
        async with self._writing() as store:
            await store.projections.drop_next(self._name)

    def _filling(self, store: Store) -> Filling:
        return Filling(self._name, store.projections, self._workshop)
