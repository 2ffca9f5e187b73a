"""Places for views: an empty one of every kind, and whether those at a URL are up to the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.blocks.view_store import ViewStore
from domain.game.model import PROJECTORS
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


async def are_level(url: str, position: int) -> None:
    """Return when all of the game's views at the URL have come to this position."""
    views = await open_views(url, "memory:")
    async with asyncio.timeout(60):
        for projector in PROJECTORS:
            while True:
                checkpoint = await views.checkpoint(projector)
                if checkpoint and checkpoint.position >= position:
                    break
                await asyncio.sleep(0.02)
    await views.close()
