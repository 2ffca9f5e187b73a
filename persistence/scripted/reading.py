"""From the log to a script: pages of events, as it sees them, and what it makes of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import groupby
from time import perf_counter

import msgspec
from msgspec import Struct

from domain.blocks.errors import LunarError
from domain.blocks.event_store import Commit, DuplicateEvent, EventStore, RecordedEvent
from domain.blocks.event_types import EventTypes
from domain.blocks.ports import Clock
from domain.blocks.scripted.definition import LINK, is_heeded
from domain.blocks.scripted.emission import commit_of, is_own
from persistence.scripted.protocol import Fact, Taken
from persistence.scripted.run import ScriptRun

PAGE = 500
"""Events that are taken, and whose outcome is written, at once."""

PACE = 0.25
"""Seconds that a page of `pages` may take, about."""

NOTHING = Taken(0, {}, ())


class Page(Struct, frozen=True):
    """Events that were read, and what came of them; there are no more to the position `through`."""

    events: Sequence[RecordedEvent]
    taken: Taken
    through: int


class LinkData(Struct):
    """The data of a link: where the event stands that it is for."""

    position: int


class Reading:
    """A script's way through the log; `name` is that of its projection."""

    def __init__(self, name: str, store: EventStore, types: EventTypes, run: ScriptRun) -> None:
        self.name = name
        self._store = store
        self._types = types
        self._run = run

    async def next(self, after: int, upto: int, limit: int = PAGE) -> Page:
        """Take the next events beyond `after`, of those to `upto`. Raises `StoreFault`."""
        where = self._run.definition.where
        found = await self._store.read(where, after=after, limit=limit)
        events = [event for event in found if event.position <= upto]
        facts = [fact for event in events if (fact := await self._fact(event))]
        taken = await self._run.take(facts) if facts else NOTHING
        through = events[-1].position if events and len(found) == limit else upto
        if taken.fault:
            through = max(after, taken.fault.position - 1)
        return Page(events, taken, through)

    async def pages(self, after: int, upto: int) -> AsyncIterator[Page]:
        """Take all events beyond `after`, to `upto` or to the first that cannot be taken.

        The slower the script, the smaller the pages: whoever asks for them hears of it in time.
        """
        limit = 1
        while after < upto:
            begun = perf_counter()
            page = await self.next(after, upto, limit)
            limit = max(1, min(PAGE, int(limit * PACE / (perf_counter() - begun))))
            yield page
            if page.taken.fault:
                return
            after = page.through

    async def _fact(self, event: RecordedEvent) -> Fact | None:
        """The event as the script sees it; None for one that is not for it."""
        definition = self._run.definition
        if is_own(self.name, event) or not is_heeded(definition, event):
            return None
        source = await self._linked(event) if event.type == LINK else event
        return None if source is None else _fact(source, event.position, self._types)

    async def _linked(self, link: RecordedEvent) -> RecordedEvent | None:
        try:
            position = msgspec.json.decode(link.data, type=LinkData).position
        except msgspec.DecodeError:
            return None
        found = await self._store.read(after=position - 1, limit=1)
        return found[0] if found and found[0].type != LINK else None


def _fact(event: RecordedEvent, position: int, types: EventTypes) -> Fact:
    """The event, in the current schema of its type where the program knows it."""
    schema, data = event.schema, event.data
    if types.knows(event.kind) and schema != types.class_of(event.kind).SCHEMA:
        try:
            read = types.decode(event.kind, data)
        except LunarError:
            pass
        else:
            schema, data = read.SCHEMA, types.encode(read)
    return Fact(
        position=position,
        stream=event.stream,
        version=event.version,
        type=event.type,
        schema=schema,
        text=data.decode(errors="replace"),
        recorded_at=event.recorded_at,
        game=event.game,
        player=event.player,
    )


def commits_of(name: str, page: Page, clock: Clock) -> list[Commit]:
    """What the projection emits because of the page, a unit of work for each of its events."""
    sources = {event.position: event for event in page.events}
    return [
        commit_of(name, sources[position], list(emitted), clock.now())
        for position, emitted in groupby(page.taken.emitted, lambda each: each.position)
    ]


async def emit(store: EventStore, commits: Sequence[Commit]) -> None:
    """Append the commits; those that are in the log already are left as they are.

    Raises what `append` raises.
    """
    try:
        await store.append_all(commits)
    except DuplicateEvent:
        for commit in commits:
            try:
                await store.append(commit)
            except DuplicateEvent:
                continue
