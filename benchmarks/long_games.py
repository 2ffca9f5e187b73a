"""Games of a million events: one in which little changes at a tick, and one in which much does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from uuid import UUID

from benchmarks.log import GAME
from domain.blocks.event_store import Commit, NewEvent
from domain.blocks.messages import Event
from domain.game.events import (
    BuildingSpawned,
    ConstructionCompleted,
    ConstructionProgressed,
    GameloopAdvanced,
    GameStarted,
    SiteSpawned,
)
from domain.game.model import EVENT_TYPES, ROUTER
from domain.game.site_types import SITE_TYPES
from persistence.ids import OrderedIds
from persistence.sqlite import SqliteEventStore

EVENTS = 1_000_000
PLAYER = "px42"
SECOND = 1_000_000

GAMES = {
    "20 sites at a time, 300 buildings in the end": (20, 2976),
    "1,000 sites, all at work": (1000, 999_999),
}
"""How many sites are worked on at a time, and how many ticks each of them takes."""


def facts(active: int, ticks: int, ids: OrderedIds) -> Iterator[Event]:
    """A legal game for ever: a new site is begun for each one done."""
    kinds = tuple(kind.id for kind in SITE_TYPES)
    yield GameStarted(GAME, "A long game", PLAYER, 128, 128, 1, kinds)
    locations = count()

    def begin(tick: int) -> SiteSpawned:
        return SiteSpawned(GAME, str(ids.new()), 1, next(locations), PLAYER, ticks, tick)

    sites: dict[SiteSpawned, int] = {}
    for n in range(active):
        sites[site := begin(0)] = -(n * ticks // active) if ticks < EVENTS // active else 0
        yield site
    for tick in count(1):
        yield GameloopAdvanced(GAME, tick)
        for site, begun in list(sites.items()):
            done = tick - begun
            place = (GAME, site.site_id, 1, site.location)
            yield ConstructionProgressed(*place, done, ticks, tick)
            if done == ticks:
                yield ConstructionCompleted(*place, PLAYER, tick)
                yield BuildingSpawned(*place, PLAYER, tick)
                del sites[site]
                sites[following := begin(tick)] = tick
                yield following


def _new(event: Event, ids: OrderedIds, command: UUID) -> NewEvent:
    owner = next(d for d in ROUTER.deciders if type(event) in d.evolves_from)
    return NewEvent(
        event_id=ids.new(),
        stream=owner.stream(event),
        type=type(event).__name__,
        schema=event.SCHEMA,
        data=EVENT_TYPES.encode(event),
        command_id=command,
        causation_id=command,
        game=GAME,
    )


async def make(path: Path, active: int, ticks: int, events: int = EVENTS) -> SqliteEventStore:
    """A store with such a game, a second between the commits."""
    store = await SqliteEventStore.open(path)
    ids = OrderedIds()
    story = islice(facts(active, ticks, ids), events)
    for second in count():
        command = ids.new()
        if not (commit := [_new(event, ids, command) for event in islice(story, 1000)]):
            return store
        await store.append(Commit(commit, command, second * SECOND))
    raise AssertionError
