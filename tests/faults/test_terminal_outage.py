"""A terminal whose server is killed goes on playing by itself when the server is back."""

from __future__ import annotations

import asyncio

import redis

from domain.blocks.verify import verify
from domain.game.commands import SpawnSite, StartGame
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.app import LunarApp, Opening
from lunar_tui.screens.game import GameScreen
from lunar_tui.settings import Settings
from persistence.open_store import open_store
from persistence.postgres.tasks import PostgresTasks
from tests.conformance.events import assert_whole, whole_log
from tests.lunar_tui.app_pilot import AppPilot
from tests.playing import play
from tests.servers import Server

TICKS = 5
"""So many must pass before and after each outage."""


async def test_the_clock_and_the_views_go_on(own_postgres: Server, own_redis: Server) -> None:
    await PostgresTasks(own_postgres.url).init()
    store = await open_store(own_postgres.url)
    await play(store, [StartGame("g"), SpawnSite("g", "s", 1, 1, "ann", 9999, 0)])
    app = LunarApp(
        Settings(speed=16), own_postgres.url, views_url=own_redis.url, opening=Opening("g")
    )
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        screen = AppPilot(app, pilot)
        await screen.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await screen.press("space")
        game = app.screen
        assert isinstance(game, GameScreen)
        for server in (own_redis, own_postgres):
            await ticks_pass(screen, game)
            server.kill()
            if server is own_postgres:
                await screen.sees("waiting for the log", "does not answer")
            await asyncio.to_thread(server.start)
        await ticks_pass(screen, game)
        await screen.sees("16x")
        await screen.press("space")
        await screen.sees("paused")
        await screen.until(lambda: is_kept(own_redis.url, game), "the view in Redis")
    log = await whole_log(store)
    assert_whole(log)
    assert sum(e.type == "GameloopAdvanced" for e in log) == game._session.game.tick
    assert (await verify(store, EVENT_TYPES, PROJECTORS)).whole
    await store.close()


async def ticks_pass(screen: AppPilot, game: GameScreen) -> None:
    before = game._session.game.tick
    await screen.until(lambda: game._session.game.tick >= before + TICKS, "more ticks")


def is_kept(url: str, game: GameScreen) -> bool:
    """Whether the site's row in Redis is that on the screen."""
    row = game._session.views["buildings"].rows["s",]
    with redis.Redis.from_url(url, decode_responses=True) as client:
        kept = client.get("building:s")
    return kept is not None and f'"complete":{row.complete}' in str(kept)
