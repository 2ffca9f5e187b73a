"""The views that commands read and keep up to date, wherever they are kept."""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import click

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, StoreAway, StoreFault, Where
from domain.blocks.named_view import NamedView
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector, Row
from domain.blocks.view import ProjectorFailed
from domain.blocks.view_store import ViewStore
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.cli.options import chosen
from lunar_tui.cli.output import say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import store_to_read, store_to_write
from lunar_tui.promoted import promoted_views
from persistence.open_views import open_views
from persistence.store import Store

GAMES_ONLY = Where(games_only=True)

MEMORY = "memory"
"""Where views are kept that last as long as the command."""


@asynccontextmanager
async def open_chosen_views() -> AsyncIterator[ViewStore]:
    """The chosen place for views. Raises `StoreFault`."""
    here = chosen()
    views = await open_views(here.views, here.store)
    try:
        yield views
    finally:
        await views.close()


def project(
    projectors: Iterable[Projector[Any]],
    log: EventStore,
    views: ViewStore,
    where: Where = GAMES_ONLY,
) -> list[Projection]:
    """The projectors at work, on this selection of the log."""
    return [Projection(each, log, views, EVENT_TYPES, where) for each in projectors]


@asynccontextmanager
async def kept_views(*names: str, current: bool = False) -> AsyncIterator[list[NamedView]]:
    """The views of these names, or all of the game and promoted ones, as they are kept.

    Those in memory, and with `current` all, are brought up to the log first. Raises `StoreFault`.
    """
    async with store_to_read() as log, open_chosen_views() as views:
        every = await _every_view(log, views)
        chosen_ones = [every[_known(name, every)] for name in names or every]
        if current or not lasting():
            for view in chosen_ones:
                await bring_up(view)
        yield chosen_ones


async def _every_view(log: Store, views: ViewStore) -> dict[str, NamedView]:
    every: list[NamedView] = [
        *project(PROJECTORS, log, views),
        *await promoted_views(log, lambda: store_to_write(create=False)),
    ]
    return {view.projector.name: view for view in every}


def _known(name: str, views: Collection[str]) -> str:
    if name not in views:
        raise click.BadParameter(
            f"There is no view {name}. Those that there are: {', '.join(views)}."
        )
    return name


def lasting() -> bool:
    """Whether the chosen views outlast this command."""
    return chosen().views != MEMORY


async def bring_up(view: NamedView) -> None:
    """Bring the view up to the log as far as its projector can, and say where that is not all."""
    with progress_bar("Reading the log") as observe, failures_said():
        await view.follow(observe)


async def rows_now(view: NamedView) -> Sequence[Row]:
    """The rows by key, up to the log as far as can be, whatever of them is kept."""
    rows = await view.view()
    with progress_bar("Reading the log") as observe, failures_said():
        await view.bring(rows, await view.head(), observe)
    return [rows.rows[key] for key in sorted(rows.rows)]


@contextmanager
def failures_said() -> Iterator[None]:
    """Say why a view does not come up to the log, and go on."""
    try:
        yield
    except ProjectorFailed as failed:
        say(str(failed))


async def bring_up_kept(log: EventStore) -> None:
    """Bring the views that last up to the log. Raises `StoreFault` or `ProjectorFailed`."""
    if lasting():
        async with open_chosen_views() as views:
            for projection in project(PROJECTORS, log, views):
                await projection.follow()


class Followers:
    """Views that follow the log as commands are done; one that fails waits for the end.

    A place that is away makes all of its views wait, and is told of once.
    """

    def __init__(self, find: Callable[[], Awaitable[Iterable[Projection]]]) -> None:
        """`find` finds the views where they are kept, which may be away."""
        self._find = find
        self._all: list[Projection] = []
        self._following: list[Projection] = []

    async def start(self) -> None:
        """Find the views. Raises `StoreFault` for a place that is no such place."""
        try:
            await self._gather()
        except StoreAway as away:
            say(str(away))

    async def follow(self) -> None:
        """Bring the views up to the log; a fault is said, and does not disturb the commands."""
        for projection in list(self._following):
            try:
                await projection.follow()
            except StoreFault as fault:
                say(str(fault))
                self._following.clear()
                return
            except LunarError as fault:
                say(str(fault))
                self._following.remove(projection)

    async def finish(self) -> None:
        """Bring all views up to the log. Raises `StoreFault` or `ProjectorFailed`."""
        await self._gather()
        for projection in self._all:
            await projection.follow()

    async def _gather(self) -> None:
        if not self._all:
            self._all = list(await self._find())
            self._following = list(self._all)
