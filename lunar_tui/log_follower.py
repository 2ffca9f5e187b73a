"""How an open game follows the log: woken by news, by looking beside it, and through outages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from lunar_tui.session import GameSession
from persistence.back_off import back_off

LOOK = 0.25
"""Seconds between two looks at the log when no news comes."""


class LogFollower:
    """Keeps a session's views up to what other terminals do, and knows whether the log answers."""

    def __init__(self, session: GameSession, changed: Callable[[], None]) -> None:
        """`changed` is called whenever `trouble` begins, changes or ends."""
        self.trouble = ""
        """Why the log cannot be read just now, in a sentence; empty while it can."""
        self._session = session
        self._changed = changed
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Follow until cancelled; a log that does not answer is asked again, ever less often."""
        pauses = back_off()
        with self._session.news.told_to(self._hear):
            while True:
                self._woken.clear()
                rest = LOOK
                try:
                    await self._session.notice()
                except LunarError as fault:
                    self.lost(fault)
                    rest = next(pauses)
                else:
                    self._be_in("")
                    pauses = back_off()
                with suppress(TimeoutError):
                    async with asyncio.timeout(rest):
                        await self._woken.wait()

    def lost(self, fault: LunarError) -> None:
        """Learn from somebody else that the log does not answer; it is looked at soon."""
        self._be_in(str(fault))

    def _be_in(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._changed()

    def _hear(self, events: Sequence[RecordedEvent]) -> None:
        """Look at what is not known; what this program did itself is in the views already."""
        if not events:
            self._woken.set()
