"""The port to the event log: what every store does, on whatever disk or server it does it.

`tests/conformance/event_store.py` says the same as tests; a store is one when it passes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from msgspec import Struct

from domain.blocks.conditions.data import question
from domain.blocks.conditions.expressions import Expression
from domain.blocks.errors import LunarError
from domain.blocks.event_types import EventType
from domain.blocks.listing import Entry, EntryKey, EntryMarks, Listing

ALL = "$all"
"""The stream of all events, in the order of their positions."""

NO_STREAM = 0
"""The version of a stream that does not exist; the first event of a stream is its version 1."""

Expected = Literal["any", "exists"] | int
"""What a stream must be before an append: anything, there, or at exactly this version."""


class NewEvent(Struct, frozen=True, gc=False):
    """An event on its way into the log. `data` is a JSON object in UTF-8.

    `causation_id` is the immediate parent: the event that a process manager answered, or the
    external command itself.
    """

    event_id: UUID
    stream: str
    type: str
    schema: int
    data: bytes
    command_id: UUID
    causation_id: UUID
    game: str | None = None


class Commit(Struct, frozen=True):
    """One unit of work: all of its events enter the log together, or none does.

    `correlation_id` is the external command that it all came from. `recorded_at` is in
    microseconds since 1970, UTC. `expect` holds what streams must be beforehand; one that is not
    in it may be anything. `expect_game` is a game and the position of its last event as the
    decision saw it (0 for a game without events).
    """

    events: Sequence[NewEvent]
    correlation_id: UUID
    recorded_at: int
    player: str = ""
    expect: Mapping[str, Expected] = {}
    expect_game: tuple[str, int] | None = None

    def became(self, recorded: Sequence[RecordedEvent]) -> bool:
        """Whether these are the events that the commit became, all of them and in order."""
        return [
            (event.event_id, event.stream, event.type, event.schema, event.data, event.game)
            for event in self.events
        ] == [
            (event.event_id, event.stream, event.type, event.schema, event.data, event.game)
            for event in recorded
            if event.correlation_id == self.correlation_id
        ]


class RecordedEvent(Struct, frozen=True, gc=False):
    """An event in the log: what it was, and where and how it came to be there.

    `version` counts within the stream from 1, `position` within the whole log from 1, both without
    gaps. `digest` is chained to that of the event before it in the log (see `digest`).
    """

    position: int
    stream: str
    version: int
    type: str
    schema: int
    data: bytes
    game: str | None
    event_id: UUID
    correlation_id: UUID
    causation_id: UUID
    command_id: UUID
    player: str
    recorded_at: int
    digest: bytes

    @property
    def kind(self) -> EventType:
        """The event's type with the version of its schema."""
        return EventType(self.type, self.schema)


class Where(Struct, frozen=True):
    """Which events a read is about; what is left out does not restrict it.

    `games_only` leaves out the streams that belong to no game. `category` is what stands before a
    stream's first "-". `streams` are names, any of which will do; `types` are names of event types.
    `text` is looked for in the event's data and stream name, letters of either case alike.
    `condition` is about the data. `since` and `until` are in microseconds since 1970, UTC; events
    of `until` itself are left out.
    """

    stream: str | None = None
    streams: frozenset[str] | None = None
    category: str | None = None
    types: frozenset[str] | None = None
    game: str | None = None
    games_only: bool = False
    text: str | None = None
    player: str | None = None
    since: int | None = None
    until: int | None = None
    condition: Expression | None = None

    def selects(self, event: RecordedEvent) -> bool:
        """Whether the event is part of the selection."""
        return (
            (self.game is None or event.game == self.game)
            and (self.types is None or event.type in self.types)
            and (self.stream in {None, ALL} or event.stream == self.stream)
            and (self.streams is None or event.stream in self.streams)
            and (self.category is None or event.stream.partition("-")[0] == self.category)
            and not (self.games_only and event.game is None)
            and (self.player is None or event.player == self.player)
            and (self.since is None or event.recorded_at >= self.since)
            and (self.until is None or event.recorded_at < self.until)
            and self.content()(event.stream, event.data)
        )

    def content(self) -> Callable[[str, bytes], bool]:
        """The part of the question that only stream and data can answer; ask it of many."""
        text, ask = self.text, None if self.condition is None else question(self.condition)
        return lambda stream, data: (
            (text is None or holds(text, stream, data)) and (ask is None or ask(data))
        )


def holds(text: str, stream: str, data: bytes) -> bool:
    """Whether an event with this stream and data has the text in it, in letters of either case."""
    folded = text.casefold()
    return folded in data.decode(errors="replace").casefold() or folded in stream.casefold()


EVERYTHING = Where()


class Head(NamedTuple):
    """Where the log ends: its last position (0 when empty) and the digest there."""

    position: int
    digest: bytes


class StreamInfo(Struct, frozen=True):
    """A stream: `version` is its number of events."""

    name: str
    version: int
    first_position: int
    last_position: int


