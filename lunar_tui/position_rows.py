"""What a search found, as numbered rows: a list of positions, and a few of their events."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from domain.blocks.event_store import EVERYTHING, EventStore, RecordedEvent
from lunar_tui.event_pages import PAGES_KEPT

PAGE = 64
"""Events that are read at once, one by one: no screen shows more."""


class PositionRows:
    """Eight bytes for each event that was found; `fetch` brings the events of a page."""

    def __init__(self, store: EventStore) -> None:
        self.positions = array("q")
        self._store = store
        self._pages: OrderedDict[int, Sequence[RecordedEvent]] = OrderedDict()

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self.positions)

    def extend(self, positions: Iterable[int]) -> None:
        """Take in what else was found, in order."""
        self.positions.extend(positions)

    def row(self, number: int) -> RecordedEvent | None:
        """A row below `count`, or None while it is not in memory."""
        page = self._pages.get(number // PAGE, ())
        return page[number % PAGE] if number % PAGE < len(page) else None

    async def fetch(self, number: int) -> None:
        """Bring the page with this row into memory. Raises `StoreFault`."""
        page = number // PAGE
        wanted = self.positions[page * PAGE : (page + 1) * PAGE]
        events: list[RecordedEvent] = []
        for position in wanted:
            events += await self._store.read(EVERYTHING, after=position - 1, limit=1)
        self._pages[page] = events
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
