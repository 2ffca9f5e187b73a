"""Appending to the log, against the floor."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from uuid import UUID

from benchmarks import floor
from benchmarks.measure import Effort, Stopwatch, medians
from domain.blocks.event_store import Commit, NewEvent
from domain.blocks.messages import Event
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.model import EVENT_TYPES
from persistence.ids import OrderedIds
from persistence.sqlite import SqliteEventStore

SITES = 1000
NEVER = 1_000_000
GAME = "3f0f37e2-6a52-4a6a-b4a4-7f1d2b8f3f10"


def construction(ids: OrderedIds) -> Iterator[NewEvent]:
    """A thousand sites are begun, and then worked on tick after tick, for ever."""
    command = ids.new()
    sites = [str(ids.new()) for _ in range(SITES)]
    for location, site in enumerate(sites):
        yield new_event(SiteSpawned(GAME, site, 1, location, "px42", NEVER, 0), site, ids, command)
    for tick in count(1):
        command = ids.new()
        for location, site in enumerate(sites):
            worked = ConstructionProgressed(GAME, site, 1, location, tick, NEVER, tick)
            yield new_event(worked, site, ids, command)


def new_event(event: Event, site: str, ids: OrderedIds, command: UUID) -> NewEvent:
    """The event on its way into the stream of its site."""
    return NewEvent(
        event_id=ids.new(),
        stream=f"site-{site}",
        type=type(event).__name__,
        schema=event.SCHEMA,
        data=EVENT_TYPES.encode(event),
        command_id=command,
        causation_id=command,
        game=event.game_id,
    )


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    store = await SqliteEventStore.open(folder / "ours.db")
    plain = floor.create(folder / "plain.db")
    ids = OrderedIds()
    lines = []
    for size, rounds in ((1, 200), (10, 100), (1000, 15)):
        batches = batches_of(ids, size)
        ours, base, bare = await medians(
            partial(_ours, store, batches, ids),
            partial(_floor, plain, batches, chained=True),
            partial(_floor, plain, batches, chained=False),
            rounds=effort.rounds(rounds),
        )
        lines.append(
            f"append, {size:>5} events a transaction   {ours * 1000:8.2f} ms"
            f"   {size / ours:10,.0f} events/s   {ours / base:5.2f} x plain sqlite3"
            f" ({ours / bare:.2f} x one that chains no digests)"
        )
    lines.append(_size(folder / "ours.db"))
    await store.close()
    plain.close()
    return lines


def batches_of(ids: OrderedIds, size: int) -> Iterator[Sequence[NewEvent]]:
    """The events of `construction`, so many at a time."""
    events = construction(ids)
    while True:
        yield list(islice(events, size))


async def _ours(
    store: SqliteEventStore, batches: Iterator[Sequence[NewEvent]], ids: OrderedIds
) -> float:
    commit = Commit(next(batches), ids.new(), 0)
    watch = Stopwatch()
    await store.append(commit)
    return watch.seconds()


async def _floor(
    connection: sqlite3.Connection, batches: Iterator[Sequence[NewEvent]], *, chained: bool
) -> float:
    events = next(batches)
    watch = Stopwatch()
    floor.append(connection, events, chained=chained)
    return watch.seconds()


def _size(path: Path) -> str:
    connection = sqlite3.connect(path)
    (pages,), (page,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    events, data = connection.execute("SELECT count(*), sum(length(data)) FROM events").fetchone()
    connection.close()
    return f"size of an event: {pages * page / events:.0f} bytes with {data / events:.0f} of JSON"
