"""Makes the pictures of the documentation from the real program: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from domain.blocks.application import Application
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import ROUTER
from lunar_tui.app import LunarApp
from lunar_tui.settings import Settings
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from tests.lunar_tui.colony_games import played

IMAGES = Path(__file__).parent.parent / "docs" / "images"

FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""The pictures are shown in the reader's own monospaced font, with nothing to fetch."""

MINUTE = 60_000_000

PICTURES = {
    "title": (),
    "event": ("c", "L", "end", "up", "enter"),
    "replay": ("c", "escape", "r", "5", "left", "left"),
    "why": ("c", "escape", "r", "5", "left", "left", "w"),
    "views": ("c", "escape", "u", "a"),
    "capacity": ("y",),
    "diff": ("c", "escape", "r", "5", "left", "d", "down", "up", "d"),
    "compare": (
        *("c", "escape", "r", "5", "b", *"Another way", "enter", "y"),
        *("b", "down", "enter", "right", "enter", *"......", "escape", "b", "c", *["right"] * 6),
    ),
    "browse": ("b", "s", "down", "down"),
    "cascade": ("c", "L", "end", "up", "c"),
    "projection": ("p", "n", "down", "ctrl+s", "f5"),
}
"""The keys that lead to each picture of a base in the sandbox, from the title."""

OF_A_COLONY = {"new-game": ("n",), "colony": ("c",)}
"""The keys that lead to each picture of a colony, from the title."""

OF_ITS_END = {"result": ("c", "e")}
"""The keys that lead to each picture of a colony that was won, from the title."""

LATE, WON = 816, 1143
"""The ticks up to which a colony is played for its pictures: an evening, and its end."""


class UnhurriedClock:
    """A player who does something every other minute, for an hour and three quarters until now."""

    def __init__(self) -> None:
        self._draw = random.Random(5)
        self._now = SystemClock().now() - 105 * MINUTE

    def now(self) -> int:
        """The time, after a pause."""
        self._now += int(self._draw.uniform(0.2, 3.8) * MINUTE)
        return self._now


async def make_base(url: str) -> None:
    """A base of some two dozen sites and buildings on the moon of seed 7."""
    store = await open_store(url)
    application = Application(ROUTER, store, OrderedIds(), UnhurriedClock())
    await application.dispatch(StartGame("base", name="Tycho Base", player_id="ann", seed=7))
    draw = random.Random(4)
    for tick in range(26):
        x, y = 64 + draw.randrange(-14, 14), 31 + draw.randrange(-8, 9)
        ticks = draw.randrange(3, 26)
        await application.dispatch(
            SpawnSite("base", f"{tick + 1}", draw.randrange(1, 11), 128 * y + x, "ann", ticks, tick)
        )
        await application.dispatch(AdvanceGameloop("base", tick + 1))
    await store.close()


async def make_colony(url: str, ticks: int) -> None:
    """Tranquility Foothold, as one plays it who reads the forecast."""
    store = await open_store(url)
    application = Application(ROUTER, store, OrderedIds(), UnhurriedClock())
    for command in played("foothold", "forecast", 3, ticks):
        await application.dispatch(command)
    await store.close()


async def settle(pilot: Pilot[None]) -> None:
    """Give what happens in other threads the time to be shown."""
    for _ in range(20):
        await pilot.pause(0.05)


async def take(name: str, keys: tuple[str, ...], url: str, size: tuple[int, int]) -> None:
    """Press the keys, and keep what the screen shows."""
    app = LunarApp(Settings(player="ann"), url)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        picture = app.export_screenshot(title="Lunar Frontiers")
        (IMAGES / f"{name}.svg").write_text(FONT_FROM_ELSEWHERE.sub("", picture))


async def main(names: list[str]) -> None:
    """Make the pictures of these names, or all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA", "LOG"):
            os.environ[f"LUNAR_{name}_DIR"] = folder
        base, colony, won = (f"sqlite:///{folder}/{name}.db" for name in ("base", "colony", "won"))
        await make_base(base)
        await make_colony(colony, LATE)
        await make_colony(won, WON)
        for pictures, url in ((PICTURES, base), (OF_A_COLONY, colony), (OF_ITS_END, won)):
            for name in [name for name in pictures if not names or name in names]:
                await take(name, pictures[name], url, (120, 36))


asyncio.run(main(sys.argv[1:]))
