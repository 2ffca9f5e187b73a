"""Comparing beside what is shown: in another thread, and always what was asked for last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lunar_tui.changes import Changes


class Comparing:
    """Tells `shown` what differs; of what is asked for meanwhile, only the last is compared."""

    def __init__(self, shown: Callable[[Changes], None]) -> None:
        self._shown = shown
        self._wanted: Callable[[], Changes] = dict
        self._called = asyncio.Event()

    def ask(self, compare: Callable[[], Changes]) -> None:
        """Have this compared as soon as the comparison before it is done."""
        self._wanted = compare
        self._called.set()

    async def run(self) -> None:
        """Compare what is asked for, until cancelled."""
        while True:
            await self._called.wait()
            self._called.clear()
            self._shown(await asyncio.to_thread(self._wanted))
