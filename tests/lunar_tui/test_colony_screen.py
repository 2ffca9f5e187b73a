"""A colony on the screens that every game has."""

from __future__ import annotations

from domain.game.commands import AdvanceGameloop, SpawnSite, StartScenario
from lunar_tui.rulesets import load_ruleset
from lunar_tui.screens.game import GameScreen
from lunar_tui.widgets.moon_map import MoonMap
from tests.lunar_tui.app_pilot import at_the_title, write
from tests.lunar_tui.colony_games import played

TILE = 378
"""A tile of this moon that may be dug up."""


async def test_a_colony_is_on_the_map_and_its_events_are_told(store_url: str) -> None:
    commands = [
        StartScenario("g", "foothold", 3, load_ruleset(), "Base", "ada"),
        SpawnSite("g", "dig-1", "excavator", TILE, "ada", 12, 0),
        *(AdvanceGameloop("g", tick) for tick in range(1, 4)),
    ]
    await write(store_url, commands)
    async with at_the_title(store_url, size=(140, 40)) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.sees("Base", "Lander", "Excavator", "4 crew")


async def test_the_result_opens_at_the_end_and_nothing_is_refused(store_url: str) -> None:
    await write(store_url, played("first-night", "idle", 7, 200))
    async with at_the_title(store_url, size=(140, 40)) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("plus", "plus", "plus", "plus", "space")
        await app.sees("LOST", "Life support had no power, and nobody was left.")
        assert "Refused" not in app.text


async def test_ground_that_bears_nothing_says_so(store_url: str) -> None:
    start = StartScenario("g", "foothold", 3, load_ruleset(), "Base", "ada")
    await write(store_url, [start])
    async with at_the_title(store_url, size=(140, 40)) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        screen = app.screen
        assert isinstance(screen, GameScreen)
        chart = screen._session.colony.ground
        screen.query_one(MoonMap).jump_to(chart.index("crater_wall"))
        await app.sees("Crater wall", "Too steep to build on")
