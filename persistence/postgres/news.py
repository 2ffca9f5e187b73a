"""News of the log from all programs on a server, by its notifications.

They only wake those who listen: one may be lost, and a server without them is polled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import asyncpg

from domain.blocks.event_store import RecordedEvent
from persistence.back_off import back_off
from persistence.news import Listener, News
from persistence.postgres.address import Address
from persistence.postgres.connection import ERRORS, Driver, connect

WITHOUT_NEWS = (asyncpg.FeatureNotSupportedError, asyncpg.PostgresSyntaxError)
"""What a server says that has no notifications."""


class ServerNews(News):
    """Hears of others' appends for as long as somebody here listens, on a connection of its own."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self._address = address
        self._channel = f"lunar_{address.schema}"
        self._told = 0
        self._listening: asyncio.Task[None] | None = None

    @contextmanager
    def told_to(self, listener: Listener) -> Iterator[None]:
        """Tell the listener for as long as this lasts."""
        with super().told_to(listener):
            if self._listening is None:
                self._listening = asyncio.create_task(self._listen())
            yield

    def tell(self, events: Sequence[RecordedEvent]) -> None:
        """These events are now in the log."""
        if events:
            self._told = events[-1].position
        super().tell(events)

    async def announce(self, driver: Driver, position: int) -> None:
        """Wake the other programs: the log has events to this position."""
        with suppress(*ERRORS):
            await driver.execute(f"NOTIFY {self._channel}, '{position}'")

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    async def _listen(self) -> None:
        pauses = back_off()
        while True:
            try:
                await self._hear()
                pauses = back_off()
            except WITHOUT_NEWS:
                return
            except ERRORS:
                pass
            await asyncio.sleep(next(pauses))

    async def _hear(self) -> None:
        driver = await connect(self._address.dsn, self._address.schema)
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        try:
            await driver.add_listener(self._channel, self._heard)
            self.tell(())
            await lost.wait()
        finally:
            driver.terminate()

    def _heard(self, _driver: Driver, _pid: int, _channel: str, position: str) -> None:
        if int(position) > self._told:
            self.tell(())
