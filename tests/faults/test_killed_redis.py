"""Views in a Redis server that is killed at random moments under load come to what the log says."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from domain.blocks.event_store import EventStore
from domain.blocks.replay import replay
from domain.blocks.view import View
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui import kept_views
from lunar_tui.cli.projections import GAMES_ONLY
from lunar_tui.kept_views import KeptViews, keep_views
from persistence.open_views import open_views
from persistence.postgres.tasks import PostgresTasks
from tests.conftest import FOLDER, own
from tests.faults.load import KILLS, Load
from tests.persistence.view_places import are_level
from tests.servers import Redis, Server


class LastingRedis(Redis):
    """Redis that writes down each change, and has them all after it was killed."""

    def command(self) -> Sequence[str | Path]:
        return [*super().command(), "--appendonly", "yes"]


@pytest.fixture(params=[Redis, LastingRedis])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    yield from own(request.config.stash[FOLDER], request.param)


async def test_they_come_back_by_themselves(
    postgres_schema: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_views, "EVERY", 0)
    await PostgresTasks(postgres_schema).init()
    load = Load(postgres_schema)
    await load.begin(players=2, readers=0)
    async with load.log() as log:
        told: list[str] = []
        keeping = asyncio.create_task(
            keep_views(KeptViews(server.url, postgres_schema), log, told.append)
        )
        for _ in range(KILLS):
            await are_level(server.url, (await log.head()).position)
            await asyncio.sleep(random.uniform(0, 0.3))
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await load.end()
        await are_level(server.url, (await log.head()).position)
        keeping.cancel()
        assert all("Redis" in sentence for sentence in told)
        await assert_as_the_log_says(server.url, log)


async def assert_as_the_log_says(url: str, log: EventStore) -> None:
    """The rows of each view are those of a fresh fold."""
    kept = await open_views(url, "memory:")
    fresh = [View(projector) for projector in PROJECTORS]
    await replay(fresh, log, EVENT_TYPES, GAMES_ONLY)
    for view in fresh:
        rows = await kept.read(view.projector)
        assert rows.by_key == view.rows
        assert rows.position == view.position
    await kept.close()
