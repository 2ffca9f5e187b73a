"""The views that commands read: folded from the log, in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, Views, replay
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.cli.options import chosen
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.logfile import without_passwords

GAMES_ONLY = Where(games_only=True)


class UnknownViewStore(LunarError):
    """A place for views that there is none of."""


class Folded:
    """Views at the end of the log, as they were folded from it."""

    def __init__(self, store: EventStore, views: Views) -> None:
        self.store = store
        self.views = views

    async def notice(self) -> None:
        """Fold in what has been appended meanwhile."""
        await self.views.catch_up(self.store)

    async def rebuild(self, name: str, observe: Callable[[Progress], bool]) -> View[Any] | None:
        """A new generation of a view, at the position of the served one; None if stopped."""
        served = self.views[name]
        new = View(served.projector)
        if not await replay([new], self.store, EVENT_TYPES, self.views.where, observe):
            return None
        while new.position != served.position:
            await self.notice()
            await replay([new], self.store, EVENT_TYPES, self.views.where)
        return new


async def fold(
    store: EventStore,
    projectors: Sequence[Projector[Any]] = PROJECTORS,
    where: Where = GAMES_ONLY,
) -> Folded:
    """The views up to the end of the log. Raises `UnknownViewStore` or `ProjectorFailed`."""
    place = chosen().views
    if place != "memory":
        raise UnknownViewStore(
            f"Views cannot be kept in {without_passwords(place)!r}: this version keeps them in "
            "memory, so use `--views memory` or leave it out."
        )
    views = Views(projectors, EVENT_TYPES, where)
    with progress_bar("Reading the log") as observe:
        await views.catch_up(store, observe)
    return Folded(store, views)
