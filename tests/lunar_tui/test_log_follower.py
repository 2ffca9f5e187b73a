"""An open game follows what other terminals do: woken by news, and by looking beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from domain.game.commands import AdvanceGameloop, StartGame
from lunar_tui import log_follower
from lunar_tui.log_follower import LogFollower
from lunar_tui.session import GameSession
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from persistence.postgres.tasks import PostgresTasks
from persistence.store import Store
from tests.playing import application, play


@asynccontextmanager
async def followed(store: Store) -> AsyncIterator[asyncio.Event]:
    """A session on the game "g" that is followed; the event is set when it hears of events."""
    session = GameSession(application(store), "g", "ann", store.news)
    await session.load()
    heard = asyncio.Event()
    session.listen(lambda *_: heard.set())
    following = asyncio.create_task(LogFollower(session, lambda: None).run())
    async with asyncio.timeout(60):
        yield heard
    following.cancel()


async def test_what_another_program_does_wakes_it_on_a_server(
    postgres_schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_follower, "LOOK", 3600)
    await PostgresTasks(postgres_schema).init()
    here, there = await open_store(postgres_schema), await open_store(postgres_schema)
    await play(there, [StartGame("g")])
    listening = asyncio.Event()
    with here.news.told_to(lambda _: listening.set()):
        async with followed(here) as heard:
            await listening.wait()
            await application(there, OrderedIds()).dispatch(AdvanceGameloop("g", 1))
            await heard.wait()
    for store in (here, there):
        await store.close()


async def test_without_news_it_looks_by_itself(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/moon.db"
    here, there = await open_store(url), await open_store(url)
    await play(there, [StartGame("g")])
    async with followed(here) as heard:
        await application(there, OrderedIds()).dispatch(AdvanceGameloop("g", 1))
        await heard.wait()
    for store in (here, there):
        await store.close()
