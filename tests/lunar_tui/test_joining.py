"""Joining a game by its id, to play or only to watch."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from domain.blocks.application import Application
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import ROUTER
from lunar_tui.app import LunarApp, Opening
from lunar_tui.screens.game import GameScreen
from lunar_tui.settings import Settings
from lunar_tui.widgets.status_bar import StatusBar
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from tests.playing import play


async def a_game(folder: Path) -> str:
    url = f"sqlite:///{folder}/moon.db"
    store = await open_store(url)
    await play(store, [StartGame("g"), SpawnSite("g", "s", 1, 1, "px42", 5, 0)])
    await store.close()
    return url


async def game_of(app: LunarApp, pilot: Pilot[None]) -> GameScreen:
    for _ in range(400):
        if isinstance(app.screen, GameScreen):
            await pilot.pause(0.2)
            return app.screen
        await pilot.pause(0.02)
    raise AssertionError("The game was not opened.")


async def test_a_game_opens_at_once_by_its_id(tmp_path: Path) -> None:
    app = LunarApp(Settings(), await a_game(tmp_path), opening=Opening("g"))
    async with app.run_test(size=(120, 36)) as pilot:
        game = await game_of(app, pilot)
        await pilot.press("full_stop")
        for _ in range(200):
            if game._session.game.tick == 1:
                break
            await pilot.pause(0.02)
        assert game._session.game.tick == 1


async def test_who_watches_sees_what_others_do_and_changes_nothing(tmp_path: Path) -> None:
    url = await a_game(tmp_path)
    app = LunarApp(Settings(), url, opening=Opening("g", watching=True))
    async with app.run_test(size=(120, 36)) as pilot:
        game = await game_of(app, pilot)
        await pilot.press("full_stop", "space", "b", "enter")
        await pilot.pause(0.5)
        assert app.screen is game
        assert "watching" in str(game.query_one(StatusBar).render())
        store = await open_store(url)
        assert (await store.head()).position == 2
        other = Application(ROUTER, store, OrderedIds(), SystemClock())
        await other.dispatch(AdvanceGameloop("g", 1))
        for _ in range(400):
            if game._session.game.tick == 1:
                break
            await pilot.pause(0.02)
        assert game._session.game.tick == 1
        await store.close()


async def test_an_id_that_is_not_in_the_log_is_told(tmp_path: Path) -> None:
    app = LunarApp(Settings(), await a_game(tmp_path), opening=Opening("nowhere"))
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        for _ in range(400):
            if app._notifications:
                break
            await pilot.pause(0.02)
        assert ["nowhere" in note.message for note in app._notifications] == [True]
