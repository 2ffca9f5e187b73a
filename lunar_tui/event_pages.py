"""A selection of the log as numbered rows, of which only a few pages are ever in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from domain.blocks.event_store import EventStore, RecordedEvent, Where

R_co = TypeVar("R_co", covariant=True)

PAGE = 256
"""Rows read from the store at once."""

PAGES_KEPT = 3
"""Pages in memory beside the latest rows; no screen shows more than two at once."""


class Rows(Protocol[R_co]):
    """What a list shows; of events, row 0 is the oldest."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        ...

    def row(self, number: int) -> R_co | None:
        """A row below `count`, or None while it is not in memory."""
        ...


class FixedRows(Generic[R_co]):
    """A few rows that are all in memory."""

    def __init__(self, rows: Sequence[R_co]) -> None:
        self._rows = rows

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def row(self, number: int) -> R_co | None:
        """A row below `count`."""
        return self._rows[number]


class EventPages:
    """The events that `where` selects, from the oldest on.

    It holds the position at which every page begins, the latest rows, and the pages that were
    used last; `open` counts, `fetch` brings a page, and `extend` follows the log without a read.
    """

    def __init__(self, store: EventStore, where: Where) -> None:
        self.where = where
        self.ready = False
        self.count = 0
        self._store = store
        self._starts = array("q")
        self._latest: deque[RecordedEvent] = deque(maxlen=PAGE)
        self._pages: OrderedDict[int, Sequence[RecordedEvent]] = OrderedDict()
        self._end = 0
        self._announced = 0

    async def open(self) -> None:
        """Count the selection. Raises `StoreFault`, and may then be tried again.

        What is in the log already is read up to its end as it was, which an index can serve,
        however long ago the last event of a rare type was.
        """
        head = (await self._store.head()).position
        marks = await self._store.marks(self.where, every=PAGE)
        self._starts = array("q", marks.positions[:-1])
        self.count = len(self._starts) * PAGE
        self._end = marks.positions[-1] - 1 if marks.positions else 0
        self._latest.clear()
        while self._end < head:
            batch = await self._store.read(self.where, after=self._end, upto=head, limit=PAGE)
            self._append_all(batch)
            if len(batch) < PAGE:
                self._end = head
        await self.catch_up()
        self.ready = True

    async def catch_up(self) -> None:
        """Read on to the end of the log. Raises `StoreFault`."""
        while batch := await self._store.read(self.where, after=self._end, limit=PAGE):
            self._append_all(batch)
            if len(batch) < PAGE and self._end >= self._announced:
                return

    def _append_all(self, events: Iterable[RecordedEvent]) -> None:
        for event in events:
            self._append(event)

    def _append(self, event: RecordedEvent) -> None:
        if self.count % PAGE == 0:
            self._starts.append(event.position)
        self._latest.append(event)
        self.count += 1
        self._end = event.position

    def extend(self, events: Iterable[RecordedEvent]) -> None:
        """Take in what has just entered the log, in order; what is known already is left out."""
        for event in events:
            if event.position > max(self._end, self._announced) and self.where.selects(event):
                self._announced = event.position
                if self.ready:
                    self._append(event)

    def row(self, number: int) -> RecordedEvent | None:
        """A row below `count`, or None while its page is not in memory."""
        latest = number - (self.count - len(self._latest))
        if latest >= 0:
            return self._latest[latest]
        page = self._pages.get(number // PAGE, ())
        if number % PAGE >= len(page):
            return None
        self._pages.move_to_end(number // PAGE)
        return page[number % PAGE]

    async def fetch(self, number: int) -> None:
        """Bring the page with this row into memory. Raises `StoreFault`."""
        page = number // PAGE
        start = self._starts[page]
        following = self._starts[page + 1 : page + 2]
        end = following[0] - 1 if following else None
        self._pages[page] = await self._store.read(
            self.where, after=start - 1, upto=end, limit=PAGE
        )
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)

    async def find_from(self, position: int) -> int | None:
        """The row of the event there, or of the next one. Raises `StoreFault`."""
        page = max(0, bisect_right(self._starts, position) - 1)
        if not self.count:
            return None
        await self.fetch(page * PAGE)
        rows = enumerate(self._pages[page], start=page * PAGE)
        found = next((number for number, event in rows if event.position >= position), None)
        following = (page + 1) * PAGE
        return following if found is None and following < self.count else found

    async def find(self, position: int) -> int | None:
        """The row of the event at a position, if it is selected. Raises `StoreFault`."""
        page = bisect_right(self._starts, position) - 1
        if page < 0:
            return None
        await self.fetch(page * PAGE)
        rows = enumerate(self._pages[page], start=page * PAGE)
        return next((number for number, event in rows if event.position == position), None)
