"""Work on an event loop of its own in another thread, which ends with whoever waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from threading import Event
from typing import Any, TypeVar

T = TypeVar("T")


async def run_elsewhere(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the work comes to in another thread; where this is cancelled, the work is, too."""
    abandoned = Event()
    ends: list[Callable[[], object]] = []

    async def cancellable() -> T:
        task = asyncio.create_task(work())
        ends.append(partial(asyncio.get_running_loop().call_soon_threadsafe, task.cancel))
        if abandoned.is_set():
            task.cancel()
        return await task

    try:
        return await asyncio.to_thread(lambda: asyncio.run(cancellable()))
    except asyncio.CancelledError:
        abandoned.set()
        with suppress(RuntimeError):  # its event loop has ended already
            for end in ends:
                end()
        raise
