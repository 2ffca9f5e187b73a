"""A lane: one view's rebuild from its beginning to the swap, as somebody watches it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from domain.blocks.errors import LunarError
from domain.blocks.named_view import Standing
from domain.blocks.replay import Progress
from lunar_tui.progress import Pace, Reporter, pace
from lunar_tui.rebuilding import Compared, Rebuild

Stage = Literal[
    "serves", "waiting", "filling", "stopped", "comparing", "ready", "swapping", "swapped", "failed"
]
"""Where a rebuild is: the old generation serves in all of them but `swapped`, where it is gone."""

AT_WORK: frozenset[Stage] = frozenset({"filling", "comparing", "swapping"})


class Lane:
    """What is known of a rebuild, and the steps it takes; `changed` hears of each change.

    Everything but the work itself happens in the thread of the event loop that calls the steps.
    What a step that is over still reports is dropped.
    """

    def __init__(self, rebuild: Rebuild, place: str, changed: Callable[[Lane], None]) -> None:
        """`place` says where the view is kept; nothing for this program's own."""
        self.name = rebuild.projector.name
        self.about = rebuild.projector.about
        self.place = place
        self.stage: Stage = "serves"
        self.old = Standing(0, 0)
        self.new: Standing | None = None
        self.end = 0
        self.pace: Pace | None = None
        self.found: Compared | None = None
        self.fault = ""
        self.made_here = False
        self._rebuild = rebuild
        self._changed = changed
        self._step = 0
        self._reporter: Reporter | None = None

    @property
    def at_work(self) -> bool:
        """Whether a step is under way."""
        return self.stage in AT_WORK

    async def look(self, end: int) -> None:
        """See how both generations stand, where the log ends at position `end`."""
        step = self._step
        try:
            old, new = await self._rebuild.standings()
        except LunarError as fault:
            if step == self._step and not self.at_work:
                self._enter("failed", str(fault))
            return
        if step == self._step:
            if new and self.new and self.pace:
                new = new._replace(position=max(new.position, self.new.position))
            before = (self.old, self.new, self.end)
            self.old, self.new = old, new
            self.end = max(end, old.position, new.position if new else 0)
            if new and self.stage == "serves":
                self._enter("stopped")
            elif before != (self.old, self.new, self.end):
                self._changed(self)

    def wait(self) -> None:
        """It will be filled when those before it are."""
        self._enter("waiting")

    async def fill(self) -> None:
        """Fill the new generation from where it stands, and compare it with the old one."""
        self.found = None
        self.made_here = True
        self._enter("filling")
        observe = self._observer()
        try:
            if not await self._rebuild.fill(observe):
                self._enter("stopped")
                return
            self._enter("comparing")
            self.found = await self._rebuild.compare()
        except LunarError as fault:
            self._enter("failed", str(fault))
        else:
            self.new = self.found.new
            self._enter("ready")

    def stop(self) -> None:
        """End the filling; what was made so far is kept."""
        if self.stage == "waiting":
            self._enter("stopped" if self.new else "serves")
        elif self._reporter:
            self._reporter.stop()

    async def swap(self) -> None:
        """Serve the new generation."""
        self._enter("swapping")
        observe = self._observer()
        try:
            swapped = await self._rebuild.swap(observe)
        except LunarError as fault:
            self._enter("failed", str(fault))
            return
        if swapped:
            self.old, self.new = self.new or self.old, None
        self._enter("swapped" if swapped else "ready")

    async def drop(self) -> None:
        """Throw the new generation away."""
        try:
            await self._rebuild.drop()
        except LunarError as fault:
            self._enter("failed", str(fault))
            return
        self.new = self.found = None
        self._enter("serves")

    def _observer(self) -> Reporter:
        loop, step = asyncio.get_running_loop(), self._step
        begun = self.new.position if self.new else 0

        def report(progress: Progress, elapsed: float) -> None:
            at = pace(progress, elapsed, begun)
            loop.call_soon_threadsafe(self._moved, step, progress, at)

        self._reporter = Reporter(report)
        return self._reporter

    def _moved(self, step: int, progress: Progress, at: Pace) -> None:
        if step == self._step:
            rows = self.new.rows if self.new else 0
            self.new = Standing(progress.position, rows)
            self.end = max(self.end, progress.target)
            self.pace = at
            self._changed(self)

    def _enter(self, stage: Stage, fault: str = "") -> None:
        self._step += 1
        self.stage = stage
        self.fault = fault
        self.pace = None
        self._changed(self)
