"""Bookmarks: notes that players pin to moments of a game.

They are events of a stream beside the game's own, so every terminal on the log sees them, and the
game itself knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.blocks.event_store import Commit, EventStore, NewEvent, RecordedEvent, Where
from domain.blocks.ports import Clock, Ids

SET, REMOVED = "BookmarkSet", "BookmarkRemoved"
LONGEST_NOTE = 80
PAGE = 1000


class Bookmark(Struct, frozen=True):
    """A note on the moment after the event at `position`."""

    position: int
    note: str
    player: str


class BookmarkData(Struct, frozen=True):
    """What the events of bookmarks hold."""

    position: int
    note: str = ""


def stream_of(game_id: str) -> str:
    """The stream with the bookmarks of a game."""
    return f"notes-{game_id}"


async def read_bookmarks(store: EventStore, game_id: str) -> Sequence[Bookmark]:
    """All bookmarks of a game, in the order of their moments. Raises `StoreFault`."""
    found: dict[int, Bookmark] = {}
    where, after = Where(stream=stream_of(game_id), types=frozenset({SET, REMOVED})), 0
    while page := await store.read(where, after=after, limit=PAGE):
        for event in page:
            data = _data_of(event)
            if data is None:
                continue
            if event.type == SET:
                found[data.position] = Bookmark(data.position, data.note, event.player)
            else:
                found.pop(data.position, None)
        after = page[-1].position
    return [found[position] for position in sorted(found)]


def _data_of(event: RecordedEvent) -> BookmarkData | None:
    """What a bookmark's event holds; None where somebody wrote something else by hand."""
    try:
        return msgspec.json.decode(event.data, type=BookmarkData)
    except msgspec.ValidationError:
        return None


class Bookmarks:
    """Sets and removes the bookmarks of one game."""

    def __init__(
        self, store: EventStore, ids: Ids, clock: Clock, game_id: str, player: str
    ) -> None:
        self._store = store
        self._ids = ids
        self._clock = clock
        self._game_id = game_id
        self._player = player

    async def all(self) -> Sequence[Bookmark]:
        """Those that are set. Raises `StoreFault`."""
        return await read_bookmarks(self._store, self._game_id)

    async def set(self, position: int, note: str) -> None:
        """Pin a note to a moment, in place of the one that is there. Raises `StoreFault`."""
        await self._append(SET, BookmarkData(position, note[:LONGEST_NOTE]))

    async def remove(self, position: int) -> None:
        """Take a note away. Raises `StoreFault`."""
        await self._append(REMOVED, BookmarkData(position))

    async def _append(self, kind: str, data: BookmarkData) -> None:
        command: UUID = self._ids.new()
        event = NewEvent(
            event_id=self._ids.new(),
            stream=stream_of(self._game_id),
            type=kind,
            schema=1,
            data=msgspec.json.encode(data),
            command_id=command,
            causation_id=command,
        )
        commit = Commit(
            events=(event,),
            correlation_id=command,
            recorded_at=self._clock.now(),
            player=self._player,
        )
        await self._store.append(commit)
