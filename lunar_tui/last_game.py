"""The game that was played last, found from the end of the log."""

from __future__ import annotations

from typing import NamedTuple

from domain.blocks.event_store import EventStore, Where
from domain.game.events import GameBranched, GameEvent, GameStarted
from domain.game.model import EVENT_TYPES


class LastGame(NamedTuple):
    """A game to go on with; `played_at` in microseconds since 1970, UTC."""

    game_id: str
    name: str
    tick: int
    played_at: int


async def last_game(store: EventStore) -> LastGame | None:
    """The game of the last event that belongs to one, however long the log is.

    Raises `StoreFault`, `UnknownEventType` or `UnreadableEvent`.
    """
    for stored in await store.read(Where(games_only=True), backward=True, limit=1):
        latest = EVENT_TYPES.decode(stored.kind, stored.data)
        if isinstance(latest, GameEvent):
            name = await _name_of(store, latest.game_id)
            tick = getattr(latest, "tick", 0)
            return LastGame(latest.game_id, name, tick, stored.recorded_at)
    return None


async def _name_of(store: EventStore, game_id: str) -> str:
    for stored in await store.read(Where(game=game_id), limit=1):
        first = EVENT_TYPES.decode(stored.kind, stored.data)
        if isinstance(first, GameStarted | GameBranched):
            return first.name
    return game_id
