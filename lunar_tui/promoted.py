"""Projections of one's own that are views among those that the program knows by name."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from domain.blocks.errors import LunarError
from domain.blocks.named_view import Standing
from domain.blocks.projector import Projector
from domain.game.model import PROJECTORS
from lunar_tui.rebuilding import Compared, compare_next
from lunar_tui.session import Observer
from lunar_tui.workshop import workshop
from persistence.scripted.promoted import PromotedView, Writing
from persistence.store import Store

GAMES_VIEWS = tuple(projector.name for projector in PROJECTORS)
"""The names of the views that the game has itself."""

PLACE = "projections"
"""Where promoted projections are, in words, among the places of views."""


class NameOfTheGame(LunarError):
    """A projection that has the name of one of the game's views."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a view {name} already, which is the game's: keep the projection under "
            "another name, and promote that."
        )


async def promote(store: Store, name: str) -> None:
    """Make the projection a view of its name. Raises `NameOfTheGame` and `NoProjection`."""
    if name in GAMES_VIEWS:
        raise NameOfTheGame(name)
    await store.projections.promote(name, promoted=True)


async def promoted_views(store: Store, writing: Writing | None = None) -> Sequence[PromotedView]:
    """The promoted projections as views, by name. Raises `StoreFault`.

    `writing` opens the store for a change where `store` is for reading only.
    """

    def itself() -> AbstractAsyncContextManager[Store]:
        return nullcontext(store)

    return [
        PromotedView(kept.name, store, workshop(store), writing or itself)
        for kept in await store.projections.all()
        if kept.promoted and kept.name not in GAMES_VIEWS
    ]


class PromotedRebuild:
    """A `Rebuild` of a promoted projection; its script is in another process, and so off here."""

    def __init__(self, view: PromotedView) -> None:
        self._view = view

    @property
    def projector(self) -> Projector[Any]:
        """What makes the view."""
        return self._view.projector

    async def standings(self) -> tuple[Standing, Standing | None]:
        """How the old generation stands, and the new one if there is one."""
        return await self._view.standing() or Standing(0, 0), await self._view.standing("next")

    async def fill(self, observe: Observer) -> bool:
        """Bring the new generation up to the old one from where it stands; False if stopped."""
        return await self._view.refill(observe, resume=True)

    async def compare(self) -> Compared:
        """Compare the two generations, both brought to one event."""
        return await compare_next(self._view)

    async def swap(self, observe: Observer) -> bool:
        """Serve the new generation instead of the old one, once it is level; False if stopped."""
        return await self._view.serve_next(observe)

    async def drop(self) -> None:
        """Throw the new generation away."""
        await self._view.drop_next()
