"""The states of a projection made anew beside those served, by its script, page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from domain.blocks.replay import Progress
from domain.blocks.scripted.definition import Fault
from domain.blocks.scripted.kept import Advance, Kept, ScriptedProjections
from domain.blocks.view import ProjectorFailed
from persistence.scripted.run import BadSource, ScriptRun
from persistence.scripted.workshop import Workshop


class Filling:
    """Fills the next states of one projection, up to the event at which those served stand.

    Each page is written with how far it goes. So it may be killed at any moment, and several may
    fill the same: what one made, another goes on with.
    """

    def __init__(self, name: str, projections: ScriptedProjections, workshop: Workshop) -> None:
        self._name = name
        self._projections = projections
        self._workshop = workshop

    async def run(
        self, take: Callable[[Kept], Awaitable[bool]], observe: Callable[[Progress], bool]
    ) -> bool:
        """Fill them, again and again, until they are level and `take` answers that it took them.

        False when `observe` stopped it. Raises `ProjectorFailed`; what is before that event is
        then filled.
        """
        while True:
            kept, states = await self._projections.states(self._name, "next")
            if kept.next is None:
                await self._projections.begin_next(kept)
                continue
            try:
                async with self._workshop.run(kept.source, states) as run:
                    done = await self._go_on(kept, kept.next, run, take, observe)
            except BadSource as bad:
                raise failed(self._name, bad.fault, kept.next + 1) from bad
            if done is not None:
                return done

    async def _go_on(
        self,
        kept: Kept,
        at: int,
        run: ScriptRun,
        take: Callable[[Kept], Awaitable[bool]],
        observe: Callable[[Progress], bool],
    ) -> bool | None:
        """Fill them from where they stand; None where somebody else moved them meanwhile."""
        reading = self._workshop.reading(self._name, run)
        events = 0
        while True:
            async for page in reading.pages(at, kept.position):
                changes = page.taken.changes if at else run.states
                if not await self._projections.advance_next(kept, Advance(page.through, changes)):
                    return None
                at, events = page.through, events + page.taken.count
                kept = replace(kept, next=at)
                if page.taken.fault:
                    raise failed(self._name, page.taken.fault)
                if not observe(Progress(at, kept.position, events)) and at < kept.position:
                    return False
            if await take(kept):
                return True
            now = await self._projections.load(self._name)
            if (now.generation, now.next) != (kept.generation, kept.next):
                return None
            kept = now


def failed(name: str, fault: Fault, position: int = 0) -> ProjectorFailed:
    """The failure to take an event: that of the fault, or the one at `position`."""
    return ProjectorFailed(name, fault.position or position, _Broken(fault))


class _Broken(Exception):
    """Why a script took an event no further, without the event's position."""

    def __init__(self, fault: Fault) -> None:
        place = f"line {fault.line}, " if fault.line else ""
        super().__init__(f"{place}{fault.why}")
