"""One view store of every kind, empty, for what must hold on all of them alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.blocks.view_store import ViewStore
from persistence.open_views import open_views

Everywhere = dict[str, ViewStore]


@pytest.fixture
async def everywhere(
    tmp_path: Path, postgres_url: str, redis_url: str
) -> AsyncIterator[Everywhere]:
    """View stores by the kind of place."""
    places = {
        "memory": "memory",
        "sqlite": f"sqlite:///{tmp_path / 'views.db'}",
        "postgres": postgres_url,
        "redis": redis_url,
    }
    stores = {kind: await open_views(url, "memory:") for kind, url in places.items()}
    yield stores
    for views in stores.values():
        await views.close()