class Batch(NamedTuple):
    """Stored facts in the least that a fold needs, for speed.

    `rows` are (position, type key, data, recorded_at), nearest first; `types` says what each key
    means.
    """

    types: Mapping[int, EventType]
    rows: Sequence[tuple[int, int, bytes, int]]

    @classmethod
    def of(cls, events: Sequence[RecordedEvent]) -> Batch:
        """The same of whole events."""
        kinds = dict.fromkeys((event.type, event.schema) for event in events)
        keys = {kind: key for key, kind in enumerate(kinds)}
        return cls(
            {key: EventType(*kind) for kind, key in keys.items()},
            [(e.position, keys[e.type, e.schema], e.data, e.recorded_at) for e in events],
        )


class Marks(Struct, frozen=True):
    """A sparse index of a selection: how many events it has, and the position of every nth."""

    count: int
    every: int
    positions: Sequence[int]


class Heads(NamedTuple):
    """The ends of a log at one moment: its own, each stream's, and each game's last position."""

    log: Head
    streams: Sequence[StreamInfo]
    games: Mapping[str, int]


class EventStore(Protocol):
    """The append-only log. Every call may raise `StoreFault`."""

    async def append(self, commit: Commit) -> Sequence[RecordedEvent]:
        """Add the commit's events durably, in their order; no events is nothing, not an error.

        A commit that is in the log already is not added again, and the answer is the same: so it
        may be sent again by one who does not know. Raises `GameMoved`, else `WrongVersion`, else
        `DuplicateEvent`; then nothing was added. `$all` itself takes no events (`AppendRefused`).
        """
        ...

    async def append_all(self, commits: Sequence[Commit]) -> Sequence[RecordedEvent]:
        """Add the events of all the commits, one after another, or of none if one is refused.

        What a commit expects is of the log as the commits before it leave it. Readers see all of
        the events or none. Raises what `append` raises.
        """
        ...

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        """At most `limit` events of the selection beyond position `after`, nearest first.

        None is beyond position `upto`; a store finds a page sooner that knows where it ends.
        Forward that means higher positions (from the beginning without `after`), backward lower
        ones (from the end without `after`).
        """
        ...

    async def scan(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        limit: int = 5000,
        backward: bool = False,
    ) -> Batch:
        """The same as `read`, but only what a fold needs, and fast."""
        ...

    async def marks(self, where: Where = EVERYTHING, *, every: int = 256) -> Marks:
        """The selection's size, and the positions of its events number 1, 1 + every, and so on."""
        ...

    async def positions(self, where: Where, *, after: int, upto: int) -> Sequence[int]:
        """The positions of the selection's events beyond `after`, up to `upto` itself."""
        ...

    async def entries(
        self, listing: Listing, *, after: EntryKey | None = None, limit: int = 1000
    ) -> Sequence[Entry]:
        """At most `limit` entries of a list of streams, categories or types, beyond an entry."""
        ...

    async def entry_marks(self, listing: Listing, *, every: int = 256) -> EntryMarks:
        """How many entries there are, and the keys of those number `every`, 2 * `every`, ..."""
        ...

    async def head(self) -> Head:
        """The end of the log."""
        ...

    async def game_head(self, game: str) -> int:
        """The position of the game's last event; 0 when it has none."""
        ...

    async def streams(self) -> Sequence[StreamInfo]:
        """All streams, `$all` first, then in the order of their first events."""
        ...

    async def heads(self) -> Heads:
        """All ends, as they were together at one moment."""
        ...

    def reader(self) -> AbstractAsyncContextManager[EventStore]:
        """The same log for reading in another thread, on an event loop of its own."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the store."""
        ...


class StoreFault(LunarError):
    """The store cannot do its work: gone, full, locked, read-only, not a store."""


class StoreAway(StoreFault):
    """The store does not answer for now; no event was added. It may be tried again."""


class OutcomeUnknown(StoreAway):
    """The store went away in the midst of an append, which happened whole or not at all."""


class AppendRefused(LunarError):
    """The log is well, but this append does not fit it; nothing was added."""


class WrongVersion(AppendRefused):
    """A stream is not what the append expected."""

    def __init__(self, stream: str, expected: Expected, actual: int) -> None:
        wanted = {"exists": "to exist", NO_STREAM: "not to exist"}.get(
            expected, f"at version {expected}"
        )
        found = f"at version {actual}" if actual else "not there"
        super().__init__(
            f"The append expected stream {stream} {wanted}, but it is {found}: "
            "read it again and decide anew."
        )
        self.stream = stream
        self.expected = expected
        self.actual = actual


class GameMoved(AppendRefused):
    """Somebody else's events entered the game after the decision read it."""

    def __init__(self, game: str, expected: int, actual: int) -> None:
        super().__init__(
            f"Game {game} has moved on from position {expected} to {actual}: "
            "read what is new and decide anew."
        )
        self.game = game
        self.expected = expected
        self.actual = actual


class DuplicateEvent(AppendRefused):
    """An event with this id is in the log already."""

    def __init__(self, event_id: UUID) -> None:
        super().__init__(
            f"An event with the id {event_id} is in the log already; it was not added again."
        )
        self.event_id = event_id
