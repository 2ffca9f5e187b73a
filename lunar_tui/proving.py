"""A proof: the log is whole, and every view that is served is what the log says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from domain.blocks.comparison import against_log
from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress
from domain.blocks.verify import Verdict, verify
from domain.blocks.view import Difference, View
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.kept_views import KeptViews
from lunar_tui.progress import Pace, Reporter, pace
from lunar_tui.promoted import PLACE
from lunar_tui.rebuilding import compare_served, work_on_kept
from lunar_tui.services import ServedViews
from lunar_tui.session import Observer, in_thread
from persistence.scripted.promoted import PromotedView

Comparison = Callable[[Observer], Awaitable[Sequence[Difference]]]
"""Compares a view with the log; what it says after its observer stopped it counts for nothing."""

Outcome = Literal["waits", "runs", "whole", "wrong", "failed"]


class Stopped(Exception):
    """The proof was cancelled, and says nothing."""


class Step:
    """One step as it is watched: how far it is, and what it found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outcome: Outcome = "waits"
        self.pace: Pace | None = None
        self.fault = ""
        self.differences: Sequence[Difference] = ()


class Proof:
    """Reads the log, or the game, twice, then compares every view with it; writes nothing.

    `changed` hears, in the thread of the event loop, of each change of the steps.
    """

    def __init__(
        self,
        served: ServedViews,
        kept: KeptViews | None,
        changed: Callable[[], None],
        promoted: Sequence[PromotedView] = (),
    ) -> None:
        self._log = served.store
        self.game = served.views.where.game
        self._comparisons = {
            **comparisons(served),
            **kept_comparisons(kept, self._log),
            **promoted_comparisons(promoted),
        }
        self._changed = changed
        self._reporter: Reporter | None = None
        self.verdict: Verdict | None = None
        self.reading = Step("the log" if self.game is None else "the game's events")
        self.views = [Step(name) for name in self._comparisons]

    @property
    def steps(self) -> Sequence[Step]:
        """All steps, in order."""
        return [self.reading, *self.views]

    @property
    def whole(self) -> bool:
        """Whether it ran to its end, and everything is as it should be."""
        return all(step.outcome == "whole" for step in self.steps)

    async def run(self) -> None:
        """Take all steps; one that fails says why. Raises `Stopped`."""
        await self._take(self.reading, self._read_twice)
        for step in self.views:
            await self._take(step, self._compare)

    def stop(self) -> None:
        """End it at the next page of the log."""
        if self._reporter:
            self._reporter.stop()

    async def _take(self, step: Step, do: Callable[[Step, Observer], Awaitable[bool]]) -> None:
        step.outcome = "runs"
        self._reporter = self._observer(step)
        self._changed()
        try:
            whole = await do(step, self._reporter)
        except LunarError as fault:
            step.outcome, step.fault = "failed", str(fault)
        except Stopped:
            step.outcome = "waits"
            raise
        else:
            step.outcome = "whole" if whole else "wrong"
        if self._reporter.stopped:
            step.outcome = "waits"
            raise Stopped
        self._changed()

    async def _read_twice(self, _: Step, observe: Observer) -> bool:
        async def reading(log: EventStore) -> Verdict:
            return await verify(log, EVENT_TYPES, PROJECTORS, as_one(observe), game=self.game)

        self.verdict = await in_thread(self._log, reading)
        return self.verdict.whole

    async def _compare(self, step: Step, observe: Observer) -> bool:
        step.differences = await self._comparisons[step.name](observe)
        return not step.differences

    def _observer(self, step: Step) -> Reporter:
        loop = asyncio.get_running_loop()

        def moved(at: Pace) -> None:
            if step.outcome == "runs":
                step.pace = at
                self._changed()

        def report(progress: Progress, elapsed: float) -> None:
            loop.call_soon_threadsafe(moved, pace(progress, elapsed))

        return Reporter(report)


def as_one(observe: Observer) -> Callable[[Progress], None]:
    """Makes one progress of the two readings of a log. Raises `Stopped`."""
    before = last = Progress(0, 0, 0)

    def heard(progress: Progress) -> None:
        nonlocal before, last
        if progress.position < last.position:
            before = last
        last = progress
        position, events = before.position + progress.position, before.events + progress.events
        if not observe(Progress(position, 2 * progress.target, events)):
            raise Stopped

    return heard


def comparisons(served: ServedViews) -> Mapping[str, Comparison]:
    """How each view that this program is served from is compared, by name."""

    def compare(projector: Projector[Any]) -> Comparison:
        async def compared(observe: Observer) -> Sequence[Difference]:
            anew = View(projector)
            if not await served.refill(anew, observe):
                return ()
            return (await compare_served(served, anew)).differences

        return compared

    return {name: compare(view.projector) for name, view in served.views.all.items()}


def kept_comparisons(kept: KeptViews | None, log: EventStore) -> Mapping[str, Comparison]:
    """How each view of that place is compared, by name; none where none are kept."""
    if kept is None:
        return {}

    def compare(projector: Projector[Any]) -> Comparison:
        async def compared(observe: Observer) -> Sequence[Difference]:
            async def work(here: Projection) -> Sequence[Difference]:
                return await against_log(here, observe)

            return await work_on_kept(kept, log, projector, work)

        return compared

    return {f"{each.name} in {kept.kind}": compare(each) for each in PROJECTORS}


def promoted_comparisons(promoted: Sequence[PromotedView]) -> Mapping[str, Comparison]:
    """How each promoted projection is compared, by name; its script is in another process."""
    return {f"{view.projector.name} in {PLACE}": partial(against_log, view) for view in promoted}
