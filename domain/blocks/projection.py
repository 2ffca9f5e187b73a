"""Projection: a projector at work, from the log into a view store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.blocks.event_store import Batch, EventStore, StoreFault, Where
from domain.blocks.event_types import EventType, EventTypes
from domain.blocks.named_view import Standing
from domain.blocks.projector import Change, Projector
from domain.blocks.replay import Progress, replay, unobserved
from domain.blocks.view import ProjectorFailed, View
from domain.blocks.view_store import Checkpoint, Slot, Step, ViewStore

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Projection:
    """One view: made by the projector, from this selection of the log, kept in the view store.

    Every batch of events is written with its checkpoint, so several programs may work on one
    view at once, and each may die at any moment: what a batch does is done once.
    """

    projector: Projector[Any]
    log: EventStore
    views: ViewStore
    types: EventTypes
    where: Where
    batch: int = BATCH

    async def head(self) -> int:
        """The position at which the log ends."""
        return (await self.log.head()).position

    async def standing(self, slot: Slot = "served") -> Standing | None:
        """How the generation in this slot stands; None when it is not there."""
        checkpoint = await self.views.checkpoint(self.projector, slot)
        if checkpoint is None:
            return None
        return Standing(checkpoint.position, await self.views.count(self.projector, slot))

    async def view(self, slot: Slot = "served") -> View[Any]:
        """The rows of one moment; at position 0 when nothing is there."""
        position, rows = await self.views.read(self.projector, slot)
        return View(self.projector, rows, position)

    async def bring(
        self, view: View[Any], upto: int, observe: Callable[[Progress], bool] = unobserved
    ) -> bool:
        """Bring rows in memory up to this event; nothing is written. Raises `ProjectorFailed`."""
        return await replay([view], self.log, self.types, self.where, observe, upto)

    async def position(self) -> int:
        """How far the served rows have come; 0 where there are none."""
        checkpoint = await self.views.checkpoint(self.projector)
        return checkpoint.position if checkpoint else 0

    async def follow(self, observe: Callable[[Progress], bool] = unobserved) -> bool:
        """Bring the served rows up to the end of the log; False when `observe` stopped it.

        Raises `ProjectorFailed`; the view then has all events before that one, and goes on from
        there when it is followed again.
        """
        return await self._fill("served", observe)

    async def refill(
        self, observe: Callable[[Progress], bool] = unobserved, *, resume: bool = False
    ) -> bool:
        """Fill the next rows beside those served, up to the end of the log.

        Begins anew, or with `resume` where an earlier one was stopped. Returns and raises as
        `follow` does.
        """
        if not resume:
            await self.views.drop(self.projector, "next")
        return await self._fill("next", observe)

    async def serve_next(self, observe: Callable[[Progress], bool] = unobserved) -> bool:
        """Serve the next rows as soon as they are level; False when `observe` stopped it."""
        while not await self.views.swap(self.projector):
            if not await self.refill(observe, resume=True):
                return False
        return True

    async def rebuild(
        self, observe: Callable[[Progress], bool] = unobserved, *, resume: bool = False
    ) -> bool:
        """Make the rows anew beside those served, then serve them, as `refill` does."""
        return await self.refill(observe, resume=resume) and await self.serve_next(observe)

    async def reset(self) -> None:
        """Drop the view with all of its rows; it is filled again when it is followed."""
        await self.views.drop(self.projector, "served")
        await self.views.drop(self.projector, "next")

    async def _fill(self, slot: Slot, observe: Callable[[Progress], bool]) -> bool:
        checkpoint = await self.views.begin(self.projector, slot)
        target = (await self.log.head()).position
        if checkpoint.position > target:
            raise AheadOfLog(self.projector.name, checkpoint.position, target)
        events = 0
        while checkpoint.position < target:
            batch = await self.log.scan(self.where, after=checkpoint.position, limit=self.batch)
            last = batch.rows[-1][0] if batch.rows else 0
            upto = last if len(batch.rows) == self.batch else max(target, last)
            advanced = await self._advance(slot, checkpoint, upto, batch)
            checkpoint = advanced or await self.views.begin(self.projector, slot)
            events += len(batch.rows)
            position = checkpoint.position
            if not observe(Progress(position, max(target, position), events)) and position < target:
                return False
        return True

    async def _advance(
        self, slot: Slot, begin: Checkpoint, upto: int, batch: Batch
    ) -> Checkpoint | None:
        steps: list[Step] = []
        try:
            for step in self._steps(batch):
                steps.append(step)  # noqa: PERF402 - those before a failing one are kept
            return await self.views.apply(self.projector, slot, begin, upto, steps)
        except ProjectorFailed as failed:
            taken = [step for step in steps if step.position < failed.position]
            await self.views.apply(self.projector, slot, begin, failed.position - 1, taken)
            raise

    def _steps(self, batch: Batch) -> Iterator[Step]:
        handlers: dict[int, Callable[[bytes, int], tuple[Change, ...]] | None] = {}
        for position, kind, data, recorded_at in batch.rows:
            try:
                if kind not in handlers:
                    handlers[kind] = self._handler(batch.types[kind])
                handle = handlers[kind]
                if handle and (changes := handle(data, recorded_at)):
                    yield Step(position, changes)
            except Exception as why:
                raise ProjectorFailed(self.projector.name, position, why) from why

    def _handler(self, kind: EventType) -> Callable[[bytes, int], tuple[Change, ...]] | None:
        decode = self.types.decoder(kind)
        handle = self.projector.handlers.get(self.types.class_of(kind))
        if handle is None:
            return None
        return lambda data, recorded_at: handle(decode(data), recorded_at)


class AheadOfLog(StoreFault):
    """A view has events that the log does not have."""

    def __init__(self, view: str, position: int, end: int) -> None:
        super().__init__(
            f"The view {view} stands at event {position}, but the log ends at {end}: it was made "
            f"from another log; `lunar views reset {view}` drops it, to be made from this one."
        )
