"""Replay: read the log again into views. It only reads; nothing is ever dispatched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from domain.blocks.committed import Committed
from domain.blocks.event_store import EventStore, Where
from domain.blocks.event_types import EventTypes
from domain.blocks.projector import Projector
from domain.blocks.view import View, fold, slowest

PAGE = 5000


class Progress(Struct, frozen=True):
    """How far a replay is: `position` on the way to `target`, `events` read so far."""

    position: int
    target: int
    events: int


def unobserved(_: Progress) -> bool:
    """An observer that lets a replay run to its end."""
    return True


async def replay(
    views: Collection[View[Any]],
    store: EventStore,
    types: EventTypes,
    where: Where,
    observe: Callable[[Progress], bool] = unobserved,
    upto: int | None = None,
) -> bool:
    """Bring the views, which stand at one position, up to the end of the log, or to event `upto`.

    `observe` is called after every page and stops the replay by returning False; the views then
    stand where it stopped. Returns whether the end was reached. Raises `ProjectorFailed`.
    """
    target = (await store.head()).position if upto is None else upto
    after = slowest(views)
    events = 0
    while after < target:
        batch = await store.scan(where, after=after, limit=PAGE)
        if upto is not None:
            batch = batch._replace(rows=[row for row in batch.rows if row[0] <= upto])
        fold(views, batch, types)
        events += len(batch.rows)
        after = batch.rows[-1][0] if len(batch.rows) == PAGE else max(target, slowest(views))
        if not observe(Progress(after, max(target, after), events)) and after < target:
            return False
    for view in views:
        view.position = max(view.position, after)
    return True


class Views:
    """The views that one part of the program is served from, all of one selection of the log."""

    def __init__(
        self, projectors: Sequence[Projector[Any]], types: EventTypes, where: Where
    ) -> None:
        self._types = types
        self.where = where
        self._served: dict[str, View[Any]] = {p.name: View(p) for p in projectors}

    def __getitem__(self, name: str) -> View[Any]:
        return self._served[name]

    @property
    def all(self) -> Mapping[str, View[Any]]:
        """The views by name."""
        return self._served

    @property
    def position(self) -> int:
        """The position up to which all of the views have come."""
        return slowest(self._served.values())

    async def catch_up(
        self, store: EventStore, observe: Callable[[Progress], bool] = unobserved
    ) -> None:
        """Fold in all that the log has beyond the views."""
        await replay(self._served.values(), store, self._types, self.where, observe)

    def committed(self, committed: Committed) -> bool:
        """Fold in what a command of this game did; False, and nothing done, if more is missing."""
        if self.position < committed.after:
            return False
        for stored, event in zip(committed.recorded, committed.events, strict=True):
            for view in self._served.values():
                if stored.position > view.position:
                    view.apply(stored.position, event, stored.recorded_at)
        return True

    def swap(self, rebuilt: View[Any]) -> None:
        """Serve this generation of its view from now on."""
        self._served[rebuilt.projector.name] = rebuilt
