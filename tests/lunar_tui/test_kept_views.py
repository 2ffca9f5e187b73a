"""While one plays, the views that other programs read follow the log."""

from __future__ import annotations

from pathlib import Path

from domain.game.commands import SpawnSite, StartGame
from domain.game.projectors.buildings import buildings
from lunar_tui.app import LunarApp
from lunar_tui.settings import Settings
from persistence.open_store import open_store
from persistence.open_views import open_views
from tests.playing import play


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
