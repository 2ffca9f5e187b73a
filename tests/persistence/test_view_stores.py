"""Every view store is one: in memory, in SQL, in Redis."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.blocks.view_store import ViewStore
from persistence.postgres.address import Address
from persistence.views.databases import open_postgres, open_sqlite
from persistence.views.memory import MemoryViewStore
from persistence.views.redis import RedisViewStore
from tests.conformance.view_store import ViewStoreConformance


class TestMemoryViews(ViewStoreConformance):
    @pytest.fixture
    async def views(self) -> AsyncIterator[ViewStore]:
        views = MemoryViewStore()
        yield views
        await views.close()


class TestSqliteViews(ViewStoreConformance):
    @pytest.fixture
    async def views(self, tmp_path: Path) -> AsyncIterator[ViewStore]:
        views = await open_sqlite(tmp_path / "views.db")
        yield views
        await views.close()


class TestPostgresViews(ViewStoreConformance):
    @pytest.fixture
    async def views(self, postgres_url: str) -> AsyncIterator[ViewStore]:
        views = await open_postgres(Address(postgres_url))
        yield views
        await views.close()


class TestRedisViews(ViewStoreConformance):
    @pytest.fixture
    async def views(self, redis_url: str) -> AsyncIterator[ViewStore]:
        views = await RedisViewStore.open(f"{redis_url}?prefix=test:")
        yield views
        await views.close()
