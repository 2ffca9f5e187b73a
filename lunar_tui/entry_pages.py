"""A list of streams, categories or types as numbered rows, of which a few pages are in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from domain.blocks.event_store import EventStore
from domain.blocks.listing import Entry, EntryKey, Listing
from lunar_tui.event_pages import PAGE, PAGES_KEPT
from lunar_tui.listed import whole_log


class EntryPages:
    """The entries of a list; before all streams, whatever their order, stands `$all`.

    It holds the key at which every page ends, and the pages that were used last.
    """

    def __init__(self, store: EventStore, listing: Listing) -> None:
        self.listing = listing
        self.count = 0
        self._store = store
        self._log: Entry | None = None
        self._ends: Sequence[EntryKey] = ()
        self._pages: OrderedDict[int, Sequence[Entry]] = OrderedDict()

    async def open(self) -> None:
        """Count the entries, and bring the first page. Raises `StoreFault`."""
        if self.listing.of == "streams" and not self.listing.text:
            self._log = await whole_log(self._store)
        first = await self._store.entries(self.listing, limit=PAGE)
        count = len(first)
        if count == PAGE:
            marks = await self._store.entry_marks(self.listing, every=PAGE)
            count, self._ends = marks.count, marks.ends
        self._pages[0] = first
        self.count = count + self._before

    @property
    def _before(self) -> int:
        return 0 if self._log is None else 1

    def row(self, number: int) -> Entry | None:
        """A row below `count`, or None while its page is not in memory."""
        if number < self._before:
            return self._log
        number -= self._before
        page = self._pages.get(number // PAGE, ())
        if number % PAGE >= len(page):
            return None
        self._pages.move_to_end(number // PAGE)
        return page[number % PAGE]

    async def fetch(self, number: int) -> None:
        """Bring the page with this row into memory. Raises `StoreFault`."""
        page = (number - self._before) // PAGE
        after = self._ends[page - 1] if page else None
        self._pages[page] = await self._store.entries(self.listing, after=after, limit=PAGE)
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
