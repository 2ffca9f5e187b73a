"""Following a log on the screen: what enters it from now on, whoever adds it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from persistence.back_off import back_off
from persistence.store import Store

LOOK = 0.25
"""Seconds between two looks at the log when no news comes."""

PAGE = 1000


async def watch_log(
    store: Store,
    added: Callable[[Sequence[RecordedEvent]], object],
    trouble: Callable[[str], object],
) -> None:
    """Tell `added` of all events from now on, in order, until cancelled.

    `trouble` hears why the log cannot be read, and an empty text when it can be again.
    """
    woken = asyncio.Event()
    pauses = back_off()
    after: int | None = None
    with store.news.told_to(lambda _: woken.set()):
        while True:
            woken.clear()
            rest = LOOK
            try:
                if after is None:
                    after = (await store.head()).position
                while page := await store.read(after=after, limit=PAGE):
                    after = page[-1].position
                    added(page)
                trouble("")
                pauses = back_off()
            except LunarError as fault:
                trouble(str(fault))
                rest = next(pauses)
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await woken.wait()
