"""The conformance suite of the event store port.

A store's test class derives from `EventStoreConformance` and has a fixture `store` that yields an
empty one:

    class TestMyStore(EventStoreConformance):
        @pytest.fixture
        async def store(self) -> AsyncIterator[Store]: ...
"""

from __future__ import annotations

import pytest

from domain.blocks.event_store import StoreFault
from persistence.store import Store
from tests.conformance.appending import Appending
from tests.conformance.appending_together import AppendingTogether
from tests.conformance.concurrency import Concurrency
from tests.conformance.counting import Counting
from tests.conformance.events import commit, event
from tests.conformance.listing import Listings
from tests.conformance.reading import Reading


class EventStoreConformance(Appending, AppendingTogether, Reading, Counting, Listings, Concurrency):
    """Everything that is asked of a store."""

    async def test_a_snapshot_is_kept_under_its_name_until_it_is_replaced(
        self, store: Store
    ) -> None:
        assert await store.load("views", 1) is None
        await store.save("views", 1, 7, b"\x00one")
        await store.save("others", 1, 8, b"other")
        assert await store.load("views", 1) == (7, b"\x00one")
        await store.save("views", 1, 9, b"two")
        assert await store.load("views", 1) == (9, b"two")
        assert await store.load("others", 1) == (8, b"other")

    async def test_a_snapshot_of_another_schema_is_none(self, store: Store) -> None:
        await store.save("views", 1, 7, b"one")
        assert await store.load("views", 2) is None
        await store.save("views", 2, 8, b"two")
        assert await store.load("views", 1) is None
        assert await store.load("views", 2) == (8, b"two")

    async def test_a_snapshot_may_be_dropped_at_any_time(self, store: Store) -> None:
        await store.save("views", 1, 7, b"one")
        await store.drop("views")
        await store.drop("never there")
        assert await store.load("views", 1) is None

    async def test_the_status_counts_what_is_there(self, store: Store) -> None:
        await store.append(commit(event("a", game="g1"), event("b", game="g2"), event("a")))
        status = await store.status()
        assert (status.events, status.streams, status.games) == (3, 2, 2)
        assert status.last_position == 3

    async def test_a_closed_store_says_so(self, store: Store) -> None:
        await store.close()
        await store.close()
        with pytest.raises(StoreFault, match="closed"):
            await store.append(commit(event("a")))
        with pytest.raises(StoreFault, match="closed"):
            await store.read()
