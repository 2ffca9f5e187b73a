"""What is in a log, listed: streams, categories and types, in any order, by any pages."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec import structs

from domain.blocks.event_store import RecordedEvent
from domain.blocks.listing import Entry, EntryKey, Listed, Listing, Order
from persistence.store import Store
from tests.conformance.events import commit, event, whole_log

TEXTS = ("", "A", "site-", "100%", "_", "é", "É", "nowhere")

ORDERS = pytest.mark.parametrize("order", get_args(Order))
DIRECTIONS = pytest.mark.parametrize("descending", [False, True])
KINDS = pytest.mark.parametrize("of", get_args(Listed))


async def fill(store: Store) -> list[RecordedEvent]:
    """Streams of different lengths, some alike, with names that ask for care."""
    names = ["site-a", "site-b", "Site-a", "ledger", "zé-1", "zÉ-2", "100%-x", "a_b", "site-a"]
    for n, name in enumerate(names * 3):
        kinds = [event(name, f"Kind{n % 4}", schema=1 + n % 2) for _ in range(1 + n % 3)]
        await store.append(structs.replace(commit(*kinds), recorded_at=10**15 + n))
    return await whole_log(store)


def listed(log: list[RecordedEvent], listing: Listing) -> list[Entry]:
    """The list by a fold of its own."""
    found: dict[str, Entry] = {}
    for e in log:
        category = e.stream.partition("-")[0]
        name = {"streams": e.stream, "categories": category, "types": e.type}[listing.of]
        place = (e.position, e.position, e.recorded_at, e.recorded_at)
        old = found.get(name, Entry(name, 0, *place))
        found[name] = structs.replace(
            old,
            events=old.events + 1,
            last_position=e.position,
            last_recorded_at=e.recorded_at,
        )
    wanted = listing.text.encode().lower()
    return sorted(
        (entry for name, entry in found.items() if wanted in name.encode().lower()),
        key=lambda entry: (listing.key(entry).number, entry.name.encode()),
        reverse=listing.descending,
    )


class Listings:
    """Tests of `entries` and `entry_marks`."""

    async def test_an_empty_log_lists_nothing(self, store: Store) -> None:
        for of in get_args(Listed):
            assert await store.entries(Listing(of)) == []
            marks = await store.entry_marks(Listing(of))
            assert (marks.count, list(marks.ends)) == (0, [])

    @KINDS
    @ORDERS
    @DIRECTIONS
    async def test_it_lists_all_in_order_whatever_the_pages(
        self, store: Store, of: Listed, order: Order, descending: bool
    ) -> None:
        log = await fill(store)
        for text in TEXTS:
            listing = Listing(of, text, order, descending)
            wanted = listed(log, listing)
            assert await store.entries(listing) == wanted
            for size in (1, 3):
                found: list[Entry] = []
                after: EntryKey | None = None
                while page := await store.entries(listing, after=after, limit=size):
                    assert len(page) <= size
                    found += page
                    after = listing.key(page[-1])
                assert found == wanted
                marks = await store.entry_marks(listing, every=size)
                assert (marks.count, marks.every) == (len(wanted), size)
                assert list(marks.ends) == [listing.key(e) for e in wanted[size - 1 :: size]]

    async def test_what_is_appended_is_listed(self, store: Store) -> None:
        await fill(store)
        await store.append(commit(event("site-new", "NewKind"), event("ledger", "Kind1")))
        (last,) = await store.entries(Listing("streams", order="last", descending=True), limit=1)
        assert last.name == "ledger"
        (kind,) = await store.entries(Listing("types", "newkind"))
        assert (kind.name, kind.events) == ("NewKind", 1)
