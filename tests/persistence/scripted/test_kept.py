"""Projections of one's own on the stores that come with the program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from persistence.memory import MemoryEventStore
from persistence.postgres import PostgresEventStore
from persistence.postgres.tasks import PostgresTasks
from persistence.sqlite import SqliteEventStore
from persistence.store import Store
from tests.conformance.scripted_projections import ScriptedProjectionsConformance


class TestMemoryProjections(ScriptedProjectionsConformance):
    @pytest.fixture
    async def store(self) -> AsyncIterator[Store]:
        store = MemoryEventStore()
        yield store
        await store.close()


class TestSqliteProjections(ScriptedProjectionsConformance):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        store = await SqliteEventStore.open(tmp_path / "moon.db")
        yield store
        await store.close()


class TestPostgresProjections(ScriptedProjectionsConformance):
    @pytest.fixture
    async def store(self, postgres_schema: str) -> AsyncIterator[Store]:
        await PostgresTasks(postgres_schema).init()
        store = await PostgresEventStore.open(postgres_schema)
        yield store
        await store.close()
