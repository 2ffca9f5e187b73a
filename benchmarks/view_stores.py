"""Writing views: batches of 1,000 events on every view store, against the floor of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from msgspec import structs

from benchmarks import view_floor
from benchmarks.measure import Effort, Stopwatch, medians
from benchmarks.view_floor import Write
from domain.blocks.view_store import Checkpoint, Step, ViewStore
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.projectors.buildings import BuildingRow, buildings
from persistence.open_views import open_views

ROWS = 1000
NEVER = 1_000_000
ROUNDS = 15


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    lines = []
    async with view_floor.places(folder) as places:
        for place in places:
            views = await open_views(place.url, "memory:")
            ours = await _filled(views)
            base = partial(_timed, place.write)
            taken, least = await medians(ours, base, rounds=effort.rounds(ROUNDS))
            await views.close()
            lines.append(
                f"view rows, {ROWS} a batch, {place.name:<8}      {taken * 1000:8.2f} ms"
                f"   {ROWS / taken:10,.0f} rows/s   {taken / least:6.1f} x {place.driver}"
            )
    return lines


async def _filled(views: ViewStore) -> Callable[[], Awaitable[float]]:
    """A view of so many sites; each call works a tick on all of them and gives its seconds."""
    spawned = [
        Step(n + 1, buildings.project(SiteSpawned("g", f"site-{n}", 1, n, "px42", NEVER, 0), 0))
        for n in range(ROWS)
    ]
    begin = await views.begin(buildings, "served")
    at = await views.apply(buildings, "served", begin, ROWS, spawned)
    batches = _ticks()

    async def tick() -> float:
        nonlocal at
        assert at is not None
        steps = next(batches)
        watch = Stopwatch()
        at = await _apply(views, at, steps)
        return watch.seconds()

    return tick


async def _apply(views: ViewStore, at: Checkpoint, steps: Sequence[Step]) -> Checkpoint | None:
    return await views.apply(buildings, "served", at, steps[-1].position, steps)


def _ticks() -> Iterator[list[Step]]:
    for tick in count(1):
        worked = [
            ConstructionProgressed("g", f"site-{n}", 1, n, tick, NEVER, tick) for n in range(ROWS)
        ]
        yield [
            Step(tick * ROWS + n + 1, buildings.project(event, 0)) for n, event in enumerate(worked)
        ]


async def _timed(write: Write) -> float:
    row = BuildingRow(0.5, 1, "", 1, "px42", ready=False)
    rows = [structs.replace(row, site_id=f"site-{n}", location=n) for n in range(ROWS)]
    watch = Stopwatch()
    await write(rows)
    return watch.seconds()
