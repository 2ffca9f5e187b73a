"""The whole app without a terminal, on a store of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen

from domain.blocks.messages import Command
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame, StopGame
from domain.game.events import GameBranched
from domain.game.model import ROUTER
from lunar_tui.app import LunarApp
from lunar_tui.settings import Settings
from lunar_tui.widgets.title_picture import TitlePicture
from persistence.open_store import open_store
from tests.playing import CountingIds, SteppingClock, application

DAY = 86_400_000_000
PATIENCE = 1500
"""Looks at a condition before a test gives up on it."""


class LaterClock:
    """It is always noon, a few days after the games of `three_games` were played."""

    def now(self) -> int:
        return 5 * DAY


class AppPilot:
    """Presses keys, reads the screen."""

    def __init__(self, app: LunarApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> Screen[object]:
        return self.app.screen

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)

    async def sees(self, *words: str) -> None:
        """Wait until the screen shows all of these."""
        await self.until(lambda: all(word in self.text for word in words), f"{words}")

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        for _ in range(PATIENCE):
            if condition():
                await self.pilot.pause()
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"never came: {what}\n{self.text}")


async def new_sandbox(app: AppPilot) -> None:
    """From the title to a new game of the sandbox, with the cursor in its name."""
    await app.press("n")
    await app.sees("A new game")
    await app.press("end", "tab")
    await app.sees("Goal: none")


@asynccontextmanager
async def running(
    store_url: str,
    settings: Settings | None = None,
    size: tuple[int, int] = (100, 30),
    views_url: str = "memory",
) -> AsyncIterator[AppPilot]:
    """The app, from its start to its end."""
    settings = settings or Settings(player="ann")
    app = LunarApp(settings, store_url, LaterClock(), views_url=views_url)
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        yield AppPilot(app, pilot)


@asynccontextmanager
async def at_the_title(
    store_url: str,
    settings: Settings | None = None,
    size: tuple[int, int] = (100, 30),
    views_url: str = "memory",
) -> AsyncIterator[AppPilot]:
    """The app once its store is open."""
    async with running(store_url, settings, size, views_url) as app:
        picture = app.app._title.query_one(TitlePicture)
        await app.until(lambda: picture.ready, "the picture")
        await app.until(lambda: "opening the log" not in app.text, "the store")
        yield app


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'lunar.db'}"


async def write(store_url: str, commands: Sequence[Command]) -> None:
    """Dispatch the commands to the store, and close it."""
    store = await open_store(store_url)
    game = application(store, CountingIds())
    for command in commands:
        await game.dispatch(command, "bob")
    await store.close()


async def three_games(store_url: str) -> None:
    """Alpha with a building, Beta that ended, and Gamma, which was played last."""
    await write(
        store_url,
        [
            StartGame("a", name="Alpha", player_id="ann", width=32, height=16, seed=1),
            SpawnSite("a", "a-1", 1, 5, "ann", 1, 0),
            AdvanceGameloop("a", 1),
            StartGame("b", name="Beta", player_id="bob", width=32, height=16, seed=2),
            StopGame("b"),
            StartGame("c", name="Gamma [x]", player_id="cat", width=32, height=16, seed=3),
            AdvanceGameloop("c", 1),
            AdvanceGameloop("c", 2),
        ],
    )


async def branches(store_url: str) -> None:
    """Two branches of Alpha, of which the first, called What if, has a branch itself."""
    await three_games(store_url)
    store = await open_store(store_url)
    ids, clock = CountingIds(1000), SteppingClock()
    for branch in (
        Branch("a-if", "a", 2, "ann", "What if"),
        Branch("a-on", "a", 6, "ann"),
        Branch("a-if-on", "a-if", 14, "ann"),
    ):
        assert isinstance(await branch_game(ROUTER, store, ids, clock, branch), GameBranched)
    await store.close()
