"""The event store in memory, for tests and for play that is not kept."""

from __future__ import annotations

from array import array
from contextlib import asynccontextmanager
from itertools import islice
from typing import TYPE_CHECKING

from domain.blocks.capacity import Size, StoreSizes
from domain.blocks.event_store import (
    ALL,
    EVERYTHING,
    AppendRefused,
    Batch,
    Commit,
    Head,
    Heads,
    Marks,
    RecordedEvent,
    StoreFault,
    StreamInfo,
    Where,
)
from domain.blocks.listing import Entry, EntryKey, EntryMarks, Listing
from domain.blocks.log_use import Longest, Tally
from persistence.append_group import Commits, became
from persistence.log_end import LogEnd
from persistence.memory_counting import memory_of, tally_of
from persistence.memory_projections import MemoryProjections
from persistence.memory_subscriptions import MemorySubscriptions
from persistence.news import News
from persistence.store import StoreStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from uuid import UUID


class MemoryEventStore:
    """A `Store` that lasts as long as the program."""

    def __init__(self) -> None:
        self.news = News()
        self.subscriptions = MemorySubscriptions()
        self.projections = MemoryProjections(self.subscriptions.forget)
        self._events: list[RecordedEvent] = []
        self._end = LogEnd()
        self._positions: dict[UUID, int] = {}
        self._first_positions: dict[str, int] = {}
        self._last_positions: dict[str, int] = {}
        self._snapshots: dict[str, tuple[int, int, bytes]] = {}
        self._closed = False

    async def append(self, commit: Commit) -> Sequence[RecordedEvent]:
        """Add the commit's events."""
        return await self.append_all((commit,))

    async def append_all(self, commits: Sequence[Commit]) -> Sequence[RecordedEvent]:
        """Add the events of all the commits, one after another, or of none if one is refused."""
        self._check_open()
        commits = [commit for commit in commits if commit.events]
        if not commits:
            return ()
        try:
            admitted = self._end.admit(commits)
        except AppendRefused:
            if known := self._find(commits):
                return known
            raise
        recorded = [event for events in admitted for event in events]
        for event in recorded:
            self._positions[event.event_id] = event.position
            self._first_positions.setdefault(event.stream, event.position)
            self._last_positions[event.stream] = event.position
        self._events += recorded
        self.news.tell(recorded)
        return recorded

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        """At most `limit` events of the selection beyond position `after`, nearest first."""
        self._check_open()
        if backward:
            last = len(self._events) if after is None else min(after - 1, len(self._events))
            places = range(last - 1, max(0, (upto or 1) - 1) - 1, -1)
        else:
            end = len(self._events)
            places = range(after or 0, end if upto is None else min(upto, end))
        return list(islice(self._select(where, places), limit))

    async def scan(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        limit: int = 5000,
        backward: bool = False,
    ) -> Batch:
        """The same as `read`, but only what a fold needs."""
        return Batch.of(await self.read(where, after=after, limit=limit, backward=backward))

    async def marks(self, where: Where = EVERYTHING, *, every: int = 256) -> Marks:
        """The selection's size, and the position of every nth of its events."""
        self._check_open()
        positions = [e.position for e in self._select(where, range(len(self._events)))]
        return Marks(len(positions), every, positions[::every])

    async def positions(self, where: Where, *, after: int, upto: int) -> Sequence[int]:
        """The positions of the selection's events beyond `after`, up to `upto` itself."""
        self._check_open()
        places = range(after, min(upto, len(self._events)))
        return array("q", [event.position for event in self._select(where, places)])

    async def entries(
        self, listing: Listing, *, after: EntryKey | None = None, limit: int = 1000
    ) -> Sequence[Entry]:
        """At most `limit` entries of a list of streams, categories or types, beyond an entry."""
        entries = (entry for entry in self._list(listing) if listing.is_beyond(entry, after))
        return list(islice(entries, limit))

    async def entry_marks(self, listing: Listing, *, every: int = 256) -> EntryMarks:
        """How many entries there are, and the keys of every nth."""
        entries = self._list(listing)
        ends = [listing.key(entry) for entry in entries[every - 1 :: every]]
        return EntryMarks(len(entries), every, ends)

    async def head(self) -> Head:
        """The end of the log."""
        self._check_open()
        return self._end.head

    async def game_head(self, game: str) -> int:
        """The position of the game's last event; 0 when it has none."""
        self._check_open()
        return self._end.games.get(game, 0)

    async def streams(self) -> Sequence[StreamInfo]:
        """All streams, `$all` first, then in the order of their first events."""
        self._check_open()
        last = self._end.head.position
        return [
            StreamInfo(ALL, last, min(1, last), last),
            *(
                StreamInfo(name, self._end.versions[name], first, self._last_positions[name])
                for name, first in self._first_positions.items()
            ),
        ]

    async def heads(self) -> Heads:
        """All ends, as they were together at one moment."""
        return Heads(self._end.head, await self.streams(), dict(self._end.games))

    async def load(self, name: str, schema: int) -> tuple[int, bytes] | None:
        """The snapshot under the name, if it is of this schema."""
        self._check_open()
        kept = self._snapshots.get(name)
        return kept[1:] if kept and kept[0] == schema else None

    async def save(self, name: str, schema: int, position: int, data: bytes) -> None:
        """Keep a snapshot in place of the last one under the name."""
        self._check_open()
        self._snapshots[name] = (schema, position, data)

    async def drop(self, name: str) -> None:
        """Forget a snapshot."""
        self._check_open()
        self._snapshots.pop(name, None)

    async def status(self) -> StoreStatus:
        """The store at a glance."""
        self._check_open()
        return StoreStatus(
            path="memory:",
            schema=1,
            events=len(self._events),
            streams=len(self._first_positions),
            games=len(self._end.games),
            size=0,
            last_position=self._end.head.position,
            journal="none",
        )

    async def tally(self, after: int, upto: int, width: int) -> Tally:
        """The events beyond `after`, up to `upto`, with slots of `width` microseconds."""
        self._check_open()
        return tally_of(self._events, self._positions, self._first_positions, after, upto, width)

    async def longest(self, limit: int) -> Longest:
        """How many streams there are, and the longest of them."""
        _, *streams = await self.streams()
        by_length = sorted(streams, key=lambda stream: -stream.version)
        return Longest(len(streams), by_length[:limit])

    async def sizes(self) -> StoreSizes:
        """What the store takes in memory, about."""
        self._check_open()
        snapshots = sum(len(data) for _, _, data in self._snapshots.values())
        return StoreSizes(
            log=[Size("events", memory_of(self._events), "estimated")],
            beside=[Size("snapshots", snapshots, "estimated")],
        )

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[MemoryEventStore]:
        """The very store, which any thread may read."""
        self._check_open()
        yield self

    async def close(self) -> None:
        """Let go of the store."""
        self._closed = True

    def _find(self, commits: Commits) -> Sequence[RecordedEvent]:
        """The commits' events, if they are in the log already."""
        position = self._positions.get(commits[0].events[0].event_id)
        if position is None:
            return ()
        count = sum(len(commit.events) for commit in commits)
        recorded = self._events[position - 1 : position - 1 + count]
        return recorded if became(commits, recorded) else ()

    def _list(self, listing: Listing) -> list[Entry]:
        self._check_open()
        found: dict[str, list[RecordedEvent]] = {}
        for event in self._events:
            found.setdefault(_listed_name(listing, event), []).append(event)
        return listing.sort(_entry(name, events) for name, events in found.items())

    def _select(self, where: Where, places: range) -> Iterator[RecordedEvent]:
        return (event for place in places if where.selects(event := self._events[place]))

    def _check_open(self) -> None:
        if self._closed:
            raise StoreFault("The store in memory is closed: open a new one.")


def _listed_name(listing: Listing, event: RecordedEvent) -> str:
    match listing.of:
        case "streams":
            return event.stream
        case "categories":
            return event.stream.partition("-")[0]
        case "types":
            return event.type


def _entry(name: str, events: list[RecordedEvent]) -> Entry:
    first, last = events[0], events[-1]
    return Entry(
        name, len(events), first.position, last.position, first.recorded_at, last.recorded_at
    )
