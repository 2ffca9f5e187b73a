"""A view made anew from the log, as a generation beside the one that serves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from domain.blocks.comparison import against_next
from domain.blocks.event_store import EventStore
from domain.blocks.named_view import NamedView, Standing
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.blocks.view import Difference, View, differences
from domain.blocks.view_store import ViewStore
from lunar_tui.kept_views import KeptViews, kept_projection
from lunar_tui.services import ServedViews
from lunar_tui.session import Observer, in_thread

T = TypeVar("T")


class Compared(NamedTuple):
    """Two generations at one event: where the new one stands, and the rows that differ."""

    new: Standing
    differences: Sequence[Difference]


class Rebuild(Protocol):
    """One view with its two generations. Nothing is written but the new one, until `swap`.

    Every call may raise `LunarError`; the old generation then serves on.
    """

    @property
    def projector(self) -> Projector[Any]:
        """What makes the view."""
        ...

    async def standings(self) -> tuple[Standing, Standing | None]:
        """How the old generation stands, and the new one if there is one."""
        ...

    async def fill(self, observe: Observer) -> bool:
        """Bring the new generation up to the log from where it stands; False if stopped."""
        ...

    async def compare(self) -> Compared:
        """Compare the two generations, both brought to one event."""
        ...

    async def swap(self, observe: Observer) -> bool:
        """Serve the new generation instead of the old one, once it is level; False if stopped."""
        ...

    async def drop(self) -> None:
        """Throw the new generation away."""
        ...


class ServedRebuild:
    """A `Rebuild` of a view that this program is served from, in memory."""

    def __init__(self, served: ServedViews, name: str) -> None:
        self._served = served
        self._name = name
        self._new: View[Any] | None = None

    @property
    def projector(self) -> Projector[Any]:
        """What makes the view."""
        return self._served.views[self._name].projector

    async def standings(self) -> tuple[Standing, Standing | None]:
        """How the old generation stands, and the new one if there is one."""
        new = self._new
        return _standing(self._served.views[self._name]), _standing(new) if new else None

    async def fill(self, observe: Observer) -> bool:
        """Bring the new generation up to the log from where it stands; False if stopped."""
        return await self._served.refill(self._begun(), observe)

    async def compare(self) -> Compared:
        """Compare the two generations, both brought to one event."""
        return await compare_served(self._served, self._begun())

    async def swap(self, observe: Observer) -> bool:
        """Serve the new generation instead of the old one, once it is level; False if stopped."""
        if not await self.fill(observe):
            return False
        await self._served.serve(self._begun())
        self._new = None
        return True

    async def drop(self) -> None:
        """Throw the new generation away."""
        self._new = None

    def _begun(self) -> View[Any]:
        if self._new is None:
            self._new = View(self.projector)
        return self._new


class KeptRebuild:
    """A `Rebuild` of a view that is kept for all programs, in SQL or Redis.

    The new generation lasts, too: one that was stopped, here or elsewhere, can be gone on with.
    """

    def __init__(
        self, kept: KeptViews, views: ViewStore, log: EventStore, projector: Projector[Any]
    ) -> None:
        """`views` is that place, open for the screen's own looks."""
        self.projector = projector
        self._kept = kept
        self._views = views
        self._log = log

    async def standings(self) -> tuple[Standing, Standing | None]:
        """How the old generation stands, and the new one if there is one."""
        here = kept_projection(self.projector, self._log, self._views)
        return await here.standing() or Standing(0, 0), await here.standing("next")

    async def fill(self, observe: Observer) -> bool:
        """Bring the new generation up to the log from where it stands; False if stopped."""
        return await self._work(lambda here: here.refill(observe, resume=True))

    async def compare(self) -> Compared:
        """Compare the two generations, both brought to one event."""
        return await self._work(compare_next)

    async def swap(self, observe: Observer) -> bool:
        """Serve the new generation instead of the old one, once it is level; False if stopped."""
        return await self._work(lambda here: here.rebuild(observe, resume=True))

    async def drop(self) -> None:
        """Throw the new generation away."""
        await self._views.drop(self.projector, "next")

    async def _work(self, work: Callable[[Projection], Awaitable[T]]) -> T:
        return await work_on_kept(self._kept, self._log, self.projector, work)


async def compare_served(served: ServedViews, new: View[Any]) -> Compared:
    """Compare a generation of a view with the one that serves, both brought to one event."""
    old = await served.level(new)
    found = await asyncio.to_thread(lambda: list(differences(old, new)))
    return Compared(_standing(new), found)


async def work_on_kept(
    kept: KeptViews,
    log: EventStore,
    projector: Projector[Any],
    work: Callable[[Projection], Awaitable[T]],
) -> T:
    """Work on a kept view in another thread, with connections of its own."""

    async def with_views(reader: EventStore) -> T:
        async with kept.open() as views:
            return await work(kept_projection(projector, reader, views))

    return await in_thread(log, with_views)


async def compare_next(here: NamedView) -> Compared:
    """Compare the generation that serves with the next one, both brought to one event."""
    found = await against_next(here)
    return Compared(await here.standing("next") or Standing(0, 0), found)


def _standing(view: View[Any]) -> Standing:
    return Standing(view.position, len(view.rows))
