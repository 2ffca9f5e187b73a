"""The views that commands read and keep up to date, wherever they are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import click

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.blocks.view import ProjectorFailed
from domain.blocks.view_store import ViewStore
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.cli.options import chosen
from lunar_tui.cli.output import say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import store_to_read
from persistence.open_views import open_views

BY_NAME: dict[str, Projector[Any]] = {projector.name: projector for projector in PROJECTORS}

NAME = click.Choice(list(BY_NAME))
"""The name of a view, as an argument."""

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
async def kept_views(
    projectors: Iterable[Projector[Any]] = PROJECTORS, *, current: bool = False
) -> AsyncIterator[list[Projection]]:
    """The views as they are kept; those in memory, and with `current` all, up to the log first.

    Raises `StoreFault`.
    """
    async with store_to_read() as log, open_chosen_views() as views:
        projections = project(projectors, log, views)
        if current or not lasting():
            for projection in projections:
                await bring_up(projection)
        yield projections


def lasting() -> bool:
    """Whether the chosen views outlast this command."""
    return chosen().views != MEMORY


async def bring_up(projection: Projection) -> None:
    """Bring the view up to the log as far as its projector can, and say where that is not all."""
    with progress_bar("Reading the log") as observe:
        try:
            await projection.follow(observe)
        except ProjectorFailed as failed:
            say(str(failed))


class Followers:
    """Views that follow the log as commands are done; one that fails waits for the end."""

    def __init__(self, projections: Iterable[Projection]) -> None:
        self._all = list(projections)
        self._following = list(self._all)

    async def follow(self) -> None:
        """Bring the views up to the log; a fault is said, and does not disturb the commands."""
        for projection in list(self._following):
            try:
                await projection.follow()
            except LunarError as fault:
                say(str(fault))
                self._following.remove(projection)

    async def finish(self) -> None:
        """Bring all views up to the log. Raises `StoreFault` or `ProjectorFailed`."""
        for projection in self._all:
            await projection.follow()
