"""From an event to its moment, from its moment to its tile, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.stream import StreamScreen
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, url_of, write

GAME = (
    StartGame("g", name="Base", player_id="ann", width=32, height=16, seed=1),
    SpawnSite("g", "dome", 2, 8 * 32 + 16, "ann", completion_ticks=3, tick=0),
    *[AdvanceGameloop("g", tick) for tick in range(1, 4)],
    SpawnSite("g", "mine", 5, 3 * 32 + 4, "ann", completion_ticks=9, tick=3),
    *[AdvanceGameloop("g", tick) for tick in range(4, 6)],
)
"""Positions: 1 start, 2 site, 3-4, 5-6, 7-10 ticks 1 to 3 (dome stands at 10), 11 mine, then."""


@pytest.fixture
async def url(tmp_path: Path) -> str:
    place = url_of(tmp_path)
    await write(place, GAME)
    return place


async def opened(app: AppPilot) -> None:
    """Wait until an event and its family are shown."""
    await app.until(lambda: isinstance(app.screen, EventScreen), "the event")
    await app.sees("Caused by")


async def opened_in_the_replay(app: AppPilot, position: int) -> None:
    """From the title to an event of the game's replay."""
    await app.press("r")
    await app.sees("Replay a game", "Base")
    await app.press("enter")
    await app.sees("LIVE", "tick 5 of 5")
    await app.press("g")
    await app.type(f"{position}")
    await app.press("enter")
    await app.sees(f"@ {position} ")
    await app.press("enter")
    await opened(app)


async def test_the_moment_of_an_event_opened_in_the_replay(url: str) -> None:
    async with at_the_title(url, size=(120, 36)) as app:
        await opened_in_the_replay(app, 10)
        await app.press("enter", "t")
        await app.until(lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await app.sees("@ 9 ", "tick 3 of 5", "No building stands yet")
        await app.press("end")
        await app.sees("LIVE")


async def test_the_tile_of_an_event_opened_in_the_replay(url: str) -> None:
    async with at_the_title(url, size=(120, 36)) as app:
        await opened_in_the_replay(app, 11)
        await app.press("m")
        await app.sees("@ 11 ", "Tile 4,3", "Regolith mine #mine")


async def test_from_the_browser_to_a_moment_and_back(url: str) -> None:
    async with at_the_title(url, size=(120, 36)) as app:
        await app.press("b")
        await app.sees("$all", "game-g")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, StreamScreen), "the log")
        await app.sees("site-mine v1")
        await app.press("g")
        await app.type("11")
        await app.press("enter", "enter")
        await opened(app)
        await app.press("t")
        await app.sees("@ 11 ", "tick 3 of 5")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, StreamScreen), "the log again")
