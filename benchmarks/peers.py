"""The same events through another library for event sourcing in Python: eventsourcing, as it comes.

It is used twice: with its own events and JSON, and with nothing but its recorder, which stores what
msgspec encodes. All three sides begin with the game's events and end with events, or with rows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import AggregateEvent
from eventsourcing.persistence import StoredEvent
from sqlalchemy import make_url

from benchmarks.floor import Fold
from benchmarks.measure import Effort, Stopwatch, medians
from benchmarks.postgres import durable_server
from domain.blocks.event_store import Commit, NewEvent, Where
from domain.blocks.messages import Event
from domain.blocks.replay import replay
from domain.blocks.view import View
from domain.game.events import ConstructionProgressed, SiteSpawned
from domain.game.model import EVENT_TYPES
from domain.game.projectors.buildings import BuildingRow, buildings
from persistence.ids import OrderedIds
from persistence.open_store import open_store, tasks_of
from persistence.store import Store

SITES = 1000
NEVER = 1_000_000
REPLAYED = 50_000
PAGE = 1000

Fact = tuple[UUID, int, Event]
"""A site, the version that its event becomes, and the event."""

Facts = Iterator[Sequence[Fact]]


class Spawned(AggregateEvent):
    """`SiteSpawned` as the library has it."""

    game_id: str
    site_id: str
    site_type: int
    location: int
    player_id: str
    completion_ticks: int
    tick: int


class Progressed(AggregateEvent):
    """`ConstructionProgressed` as the library has it."""

    game_id: str
    site_id: str
    site_type: int
    location: int
    progressed_ticks: int
    required_ticks: int
    tick: int


OURS = {Spawned: SiteSpawned, Progressed: ConstructionProgressed}
THEIRS = {ours: theirs for theirs, ours in OURS.items()}


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    path = folder / "ours.db"
    sqlite = {"PERSISTENCE_MODULE": "eventsourcing.sqlite"}
    peers = [{**sqlite, "SQLITE_DBNAME": str(folder / f"{n}.db")} for n in range(2)]
    lines = await _compare("SQLite", f"sqlite:///{path}", peers, effort)
    async with durable_server() as url:
        peers = [await _postgres(url, f"peer{n}") for n in range(2)]
        lines += await _compare("Postgres", f"{url}?schema=ours", peers, effort)
    return lines


async def _postgres(url: str, schema: str) -> dict[str, str]:
    driver = await asyncpg.connect(url)
    await driver.execute(f"CREATE SCHEMA {schema}")
    await driver.close()
    parts = make_url(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.database or "",
        "POSTGRES_HOST": parts.host or "",
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": str(parts.password),
        "POSTGRES_SCHEMA": schema,
    }


class Counts(NamedTuple):
    """What a replay came to."""

    events: int
    rows: int


class Side(NamedTuple):
    """One of those compared: adds the events of one transaction; makes rows of all events.

    The latter returns how many events it read, and how many rows they came to.
    """

    append: Callable[[Sequence[Fact]], Awaitable[object]]
    rebuild: Callable[[], Awaitable[Counts]]


async def _compare(
    where: str, url: str, peers: Sequence[dict[str, str]], effort: Effort
) -> list[str]:
    await tasks_of(url).init()
    store = await open_store(url)
    default: Application[UUID]
    tuned: Application[UUID]
    default, tuned = (Application(env=env) for env in peers)
    sides = (_ours(store), _default(default), _tuned(tuned))
    lines = []
    for size, rounds in ((1, 200), (10, 100), (1000, 15)):
        works = [partial(_timed_append, side, _facts(size)) for side in sides]
        taken = await medians(*works, rounds=effort.rounds(rounds))
        lines.append(_line(f"{where}, append {size:>5}", size, taken))
    for side in sides:
        for facts in islice(_facts(PAGE), effort.size(REPLAYED) // PAGE + 1):
            await side.append(facts)
    counts: list[Counts] = []
    works = [partial(_timed_rebuild, side, counts) for side in sides]
    taken = await medians(*works, rounds=effort.rounds(5))
    assert len(set(counts)) == 1
    lines.append(_line(f"{where}, replay to a view", counts[0].events, taken))
    await store.close()
    default.close()
    tuned.close()
    return lines


def _line(what: str, events: int, taken: Sequence[float]) -> str:
    ours, default, tuned = taken
    return (
        f"{what:<28} {ours * 1000:8.2f} ms   {events / ours:10,.0f} events/s"
        f"   eventsourcing {default / ours:5.1f} times as long,"
        f" its recorder alone {tuned / ours:5.1f}"
    )


def _facts(size: int) -> Facts:
    """Sites of their own are begun, and then worked on; so many events at a time, for ever."""
    facts = _each_fact()
    while True:
        yield list(islice(facts, size))


def _each_fact() -> Iterator[Fact]:
    ids = OrderedIds()
    sites = [ids.new() for _ in range(SITES)]
    for place, site in enumerate(sites):
        yield site, 1, SiteSpawned("g", str(site), 1, place, "px42", NEVER, 0)
    for tick in count(1):
        for place, site in enumerate(sites):
            worked = ConstructionProgressed("g", str(site), 1, place, tick, NEVER, tick)
            yield site, tick + 1, worked


async def _timed_append(side: Side, batches: Facts) -> float:
    facts = next(batches)
    watch = Stopwatch()
    await side.append(facts)
    return watch.seconds()


async def _timed_rebuild(side: Side, counts: list[Counts]) -> float:
    watch = Stopwatch()
    counts.append(await side.rebuild())
    return watch.seconds()


def _ours(store: Store) -> Side:
    ids = OrderedIds()

    async def append(facts: Sequence[Fact]) -> object:
        command = ids.new()
        events = [
            NewEvent(
                event_id=ids.new(),
                stream=f"site-{site}",
                type=type(event).__name__,
                schema=event.SCHEMA,
                data=EVENT_TYPES.encode(event),
                command_id=command,
                causation_id=command,
                game="g",
            )
            for site, _, event in facts
        ]
        expect = {f"site-{site}": version - 1 for site, version, _ in reversed(facts)}
        return await store.append(Commit(events, command, 0, expect=expect))

    async def rebuild() -> Counts:
        view = View(buildings)
        await replay([view], store, EVENT_TYPES, Where(game="g"))
        return Counts((await store.head()).position, len(view.rows))

    return Side(append, rebuild)


def _default(application: Application[UUID]) -> Side:
    async def append(facts: Sequence[Fact]) -> object:
        return application.save(
            *(
                THEIRS[type(event)](
                    originator_id=site,
                    originator_version=version,
                    timestamp=AggregateEvent.create_timestamp(),
                    **msgspec.structs.asdict(event),
                )
                for site, version, event in facts
            )
        )

    async def rebuild() -> Counts:
        rows: dict[str, BuildingRow] = {}
        for stored in _notifications(application):
            event: Any = application.mapper.to_domain_event(stored)
            site, player = event.site_id, "px42"
            part = 0.0
            if isinstance(event, Progressed):
                part = 100.0 * event.progressed_ticks / event.required_ticks
            rows[site] = BuildingRow(part, event.location, site, event.site_type, player, False)
        return Counts(stored.id, len(rows))

    return Side(append, rebuild)


def _tuned(application: Application[UUID]) -> Side:
    types = [(event.__name__, event.__name__) for event in OURS.values()]

    async def append(facts: Sequence[Fact]) -> object:
        return application.recorder.insert_events(
            [
                StoredEvent(site, version, type(event).__name__, EVENT_TYPES.encode(event))
                for site, version, event in facts
            ]
        )

    async def rebuild() -> Counts:
        fold = Fold(types)
        fold.take((n.id, n.topic, n.state, 0) for n in _notifications(application))
        return Counts(application.recorder.max_notification_id() or 0, len(fold.rows))

    return Side(append, rebuild)


def _notifications(application: Application[UUID]) -> Iterator[Any]:
    after = 0
    while page := application.recorder.select_notifications(after + 1, PAGE):
        yield from page
        after = page[-1].id
