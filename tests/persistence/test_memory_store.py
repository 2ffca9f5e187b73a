"""The store in memory is an event store."""

from collections.abc import AsyncIterator

import pytest

from persistence.memory import MemoryEventStore
from persistence.store import Store
from tests.conformance.event_store import EventStoreConformance


class TestMemoryStore(EventStoreConformance):
    @pytest.fixture
    async def store(self) -> AsyncIterator[Store]:
        store = MemoryEventStore()
        yield store
        await store.close()
