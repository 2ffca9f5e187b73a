"""Time that runs on until something needs the player."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from domain.game.colony_events import ConstructionHalted, HazardPassed, TileSurveyed
from domain.game.commands import SpawnSite, StartGame, StartScenario
from lunar_tui.lookout import Lookout
from lunar_tui.rulesets import load_ruleset
from lunar_tui.screens.game import GameScreen
from lunar_tui.settings import Settings
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, write
from tests.lunar_tui.tutored import Tutored

BEGUN = StartScenario("g", "first-night", 7, load_ruleset(), "First Night", "ann")
ARRAY = SpawnSite("g", "array-1", "solar-array", 8 * 24 + 6, "ann", 12, 0)


def test_it_stops_for_what_is_done_for_alarms_and_for_the_sun() -> None:
    game = Tutored()
    game.build("solar-array")
    game.build("battery")
    told, ticks = [], []
    while game.sight.tick < 236:
        told.append(game.run_on())
        ticks.append(game.sight.tick)
    assert ticks == [12, 16, 118, 200, 236]
    assert "Solar array" in told[0]
    assert "stands ready" in told[1]
    assert told[2] == "The sun sets, and rises at tick 236."
    assert "A ship brought" in told[3]
    assert told[4] == "The sun rises, and sets at tick 354."


def test_it_stops_before_a_night_that_storage_will_not_last() -> None:
    game = Tutored()
    assert "your storage will not last" in game.run_on()
    assert game.sight.tick == 70


def test_it_stops_once_for_a_stock_that_runs_out_soon_and_once_for_now() -> None:
    game = Tutored("foothold")
    game.build("solar-array")
    game.build("battery")
    told = {}
    while game.sight.tick < 460:
        text = game.run_on()
        told[game.sight.tick] = text
    assert [tick for tick, text in told.items() if "Oxygen is out in" in text] == [394, 450]


def test_it_stops_for_a_site_that_halts_a_survey_and_a_hazard_that_is_over() -> None:
    events = (
        ConstructionHalted("g", "s", 1, 5, "metal_kg", 3),
        TileSurveyed("g", 3, 5, ()),
        HazardPassed("g", 3, "meteor"),
    )
    for event, words in zip(events, ("want of metal", "Surveyed 5,0", "hit nothing"), strict=True):
        assert words in Lookout(24).told([event], None, None)


def test_a_site_that_halts_again_for_want_of_the_same_is_not_told_again() -> None:
    lookout = Lookout(24)
    metal = ConstructionHalted("g", "s", 1, 5, "metal_kg", 3)
    assert lookout.told([metal], None, None)
    assert not lookout.told([structs.replace(metal, tick=5)], None, None)
    assert lookout.told([structs.replace(metal, lacks="parts")], None, None)
    assert lookout.told([structs.replace(metal, site_id="other")], None, None)


def ticks(app: AppPilot) -> int:
    """The tick that the line at the top shows."""
    found = re.search(r"tick (\d+)", app.text)
    return int(found[1]) if found else 0


async def play_on(app: AppPilot) -> None:
    await app.press("c")
    await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    await app.sees("paused")


@pytest.mark.parametrize("auto_pause", [True, False])
async def test_a_key_lets_it_run_on_and_says_why_it_stopped(
    store_url: str, *, auto_pause: bool
) -> None:
    await write(store_url, [BEGUN, ARRAY])
    settings = Settings(player="ann", speed=0.25, auto_pause=auto_pause)
    async with at_the_title(store_url, settings, (120, 36)) as app:
        await play_on(app)
        await app.sees("> Run on")
        await app.press("greater_than_sign")
        await app.sees("tick 12", "paused", "stands ready", "> runs on")
        await app.press("greater_than_sign")
        await app.sees("tick 70", "paused", "your storage will not last")
        assert "stands ready" not in app.text


async def test_space_stops_it_and_so_does_a_dialog(store_url: str) -> None:
    await write(store_url, [BEGUN])
    settings = Settings(player="ann", speed=0.25)
    async with at_the_title(store_url, settings, (120, 36)) as app:
        await play_on(app)
        await app.press("greater_than_sign")
        await app.sees("runs on, space stops")
        await app.press("space")
        await app.sees("paused, space goes on")
        assert ticks(app) < 70
        await app.press("greater_than_sign")
        await app.sees("runs on, space stops")
        await app.press("b", "escape")
        await app.sees("0.25x")
        assert ticks(app) < 70


async def test_in_the_sandbox_it_stops_for_a_building(store_url: str) -> None:
    sandbox = StartGame("g", "Sand", "ann", 32, 16, 1)
    await write(store_url, [sandbox, SpawnSite("g", "s-1", 1, 5, "ann", 9, 0)])
    async with at_the_title(store_url, Settings(player="ann", speed=0.25)) as app:
        await play_on(app)
        await app.press("greater_than_sign")
        await app.sees("tick 9", "paused", "stands ready")
