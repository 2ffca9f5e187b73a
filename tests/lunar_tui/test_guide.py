"""The guide on the game screen: lessons, goals, and a clock that stops for what is deadly."""

from __future__ import annotations

import re

import pytest

from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame, StartScenario
from lunar_tui.log_filter import LogFilter
from lunar_tui.rulesets import load_ruleset
from lunar_tui.screens.build_list import BuildList
from lunar_tui.screens.game import GameScreen
from lunar_tui.settings import Settings
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, write
from tests.lunar_tui.snapshots import Snapshots

BEGUN = StartScenario("g", "first-night", 7, load_ruleset(), "First Night", "ann")
ARRAY = SpawnSite("g", "array-1", "solar-array", 8 * 24 + 6, "ann", 12, 0)
TO_THE_ALARM = [AdvanceGameloop("g", tick) for tick in range(1, 69)]


def reached(app: AppPilot) -> int:
    """The tick that the goals show."""
    found = re.search(r"tick (\d+)/240", app.text)
    return int(found[1]) if found else 0


async def play_on(app: AppPilot) -> GameScreen:
    await app.press("c")
    await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    assert isinstance(app.screen, GameScreen)
    return app.screen


async def test_the_first_lessons_follow_what_is_done(store_url: str) -> None:
    await write(store_url, [BEGUN])
    async with at_the_title(store_url, Settings(player="ann", speed=16), (140, 40)) as app:
        await play_on(app)
        await app.sees("Lesson 1/11", "b opens the build list", "crew 4/4")
        await app.press("b")
        await app.until(lambda: isinstance(app.screen, BuildList), "the build list")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("right", "enter")
        await app.sees("Lesson 2/11", "press space")
        await app.press("space")

        await app.sees("Lesson 3/11", "Build a Battery bank")


async def test_lessons_are_hidden_and_shown(store_url: str) -> None:
    await write(store_url, [BEGUN])
    settings = Settings(player="ann", keys={"game.build": "n"})
    async with at_the_title(store_url, settings) as app:
        await play_on(app)
        await app.sees("n opens the build list")
        await app.press("x")
        await app.until(lambda: "Lesson" not in app.text, "no lesson")
        await app.sees("Goals")
        await app.press("x")
        await app.sees("Lesson 1/11")


async def test_a_game_that_is_opened_again_is_at_the_same_lesson(store_url: str) -> None:
    await write(store_url, [BEGUN, ARRAY, *(AdvanceGameloop("g", tick) for tick in range(1, 14))])
    async with at_the_title(store_url) as app:
        await play_on(app)
        await app.sees("Lesson 3/11", "tick 13/240")


@pytest.mark.parametrize("auto_pause", [True, False])
async def test_the_clock_stops_for_a_night_that_storage_will_not_last(
    store_url: str, *, auto_pause: bool
) -> None:
    await write(store_url, [BEGUN, *TO_THE_ALARM])
    settings = Settings(player="ann", speed=16, auto_pause=auto_pause)
    async with at_the_title(store_url, settings, size=(120, 36)) as app:
        await play_on(app)
        await app.sees("Trouble", "build a Battery bank now")
        await app.press("space")
        if auto_pause:
            await app.sees("tick 70/240", "your storage will not last", "space goes on")
        else:
            await app.until(lambda: reached(app) > 75, "a later tick")


async def test_advice_is_there_on_request_where_there_are_no_lessons(store_url: str) -> None:
    foothold = StartScenario("g", "foothold", 7, load_ruleset(), "Base", "ann")
    await write(store_url, [foothold, *TO_THE_ALARM])
    async with at_the_title(store_url, size=(140, 40)) as app:
        await play_on(app)
        await app.sees("Goals", "crew 4/12")
        assert "Trouble" not in app.text
        await app.press("x")
        await app.sees("Trouble", "build a Battery bank now")


async def test_the_sandbox_has_no_guide(store_url: str) -> None:
    await write(store_url, [StartGame("g", "Sand", "ann", 32, 16, 1)])
    async with at_the_title(store_url) as app:
        await play_on(app)
        await app.sees("Sand", "Build")
        assert "Goals" not in app.text
        assert "Advice" not in app.text


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_lesson_looks_as_it_was_looked_at(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await write(store_url, [BEGUN, ARRAY, *(AdvanceGameloop("g", tick) for tick in range(1, 14))])
    built = LogFilter(types=("BuildingSpawned",))
    settings = Settings(player="ann", log=built)
    async with at_the_title(store_url, settings, size) as app:
        await play_on(app)
        await app.sees("Lesson 3/11", "paused", "2 of 51 events", "array-1 at 6,8: stands")
        await snapshots.check(f"lesson-{size[0]}x{size[1]}", app)
