"""What a store holds and takes, read in one go, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Any

from msgspec import Struct, structs

from domain.blocks.capacity import (
    Forecast,
    Rebuild,
    Size,
    StoreSizes,
    forecast,
    on_disk,
    rebuild,
    total,
)
from domain.blocks.capacity_advice import Advice, advise
from domain.blocks.event_store import Where
from domain.blocks.log_use import LogUse, use_of
from domain.blocks.replay import Progress, replay, unobserved
from domain.blocks.view import ProjectorFailed, View
from domain.game.events import GameloopAdvanced
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.kept_views import KeptViews
from lunar_tui.promoted import promoted_views
from persistence.memory_counting import memory_of
from persistence.sizes import PROJECTIONS
from persistence.store import Store

REBUILD_SAMPLE = 100_000
"""Events from the log's beginning that are folded to see how fast rebuilds are here."""

TICK = GameloopAdvanced.__name__


class Sample(Struct, frozen=True):
    """A rebuild of all views in memory, of so many positions; `rate` is positions a second."""

    events: int
    rate: float
    sizes: Sequence[Size]


class Capacity(Struct, frozen=True):
    """A store as it was measured. `place` is where views are kept; `sample` None if none can be.

    Views in memory are as large as the sample left them. Those that are promoted projections are
    in the store.
    """

    store: str
    use: LogUse
    sizes: StoreSizes
    place: str
    views: Sequence[Size]
    sample: Sample | None

    @property
    def log_bytes(self) -> int:
        """What the log takes."""
        return total(self.sizes.log)

    def on_disk(self, data: float) -> float:
        """What an event with so many bytes of data takes in this store."""
        return on_disk(data, self.use, self.log_bytes)

    @property
    def a_tick(self) -> float:
        """Events for each tick; 0 without ticks."""
        ticks = self.use.of(TICK)
        return self.use.events / ticks if ticks else 0.0

    @property
    def a_cascade(self) -> float:
        """Events for each command from outside."""
        return self.use.events / self.use.cascades if self.use.cascades else 0.0

    @property
    def advice(self) -> Sequence[Advice]:
        """What stands out."""
        return advise(self.use, TICK)


class Plan(Struct, frozen=True):
    """What is asked of a forecast: a rate or the measured one, room on a disk, seconds to rebuild.

    Without `disk` the room is what the store knows of it, if it does.
    """

    events_per_hour: float | None = None
    disk: int | None = None
    rebuild_budget: float = 60.0


class Outlook(Struct, frozen=True):
    """The forecasts from the biggest and the mean event, and the one for rebuilds."""

    by_biggest: Forecast
    by_mean: Forecast
    rebuild: Rebuild | None


def outlook(capacity: Capacity, plan: Plan) -> Outlook:
    """What the store comes to by this plan."""
    use = capacity.use
    rate = use.an_hour if plan.events_per_hour is None else plan.events_per_hour
    free = capacity.sizes.free if plan.disk is None else plan.disk
    sample = capacity.sample
    return Outlook(
        forecast(capacity.on_disk(use.biggest), rate, free),
        forecast(capacity.on_disk(use.mean), rate, free),
        rebuild(use.events, sample.rate, plan.rebuild_budget, rate) if sample else None,
    )


async def read_capacity(
    store: Store, kept: KeptViews | None, observe: Callable[[Progress], bool] = unobserved
) -> Capacity | None:
    """Measure the store and the views kept beside it; None if stopped. Raises `StoreFault`."""
    use = await use_of(store, observe)
    if use is None:
        return None
    counted = Progress(use.events, use.events, use.events)
    sample = await _sample(store, lambda _: observe(counted))
    if not observe(counted):
        return None
    sizes = await store.sizes()
    of_games = await _sizes_in(kept) if kept else sample.sizes if sample else ()
    return Capacity(
        store=(await store.status()).path,
        use=use,
        sizes=sizes,
        place=kept.kind if kept else "memory",
        views=[*of_games, *await _sizes_of_promoted(store, sizes)],
        sample=sample,
    )


async def _sample(store: Store, observe: Callable[[Progress], bool]) -> Sample | None:
    """A rebuild of the log's beginning; None without events, or where it cannot be folded."""
    events = min(REBUILD_SAMPLE, (await store.head()).position)
    if not events:
        return None
    views = [View(projector) for projector in PROJECTORS]
    begun = monotonic()
    try:
        await replay(views, store, EVENT_TYPES, Where(games_only=True), observe, upto=events)
    except ProjectorFailed:
        return None
    return Sample(events, events / (monotonic() - begun), list(_in_memory(views)))


def _in_memory(views: Iterable[View[Any]]) -> Iterable[Size]:
    for view in views:
        yield Size(view.projector.name, memory_of(list(view.rows.values())), "estimated")


async def _sizes_in(kept: KeptViews) -> Sequence[Size]:
    async with kept.open() as views:
        served = [await views.size(each) for each in PROJECTORS]
        following = [await views.size(each, "next") for each in PROJECTORS]
    beside = [structs.replace(each, name=f"{each.name}, next") for each in following]
    return [*served, *(each for each in beside if each.bytes)]


async def _sizes_of_promoted(store: Store, sizes: StoreSizes) -> Sequence[Size]:
    """What each promoted projection takes of the tables of all projections, by its text."""
    served = await store.projections.weights()
    following = await store.projections.weights("next")
    taken = sum(size.bytes for size in sizes.beside if size.name == PROJECTIONS)
    each = taken / (sum(served.values()) + sum(following.values()) or 1)
    return [
        Size(f"{name}{suffix}", round(weights[name] * each), "estimated")
        for name in [view.projector.name for view in await promoted_views(store)]
        for weights, suffix in ((served, ""), (following, ", next"))
        if name in weights
    ]
