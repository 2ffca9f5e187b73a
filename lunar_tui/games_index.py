"""The list of all games: a view over the whole log, folded in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec

from domain.blocks.event_store import StoreFault, Where
from domain.blocks.replay import Views, replay, unobserved
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES
from domain.game.projectors.games import GameRow, games
from lunar_tui.session import Observer, in_thread
from persistence.store import Store

SNAPSHOT = "games"
SCHEMA = 2
"""The version of what the snapshot holds: raise it when the rows or their meaning change."""

WORTH_SAVING = 10_000
"""How many positions the view must have moved before its snapshot is saved again."""


class GamesIndex:
    """Every game of a log. It begins at its last snapshot, which only saves time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.views = Views((games,), EVENT_TYPES, Where(games_only=True))
        self._restored = False
        self._saved_at = 0
        self._lock = asyncio.Lock()

    @property
    def rows(self) -> Sequence[GameRow]:
        """The games, those played last first; not to be read while `notice` is under way."""
        rows = self.views["games"].rows.values()
        return sorted(rows, key=lambda game: game.last_played_at, reverse=True)

    async def notice(self, observe: Observer = unobserved) -> bool:
        """Bring the list up to the end of the log, in another thread; False if stopped."""
        async with self._lock:
            await self._restore()
            ended = await self._read_on(self.views["games"], observe)
            await self._save()
            return ended

    async def refill(self, new: View[Any], observe: Observer = unobserved) -> bool:
        """Bring a new generation of the view up to the log, in another thread; False if stopped."""
        return await self._read_on(new, observe)

    async def level(self, new: View[Any]) -> View[Any]:
        """The view as it is served now, once both it and the new generation stand at one event."""
        async with self._lock:
            return (await self._level(new)).copy()

    async def serve(self, new: View[Any]) -> None:
        """Bring the new generation to where the served one stands, and serve it instead."""
        async with self._lock:
            await self._level(new)
            self.views.swap(new)

    async def _level(self, new: View[Any]) -> View[Any]:
        served = self.views[new.projector.name]
        while new.position != served.position:
            await self._read_on(served)
            await self._read_on(new)
        return served

    async def _read_on(self, view: View[Any], observe: Observer = unobserved) -> bool:
        where = self.views.where
        return await in_thread(
            self.store, lambda store: replay([view], store, EVENT_TYPES, where, observe)
        )

    async def _restore(self) -> None:
        if self._restored:
            return
        self._restored = True
        with suppress(StoreFault, msgspec.DecodeError):
            saved = await self.store.load(SNAPSHOT, SCHEMA)
            if saved:
                position, data = saved
                rows = msgspec.msgpack.decode(data, type=list[GameRow])
                view = self.views["games"]
                view.rows = {(row.game_id,): row for row in rows}
                view.position = self._saved_at = position

    async def _save(self) -> None:
        view = self.views["games"]
        if view.position - self._saved_at <= WORTH_SAVING:
            return
        with suppress(StoreFault):
            data = msgspec.msgpack.encode(list(view.rows.values()))
            await self.store.save(SNAPSHOT, SCHEMA, view.position, data)
            self._saved_at = view.position
