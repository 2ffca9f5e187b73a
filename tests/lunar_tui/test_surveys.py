"""What lies under a tile, and switches: what the tile menu and the tile panel say of them."""

from __future__ import annotations

import pytest

from domain.game.commands import AdvanceGameloop, SurveyTile
from domain.game.economy.ground import CLASSES
from domain.game.projectors.surveys import FindRow
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.tile_menu import TileMenu
from lunar_tui.screens.why import WhyScreen
from lunar_tui.told_surveys import prospects
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.prospects import prospect_of
from lunar_tui.widgets.replay_map import ReplayMap
from tests.lunar_tui.snapshots import Snapshots
from tests.lunar_tui.test_colony_map import NOON, PATCHWORK
from tests.lunar_tui.test_moon_map import MOON, shown, tile
from tests.lunar_tui.test_ordering import LANDER, SIZES, colony, site, ticks

DIGGER = [site("digger", "excavator", LANDER + 1), *ticks(1, 13)]
SURVEYED = [SurveyTile("g", LANDER + 1, "ann", 0), *DIGGER]


async def test_a_tile_is_surveyed_and_then_known(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.at(LANDER + 1)
        await app.sees("Not surveyed")
        await app.choose("o", TileMenu)
        await app.sees("Mare at 15,5", "takes 8 ticks and 30 kWh power, 1 kg oxygen")
        await app.press("v")
        await app.until(lambda: LANDER + 1 in app.session.colony.surveys, "a rover is out")
        await app.choose("o", TileMenu)
        await app.sees("A rover surveys it until tick 8", "being surveyed until tick 8")
        await app.press("escape")
        for tick in range(1, 9):
            await app.session.dispatch(AdvanceGameloop("g", tick))
        await app.until(lambda: "Ilmenite" in app.panel, "what was found")


async def test_an_excavator_can_have_its_ground_surveyed(store_url: str) -> None:
    async with colony(store_url, SURVEYED) as app:
        await app.at(LANDER + 1)
        await app.choose("o", TileMenu)
        await app.sees("Surveyed: an excavator digs", "is surveyed already")


async def test_why_leads_from_what_is_dug_to_the_survey(store_url: str) -> None:
    async with colony(store_url, SURVEYED[:10]) as app:
        await app.at(LANDER + 1)
        await app.press("w")
        await app.until(lambda: isinstance(app.screen, WhyScreen), "why")
        await app.press(*["down"] * 9)
        await app.sees("ilmenite_kg: amount is 6 since tick 8", "⌂ Surveyed 15,5: 45 kg")


async def test_where_nothing_can_be_dug_there_is_no_menu(store_url: str) -> None:
    async with colony(store_url) as app:
        walls = [n for n, name in enumerate(app.session.colony.ground) if name == "crater_wall"]
        await app.at(walls[0])
        await app.press("o")
        await app.sees("Nothing stands here")


async def test_a_building_is_switched_off_and_on_from_its_menu(store_url: str) -> None:
    async with colony(store_url, DIGGER) as app:
        await app.at(LANDER + 1)
        await app.until(lambda: "Working" in app.panel, "it works")
        await app.choose("o", TileMenu)
        await app.sees("Switch off", "saves 2 kW")
        await app.press("s")
        await app.until(lambda: "Switched off" in app.panel, "it is off")
        await app.choose("o", TileMenu)
        await app.sees("Has been switched off since tick 13", "Switch on", "uses 2 kW")
        await app.press("s")
        await app.until(lambda: "Nothing to do" in app.panel, "it is on")


async def test_what_has_no_switch_does_not_offer_one(store_url: str) -> None:
    async with colony(store_url) as app:
        await app.at(LANDER)
        await app.choose("o", TileMenu)
        await app.sees("Demolish")
        assert "Switch" not in app.text
        assert "Survey" not in app.text


@pytest.mark.parametrize(
    ("percent", "mark", "ascii_mark"),
    [(100, "·", "'"), (125, "+", "+"), (150, "◇", "%"), (199, "◇", "%"), (200, "◆", "$")],
)
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_surveyed_ground_is_marked_by_how_rich_it_is(
    percent: int, mark: str, ascii_mark: str, *, ascii_only: bool
) -> None:
    moon_map = MoonMap(MOON, ascii_only=ascii_only)
    found = {5: prospect_of(percent)}
    async with shown(moon_map) as (app, _):
        moon_map.show_colony(PATCHWORK, NOON, [], {})
        bare = app.at(5)
        moon_map.show_colony(PATCHWORK, NOON, [], found)
        assert app.at(5).rstrip() == (ascii_mark if ascii_only else mark)
        moon_map.set_tiles([tile(5, ready=True)])
        assert app.at(5) == ("HA" if ascii_only else "◖◗")
        moon_map.remove_tile(5)
        moon_map.show_colony(PATCHWORK, NOON, [], {})
        assert app.at(5) == bare


def test_the_marks_count_what_ground_is_dug_for_and_not_what_is_everywhere() -> None:
    mare, highland, far = (CLASSES.index(name) for name in ("mare", "highland", "psr"))
    finds = [
        FindRow("g", mare, "regolith_kg", 72, 200),
        FindRow("g", mare, "ilmenite_kg", 5, 125),
        FindRow("g", highland, "regolith_kg", 60, 150),
    ]
    found = prospects(PATCHWORK, {far: 9}, finds)
    assert found == {mare: "better", highland: "rich", far: "sought"}


async def test_a_survey_shows_on_the_map_and_in_the_replay_of_its_moment(store_url: str) -> None:
    async with colony(store_url, [SURVEYED[0], *ticks(1, 9)]) as app:
        await app.at(LANDER)
        await app.sees("◇")
        await app.press("right")
        await app.sees("Ilmenite 150 %", "Dig: 45 regolith, 6 ilmenite")
        await app.press("escape", "r")
        await app.until(lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await app.press("g", *"t8", "enter")
        await app.sees("tick 8 of 9", "◇")
        replay_map = app.screen.query_one(ReplayMap)
        replay_map.cursor = LANDER + 1
        await app.sees("Ilmenite 150 %", "Dig: 45 regolith")
        await app.press("left")
        await app.sees("tick 7 of 9", "Rover there until 8", "Dig: 36 regolith")
        await app.press("home")
        await app.sees("before the first event", "Not surveyed")


async def test_help_explains_the_marks_of_a_colony(store_url: str) -> None:
    async with colony(store_url, size=(120, 72)) as app:
        await app.press("question_mark")
        await app.sees("Marks on the map of a colony", "◇   surveyed: half as much again")


@pytest.mark.parametrize("size", SIZES)
async def test_the_menu_of_a_tile_looks_as_it_did(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    async with colony(store_url, SURVEYED, size) as app:
        app.game.query_one(LogPane).visible = False  # its bar may be a frame behind
        await app.at(LANDER + 1)
        await app.choose("o", TileMenu)
        await snapshots.check(f"tile-menu-surveyed-{size[0]}x{size[1]}", app)
