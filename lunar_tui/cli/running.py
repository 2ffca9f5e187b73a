"""How a command runs: on an event loop of its own, with the store open as long as it needs it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from domain.blocks.errors import UnknownGame
from domain.blocks.event_store import EventStore
from lunar_tui.cli.options import chosen
from persistence.open_store import open_store
from persistence.store import Store

P = ParamSpec("P")
T = TypeVar("T")


def asynchronous(command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Let an asynchronous function be a command."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return asyncio.run(command(*args, **kwargs))

    return run


@asynccontextmanager
async def store_to_read() -> AsyncIterator[Store]:
    """The chosen store, which must be there, for reading. Raises `StoreFault`."""
    store = await open_store(chosen().store, create=False, read_only=True)
    try:
        yield store
    finally:
        await store.close()


async def need_game(store: EventStore, game: str) -> None:
    """Raises `UnknownGame` if the log holds nothing of it."""
    if not await store.game_head(game):
        raise UnknownGame(game)


@asynccontextmanager
async def store_to_write(*, create: bool = True) -> AsyncIterator[Store]:
    """The chosen store, made if need be; without `create` it must be there. Raises `StoreFault`."""
    store = await open_store(chosen().store, create=create)
    try:
        yield store
    finally:
        await store.close()
