"""Appending to the log and rebuilding a view from it, against the floor."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from uuid import UUID

from benchmarks import floor
from benchmarks.measure import Stopwatch, medians
from domain.blocks.event_store import Commit, NewEvent, Where
from domain.blocks.messages import Event
from domain.blocks.replay import replay
from domain.blocks.view import View
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.model import EVENT_TYPES
from domain.game.projectors.buildings import buildings
from persistence.ids import OrderedIds
from persistence.sqlite import SqliteEventStore

SITES = 1000
REPLAYED = 100_000
NEVER = 1_000_000
GAME = "3f0f37e2-6a52-4a6a-b4a4-7f1d2b8f3f10"


def construction(ids: OrderedIds) -> Iterator[NewEvent]:
    """A thousand sites are begun, and then worked on tick after tick, for ever."""
    command = ids.new()
    sites = [str(ids.new()) for _ in range(SITES)]
    for location, site in enumerate(sites):
        yield _new(SiteSpawned(GAME, site, 1, location, "px42", NEVER, 0), site, ids, command)
    for tick in count(1):
        command = ids.new()
        for location, site in enumerate(sites):
            worked = ConstructionProgressed(GAME, site, 1, location, tick, NEVER, tick)
            yield _new(worked, site, ids, command)


def _new(event: Event, site: str, ids: OrderedIds, command: UUID) -> NewEvent:
    return NewEvent(
        event_id=ids.new(),
        stream=f"site-{site}",
        type=type(event).__name__,
        schema=event.SCHEMA,
        data=EVENT_TYPES.encode(event),
        command_id=command,
        causation_id=command,
        game=GAME,
    )


async def run(folder: Path) -> list[str]:
    """The lines of the report."""
    store = await SqliteEventStore.open(folder / "ours.db")
    plain = floor.create(folder / "plain.db")
    ids = OrderedIds()
    lines = []
    for size, rounds in ((1, 200), (10, 100), (1000, 15)):
        batches = batches_of(ids, size)
        ours, base = await medians(
            partial(_ours, store, batches, ids),
            partial(_floor, plain, batches),
            rounds=rounds,
        )
        lines.append(
            f"append, {size:>5} events a transaction   {ours * 1000:8.2f} ms"
            f"   {size / ours:10,.0f} events/s   {ours / base:5.2f} x plain sqlite3"
        )
    lines.append(await _rebuild(store, folder, ids))
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


async def _floor(connection: sqlite3.Connection, batches: Iterator[Sequence[NewEvent]]) -> float:
    events = next(batches)
    watch = Stopwatch()
    floor.append(connection, events)
    return watch.seconds()


async def _rebuild(store: SqliteEventStore, folder: Path, ids: OrderedIds) -> str:
    events = construction(ids)
    while (await store.head()).position < REPLAYED:
        await store.append(Commit(list(islice(events, 5000)), ids.new(), 0))

    async def ours() -> float:
        watch = Stopwatch()
        await replay([View(buildings)], store, EVENT_TYPES, Where(game=GAME))
        return watch.seconds()

    async def base() -> float:
        watch = Stopwatch()
        floor.fold(folder / "ours.db")
        return watch.seconds()

    taken, least = await medians(ours, base)
    total = (await store.head()).position
    return (
        f"rebuild of a view, {total:,} events    {taken * 1000:8.0f} ms"
        f"   {total / taken:10,.0f} events/s   {taken / least:5.2f} x plain sqlite3 and msgspec"
    )


def _size(path: Path) -> str:
    connection = sqlite3.connect(path)
    (pages,), (page,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    events, data = connection.execute("SELECT count(*), sum(length(data)) FROM events").fetchone()
    connection.close()
    return f"size of an event: {pages * page / events:.0f} bytes with {data / events:.0f} of JSON"
