"""The store in a SQLite file is an event store, and a durable one."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.blocks.event_store import Where
from persistence.sqlite import SqliteEventStore
from persistence.store import Store
from tests.conformance.event_store import EventStoreConformance
from tests.conformance.events import assert_whole, commit, event, whole_log


class TestSqliteStore(EventStoreConformance):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        store = await SqliteEventStore.open(tmp_path / "moon.db")
        yield store
        await store.close()
