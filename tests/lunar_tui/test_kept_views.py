"""While one plays, the views that other programs read follow the log."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path

from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.projectors.buildings import buildings
from lunar_tui.app import LunarApp
from lunar_tui.kept_views import KeptViews, keep_views
from lunar_tui.settings import Settings
from persistence.memory import MemoryEventStore
from persistence.open_store import open_store
from persistence.open_views import open_views
from tests.persistence.view_places import are_level
from tests.playing import application, play
from tests.servers import Server


async def test_views_follow_while_the_title_is_shown(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/moon.db"
    app = LunarApp(Settings(), url, views_url="sql")
    async with app.run_test() as pilot:
        store, views = await open_store(url), await open_views("sql", url)
        await play(store, [StartGame("g"), SpawnSite("g", "s", 1, 1, "px42", 2, 0)])
        for _ in range(400):
            if await views.count(buildings):
                break
            await pilot.pause(0.02)
        assert await views.count(buildings) == 1
        await store.close()
        await views.close()


async def test_a_place_that_cannot_be_opened_is_told_and_one_plays_on(tmp_path: Path) -> None:
    app = LunarApp(Settings(), f"sqlite:///{tmp_path}/moon.db", views_url="redis://127.0.0.1:1/0")
    async with app.run_test(notifications=True) as pilot:
        for _ in range(400):
            if app._notifications:
                break
            await pilot.pause(0.02)
        assert [note.severity for note in app._notifications] == ["warning"]
        assert app.is_running


async def test_views_whose_server_goes_away_are_told_of_once_each_time_and_come_back(
    own_redis: Server,
) -> None:
    log = MemoryEventStore()
    game = application(log)
    await game.dispatch(StartGame("g"))
    ticks = count(1)
    told: asyncio.Queue[str] = asyncio.Queue()
    own_redis.kill()
    keeping = asyncio.create_task(
        keep_views(KeptViews(own_redis.url, "memory:"), log, told.put_nowait)
    )
    async with asyncio.timeout(60):
        for _ in range(2):
            assert "Redis" in await told.get()
            await asyncio.to_thread(own_redis.start)
            for _ in range(3):
                await game.dispatch(AdvanceGameloop("g", next(ticks)))
                await are_level(own_redis.url, (await log.head()).position)
            await asyncio.to_thread(own_redis.kill)
        assert "Redis" in await told.get()
    assert told.empty()
    keeping.cancel()
